"""What people do in the browser, for the tests that play them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.portals import Portal

PASSWORD = "gongkai-demo"
HEIGHT = 900


@contextmanager
def visitor(browser: Browser, portal: Portal, *, width: int = 1280) -> Iterator[Page]:
    """Open a page in a fresh browser for somebody who does not sign in."""
    viewport: ViewportSize = {"width": width, "height": HEIGHT}
    with browser.new_context(
        base_url=portal.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=viewport, accept_downloads=True
    ) as context:
        yield context.new_page()


@contextmanager
def signed_in(browser: Browser, portal: Portal, username: str, *, width: int = 1280) -> Iterator[Page]:
    """Open a page in a fresh browser for somebody of the demo, standing at their desk."""
    opened: AbstractContextManager[Page] = visitor(browser, portal, width=width)
    with opened as page:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/desk/")
        yield page


def step_button(page: Page, verb: str) -> Locator:
    """Return the button of one step on the page of an edition."""
    return page.locator(f"form[action*='/steps/{verb}/'] button[type=submit]")


def take_step(page: Page, verb: str) -> None:
    """Press the button of one step on the page of an edition."""
    step_button(page, verb).click()
    page.wait_for_load_state()
