"""Signing in as staff do it: password, second factor, limits, and what no page of it may do."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from redis import RedisError

from portal.accounts.adapter import StaffAdapter
from portal.accounts.enums import Role
from portal.accounts.guessing import COOKIE, FREE, LONGEST
from portal.accounts.models import User
from tests.accounts.desk import newcomer, signed_in, text_of, town
from tests.cases.making import texts_of_redis
from tests.factories import PASSWORD, UnitFactory, person

LOGIN, HOME = "/en/accounts/login/", "/en/desk/"
ACCOUNT, SECOND = "/en/accounts/2fa/", "/en/accounts/2fa/authenticate/"
NOW = datetime(2026, 10, 14, 4, 0, 10, tzinfo=UTC)
"""Ten seconds into one of the authenticator's half minutes."""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    """Begin with no try counted; the counts stand in Redis, beyond the test's transaction."""
    cache.clear()
    yield
    with suppress(RedisError):  # a test may have taken it away
        cache.clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stand still at `NOW`; `clock.shift` moves on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def sign_in(client: Client, who: User | str, password: str = PASSWORD, **more: str) -> Any:
    """Send the sign-in form."""
    return client.post(LOGIN, {"login": getattr(who, "username", who), "password": password, **more})


def code_now(secret: str) -> str:
    """Return the six digits an authenticator app shows at this moment."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))))


def with_app(who: User) -> str:
    """Set up an authenticator app for a person and return its key."""
    secret = str(totp.generate_totp_secret())
    totp.TOTP.activate(who, secret)
    return secret


# --- the password


def test_the_right_password_leads_to_the_desk_in_the_language_one_came_in() -> None:
    who = newcomer()
    assert sign_in(Client(), who)["Location"] == HOME
    chinese = Client().post("/accounts/login/", {"login": who.username, "password": PASSWORD})
    assert chinese["Location"] == "/desk/"


@pytest.mark.parametrize("login", ["the person", "nobody.at.all"])
def test_a_wrong_password_does_not_tell_whether_there_is_such_a_person(login: str) -> None:
    who = newcomer()
    response = sign_in(Client(), who if login == "the person" else login, "wrong horse")
    page = text_of(response)
    assert response.status_code == 200
    assert "The user name or the password is wrong." in page
    assert "wrong horse" not in page
    assert f'value="{who.username if login == "the person" else login}"' in page


def test_an_account_that_is_switched_off_cannot_sign_in() -> None:
    who = newcomer(is_active=False)
    client = Client()
    response = client.post(LOGIN, {"login": who.username, "password": PASSWORD}, follow=True)
    assert "This account is switched off" in text_of(response)
    assert client.get(HOME).status_code == 302


def test_the_system_account_cannot_sign_in() -> None:
    for password in ("", "system", "!"):
        assert sign_in(Client(), "system", password).status_code == 200


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "social/signup/", "2fa/webauthn/signup/"])
def test_nobody_signs_up_and_nothing_is_reset_by_letter(path: str) -> None:
    assert Client().get(f"/accounts/{path}").status_code == 404
    assert Client().post(f"/accounts/{path}", {}).status_code == 404


def test_a_form_from_elsewhere_is_refused() -> None:
    who = newcomer()
    assert sign_in(Client(enforce_csrf_checks=True), who).status_code == 403


# --- limits


def test_after_five_wrong_tries_a_sentence_says_to_wait(clock: time_machine.Traveller) -> None:
    who, other = newcomer(), newcomer()
    client = Client()
    for _number in range(5):
        assert "is wrong" in text_of(sign_in(client, who, "wrong horse"))
    assert "Wait five minutes, then try again." in text_of(sign_in(client, who))
    assert client.get(HOME).status_code == 302
    assert sign_in(Client(), other).status_code == 302  # one forgetful person stops nobody else
    clock.shift(timedelta(minutes=5, seconds=1))
    assert sign_in(client, who).status_code == 302


def test_somebody_who_knows_a_name_shuts_out_their_own_network_alone(clock: time_machine.Traveller) -> None:
    who, attacker, owner = newcomer(), Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="203.0.113.9")
    for _number in range(6):
        sign_in(attacker, who, "wrong horse")
    assert "Wait five minutes, then try again." in text_of(sign_in(attacker, who))
    assert sign_in(owner, who).status_code == 302


def test_wrong_codes_are_counted_too(clock: time_machine.Traveller) -> None:
    who, client = newcomer(), Client()
    secret = with_app(who)
    sign_in(client, who)
    for _number in range(5):
        assert "This code is wrong" in text_of(client.post(SECOND, {"code": "1"}))
    assert "Wait five minutes" in text_of(client.post(SECOND, {"code": code_now(secret)}))
    assert client.get(HOME).status_code == 302


def test_too_many_tries_from_one_network_get_a_page_that_says_so(clock: time_machine.Traveller) -> None:
    client = Client()
    for number in range(30):
        assert "Wait a minute" not in text_of(sign_in(client, f"guess{number}", "wrong horse"))
    response = sign_in(client, "guess30", "wrong horse")
    assert response.status_code == 429
    assert "Wait a minute, then try again." in text_of(response)


# --- guessing over many networks


def guess(name: str, count: int, *, first: int = 0) -> list[Any]:
    """Type wrong passwords for a name, each from a network of its own."""
    networks = (f"198.51.{number // 250}.{number % 250 + 1}" for number in range(first, first + count))
    return [sign_in(Client(REMOTE_ADDR=network), name, "wrong horse") for network in networks]


@pytest.mark.parametrize("login", ["the person", "nobody.at.all"])
def test_guessing_from_many_networks_is_slowed_down(login: str, clock: time_machine.Traveller) -> None:
    name = newcomer().username if login == "the person" else login
    assert {response.status_code for response in guess(name, FREE)} == {200}
    (refused,) = guess(name, 1, first=100)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "2"
    assert "Try again in 2 seconds." in text_of(refused)
    assert f'value="{name}"' in text_of(refused)
    clock.shift(2)
    tried, refused = guess(name, 2, first=101)
    assert (tried.status_code, refused.status_code, refused["Retry-After"]) == (200, 429, "4")  # the pause doubles
    for number in range(10):
        clock.shift(LONGEST)
        assert guess(name, 1, first=110 + number)[0].status_code == 200  # and grows no further
    clock.shift(timedelta(hours=1))
    assert guess(name, 1)[0].status_code == 200


def test_the_owner_is_let_in_where_they_signed_in_before_while_others_wait(clock: time_machine.Traveller) -> None:
    who = newcomer()
    browser, borrowed = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="203.0.113.10")
    for client in (browser, borrowed):
        sign_in(client, who)
        client.post("/en/accounts/logout/")
    borrowed.cookies[COOKIE] = "x" + borrowed.cookies[COOKIE].value  # not as it was signed
    guess(who.username, FREE + 2)
    assert sign_in(borrowed, who).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), who).status_code == 429  # the same network, another browser
    assert sign_in(browser, who).status_code == 302


def test_a_browser_is_known_for_those_alone_who_signed_in_there(clock: time_machine.Traveller) -> None:
    colleague, who, shared = newcomer(), newcomer(), Client()
    sign_in(shared, colleague)
    shared.post("/en/accounts/logout/")
    guess(who.username, FREE + 2)
    assert sign_in(shared, who).status_code == 429
    assert sign_in(shared, colleague).status_code == 302


def test_guessing_in_the_same_network_does_not_shut_out_a_known_browser(clock: time_machine.Traveller) -> None:
    who, browser = newcomer(), Client()
    sign_in(browser, who)
    browser.post("/en/accounts/logout/")
    for _number in range(6):
        sign_in(Client(), who, "wrong horse")
    refused = sign_in(Client(), who)
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert sign_in(browser, who).status_code == 302


def test_a_browser_is_known_once_the_second_factor_was_shown(clock: time_machine.Traveller) -> None:
    who, client = newcomer(), Client()
    secret = with_app(who)
    sign_in(client, who)
    assert COOKIE not in client.cookies
    client.post(SECOND, {"code": code_now(secret)})
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert who.username not in cookie.value


@pytest.mark.parametrize("count", [1, 3])
def test_who_signs_in_learns_what_was_typed_wrong_meanwhile(count: int, clock: time_machine.Traveller) -> None:
    who = newcomer()
    attacker, owner = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="203.0.113.9")
    for _number in range(count):
        sign_in(attacker, who, "wrong horse")
    clock.shift(timedelta(hours=1))
    words = {1: "once, on 14 October 2026, 12:00,", 3: "3 times, the last time on 14 October 2026, 12:00"}
    page = text_of(owner.post(LOGIN, {"login": who.username, "password": PASSWORD}, follow=True))
    assert words[count] in page
    assert "198.51.100.0/24" in page
    assert "198.51.100.7" not in page
    assert "wrong password was typed" not in text_of(owner.get(HOME))
    again = Client().post(LOGIN, {"login": who.username, "password": PASSWORD}, follow=True)
    assert "wrong password was typed" not in text_of(again)


def test_what_is_counted_names_nobody() -> None:
    who = newcomer()
    for name in (who.username, "nobody.at.all"):
        guess(name, 2)
    kept = " ".join(texts_of_redis())
    assert "wrong-passwords" in kept
    assert not [word for word in (who.username, who.name_zh, "nobody.at.all", "wrong horse") if word in kept]


def test_while_nobody_can_count_no_password_is_taken(settings: Settings) -> None:
    who, client = newcomer(), Client()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    response = sign_in(client, who)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Passwords cannot be checked at the moment." in text_of(response)
    assert f'value="{who.username}"' in text_of(response)
    assert client.get(HOME).status_code == 302


def test_what_cannot_be_told_keeps_nobody_out(settings: Settings) -> None:
    """A passkey is checked without counting; what follows it must not fail."""
    request = RequestFactory().post(LOGIN)
    request.user, request.session = newcomer(), SessionStore()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    options: dict[str, Any] = {"signal_kwargs": None, "email": None, "signup": False, "redirect_url": HOME}
    done = StaffAdapter(request).post_login(request, request.user, email_verification="none", **options)
    assert done["Location"] == HOME


def test_for_a_name_that_does_not_exist_as_much_is_done() -> None:
    """Answer, queries and counts are alike, so that nothing tells which names exist."""
    who, costs = newcomer(), []
    for name in (who.username, "nobody.at.all"):
        sign_in(Client(), name, "wrong horse")
        with CaptureQueriesContext(connection) as asked, patch.object(cache, "set", wraps=cache.set) as kept:
            sign_in(Client(), name, "wrong horse")
        costs.append((len(asked), kept.call_count))
    assert costs[0] == costs[1]


# --- the second factor


def test_an_app_is_set_up_and_asked_for_from_then_on(clock: time_machine.Traveller) -> None:
    who, client = newcomer(email="somebody@example.org"), Client()
    sign_in(client, who)
    page = text_of(client.get(f"{ACCOUNT}totp/activate/"))
    assert "<svg" in page
    assert "data:image" not in page
    secret = str(client.session[totp.SECRET_SESSION_KEY])
    assert " ".join(re.findall("....", secret)) in page

    refused = client.post(f"{ACCOUNT}totp/activate/", {"code": "000000"})
    assert "This code is wrong" in text_of(refused)
    done = client.post(f"{ACCOUNT}totp/activate/", {"code": code_now(secret)}, follow=True)
    assert done.redirect_chain[-1][0] == f"{ACCOUNT}recovery-codes/"
    assert len(re.findall(r"<li>\d{4} \d{4}</li>", text_of(done))) == 10

    clock.shift(30)
    client = Client()
    assert sign_in(client, who)["Location"] == SECOND
    assert client.get(HOME).status_code == 302  # half signed in is not signed in
    code = code_now(secret)
    assert client.post(SECOND, {"code": code})["Location"] == HOME
    assert client.get(HOME).status_code == 200

    other = Client()
    sign_in(other, who)
    assert "This code is wrong" in text_of(other.post(SECOND, {"code": code}))  # seen once, it is worth nothing


def test_a_code_of_a_minute_ago_has_run_out(clock: time_machine.Traveller) -> None:
    who, client = newcomer(), Client()
    code = code_now(with_app(who))
    clock.shift(60)
    sign_in(client, who)
    assert "This code is wrong or has run out." in text_of(client.post(SECOND, {"code": code}))


def test_who_signs_in_learns_of_wrong_codes_after_the_right_password(clock: time_machine.Traveller) -> None:
    who = newcomer()
    secret = with_app(who)
    for client, code in ((Client(REMOTE_ADDR="198.51.100.7"), "000000"), (Client(), code_now(secret))):
        sign_in(client, who)
        page = text_of(client.post(SECOND, {"code": code}, follow=True))
    assert "a wrong code was typed once after the right password, on 14 October 2026" in page
    assert "198.51.100.0/24" in page
    assert "wrong code was typed" not in text_of(client.get(HOME))


def test_a_recovery_code_opens_once() -> None:
    who = newcomer()
    client = signed_in(who)
    with_app(who)
    sign_in_again = Client()
    sign_in(sign_in_again, who)
    generated = _make_codes(client, who)
    assert sign_in_again.post(SECOND, {"code": generated[0]})["Location"] == HOME
    other = Client()
    sign_in(other, who)
    assert "This code is wrong" in text_of(other.post(SECOND, {"code": generated[0]}))
    assert other.post(SECOND, {"code": generated[1]})["Location"] == HOME
    assert "8 of 10 not used yet" in text_of(other.get(f"{ACCOUNT}recovery-codes/"))


def _make_codes(client: Client, who: User) -> list[str]:
    """Make recovery codes through the page, after showing the password once more; return them as downloaded."""
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post(f"{ACCOUNT}recovery-codes/generate/").status_code == 302
    response = client.get(f"{ACCOUNT}recovery-codes/download/")
    assert "attachment" in response["Content-Disposition"]
    return text_of(response).split()


def test_taking_the_app_off_asks_for_the_password_once_more(clock: time_machine.Traveller) -> None:
    who, client = newcomer(), Client()
    sign_in(client, who)
    activate = f"{ACCOUNT}totp/activate/"
    assert client.get(activate).status_code == 200  # who signed in just now is not asked again
    clock.shift(timedelta(minutes=5, seconds=1))
    asked = client.get(activate)
    assert asked["Location"].startswith("/en/accounts/reauthenticate/?next=")
    assert "The password is wrong." in text_of(client.post(asked["Location"], {"password": "wrong horse"}))
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == activate

    with_app(who)
    off = f"{ACCOUNT}totp/deactivate/"
    assert client.post(off)["Location"] == ACCOUNT
    assert not Authenticator.objects.filter(user=who).exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.PUBLISHER, Role.ADMINISTRATOR])
def test_approvers_and_publishers_set_up_a_second_factor_first(role: Role, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    who = person(role, UnitFactory())
    client = signed_in(who)
    for page in (HOME, "/en/desk/jobs/", "/en/desk/people/", "/en/desk/nothing/"):
        assert client.get(page)["Location"] == ACCOUNT
    assert client.post("/en/desk/people/new/", {"username": "x"})["Location"] == ACCOUNT
    assert "Your post needs a second factor." in text_of(client.get(ACCOUNT))
    Authenticator.objects.create(user=who, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert client.get(HOME).status_code == 302  # codes on paper alone are no second factor
    with_app(who)
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("role", [Role.CLERK, Role.LAY_SUPERVISOR])
def test_others_may_do_without(role: Role, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert signed_in(person(role, UnitFactory())).get(HOME).status_code == 200


def test_where_it_is_not_required_nobody_is_led_away() -> None:
    assert signed_in(town().administrator).get(HOME).status_code == 200


# --- my account


def test_the_password_is_changed_by_those_who_know_it() -> None:
    who = newcomer()
    client = signed_in(who)
    url = "/en/accounts/password/change/"
    new = "another good horse"
    refused = client.post(url, {"oldpassword": "wrong", "password1": new, "password2": new})
    assert "This is not your current password." in text_of(refused)
    differing = client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": "third horse here"})
    assert "same password" in text_of(differing)
    weak = client.post(url, {"oldpassword": PASSWORD, "password1": "20261014", "password2": "20261014"})
    assert "entirely numeric" in text_of(weak)
    done = client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert done.status_code == 302
    assert client.get(HOME).status_code == 200
    assert sign_in(Client(), who, new).status_code == 302


def test_signing_out_takes_a_form() -> None:
    client = signed_in(newcomer())
    page = client.get("/en/accounts/logout/")
    assert page.status_code == 200
    assert client.get(HOME).status_code == 200
    assert client.post("/en/accounts/logout/")["Location"] == "/en/"
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/en/desk/jobs/", "/en/desk/jobs/"),
        ("https://evil.example/", HOME),
        ("//evil.example/desk/", HOME),
        ("javascript:alert(1)", HOME),
    ],
)
def test_next_leads_to_pages_of_this_portal_only(wanted: str, led_to: str) -> None:
    who = newcomer()
    assert sign_in(Client(), who, next=wanted)["Location"] == led_to
    assert Client().post(f"{LOGIN}?next={wanted}", {"login": who.username, "password": PASSWORD})["Location"] == led_to


def test_the_session_cookie_is_for_this_browser_and_this_host_only(settings: Settings) -> None:
    client = Client()
    sign_in(client, newcomer())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    settings.SESSION_COOKIE_SECURE = True  # as in production
    client = Client()
    sign_in(client, newcomer())
    assert client.cookies[settings.SESSION_COOKIE_NAME]["secure"]


# --- every page of it


PUBLIC = ("login/", "inactive/")
OWN = (
    "logout/",
    "reauthenticate/",
    "password/change/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
)
WITH_APP = (
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/recovery-codes/download/",
    "2fa/reauthenticate/",
)


def _pages(root: str) -> Iterator[Any]:
    for path in PUBLIC:
        yield Client().get(f"{root}accounts/{path}")
    who = newcomer()
    client = signed_in(who)
    client.post(f"{root}accounts/reauthenticate/", {"password": PASSWORD})
    for path in OWN:
        yield client.get(f"{root}accounts/{path}")
    with_app(who)
    client.post(f"{root}accounts/2fa/recovery-codes/generate/")
    for path in WITH_APP:
        yield client.get(f"{root}accounts/{path}")
    half = Client()
    half.post(f"{root}accounts/login/", {"login": who.username, "password": PASSWORD})
    yield half.get(f"{root}accounts/2fa/authenticate/")


@pytest.mark.parametrize("root", ["/", "/en/"])
def test_each_page_answers_is_kept_by_no_cache_and_runs_nothing_of_its_own(root: str) -> None:
    for response in _pages(root):
        where, page = response.request["PATH_INFO"], text_of(response)
        assert response.status_code == 200, where
        assert "no-store" in response["Cache-Control"], where
        assert not re.findall(r"<style| style=| on[a-z]+=\"", page), where
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all("src=" in attributes or "application/json" in attributes for attributes in scripts), where
        # The desk's search field is the only one with words in it.
        assert set(re.findall(r'placeholder="([^"]*)"', page)) <= {"搜索编号、标题、姓名", "Number, title or name"}, (
            where
        )


@pytest.mark.parametrize("path", [path for path in OWN if path != "logout/"])
def test_ones_own_pages_ask_who_one_is(path: str) -> None:
    response = Client().get(f"/en/accounts/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)
    assert "no-store" in response["Cache-Control"]
