"""A villager hands a petition in on a phone, with a photo; whatever the button suffers, it is one petition."""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import signed_in, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

PHONE = 390
TEXT = "村里修渠占了我家半亩地，说好的补偿一直没有给，请镇里来看一看。"
NAME, TELEPHONE = "季长福", "0558-8120002"
PRESSES = 20


def photo() -> bytes:
    """Return a photograph as a telephone takes it."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Phone"
    Image.effect_noise((640, 480), 40).convert("RGB").save(made, "JPEG", exif=exif.tobytes())
    return made.getvalue()


def fits(page: Page) -> None:
    """Check that nothing scrolls sideways."""
    page.locator("footer.foot").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def kept(page: Page) -> str:
    """Return what the phone keeps of the form."""
    found: str | None = page.evaluate("localStorage.getItem('gongkai.petition')")
    return found or ""


@pytest.fixture
def phone(browser: Browser, portal: Portal) -> Iterator[Page]:
    with visitor(browser, portal, width=PHONE) as page:
        yield page


def fill(page: Page, text: str = TEXT) -> None:
    page.locator("input[name=category][value=appeal]").check()
    page.locator("textarea[name=text]").fill(text)
    page.locator("input[name=name]").fill(NAME)
    page.locator("input[name=phone]").fill(TELEPHONE)


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").click()


def test_a_villager_hands_in_on_a_phone_with_a_photo(phone: Page) -> None:
    phone.goto("/")
    phone.locator("main a[href='/petitions/']").first.click()
    fits(phone)
    phone.locator("main a[href='/petitions/new/']").first.click()
    fits(phone)
    fill(phone, "")
    phone.locator("input[type=file]").set_input_files({"name": "渠.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    send(phone)
    expect(phone.locator(".errs")).to_be_visible()
    expect(phone.locator("input[name=name]")).to_have_value(NAME)
    expect(phone.locator("main")).to_contain_text("渠.jpg")
    fits(phone)
    phone.locator("textarea[name=text]").fill(TEXT)
    phone.locator("main form button[type=submit]").dblclick()
    phone.wait_for_url("**/petitions/received/**")
    fits(phone)
    code = phone.locator("p.code").inner_text()
    number = phone.locator(".slip .num").first.inner_text()
    assert kept(phone) == ""
    assert not [cookie for cookie in phone.context.cookies() if cookie.get("name") != "csrftoken"]
    phone.goto("/petitions/track/")
    phone.locator("input[name=number]").fill(number)
    phone.locator("input[name=code]").fill(code.lower())
    send(phone)
    expect(phone.locator("h1")).to_have_text("已收到")
    fits(phone)


def test_what_is_typed_is_kept_on_the_phone_alone_until_it_is_deleted(phone: Page) -> None:
    sent: list[str] = []
    phone.goto("/petitions/new/")
    phone.on("request", lambda request: sent.append(request.url) if "/static/" not in request.url else None)
    fill(phone)
    expect(phone.locator("[data-kept-now]")).to_be_visible()
    assert sent == []
    phone.reload()
    assert "修渠" in kept(phone)
    expect(phone.locator("textarea[name=text]")).to_have_value(TEXT)
    expect(phone.locator("[data-kept-found]")).to_be_visible()
    phone.locator("[data-kept-delete]").click()
    expect(phone.locator("[data-kept-deleted]")).to_be_visible()
    assert kept(phone) == ""
    phone.reload()
    expect(phone.locator("textarea[name=text]")).to_have_value("")


def test_what_is_reported_of_a_cadre_is_kept_only_where_that_is_chosen(phone: Page) -> None:
    phone.goto("/petitions/new/")
    fill(phone)
    phone.locator("input[name=category][value=accusation]").check()
    expect(phone.locator("[data-keep]")).not_to_be_checked()
    assert kept(phone) == ""
    phone.locator("[data-keep]").check()
    expect(phone.locator("[data-kept-now]")).to_be_visible()
    assert "修渠" in kept(phone)


def test_without_a_script_it_is_handed_in_all_the_same(browser: Browser, portal: Portal) -> None:
    with browser.new_context(base_url=portal.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/en/petitions/new/")
        expect(page.locator("[data-kept-part]")).to_be_hidden()
        fill(page, f"{TEXT}没有脚本。")
        send(page)
        expect(page.locator("p.code")).to_be_visible()


def test_the_secretary_enters_what_was_said_in_person(browser: Browser, portal: Portal) -> None:
    with signed_in(browser, portal, "secretary") as desk:
        desk.goto("/desk/petitions/new/")
        desk.locator("input[name=channel][value=in_person]").check()
        fill(desk, f"{TEXT}当面说的。")
        send(desk)
        expect(desk.locator("main, .msgs, [role=status]").first).to_be_visible()
        assert re.search(r"QS-XF-\d{4}-\d{4}", desk.content())


def opened(portal: Portal) -> tuple[OpenerDirector, dict[str, str]]:
    """Open the form in a browser of its own; return that and what the form carries along."""
    asked = build_opener(HTTPCookieProcessor())
    with asked.open(f"{portal.url}/en/petitions/new/") as answer:
        page = answer.read().decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("csrfmiddlewaretoken", "token")}
    return asked, {name: found[1] for name, found in hidden.items() if found}


def press(portal: Portal, asked: OpenerDirector, typed: dict[str, str]) -> tuple[str, str]:
    """Press the button; return number and code of the receipt to which it leads."""
    sent = Request(f"{portal.url}/en/petitions/new/", urlencode(typed).encode(), {"Referer": portal.url})  # noqa: S310 - the test's own portal
    with asked.open(sent) as answer:
        page = answer.read().decode()
    found = [re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("number", "code")]
    number, code = (one[1] if one else "" for one in found)
    return number, code


def test_twenty_presses_at_one_moment_make_one_petition(portal: Portal) -> None:
    asked, carried = opened(portal)
    said = {"category": "appeal", "text": f"{TEXT}按了很多次。", "named": "anonymous", "answer_by": "here"}
    together = Barrier(PRESSES)

    def one(_press: int) -> tuple[str, str]:
        together.wait()
        return press(portal, asked, carried | said)

    with ThreadPoolExecutor(PRESSES) as threads:
        answers = set(threads.map(one, range(PRESSES)))
    [(number, code)] = answers
    assert number
    assert code
    another, also = opened(portal)
    following, _code = press(portal, another, also | said | {"text": f"{TEXT}另一件。"})
    assert int(following.rpartition("-")[2]) == int(number.rpartition("-")[2]) + 1
