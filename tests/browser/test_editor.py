"""The text of a notice, written with buttons, seen beside its field, and kept until it is saved."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.people import PASSWORD, signed_in
from tests.browser.test_accessibility import WIDE, faults
from tests.portals import Portal

pytestmark = pytest.mark.browser

CLERK = "clerk.liushu"
PASTE = """([field, kind, text]) => {
    const data = new DataTransfer();
    data.setData(kind, text);
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
FROM_A_WORKBOOK = """<html><body><!--StartFragment--><table>
    <tr><td colspan="3">2026年村道修补支出</td></tr>
    <tr><td>项目</td><td>金额</td><td></td></tr>
    <tr><td rowspan="2">东头|西头</td><td>12,300.00</td><td></td></tr>
    <tr><td>—</td><td></td></tr>
    <tr><td>合计</td><td>12,300.00</td><td></td></tr>
</table><!--EndFragment--></body></html>"""
AS_MARKDOWN = """2026年村道修补支出

| 项目 | 金额 |
| --- | --- |
| 东头\\|西头 | 12,300.00 |
|  | — |
| 合计 | 12,300.00 |"""


def begin(page: Page, title: str) -> Any:
    """Begin a notice of text, and return the field of its text."""
    page.goto("/desk/notices/new/?unit=QS-01&entry=V22")
    page.locator("main input[name=title]").fill(title)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url("**/edit/")
    return page.locator("#id_body")


def button(page: Page, sign: str) -> Any:
    """Return the button of a sign."""
    return page.locator(f"[data-put={sign}]")


def choose(page: Page, first: int, last: int) -> None:
    """Select characters of the text."""
    page.locator("#id_body").evaluate("(field, [from, to]) => field.setSelectionRange(from, to)", [first, last])


def answered(page: Page) -> list[str]:
    """Say yes to whatever the browser asks from now on, and return what it asks."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_buttons_write_signs_and_undo_takes_them_back(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, CLERK) as page:
        text = begin(page, "审计结果")
        text.click()
        page.keyboard.type("基本情况")
        button(page, "heading").click()
        expect(text).to_have_value("## 基本情况")
        button(page, "subheading").click()
        expect(text).to_have_value("### 基本情况")
        page.keyboard.press("Control+z")
        expect(text).to_have_value("## 基本情况")
        button(page, "heading").click()
        expect(text).to_have_value("基本情况")
        text.fill("注意：当日有效")
        choose(page, 0, 3)
        page.keyboard.press("Control+b")
        expect(text).to_have_value("**注意**：当日有效")
        page.keyboard.press("Control+b")
        expect(text).to_have_value("注意：当日有效")
        text.fill("甲\n乙\n丙")
        choose(page, 0, 3)
        button(page, "numbered").click()
        expect(text).to_have_value("1. 甲\n2. 乙\n\n丙")
        button(page, "list").click()
        expect(text).to_have_value("- 甲\n- 乙\n\n丙")
        choose(page, 7, 7)
        page.keyboard.press("Enter")
        page.keyboard.type("丁")
        expect(text).to_have_value("- 甲\n- 乙\n- 丁\n\n丙")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(text).to_have_value("- 甲\n- 乙\n- 丁\n\n\n丙")


def test_the_buttons_are_one_stop_of_the_tab_key(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, CLERK) as page:
        begin(page, "审计结果").click()
        page.keyboard.press("Shift+Tab")
        expect(button(page, "heading")).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(button(page, "table")).to_be_focused()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        expect(button(page, "subheading")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("#id_body")).to_be_focused()


def test_tables_are_asked_for_pasted_and_seen_as_residents_will(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, CLERK) as page:
        text = begin(page, "审计结果")
        text.fill("支出如下。")
        choose(page, 5, 5)
        button(page, "table").click()
        page.keyboard.type("1")
        page.keyboard.press("Tab")
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        expect(text).to_have_value("支出如下。\n\n| 栏目1 | 栏目2 |\n| --- | --- |\n|  |  |")
        text.fill("")
        button(page, "table").click()
        page.locator("#id_body_pasted").fill('项目\t金额\n"路""灯\n线路"\t7,700.00\n')
        page.locator("[data-insert]").click()
        expect(text).to_have_value('| 项目 | 金额 |\n| --- | --- |\n| 路"灯 线路 | 7,700.00 |')
        text.fill("")
        text.evaluate(f"(field, given) => ({PASTE})([field, ...given])", ["text/html", FROM_A_WORKBOOK])
        expect(text).to_have_value(AS_MARKDOWN)
        seen = page.locator(".seen .said")
        expect(seen.locator("tr.total td.n")).to_have_text("12,300.00")
        expect(seen.locator("tr.total td.n")).to_have_css("text-align", "right")
        left, right = (page.locator(one).bounding_box() for one in ("#id_body", ".seen"))
        assert left
        assert right
        assert right["x"] > left["x"] + left["width"]
        shown = seen.inner_html()
        page.locator("#text > .acts .btn.main").click()
        expect(page.locator("main .said")).to_have_js_property("innerHTML", shown)


def test_what_is_not_saved_is_asked_about_and_offered_again(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, CLERK) as page:
        asked = answered(page)
        text, offer = begin(page, "审计结果"), page.locator("[data-offer]")
        address = page.url
        text.press_sequentially("还没有保存")
        page.goto("/desk/")
        assert asked == ["beforeunload"]
        page.goto(address)
        expect(text).to_have_value("")
        expect(offer).to_be_visible()
        offer.locator("[data-take]").click()
        expect(text).to_have_value("还没有保存")
        expect(page.locator(".seen .said")).to_have_text("还没有保存")
        page.locator("button[name=stay]").click()
        expect(text).to_have_value("还没有保存")
        expect(page.locator(".told")).to_be_visible()
        expect(offer).to_be_hidden()
        page.goto("/desk/")
        assert asked == ["beforeunload"]
        page.goto(address)
        text.fill("又改了")
        page.locator("form[data-forgets] button").click()
        page.wait_for_url(re.compile(r"/accounts/login/|:\d+/$"))
        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('gongkai.unsaved'))") == []


def test_after_the_session_has_ended_the_preview_says_so_and_shows_no_sign_in(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, CLERK) as page:
        text, notice = begin(page, "审计结果"), page.locator("[data-signed-out]")
        expect(notice).to_be_hidden()
        page.context.clear_cookies(name="sessionid")
        text.fill("写到一半")
        expect(notice).to_be_visible()
        expect(page.locator(".seen input[name=login]")).to_have_count(0)
        answered(page)
        notice.locator("a").click()
        page.locator("input[name=login]").fill(CLERK)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.locator("[data-take]").click()
        expect(text).to_have_value("写到一半")


def test_a_refused_form_is_still_unsaved(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, CLERK) as page:
        text = begin(page, "审计结果")
        text.fill("写好的正文")
        page.locator("#id_title").fill("")
        page.locator("#text > .acts .btn.main").click()
        expect(page.locator(".errs")).to_be_visible()
        address = page.url
        asked = answered(page)
        text.click()
        page.goto("/desk/")
        page.goto(address)
        expect(page.locator("[data-offer]")).to_be_visible()
        assert asked == ["beforeunload"]


def test_the_words_of_a_message_are_kept_until_they_are_saved(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, "publisher") as page:
        address = "/desk/templates/before/"
        page.goto(address)
        asked, offer = answered(page), page.locator("[data-offer]")
        page.locator("#id_subject_zh").press_sequentially("改")
        page.goto("/desk/")
        assert asked == ["beforeunload"]
        page.goto(address)
        offer.locator("[data-take]").click()
        page.locator(".btn.main").click()
        expect(page.locator(".told")).to_be_visible()
        page.goto(address)
        expect(offer).to_be_hidden()
        assert asked == ["beforeunload"]


def test_axe_finds_nothing_in_it(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, CLERK) as page:
        begin(page, "审计结果").fill("## 结果\n\n| 项目 | 金额 |\n| --- | --- |\n| 合计 | 12,300.00 |")
        page.locator("button[name=stay]").click()
        page.wait_for_load_state()
        address = page.url.removeprefix(portal.url)
        assert faults(page, address, 320, WIDE) == []
        assert faults(page, f"/en{address}", 320, WIDE) == []


def test_files_that_are_too_large_together_are_told_of_before_they_are_sent(
    browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    photos = [tmp_path / name for name in ("东墙.jpg", "西墙.jpg")]
    for photo in photos:
        photo.write_bytes(bytes(16 * 1024 * 1024))
    with signed_in(browser, portal, CLERK) as page:
        begin(page, "张贴照片").fill("见照片。")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method))
        page.locator("#id_attach").set_input_files(photos)
        page.locator("main form[method=post] button[type=submit]").first.click()
        expect(page.get_by_text("所选文件合计超过 30 MB")).to_be_in_viewport()
        assert "POST" not in sent
        expect(page.locator("#id_body")).to_have_value("见照片。")
        page.locator("#id_attach").set_input_files(photos[:1])
        with page.expect_request(lambda request: request.method == "POST"):
            page.locator("main form[method=post] button[type=submit]").first.click()
