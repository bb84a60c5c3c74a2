"""A villager hands a petition in on a phone, with a photo; whatever the button suffers, it is one petition."""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import signed_in, step_button, take_step, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

PHONE = 390
TEXT = "村里修渠占了我家半亩地，说好的补偿一直没有给，请镇里来看一看。"
NAME, TELEPHONE = "季长福", "0558-8120002"
PRESSES = 20
SUBJECT, WELL = "三组机井没有修", "三组的机井坏了两个月，村里说没有钱修，地里浇不上水。"
FACTS = "现场查看，机井能够出水。"
REFUSED = "机井能用，不予支持维修。"
OBJECTION = "来看的那天刚下过雨，平时抽不上水。"
OVERTURNED = "原处理意见事实不清，撤销，责令重新办理。"


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


def hand_in(browser: Browser, portal: Portal) -> tuple[str, str]:
    """A villager hands in on a phone; return number and code."""
    with visitor(browser, portal, width=PHONE) as phone:
        phone.goto("/petitions/new/")
        fill(phone, WELL)
        phone.locator("select[name=place]").select_option("QS-01")
        send(phone)
        phone.wait_for_url("**/petitions/received/**")
        return phone.locator(".slip .num").first.inner_text(), phone.locator("p.code").inner_text()


@contextmanager
def following(browser: Browser, portal: Portal, number: str, code: str) -> Iterator[Page]:
    """Open on a phone how a petition stands."""
    with visitor(browser, portal, width=PHONE) as phone:
        phone.goto("/petitions/track/")
        phone.locator("input[name=number]").fill(number)
        phone.locator("input[name=code]").fill(code)
        send(phone)
        fits(phone)
        yield phone


def open_petition(desk: Page, number: str) -> None:
    """Open the page of a petition from the list of somebody of the staff."""
    desk.goto("/desk/petitions/")
    desk.locator("main tr", has_text=number).locator("a").first.click()
    desk.wait_for_url(re.compile(r"/desk/petitions/\d+/$"))


def take(desk: Page, number: str, verb: str, **said: str) -> None:
    """Open a petition from the list, fill in the form of a step, and take the step."""
    open_petition(desk, number)
    folded = desk.locator(f"details#step-{verb} > summary")
    if folded.count():
        folded.click()
    for name, value in said.items():
        field = desk.locator(f"form[action*='/steps/{verb}/'] [name={name}]")
        match field.first.evaluate("field => field.type"):
            case "radio":
                desk.locator(f"form[action*='/steps/{verb}/'] [name={name}][value={value}]").check()
            case "select-one":
                field.select_option(value)
            case _:
                field.fill(value)
    take_step(desk, verb)


def answer(browser: Browser, portal: Portal, number: str) -> None:
    """The office routes it, the station answers, the office checks, a leader signs, the office serves."""
    with signed_in(browser, portal, "petitions") as desk:
        take(desk, number, "register", category="appeal", subject=SUBJECT)
        take(desk, number, "accept", unit="QS-MZ")
    with signed_in(browser, portal, "handler.minzheng") as desk:
        take(desk, number, "begin")
        take(desk, number, "draft", finding="not_established", result="not_supported", facts=FACTS, text=REFUSED)
    with signed_in(browser, portal, "petitions") as desk:
        take(desk, number, "check")
    with signed_in(browser, portal, "leader.wang") as desk:
        take(desk, number, "sign")
    with signed_in(browser, portal, "petitions") as desk:
        take(desk, number, "serve", service="online")


def disagree(phone: Page) -> None:
    """The villager reads the answer, is dissatisfied with it, and asks for a review."""
    expect(phone.locator("#answer")).to_contain_text(REFUSED)
    phone.locator("main a[href$='/rate/']").first.click()
    fits(phone)
    for asked in ("result", "service"):
        phone.locator(f"label:has(input[name={asked}][value=dissatisfied])").click()
    send(phone)
    fits(phone)


def test_an_answer_nobody_is_content_with_is_overturned(browser: Browser, portal: Portal) -> None:
    number, code = hand_in(browser, portal)
    with following(browser, portal, number, code) as phone:
        expect(phone.locator("#answer")).to_have_count(0)
    answer(browser, portal, number)
    with following(browser, portal, number, code) as phone:
        disagree(phone)
    with following(browser, portal, number, code) as phone:
        expect(phone.locator("main a[href$='/rate/']")).to_have_count(0)
        phone.locator("#review a[href$='/review/']").click()
        fits(phone)
        phone.locator("textarea[name=reason]").fill(OBJECTION)
        send(phone)
        fits(phone)
    with signed_in(browser, portal, "petitions") as desk:
        open_petition(desk, number)
        expect(desk.locator("main")).to_contain_text(OBJECTION)
        take(desk, number, "overturn", text=OVERTURNED)
    with following(browser, portal, number, code) as phone:
        expect(phone.locator("h1")).to_have_text("已受理，正在办理")
        expect(phone.locator("#reviews")).to_contain_text(OVERTURNED)
        expect(phone.locator("#answer")).to_have_count(0)
    with signed_in(browser, portal, "handler.minzheng") as desk:
        open_petition(desk, number)
        expect(step_button(desk, "draft")).to_be_visible()


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
