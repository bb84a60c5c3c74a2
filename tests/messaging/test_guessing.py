"""Whoever owns an account is told of wrong passwords and codes: in inbox and e-mail, once a day, only of new ones."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.signals import user_login_failed
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.guessing import Guessed
from portal.accounts.models import User
from portal.messaging.actions.deliveries import deliver_all
from portal.messaging.actions.reminders import list_reminders, send_reminders
from portal.messaging.models import Message
from portal.messaging.queries import GUESSING
from tests.factories import PASSWORD
from tests.messaging.people import MORNING, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Begin in the morning with nothing counted."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller
    cache.clear()


def wrong(who: User | str, count: int) -> None:
    """Let wrong passwords have been typed for a user name, as Django says so."""
    request = RequestFactory().post("/accounts/login/", REMOTE_ADDR="198.51.100.7")
    for _number in range(count):
        credentials = {"username": getattr(who, "username", who), "password": "*"}
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def told(what: Guessed = Guessed.PASSWORD) -> list[str]:
    """Send what is due, and return the subjects of what is told of what was typed wrong, oldest first."""
    send_reminders(at=timezone.now())
    return list(Message.objects.filter(kind=GUESSING[what]).order_by("pk").values_list("subject", flat=True))


def test_it_says_how_many_when_from_where_and_what_to_do(clock: time_machine.Traveller) -> None:
    me = reader()
    wrong(me, 7)
    assert told() == ["有人多次输错您的账号密码（7次）"]
    deliver_all(clock=timezone.now, progress=lambda _done: None)
    (letter,) = mail.outbox
    assert letter.to == [me.email]
    for text in ("有7次密码输错", "2026年10月13日 8:00", "198.51.100.0/24", "/accounts/password/change/"):
        assert text in str(letter.body)
    assert "198.51.100.7" not in str(letter.body)


def test_it_is_told_in_the_language_of_the_owner(clock: time_machine.Traveller) -> None:
    wrong(reader(language="en"), 5)
    assert told() == ["Wrong passwords were typed for your account (5)"]
    assert "13 October 2026, 8:00" in Message.objects.get(kind=GUESSING[Guessed.PASSWORD]).body


def test_slips_of_the_finger_and_names_of_nobody_are_told_to_nobody(clock: time_machine.Traveller) -> None:
    wrong(reader(), 4)
    wrong("nobody.at.all", 50)
    assert told() == []


def test_it_is_told_once_a_day_and_again_only_of_new_ones(clock: time_machine.Traveller) -> None:
    me = reader()
    wrong(me, 5)
    assert len(told()) == 1
    clock.shift(timedelta(hours=2))
    wrong(me, 5)
    assert len(told()) == 1
    clock.shift(timedelta(days=1))
    assert told()[1:] == ["有人多次输错您的账号密码（10次）"]
    clock.shift(timedelta(days=1))
    assert len(told()) == 2


def test_who_has_signed_in_since_has_been_told(clock: time_machine.Traveller) -> None:
    me = reader()
    wrong(me, 6)
    assert Client().post("/accounts/login/", {"login": me.username, "password": PASSWORD}).status_code == 302
    assert told() == []


def test_wrong_codes_after_the_right_password_are_told_of_by_themselves(clock: time_machine.Traveller) -> None:
    me = reader()
    TOTP.activate(me, generate_totp_secret())
    guesser = Client(REMOTE_ADDR="198.51.100.7")
    guesser.post("/accounts/login/", {"login": me.username, "password": PASSWORD})
    for number in range(5):
        assert told(Guessed.CODE) == []
        guesser.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})
    assert told(Guessed.CODE) == ["有人输对了您的密码，但多次输错验证码（5次）"]
    assert told() == []
    body = Message.objects.get(kind=GUESSING[Guessed.CODE]).body
    for text in ("5次输错验证码", "2026年10月13日 8:00", "198.51.100.0/24", "已有人知道您的密码"):
        assert text in body


def test_it_costs_the_same_for_one_and_three(clock: time_machine.Traveller) -> None:
    list_reminders(at=timezone.now())  # what is read once and kept
    costs = []
    for count in (1, 2):
        for _number in range(count):
            wrong(reader(), 5)
        with CaptureQueriesContext(connection) as asked:
            assert list_reminders(at=timezone.now())
        costs.append(len(asked))
    assert costs[0] == costs[1]
