"""A debriefing in the browser: planned, held, appraised by thirty telephones, counted and published for everybody."""

import re
from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import signed_in, step_button, take_step, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

PHONE, SMALL, DESKTOP = 390, 320, 1280
TODAY = timezone.localdate().isoformat()
VOTERS = {"cadres": 8, "members": 9, "representatives": 13}
CODE = re.compile(r"\b([A-Z2-9]{4}-[A-Z2-9]{4})\b(?!-)")
OPENING = re.compile(r"\b([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})\b")


def fits(page: Page) -> None:
    """Check that nothing scrolls sideways, once the page is there."""
    page.wait_for_load_state()
    page.locator("footer.foot").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def prepare(desk: Page, folder: Path) -> tuple[list[str], str]:
    """The secretary plans the meeting, prepares the appraisal and prints the slips; return codes and opening code."""
    desk.goto("/desk/debriefings/plan/")
    desk.locator("select[name=unit]").select_option("QS-05")
    desk.locator("input[name=year]").fill("2026")
    desk.locator("input[name=day]").fill(TODAY)
    desk.locator("input[name=place]").fill("南坪村村委会")
    desk.locator("input[name=chair]").fill("许文静")
    desk.locator("main form button[type=submit]").click()
    desk.locator("a", has_text="准备测评").click()
    desk.locator("textarea[name=subjects]").fill("村两委班子\n范开田 村党支部书记\n彭大勇 村委会副主任")
    desk.locator("input[name=tellers]").fill("田家和、苗永康")
    for key, count in VOTERS.items():
        desk.locator(f"input[name=codes_{key}]").fill(str(count))
    desk.locator("main form button[type=submit]").click()
    expect(step_button(desk, "open")).to_have_count(0)
    page = desk.url
    desk.locator("a", has_text="打印测评码").click()
    with desk.expect_download() as saved:
        desk.locator("main form button[type=submit]").click()
    saved.value.save_as(folder / "slips.pdf")
    sheets = pypdfium2.PdfDocument(folder / "slips.pdf")
    text = "\n".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    opening = OPENING.search(text)
    assert opening
    desk.goto(page)
    take_step(desk, "open")
    return CODE.findall(text.replace(opening[0], "")), opening[0]


def vote(phone: Page, code: str, number: int) -> None:
    """Somebody votes with the code of a slip: typed, or filled in by the QR code."""
    phone.goto("about:blank")
    phone.goto(f"/accountability/vote/#{code}" if number % 2 else "/accountability/vote/")
    if number % 2 == 0:
        phone.locator("input[name=code]").fill(code.lower())
    fits(phone)
    phone.locator("main form button[type=submit]").click()
    fits(phone)
    for subject in (1, 2, 3):
        choice = "3" if number < 4 else str(number % 3 // 2)
        phone.locator(f"input[name=q{subject}][value='{choice}'] + span").click()
    phone.locator("button[value=look]").click()
    fits(phone)
    phone.locator("button[value=cast]").click()
    phone.wait_for_url("**/vote/done/**")
    assert code not in phone.url
    fits(phone)


def test_thirty_vote_by_phone_and_everybody_reads_the_result(browser: Browser, portal: Portal, tmp_path: Path) -> None:
    with signed_in(browser, portal, "secretary", width=DESKTOP) as desk:
        codes, opening = prepare(desk, tmp_path)
        assert len(codes) == len(set(codes)) == 30
        appraisal = desk.url
        for number, code in enumerate(codes):
            with visitor(browser, portal, width=SMALL if number % 5 == 0 else PHONE) as phone:
                vote(phone, code, number)
                if number == 0:
                    phone.goto("/accountability/vote/")
                    phone.locator("input[name=code]").fill(code)
                    phone.locator("main form button[type=submit]").click()
                    expect(phone.locator("main")).to_contain_text("这个码已经用过了")
        desk.goto(appraisal)
        expect(desk.locator("main")).to_contain_text("发码 30 个，已用 30 个")
        desk.locator("input[name=opening_code]").fill(opening)
        take_step(desk, "count")
        take_step(desk, "publish")
        desk.locator("main a", has_text="公开页面").click()
        public = desk.url.removeprefix(portal.url)
    with visitor(browser, portal, width=PHONE) as reader:
        reader.goto(public)
        fits(reader)
        expect(reader.locator("main")).to_contain_text("30 张有效票")
        expect(reader.locator("main")).to_contain_text("村组干部")
