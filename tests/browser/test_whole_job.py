"""A village's quarter in the browser, from its ledger to the notice board, each role in turn."""

import io
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import signed_in, take_step, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

NUMBER = "QS-01-F02-2026Q3"
CLOSING = "476,532.72"
READ_MS = 30_000


def open_waiting(page: Page) -> None:
    """Go from the desk to the notice of the test, which must wait there."""
    page.goto("/desk/")
    page.locator("tr", has_text=NUMBER).locator("a").first.click()


def bring_in(page: Page, tmp_path: Path) -> None:
    """Download the ledger the desk offers, and upload it."""
    with page.expect_download() as download:
        page.locator("a[href*='sample-ledger']").first.click()
    ledger = tmp_path / "liushu-2026Q3.xlsx"
    download.value.save_as(ledger)
    assert ledger.read_bytes() == (settings.BASE_DIR / "data/ledgers/liushu-2026Q3.xlsx").read_bytes()
    page.locator("a[href*='/desk/ledgers/new/']").first.click()
    page.locator("select[name=period]").select_option("2026Q3")
    page.locator("input[type=file]").set_input_files(ledger)
    page.locator("form[enctype] button[type=submit]").click()
    page.locator("button[formaction$='/draft/']").wait_for(timeout=READ_MS)


def answer_everything(page: Page) -> None:
    """Write an explanation to each warning that asks for one, and check again."""
    for field in page.locator("form input[name^='answer']").all():
        field.fill("已核对原始凭证，情况属实。")
    page.locator("button[formaction$='/draft/']").click()


def test_from_the_ledger_to_the_poster(browser: Browser, portal: Portal, tmp_path: Path) -> None:
    with signed_in(browser, portal, "clerk.liushu") as clerk:
        bring_in(clerk, tmp_path)
        answer_everything(clerk)
        expect(clerk.locator("main")).to_contain_text(CLOSING)
        take_step(clerk, "submit")
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
            open_waiting(page)
            expect(page.locator("main")).to_contain_text(CLOSING)
            take_step(page, verb)
            page.goto("/desk/")
            expect(page.locator("section[aria-labelledby=q]")).not_to_contain_text(NUMBER)
    read_on_a_phone(browser, portal)
    follow_the_poster(browser, portal)


def read_on_a_phone(browser: Browser, portal: Portal) -> None:
    """A resident finds the notice from the home page and reads it."""
    with visitor(browser, portal, width=390) as phone:
        phone.goto("/")
        phone.locator("ol.notices a", has_text="柳树村").first.click()
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
