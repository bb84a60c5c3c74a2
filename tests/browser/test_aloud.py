"""A page read aloud: what is said in which order, that the place is marked, and that only voices of the device speak.

Chromium without a screen has no voices, so that speech is a stub which notes what it is given.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

SPEECH = """
voices => {
  let now = null;
  window.said = [];
  const stub = {
    getVoices: () => voices,
    speak: one => { now = one; window.said.push([one.text, one.voice.name, one.rate]); },
    cancel: () => { now = null; },
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: stub });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  window.goOn = () => { const one = now; now = null; if (one) { one.onend(); } return Boolean(one); };
}
"""
CHINESE = '{ name: "own", lang: "zh-CN", localService: true }'
CANTONESE = '{ name: "hk", lang: "zh-HK", localService: true }'
ENGLISH = '{ name: "english", lang: "en-GB", localService: true }'
OF_A_SERVICE = '{ name: "remote", lang: "zh-CN", localService: false }'
NOTICE = "/notices/QS-01-F02-2026Q2/"


@contextmanager
def listener(browser: Browser, portal: Portal, *voices: str, width: int = 390) -> Iterator[Page]:
    """Open a page for somebody whose device has these voices."""
    with visitor(browser, portal, width=width) as page:
        page.add_init_script(f"({SPEECH})([{', '.join(voices)}])")
        yield page


def said(page: Page) -> list[str]:
    """Return what has been said."""
    texts: list[str] = page.evaluate("said.map(one => one[0])")
    return texts


def listen(page: Page) -> list[str]:
    """Have all of a page read, and return what was said."""
    page.locator("[data-aloud=go]").click()
    page.evaluate("() => { while (goOn()) {} }")
    return said(page)


def test_it_reads_the_page_in_its_order_and_each_row_as_a_sentence(browser: Browser, portal: Portal) -> None:
    with listener(browser, portal, OF_A_SERVICE, CANTONESE, CHINESE) as page:
        page.goto(f"{NOTICE}?view=elder")
        texts = listen(page)
        assert page.locator("h1").inner_text().replace("\n", "") in texts
        rows = [one for one in texts if one.startswith("序：")]
        assert len(rows) == page.locator("table.ledger tr:has(.c-no > a)").count() > 0
        assert not [one for one in texts if "提问、提异议" in one or "。。" in one]
        assert all(one.endswith("。") and "，" in one for one in rows)
        assert all(len(one) <= 200 for one in texts)
        assert {name for _text, name, _rate in page.evaluate("said")} == {"own"}
        expect(page.locator(".is-read")).to_have_count(0)
        expect(page.locator("[data-aloud=go]")).to_have_text("朗读本页")


def test_a_mark_of_the_matrix_is_said_once_in_words(browser: Browser, portal: Portal) -> None:
    with listener(browser, portal, CHINESE) as page:
        page.goto("/matrix/2026Q2/?view=elder")
        words = [one.strip() for one in page.locator("tbody .mk .hid").all_text_contents()]
        told = "".join(listen(page))
        assert any("，" in one for one in words), "one is missing, and says for how long"
        assert all(f"：{one}" in told for one in words)


def test_the_place_is_marked_and_in_sight_and_it_is_stopped_and_gone_on_with(browser: Browser, portal: Portal) -> None:
    with listener(browser, portal, CHINESE) as page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{NOTICE}?view=elder")
        go, stop = page.locator("[data-aloud=go]"), page.locator("[data-aloud=stop]")
        expect(stop).to_be_hidden()
        go.focus()
        page.keyboard.press("Enter")
        assert page.locator(".is-read").inner_text() == said(page)[0]
        page.evaluate("() => { for (let count = 0; count < 12; count += 1) { goOn(); } }")
        expect(page.locator(".is-read")).to_have_count(1)
        expect(page.locator(".is-read")).to_be_in_viewport()
        expect(stop).to_be_in_viewport()
        last = said(page)[-1]
        expect(go).to_have_text("暂停")
        go.click()
        expect(go).to_have_text("继续")
        assert page.evaluate("goOn()") is False
        go.click()
        assert said(page)[-1] == last
        page.locator(".aloud select").select_option("1.25")
        assert page.evaluate("said[said.length - 1]") == [last, "own", 1.25]
        stop.click()
        expect(page.locator(".is-read")).to_have_count(0)
        expect(go).to_be_focused()
        go.click()
        assert said(page)[-1] == said(page)[0]
        page.reload()
        expect(page.locator(".aloud select")).to_have_value("1.25")


def test_there_are_no_buttons_without_a_voice_of_the_device_nor_in_ordinary_print(
    browser: Browser, portal: Portal
) -> None:
    for voices in ((), (OF_A_SERVICE,), (ENGLISH,)):
        with listener(browser, portal, *voices) as page:
            page.goto("/?view=elder")
            expect(page.locator(".aloud")).to_be_hidden()
    with listener(browser, portal, ENGLISH, CHINESE) as page:
        page.goto("/")
        expect(page.locator(".aloud")).to_be_hidden()
        page.locator("a[data-view=elder]").click()
        expect(page.locator(".aloud")).to_be_visible()
        page.goto("/en/units/QS-01/")
        texts = listen(page)
        assert "Notice board of" in texts[0]
        assert page.evaluate("said[0][1]") == "english"


def test_every_kind_of_page_is_read_to_its_end_and_nothing_leaves_the_device(browser: Browser, portal: Portal) -> None:
    with listener(browser, portal, CHINESE, width=320) as page:
        for path in ("/", "/units/QS-01/", "/matrix/2026Q2/", "/opinions/", "/search/?q=QS-01", "/accessibility/"):
            page.goto(f"{path}{'&' if '?' in path else '?'}view=elder")
            page.wait_for_load_state("networkidle")
            page.context.set_offline(True)
            assert len(listen(page)) > 3, path
            page.context.set_offline(False)
            wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wider) == 0, path
