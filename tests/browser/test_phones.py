"""On a phone nothing is cut off in silence, no name or number breaks, and the work begins in the upper half."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import HEIGHT, signed_in, visitor
from tests.browser.test_accessibility import LANGUAGES, NOTICE
from tests.portals import Portal

pytestmark = pytest.mark.browser

CORRECTED = "/notices/QS-01-F02-2026Q1/"
PUBLIC = (
    "/",
    "/units/QS-01/",
    "/units/QS-03/demands/",
    "/notices/",
    NOTICE,
    CORRECTED,
    "/opinions/",
    "/matrix/",
    "/log/",
    "/search/?q=2026",
    "/accountability/2025/",
    "/accountability/letters/ZR-2025-QS-01/",
    "/accountability/ratings/2025/",
    "/accountability/assessments/2025/",
    "/accountability/appraisals/QS-CP-2026-010/",
)
OF_AN_ADMINISTRATOR = (
    "/desk/",
    "/desk/units/",
    "/desk/units/QS-01/",
    "/desk/catalogue/",
    "/desk/electorate/QS-01/",
    "/desk/calendar/",
)
WIDTHS = (320, 390, 1280)
BROKEN = r"""
() => {
  const names = /[A-Za-z][A-Za-z’]+|\d[\d-]{6,}\d|[\u3400-\u9fff]{1,3}村(?![\u3400-\u9fff])/g;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest(".digest, .hid, .past, .brand, script, .matrix thead")) { continue; }
    for (const name of node.data.matchAll(names)) {
      const range = document.createRange();
      range.setStart(node, name.index);
      range.setEnd(node, name.index + name[0].length);
      const lines = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
      if (lines.size > 1) { broken.push(name[0]); }
    }
  }
  return broken;
}
"""
"""Finds English words, numbers such as telephones', and names of villages that stand on more than one line."""
CUT = """
() => [...document.querySelectorAll(".scroll")].filter(frame => {
  const note = frame.previousElementSibling;
  const says = Boolean(note && note.matches(".sideways") && note.getClientRects().length);
  return frame.getClientRects().length && says !== (frame.scrollWidth > frame.clientWidth);
}).map(frame => frame.innerText.slice(0, 40))
"""
"""Finds tables that go on beyond the edge without a word, or say that they do and do not."""
COLONS = """
() => [...document.querySelectorAll("td[data-l]")].map(cell => getComputedStyle(cell, "::before").content)
  .filter(text => text.includes("："))
"""
PRESSED = """
() => [...document.querySelectorAll(".who > *, .queue tbody td, .queue tbody th, .bulk > *")].filter(part => {
  const box = part.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth || part.scrollWidth > part.clientWidth + 1 && part.clientWidth);
}).map(part => part.innerText)
"""
"""Finds what of the bar and the queues of the desk stands beyond the edge, or over what is beside it."""
CHOSEN = """
() => [...document.querySelectorAll(".filters select")].filter(field => {
  const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
  return pen.measureText(field.selectedOptions[0].text).width > room;
}).map(field => field.name)
"""
"""Finds filters that have no room for what is chosen, beside their arrow."""
COVERED = """
() => [...document.querySelectorAll(".acts + .filters label")].filter(label =>
  [...label.closest(".filters").previousElementSibling.children].some(button =>
    button.getBoundingClientRect().bottom > label.getBoundingClientRect().top)
).map(label => label.innerText)
"""
"""Finds labels of filters that the buttons above them cover."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page, address: str, width: int) -> list[str]:
    """Open a page and return what is wrong with its lines and tables."""
    page.goto(address)
    where = f"{address} at {width} px"
    found = [f"{where}: {name} is broken" for name in page.evaluate(BROKEN)]
    if width < WIDTHS[-1]:
        found += [f"{where}: {table!r} is cut off, or is not and says so" for table in page.evaluate(CUT)]
    if address.startswith("/en/"):
        found += [f"{where}: {label}" for label in page.evaluate(COLONS)]
    return [*found, f"{where}: wider than the screen"] if page.evaluate(WIDER) > 0 else found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(browser: Browser, portal: Portal, language: str, width: int) -> None:
    with visitor(browser, portal, width=width) as page:
        assert [fault for path in PUBLIC for fault in faults(page, language + path, width)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_large_print(browser: Browser, portal: Portal, language: str) -> None:
    with visitor(browser, portal, width=390) as page:
        assert [fault for path in PUBLIC for fault in faults(page, f"{language}{path}?view=elder", 390)] == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("view", ["", "?view=elder"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_stands_in_even_rows(browser: Browser, portal: Portal, language: str, view: str, width: int) -> None:
    with visitor(browser, portal, width=width) as page:
        page.goto(f"{language}/units/QS-01/{view}")
        for menu in (".nav li", ".streamnav li"):
            tops = page.eval_on_selector_all(menu, "items => items.map(item => item.getBoundingClientRect().top)")
            assert len({tops.count(top) for top in tops}) == 1, menu


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_editions_stand_below_each_other(browser: Browser, portal: Portal, language: str) -> None:
    with visitor(browser, portal, width=320) as page:
        page.goto(language + CORRECTED)
        cells = page.locator(".diff tbody td:not(:empty)")
        shown = cells.evaluate_all("cells => cells.map(cell => [cell.offsetWidth > 200, cell.dataset.l])")
    assert shown
    assert all(wide and head for wide, head in shown)


def test_a_list_is_a_table_on_paper(browser: Browser, portal: Portal) -> None:
    """A sheet of A4 is 178 mm wide between its margins."""
    with visitor(browser, portal, width=673) as page:
        page.goto("/log/")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('.stack-s tr')).display") == "table-row"
        assert not page.get_by_text("查一查").is_visible()


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_work_of_the_desk_begins_early(browser: Browser, portal: Portal, language: str, width: int) -> None:
    with signed_in(browser, portal, "clerk.liushu", width=width) as page:
        for path in ("/desk/notices/", "/desk/opinions/"):
            page.goto(language + path)
            assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") < HEIGHT / 4
            lists = page.evaluate("document.querySelector('main table').getBoundingClientRect().top")
            assert lists < HEIGHT * 0.6
            assert page.evaluate(WIDER) == 0
            assert page.evaluate(CHOSEN) == []
            assert page.evaluate(COVERED) == []
            expect(page.locator(".side [aria-current]")).to_be_in_viewport(ratio=1)


def test_a_queue_is_a_table_on_paper(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, "publisher", width=673) as page:
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('.queue tbody tr')).display") == "table-row"
        assert page.evaluate(WIDER) == 0


def test_paper_offers_nothing_to_save(browser: Browser, portal: Portal) -> None:
    with visitor(browser, portal) as page:
        page.emulate_media(media="print")
        for address in ("/compare/QS-01/", "/matrix/2026Q2/"):
            page.goto(address)
            expect(page.locator(".take")).to_be_hidden()


def test_a_list_has_the_whole_width_of_wide_paper(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, "clerk.liushu") as page:
        page.emulate_media(media="print")
        page.goto("/desk/notices/")
        assert page.evaluate("document.querySelector('main').offsetWidth / innerWidth") > 0.9
        expect(page.locator(".filters")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("username", ["publisher", "secretary", "reviewer"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_bar_and_queues_stand_whole(browser: Browser, portal: Portal, language: str, username: str, width: int) -> None:
    with signed_in(browser, portal, username, width=width) as page:
        page.goto(f"{language}/desk/")
        assert page.evaluate(PRESSED) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_is_printed_as_wide_as_the_paper(browser: Browser, portal: Portal, language: str) -> None:
    with signed_in(browser, portal, "secretary", width=1280) as page:
        page.emulate_media(media="print")
        page.goto(f"{language}/desk/")
        assert page.evaluate("document.querySelector('main').clientWidth") > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_whom_a_campaign_reaches_break_between_them(browser: Browser, portal: Portal, language: str) -> None:
    with signed_in(browser, portal, "petitions", width=320) as page:
        page.goto(f"{language}/desk/campaigns/")
        page.locator("main table a").first.click()
        assert faults(page, page.url, 320) == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_an_administrator(browser: Browser, portal: Portal, language: str, width: int) -> None:
    with signed_in(browser, portal, "admin", width=width) as page:
        for path in OF_AN_ADMINISTRATOR:
            assert faults(page, language + path, width) == []
            here = page.evaluate("document.querySelector('.side [aria-current]').getBoundingClientRect().toJSON()")
            assert here["left"] >= 0
            assert here["right"] <= width


def test_the_search_proposes_words_while_they_are_typed(browser: Browser, portal: Portal) -> None:
    with visitor(browser, portal, width=390) as page:
        page.goto("/")
        page.locator("#q").press_sequentially("财务")
        proposed = page.locator("#near a").first
        expect(proposed).to_contain_text("财务")
        proposed.click()
        expect(page.locator(".hits > li").first).to_be_visible()


def test_the_bar_for_chosen_rows_stands_there_once_rows_are_chosen(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, "reviewer") as page:
        page.goto("/desk/")
        boxes, bar = page.locator("table.queue tbody .c-box input"), page.locator(".bulk").first
        expect(bar).to_be_hidden()
        boxes.first.check()
        expect(bar).to_be_visible()
        bar.locator("[data-choose-none]").click()
        expect(bar).to_be_hidden()
