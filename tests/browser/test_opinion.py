"""A resident's objection in the browser: from a phone to the desk, to its answer and the corrected edition."""

import re
import time
from email.message import EmailMessage

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import signed_in, take_step, visitor
from tests.messaging.servers import MailServer
from tests.portals import Portal

pytestmark = pytest.mark.browser

NOTICE = "QS-01-F02-2026Q2"
PHONE, DESKTOP = 390, 1280
ADDRESS = "ma.changhe@example.com"
NAME, TELEPHONE = "马长河", "0558-8120001"
TEXT = "我是马长河，住村东头。村部维修支出没有附清单，请公布买了什么。"
MASKED = "村部维修支出没有附清单，请公布买了什么。"
ANSWER = "清单三项：瓦片、水泥、人工，已随更正版公开。"
REASON = "应村民意见补充村部维修支出的清单。"
LETTER_SECONDS = 60.0
ASKED = "村道修补工程款付了两次，是同一条路吗？请村里说明。"


def fits(page: Page) -> None:
    """Check that nothing scrolls sideways, once the page is there."""
    page.wait_for_load_state()
    page.locator("footer.foot").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def letter(mail: MailServer, words: str) -> EmailMessage:
    """Wait for the letter whose subject or text has these words, and return it."""
    deadline = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < deadline:
        for one in mail.taken:
            if words in f"{one['subject']}\n{one.get_content()}":
                return one
        time.sleep(0.2)
    raise AssertionError(f"no letter with “{words}” among {[one['subject'] for one in mail.taken]}")


def object_on_a_phone(browser: Browser, portal: Portal) -> tuple[str, str]:
    """A resident objects to a notice and leaves an address; return number and code."""
    with visitor(browser, portal, width=PHONE) as phone:
        phone.goto(f"/notices/{NOTICE}/")
        phone.locator("aside.panel a[href$='/opinions/new/']").click()
        phone.wait_for_url("**/opinions/new/")
        fits(phone)
        phone.locator("input[name=kind][value=objection]").check()
        phone.locator("input[name=email]").fill("没有")
        phone.locator("textarea[name=text]").fill(TEXT)
        phone.locator("main form button[type=submit]").click()
        expect(phone.locator(".errs")).to_be_visible()
        expect(phone.locator("textarea[name=text]")).to_have_value(TEXT)
        phone.locator("input[name=email]").fill(ADDRESS)
        phone.locator("input[name=name]").fill(NAME)
        phone.locator("input[name=phone]").fill(TELEPHONE)
        phone.locator("main form button[type=submit]").click()
        phone.wait_for_url("**/opinions/received/**")
        fits(phone)
        number = re.search(rf"{NOTICE}-Y\d+", phone.locator("main").inner_text())
        assert number
        code = phone.locator("p.code").inner_text()
        assert not [cookie for cookie in phone.context.cookies() if cookie.get("name") != "csrftoken"]
    return number[0], code


def follow(browser: Browser, portal: Portal, number: str, code: str, words: str) -> None:
    """Whoever has number and code reads how the opinion stands."""
    with visitor(browser, portal, width=PHONE) as phone:
        phone.goto("/opinions/follow/")
        phone.locator("input[name=number]").fill(number)
        phone.locator("input[name=code]").fill(code.lower())
        phone.locator("main form button[type=submit]").click()
        expect(phone.locator("main")).to_contain_text(words)
        fits(phone)


def open_opinion(page: Page, number: str, *, state: str = "") -> None:
    """Go from the desk to one opinion, which must wait there, or stand among those of a state."""
    page.goto("/desk/opinions/")
    if state:
        page.locator("select[name=state]").select_option(state)
        page.locator("form.filters button[type=submit]").click()
    page.locator("tr", has_text=number).locator("a").first.click()


def screen(browser: Browser, portal: Portal, number: str) -> None:
    """The publisher masks the opinion and gives it to the village."""
    with signed_in(browser, portal, "publisher") as publisher:
        open_opinion(publisher, number)
        expect(publisher.locator("main")).to_contain_text(TELEPHONE)
        form = publisher.locator("form[action$='/steps/route/']")
        form.locator("input[name=visibility][value=masked]").check()
        form.locator("textarea[name=shown_text]").fill(MASKED)
        form.locator("input[name=shown_name]").fill("马某")
        form.locator("select[name=unit]").select_option("QS-01")
        take_step(publisher, "route")


def answer(browser: Browser, portal: Portal, number: str) -> None:
    """The village's clerk answers; the publisher checks it."""
    with signed_in(browser, portal, "clerk.liushu") as clerk:
        open_opinion(clerk, number)
        expect(clerk.locator("main")).to_contain_text(MASKED)
        for private in (NAME, TELEPHONE, ADDRESS, "村东头"):
            expect(clerk.locator("main")).not_to_contain_text(private)
        clerk.locator("form[action$='/steps/answer/'] textarea[name=text]").fill(ANSWER)
        take_step(clerk, "answer")
    with visitor(browser, portal) as anybody:
        anybody.goto(f"/notices/{NOTICE}/")
        expect(anybody.locator("#opinions")).not_to_contain_text(ANSWER)
    with signed_in(browser, portal, "publisher") as publisher:
        open_opinion(publisher, number)
        expect(publisher.locator("main")).to_contain_text(ANSWER)
        take_step(publisher, "close")


def correct(browser: Browser, portal: Portal, number: str) -> None:
    """The clerk begins the edition that names the opinion; everybody signs, and it is published."""
    with signed_in(browser, portal, "clerk.liushu") as clerk:
        open_opinion(clerk, number, state="closed")
        clerk.locator("form[action$='/correct/'] button[type=submit]").click()
        clerk.locator("textarea[name=reason]").fill(REASON)
        short = number.rpartition("-")[2]
        expect(clerk.locator("form#text").get_by_role("checkbox", name=f"{short} ·", exact=False)).to_be_checked()
        clerk.locator("form#text button.main[type=submit]").click()
        clerk.wait_for_load_state()
        edition = clerk.url
        take_step(clerk, "submit")
    for username, verb in [
        ("supervisor.liushu", "countersign"),
        ("reviewer", "review"),
        ("approver", "approve"),
        ("publisher", "publish"),
    ]:
        with signed_in(browser, portal, username) as page:
            page.goto(edition)
            expect(page.locator("main")).to_contain_text(REASON)
            take_step(page, verb)


def read_it(browser: Browser, portal: Portal, number: str, width: int) -> None:
    """Everybody reads the opinion, its answer, and that this edition was made because of it."""
    with visitor(browser, portal, width=width) as anybody:
        anybody.goto(f"/notices/{NOTICE}/")
        shown = anybody.locator(f"[id='{number}']")
        for words in (MASKED, "马某", ANSWER, re.compile(r"据此更正：第\d+版")):
            expect(shown).to_contain_text(words)
        expect(anybody.locator(".open .call")).to_contain_text(number.rpartition("-")[2])
        expect(anybody.locator(".open .call")).to_contain_text(REASON)
        for private in (NAME, TELEPHONE, ADDRESS, "村东头"):
            expect(anybody.locator("body")).not_to_contain_text(private)
        fits(anybody)
        assert anybody.context.cookies() == []


def test_from_the_objection_to_the_corrected_edition(browser: Browser, portal: Portal, mail: MailServer) -> None:
    number, code = object_on_a_phone(browser, portal)
    receipt = letter(mail, "已收到")
    assert (receipt["to"], number in receipt["subject"]) == (ADDRESS, True)
    follow(browser, portal, number, code, "已收到")
    screen(browser, portal, number)
    follow(browser, portal, number, code, "等柳树村答复")
    answer(browser, portal, number)
    told = letter(mail, ANSWER)
    assert told["to"] == ADDRESS
    assert f"{portal.url}/notices/{NOTICE}/#{number}" in told.get_content()
    follow(browser, portal, number, code, ANSWER)
    correct(browser, portal, number)
    assert re.search(r"第\d+版", letter(mail, "已更正").get_content())
    for width in (PHONE, DESKTOP):
        read_it(browser, portal, number, width)
    log = portal.log.read_text(errors="replace")
    for private in (NAME, TELEPHONE, ADDRESS, code.replace("-", "")):
        assert private not in log
    assert portal.manage("verify_log").returncode == 0


def lost(lines: list[str], page: Page) -> list[str]:
    """Return which of these lines are not there once the browser prints a page."""
    with pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as paper:
        printed = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in paper)
    return [line for line in lines if "".join(line.split()) not in printed]


def test_the_receipt_of_a_question_about_one_entry_is_printed_and_opens_the_page_to_follow_it(
    browser: Browser, portal: Portal
) -> None:
    with visitor(browser, portal, width=PHONE) as phone:
        phone.goto(f"/notices/{NOTICE}/")
        phone.locator("#line-24 .c-no a").press("Enter")
        expect(phone.locator("main form")).to_contain_text("针对第 24 笔：06-27 村道修补工程款 19,668.35")
        fits(phone)
        phone.locator("input[name=kind][value=question]").check()
        phone.locator("textarea[name=text]").fill(ASKED)
        phone.locator("main form button[type=submit]").click()
        phone.wait_for_url("**/opinions/received/**")
        fits(phone)
        slip, code = phone.locator(".slip"), phone.locator("p.code").inner_text()
        expect(phone.get_by_role("button", name="打印回执")).to_be_visible()
        said = [line for line in slip.inner_text().splitlines() if line.strip()]
        assert lost(said, phone) == []
        phone.get_by_role("link", name="长辈版").click()
        assert lost(said, phone) == []
        number = slip.locator("p.num").inner_text()
        phone.get_by_role("button", name="查询我的意见").click()
        expect(phone.locator("main h1")).to_have_text("已收到")
        assert code not in phone.content()
    with visitor(browser, portal, width=PHONE) as other:
        asked = []
        other.on("request", lambda request: asked.append(request.url))
        other.goto(f"/opinions/follow/#{number}/{code.replace('-', '')}")
        expect(other.locator("input[name=number]")).to_have_value(number)
        expect(other.locator("input[name=code]")).to_have_value(code.replace("-", ""))
        expect(other.locator("main form button[type=submit]")).to_be_focused()
        assert other.evaluate("location.href") == f"{portal.url}/opinions/follow/"
        other.keyboard.press("Enter")
        expect(other.locator("main h1")).to_have_text("已收到")
        assert not [url for url in asked if code.replace("-", "") in url.partition("#")[0]]
    log = portal.log.read_text(errors="replace")
    assert code.replace("-", "") not in log
    assert code not in log
