"""A village's quarter in the browser, from its ledger to the notice board, each role in turn."""

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.people import signed_in, step_button, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

NUMBER = "QS-01-F02-2026Q3"
CLOSING = "476,532.72"
READ_MS = 30_000


MOST_PRESSES = 14
MOST_SIGN_INS = 5


@dataclass
class Walk:
    """What a quarter costs its people, who press only what is before their eyes."""

    presses: int = 0
    sign_ins: int = 0

    def press(self, target: Locator) -> None:
        """Press what can be seen, and wait for the page it leads to."""
        target.first.click()
        target.page.wait_for_load_state()
        self.presses += 1


def bring_in(walk: Walk, page: Page, tmp_path: Path) -> None:
    """Go from the menu to the page for ledgers, and upload one.

    The sample stands for the book that a clerk has at hand, so that downloading it is not counted.
    """
    walk.press(page.locator("nav.side a[href$='/desk/ledgers/']"))
    walk.press(page.locator("main a[href*='/desk/ledgers/new/']"))
    with page.expect_download() as download:
        page.locator("main a[href*='sample-ledger']").first.click()
    ledger = tmp_path / "liushu-2026Q3.xlsx"
    download.value.save_as(ledger)
    assert ledger.read_bytes() == (settings.BASE_DIR / "data/ledgers/liushu-2026Q3.xlsx").read_bytes()
    expect(page.locator("select[name=period]")).to_have_value("2026Q3")
    page.locator("input[type=file]").set_input_files(ledger)
    walk.press(page.locator("form[enctype] button[type=submit]"))
    page.locator("button[formaction$='/draft/']").wait_for(timeout=READ_MS)


def make_the_draft(walk: Walk, page: Page) -> None:
    """Write an explanation to each warning that asks for one, and make the draft."""
    for field in page.locator("form input[name^='answer']").all():
        field.fill("已核对原始凭证，情况属实。")
    walk.press(page.locator("button[formaction$='/draft/']"))


def test_from_the_ledger_to_the_poster(browser: Browser, portal: Portal, tmp_path: Path) -> None:
    walk = Walk()
    with signed_in(browser, portal, "clerk.liushu") as clerk:
        walk.sign_ins += 1
        expect(clerk.locator("main tr", has_text=NUMBER).locator("a.btn[href*='/desk/ledgers/new/']")).to_be_visible()
        bring_in(walk, clerk, tmp_path)
        make_the_draft(walk, clerk)
        expect(clerk.locator("main")).to_contain_text(CLOSING)
        walk.press(step_button(clerk, "submit"))
        draft_address = clerk.url
    with visitor(browser, portal) as anybody:
        assert anybody.goto(f"/notices/{NUMBER}/").status == 404  # type: ignore[union-attr]
        anybody.goto(draft_address)
        assert "/accounts/login/" in anybody.url
    for username, verb in [
        ("supervisor.liushu", "countersign"),
        ("reviewer", "review"),
        ("approver", "approve"),
        ("publisher", "publish"),
    ]:
        with signed_in(browser, portal, username) as page:
            walk.sign_ins += 1
            walk.press(page.locator("section[aria-labelledby=q] tr", has_text=NUMBER).locator("a"))
            expect(page.locator("main")).to_contain_text(CLOSING)
            walk.press(step_button(page, verb))
            page.goto("/desk/")
            expect(page.locator("section[aria-labelledby=q]")).not_to_contain_text(NUMBER)
    read_on_a_phone(walk, browser, portal)
    assert walk.presses <= MOST_PRESSES
    assert walk.sign_ins <= MOST_SIGN_INS
    follow_the_poster(browser, portal)


def read_on_a_phone(walk: Walk, browser: Browser, portal: Portal) -> None:
    """A resident finds the notice from the home page and reads it."""
    with visitor(browser, portal, width=390) as phone:
        phone.goto("/")
        walk.press(phone.locator("ol.notices a", has_text="柳树村"))
        expect(phone.locator("h1")).to_contain_text("柳树村")
        expect(phone.locator(".pillars")).to_contain_text(CLOSING.split(".", maxsplit=1)[0])
        expect(phone.locator("table.ledger tbody tr", has_text="记-07030")).to_be_visible()
        wider = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0
        assert phone.context.cookies() == []


def follow_the_poster(browser: Browser, portal: Portal) -> None:
    """The poster's QR code leads to its verify page, and from there to the notice."""
    with visitor(browser, portal) as page:
        answer = page.request.get(f"/notices/{NUMBER}/poster.pdf?size=A3", timeout=30_000)
        assert answer.status == 200
        document = pypdfium2.PdfDocument(io.BytesIO(answer.body()))
        sheet = document[0]
        text = sheet.get_textpage().get_text_range()
        assert "柳树村2026年第三季度财务收支公开" in text.replace("\r\n", "")
        [found] = zxingcpp.read_barcodes(sheet.render(scale=1.5).to_pil())
        assert found.text.startswith(f"{portal.url}/verify/")
        page.goto(found.text)
        page.locator(f"main a[href*='/notices/{NUMBER}/']").first.click()
        expect(page.locator("h1")).to_contain_text("柳树村")
        assert page.url.endswith(f"/notices/{NUMBER}/")
    assert portal.manage("verify_log").returncode == 0
