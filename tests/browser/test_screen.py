"""The screen turns over by itself, stops, and goes on without the portal; a window is rated on an old phone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import signed_in, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser
SCREEN, SMALL_PHONE = "/accountability/screen/", 320


def title(page: Page) -> str:
    """Return the title of the page of the screen that is shown."""
    return page.locator(".slide.on h2").inner_text()


def test_the_screen_turns_over_and_stops(browser: Browser, portal: Portal) -> None:
    with visitor(browser, portal) as hall:
        hall.clock.install()
        hall.goto(SCREEN)
        first, count = title(hall), hall.locator(".slide").count()
        assert count > 1
        hall.clock.run_for(13_000)
        expect(hall.locator(".slide.on h2")).not_to_have_text(first)
        hall.locator("[data-pause]").click()
        kept = title(hall)
        hall.clock.run_for(40_000)
        assert title(hall) == kept
        hall.locator("[data-pause]").click()
        hall.context.set_offline(True)
        hall.clock.run_for(13_000 * count)
        expect(hall.locator(".slide.on")).to_have_count(1)


def test_without_a_script_the_screen_leads_on_and_a_window_is_rated(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, "secretary") as desk:
        desk.goto("/desk/ratings/")
        desk.locator("table.tbl th a").first.click()
        desk.wait_for_load_state()
        code = re.search(r"/rate/([A-Z0-9]{8})/", desk.locator("main").inner_text())
    assert code
    size = {"width": SMALL_PHONE, "height": 600}
    with browser.new_context(base_url=portal.url, viewport=size, java_script_enabled=False) as context:  # type: ignore[arg-type]
        phone = context.new_page()
        phone.goto(SCREEN)
        phone.locator(".turns a[rel=next]").click()
        phone.wait_for_url("**/?page=2")
        expect(phone.locator(".slide.on")).to_have_count(1)
        phone.goto(f"/accountability/rate/{code[1]}/")
        phone.locator("main form button[type=submit]").click()
        expect(phone.locator(".errs")).to_be_visible()
        phone.locator(".slots label").first.click()
        phone.locator("textarea[name=words]").fill("讲得清楚，一次办好。")
        phone.locator("main form button[type=submit]").click()
        phone.wait_for_url("**/thanks/")
