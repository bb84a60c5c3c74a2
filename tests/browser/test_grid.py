"""Rows typed in a grid: pasted, put in and taken out, kept until they are saved, and refused below their cells."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Error, Page, expect

from tests.browser.people import PASSWORD, signed_in
from tests.browser.test_accessibility import faults
from tests.browser.test_phones import CHOSEN
from tests.portals import Portal

pytestmark = pytest.mark.browser

CLERK = "clerk.liushu"
ITEM = "/desk/notices/new/?unit=QS-01&entry=D04"
PERIOD = "2025H2"
COPIED = (
    "2025/7/1\t记-1\t收回鱼塘欠款\t112 应收款\t5,572.23\t\t\t钱秀兰\t吴春花\t高文远\t\r\n"
    "45841\t记-2\t路灯电费\t514\t\t８２６．４０\t\t孙德胜\t吴春花\t高文远\t\r\n"
    '28-Jul-25\t记-3\t"垃圾\n清运费"\t公益支出\t\t2,493.2l\t\t孙德胜\t吴春花\t高文远\t村西\t多余\r\n'
)
"""As a spreadsheet copies them: two days as it writes them, one as it counts them, one amount that is none."""
PASTE = """(input, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
IN_SIGHT = """() => [...document.querySelectorAll(".grid thead th, .grid tr.line:first-child > *")].every(cell => {
  const box = cell.getBoundingClientRect();
  return box.left >= 0 && box.right <= document.documentElement.clientWidth && box.width > 30;
})"""


@pytest.fixture
def address(browser: Browser, portal: Portal) -> Iterator[str]:
    """Begin a statement, and return the address of its grid; it is deleted with what a test saved of it."""
    with signed_in(browser, portal, CLERK) as page:
        page.goto(ITEM)
        page.locator("select[name=period]").select_option(PERIOD)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/statement/")
        address = page.url
        yield address
        page.goto(address.replace("/statement/", "/delete/"))
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/desk/notices/")


@pytest.fixture
def grid(browser: Browser, portal: Portal, address: str) -> Iterator[Page]:
    """Open the grid; whatever a test leaves unsaved is gone with its browser."""
    with signed_in(browser, portal, CLERK) as page:
        page.goto(address)
        yield page


def cell(page: Page, row: int, name: str) -> str:
    """Return what stands in a cell, of rows counted from 1."""
    return page.locator(f"#row-{row - 1}-{name}").input_value()


def test_rows_copied_in_a_spreadsheet_are_pasted(grid: Page) -> None:
    grid.locator("#row-1-date").evaluate(PASTE, COPIED)
    expect(grid.locator("tr.pasted")).to_have_count(3)
    names = ("date", "summary", "account", "receipt", "payment", "note")
    assert [[cell(grid, row, name) for name in names] for row in (2, 3, 4)] == [
        ["07-01", "收回鱼塘欠款", "112", "5,572.23", "", ""],
        ["07-03", "路灯电费", "514", "", "826.40", ""],
        ["07-28", "垃圾 清运费", "514", "", "2,493.2l", "村西"],
    ]
    wrong = grid.locator("#row-3-payment")
    assert wrong.get_attribute("aria-describedby") == "row-3-payment-fault"
    expect(grid.locator("#row-3-payment-fault")).to_contain_text("第 4 行「支出」：“2,493.2l”不是金额")
    foot = grid.locator("tfoot")
    expect(foot).to_contain_text("合计 3 行，第 4 行还没有算进去")
    expect(foot.locator("[data-total=payment]")).to_have_text("826.40")
    told = grid.locator("[data-told]")
    expect(told).to_contain_text("粘贴了 3 行，放在第 2 至 4 行")
    expect(told).to_contain_text("放不下的没有粘贴")
    wrong.fill("2,493.21")
    expect(grid.locator("#row-3-payment-fault")).to_have_count(0)
    expect(foot.locator("[data-total=payment]")).to_have_text("3,319.61")
    told.locator("button").click()
    assert [cell(grid, row, "summary") for row in (2, 3, 4)] == ["", "", ""]
    expect(grid.locator("tr.pasted")).to_have_count(0)


def test_rows_are_put_in_and_taken_out_by_keys(grid: Page) -> None:
    keys = grid.keyboard
    grid.locator("#row-0-voucher").focus()
    for text in ("记-1", "收地租", ""):
        keys.type(text)
        keys.press("Tab")
    keys.press("Enter")
    assert grid.evaluate("document.activeElement.id") == "row-1-voucher"
    keys.type("记-2")
    broken: list[Error] = []
    grid.on("pageerror", lambda fault: broken.append(fault))  # noqa: PLW0108 - Playwright marks its handlers
    keys.press("Shift+Enter")
    keys.press("Shift+Enter")
    assert grid.evaluate("document.activeElement.id") == "row-0-voucher", "above the first row there is none"
    assert not broken, "the browser sends the form, in a window of its own"
    keys.press("Alt+i")
    keys.type("记-0")
    assert [cell(grid, row, "voucher") for row in (1, 2, 3)] == ["记-0", "记-1", "记-2"]
    assert grid.locator("#row-1-voucher").get_attribute("aria-label") == "凭证号，第 2 行"
    keys.press("ArrowDown")
    keys.press("Alt+Delete")
    assert [cell(grid, row, "voucher") for row in (1, 2)] == ["记-0", "记-2"]
    keys.type("改")
    keys.press("Alt+z")
    assert [cell(grid, row, "voucher") for row in (1, 2, 3)] == ["记-0", "记-1", "改"]
    assert cell(grid, 2, "summary") == "收地租"
    buttons = grid.locator("tr.line").first.locator(".rowdo")
    buttons.locator("summary").click()
    buttons.locator("button").last.click()
    assert [cell(grid, row, "voucher") for row in (1, 2)] == ["记-1", "改"]


def test_what_is_typed_is_kept_and_leaving_is_asked_about(grid: Page, address: str) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    grid.on("dialog", leave)
    grid.locator("#row-2-summary").press_sequentially("收地租")
    grid.locator("#opening").fill("1,000")
    grid.goto("/desk/")
    assert asked == ["beforeunload"]
    grid.context.clear_cookies()  # the session has ended meanwhile
    grid.goto(address)
    grid.locator("input[name=login]").fill(CLERK)
    grid.locator("input[name=password]").fill(PASSWORD)
    grid.locator("input[name=password]").press("Enter")
    grid.wait_for_url("**/statement/")
    offer = grid.locator("[data-offer]")
    expect(offer).to_contain_text("填写的内容")
    expect(offer.locator("[data-older]")).to_be_hidden()
    offer.locator("[data-take]").click()
    assert (cell(grid, 3, "summary"), grid.locator("#opening").input_value()) == ("收地租", "1,000")
    expect(grid.locator("[data-kept]")).to_contain_text("已暂存在本机")
    grid.reload()
    assert asked == ["beforeunload"] * 2
    offer.locator("[data-drop]").click()
    assert cell(grid, 3, "summary") == ""
    grid.reload()
    expect(offer).to_be_hidden()
    assert asked == ["beforeunload"] * 2


def test_rows_beyond_those_of_the_page_are_kept_and_forgotten_at_sign_out(grid: Page, address: str) -> None:
    grid.on("dialog", Dialog.accept)
    grid.locator("button[value=more]").click()
    grid.locator("#row-20-receipt").fill("20")
    grid.locator("#row-0-date").fill("07-01")
    grid.keyboard.press("Alt+i")
    expect(grid.locator("#row-21-receipt")).to_have_value("20")
    grid.reload()
    expect(grid.locator("tr.line")).to_have_count(12)
    grid.locator("[data-take]").click()
    expect(grid.locator("tr.line")).to_have_count(23)
    assert (cell(grid, 2, "date"), cell(grid, 22, "receipt")) == ("07-01", "20")
    expect(grid.locator("[data-total=receipt]")).to_have_text("20.00")
    grid.locator("form[data-forgets] button").click()
    grid.wait_for_url("**/")
    assert grid.evaluate("Object.keys(localStorage).filter(key => key.startsWith('gongkai.unsaved'))") == []


def test_a_refusal_names_row_and_column_and_what_is_saved_is_no_longer_kept(grid: Page) -> None:
    grid.locator("#row-1-summary").fill("收地租")
    grid.locator("#row-1-receipt").fill("2000元多")
    grid.locator("button[name=stay]").click()
    said = "第 2 行「收入」：“2000元多”不是金额"
    expect(grid.locator(".errs")).to_contain_text(said)
    expect(grid.locator("tr.faulty + tr.at")).to_contain_text(said)
    grid.locator(".errs a", has_text=said).click()
    assert grid.evaluate("document.activeElement.id") == "row-1-receipt"
    grid.locator("#row-1-receipt").fill("2000")
    grid.locator("#opening").fill("0")
    grid.locator("button[name=stay]").click()
    expect(grid.locator(".told")).to_contain_text("已保存")
    assert (cell(grid, 1, "summary"), cell(grid, 1, "receipt")) == ("收地租", "2,000.00")
    expect(grid.locator("[data-offer]")).to_be_hidden()
    assert grid.evaluate("Object.keys(localStorage).filter(key => key.startsWith('gongkai.unsaved'))") == []


def test_all_columns_are_in_sight_and_on_a_phone_every_line_is_a_block(grid: Page, address: str) -> None:
    assert grid.evaluate(IN_SIGHT)
    for language in ("", "/en"):
        # So high that the sums at the foot lie over no row: half a cell would be too small to press.
        assert faults(grid, address.replace("/desk/", f"{language}/desk/", 1), 320, 390, 1280, height=2000) == []
    grid.set_viewport_size({"width": 390, "height": 844})
    label = "getComputedStyle(document.querySelector('#row-0-receipt').parentNode, '::before').content"
    assert grid.evaluate(label) == '"Receipt"'
    boxes = "[...document.querySelectorAll('tr.line:first-child td > input')].map(one => one.getBoundingClientRect())"
    assert grid.evaluate(f"{boxes}.every(box => box.height >= 44 && box.right <= innerWidth)")
    expect(grid.locator(".grid-foot .btn.main")).to_be_in_viewport(ratio=1)


def test_what_is_kept_of_another_version_says_so(grid: Page, address: str) -> None:
    grid.on("dialog", Dialog.accept)
    grid.locator("#row-3-summary").fill("补记一笔")
    expect(grid.locator("[data-kept]")).to_be_visible()
    other = grid.context.new_page()
    other.goto(address)
    other.locator("#opening").fill("0")
    other.locator("#row-4-summary").fill("别处先存了")
    other.locator("button[name=stay]").click()
    expect(other.locator(".told")).to_contain_text("已保存")
    grid.locator("#row-3-summary").press_sequentially("。")
    grid.reload()
    expect(grid.locator("[data-older]")).to_be_visible()


def test_account_names_stand_whole_in_english(grid: Page, address: str) -> None:
    grid.set_viewport_size({"width": 1280, "height": 900})
    grid.goto(address.replace("/desk/", "/en/desk/", 1))
    grid.locator(".grid select").first.select_option("134")
    assert grid.evaluate(CHOSEN.replace(".filters select", ".grid select")) == []


def test_a_workbook_that_was_refused_is_brought_in_again_without_a_word_of_what_it_replaces(
    browser: Browser, portal: Portal
) -> None:
    heads = "户主,金额\n"
    with signed_in(browser, portal, "clerk.liushu", width=1280) as page:
        page.goto(f"{portal.url}/desk/notices/new/?unit=QS-01&entry=V14")
        page.locator("input[name=title]").fill("救灾物资发放")
        page.locator("main form button[type=submit]").last.click()
        page.goto(page.url.replace("/edit/", "/list/"))
        asked: list[Dialog] = []

        def leave(dialog: Dialog) -> None:
            asked.append(dialog)
            dialog.accept()

        page.on("dialog", leave)
        for lines, told in (("马长河,若干\n", "没有保存"), ("马长河,100\n", "已保存 1 条。")):
            panel = page.locator("details", has=page.locator("button[name=bring]"))
            if panel.get_attribute("open") is None:
                panel.locator("summary").click()
            content = (heads + lines).encode()
            page.locator("input[name=file]").set_input_files(
                {"name": "名单.csv", "mimeType": "text/csv", "buffer": content}
            )
            page.locator("button[name=bring]").click()
            expect(page.get_by_text(told, exact=True).first).to_be_visible()
        expect(page.locator("[data-offer]")).to_be_hidden()
        assert not asked, "what is replaced is not what is lost"
        page.goto(page.url.replace("/list/", "/delete/"))
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/desk/notices/")
