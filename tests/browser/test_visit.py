"""A visit in the browser: booked, held, recorded and followed up; and 200 who want the last place at once."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import signed_in, step_button, take_step, visitor
from tests.portals import Portal

pytestmark = pytest.mark.browser

PHONE, DESKTOP = 390, 1280
DAY, LAST_PLACE, PRESSED = "QS-JF-20261230", "QS-JF-20261229", "QS-JF-20261223"
MATTER = "邻居老人独居，冬天取暖有困难，想问临时救助。"
SAID = "老人摔过两次，低保户，没有人管。"
PROMISED = "元旦前上门看望，把临时救助办好"
DONE = "临时救助已批，来访人到家看过。"
CROWD = 200


def fits(page: Page) -> None:
    """Check that nothing scrolls sideways, once the page is there."""
    page.wait_for_load_state()
    page.locator("footer.foot").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def book_on_a_phone(browser: Browser, portal: Portal) -> tuple[str, str]:
    """A resident books a visit; return number and code."""
    with visitor(browser, portal, width=PHONE) as phone:
        phone.goto("/petitions/visit-days/")
        fits(phone)
        phone.locator(f"a[href$='/{DAY}/book/']").click()
        phone.wait_for_url("**/book/")
        fits(phone)
        phone.locator("main form button[type=submit]").click()
        expect(phone.locator(".errs")).to_be_visible()
        phone.locator(".slots label", has_text="9:40").click()
        phone.locator("input[name=name]").fill("晏守成")
        phone.locator("input[name=phone]").fill("13800007001")
        phone.locator("textarea[name=text]").fill(MATTER)
        phone.locator("main form button[type=submit]").click()
        phone.wait_for_url("**/received/**")
        fits(phone)
        number = re.search(rf"{DAY}-Y\d+", phone.locator("main").inner_text())
        assert number
        return number[0], phone.locator("p.code").inner_text()


def follow(browser: Browser, portal: Portal, number: str, code: str) -> str:
    """Return what a resident reads who follows a booking."""
    with visitor(browser, portal, width=PHONE) as phone:
        phone.goto("/petitions/visit-days/follow/")
        phone.locator("input[name=number]").fill(number)
        phone.locator("input[name=code]").fill(code)
        phone.locator("main form button[type=submit]").click()
        phone.wait_for_load_state()
        return phone.locator("main").inner_text()


def hold(browser: Browser, portal: Portal) -> None:
    """The office moves the day to today; somebody signs in, is called, and the record is kept."""
    with signed_in(browser, portal, "petitions", width=DESKTOP) as desk:
        desk.goto("/desk/visit-days/?month=2026-12")
        desk.locator("table.tbl a", has_text=f"12月{int(DAY[-2:])}日").click()
        desk.locator("details", has_text="改到另一天").locator("summary").first.click()
        move = desk.locator("form[action*='/steps/move/']")
        move.locator("input[name=day]").fill("2026-11-21")
        move.locator("textarea[name=reason]").fill("领导元旦前到县里开会")
        take_step(desk, "move")
        expect(desk.locator("h1")).to_contain_text("11月21日")
        desk.locator(".turns form[action*='/steps/sign_in/'] button").click()
        desk.locator(".turns form[action*='/steps/call/'] button").click()
        desk.wait_for_url("**/steps/record/")
        desk.locator("textarea[name=said]").fill(SAID)
        desk.locator("input[name=promise_1]").fill(PROMISED)
        desk.locator("select[name=unit_1]").select_option("QS-MZ")
        desk.locator("input[name=due_1]").fill("2026-12-31")
        desk.locator("main form.record button[type=submit]").click()
        desk.wait_for_load_state()
        expect(desk.locator("main")).to_contain_text(SAID)
        expect(desk.locator("main")).to_contain_text(PROMISED)


def keep(browser: Browser, portal: Portal) -> None:
    """The unit reports what was done, and the office confirms it."""
    for username, verb in (("handler.minzheng", "report"), ("petitions", "confirm")):
        with signed_in(browser, portal, username, width=DESKTOP) as desk:
            desk.goto("/desk/promises/")
            desk.locator(".queue a", has_text=PROMISED).click()
            desk.wait_for_url("**/desk/promises/*/")
            if verb == "report":
                desk.locator("form[action*='/steps/report/'] textarea").fill(DONE)
            step_button(desk, verb).click()
            desk.wait_for_load_state()


def test_a_visit_booked_held_recorded_and_followed_up(browser: Browser, portal: Portal) -> None:
    number, code = book_on_a_phone(browser, portal)
    assert "9:40" in follow(browser, portal, number, code)
    hold(browser, portal)
    said = follow(browser, portal, number, code)
    assert PROMISED in said
    assert "民政办公室" in said
    assert DONE not in said
    keep(browser, portal)
    assert DONE in follow(browser, portal, number, code)


@dataclass
class Phone:
    """One of a crowd: an address of its own, and the form it has opened."""

    connection: HTTPConnection
    host: str
    path: str
    cookie: str = ""
    csrf: str = ""
    token: str = ""

    def _ask(self, method: str, body: str = "") -> tuple[HTTPResponse, str]:
        headers = {"Host": self.host, "Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, self.path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.connection.close()  # the next question opens it anew
        return answer, page

    def open(self) -> None:
        """Open the form."""
        answer, page = self._ask("GET")
        assert answer.status == 200, page
        self.cookie = "; ".join(
            f"{one.key}={one.value}" for one in SimpleCookie(answer.headers.get("Set-Cookie", "")).values()
        )
        self.csrf, self.token = (_field(page, name) for name in ("csrfmiddlewaretoken", "token"))

    def press(self, **typed: str) -> tuple[int, str, str]:
        """Send the form; return the status, where it leads and the page."""
        fields = {"csrfmiddlewaretoken": self.csrf, "token": self.token, "party": "1", "text": MATTER, **typed}
        answer, page = self._ask("POST", urlencode(fields))
        return answer.status, answer.headers.get("Location", ""), page


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]


def phone_of(portal: Portal, number: int, day: str) -> Phone:
    """Return a phone with an address of its own, since of one only so many are taken."""
    place = urlsplit(portal.url)
    source = f"127.0.{1 + number // 250}.{1 + number % 250}"
    connection = HTTPConnection("127.0.0.1", place.port or 80, timeout=120, source_address=(source, 0))
    return Phone(connection, place.netloc, f"/petitions/visit-days/{day}/book/")


def test_of_two_hundred_who_want_the_last_place_one_gets_it(portal: Portal) -> None:
    phones = [phone_of(portal, number, LAST_PLACE) for number in range(CROWD)]
    for slot in range(1, 6):  # of six
        first = phone_of(portal, CROWD + slot, LAST_PLACE)
        first.open()
        assert first.press(slot=str(slot), name="早来的", phone=f"1380001{slot:04}")[0] == 302
    ready = Barrier(CROWD)

    def want(number: int) -> tuple[int, str]:
        phone = phones[number]
        phone.open()
        ready.wait()
        status, _where, page = phone.press(slot="6", name=f"来人{number}", phone=f"1380002{number:04}")
        if status == 409:
            assert f"来人{number}" in page
        return status, page

    with ThreadPoolExecutor(CROWD) as crowd:
        answers = list(crowd.map(want, range(CROWD)))
    assert Counter(status for status, _page in answers) == {302: 1, 409: CROWD - 1}
    told = {"排候补" in page and "刚刚约满" in page for status, page in answers if status == 409}
    assert told == {True}
    lost = next(number for number, (status, _page) in enumerate(answers) if status == 409)
    assert phones[lost].press(slot="waiting", name=f"来人{lost}", phone=f"1380002{lost:04}")[0] == 302


def test_a_button_pressed_twenty_times_at_once_makes_one_booking(portal: Portal) -> None:
    opened = phone_of(portal, 600, PRESSED)
    opened.open()
    ready = Barrier(20)

    def press(number: int) -> tuple[int, str]:
        phone = phone_of(portal, 601 + number, PRESSED)
        phone.cookie, phone.csrf, phone.token = opened.cookie, opened.csrf, opened.token
        ready.wait()
        status, where, _page = phone.press(slot="1", name="急性子", phone="13800030000")
        phone.path = where
        _answer, receipt = phone._ask("GET")
        found = re.search(rf"{PRESSED}-Y\d+", receipt)
        return status, found[0] if found else ""

    with ThreadPoolExecutor(20) as fingers:
        answers = set(fingers.map(press, range(20)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 302
