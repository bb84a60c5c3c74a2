"""Two runs at the same moment, on two real connections: everybody is reminded once and sent one letter."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from pytest_django import Settings

from portal.core.models import Job
from portal.messaging.actions import deliveries, settings as choices
from portal.messaging.actions.deliveries import send_due, write_letter
from portal.messaging.actions.reminders import remind
from portal.messaging.enums import DeliveryState
from portal.messaging.models import Delivery, Message, NotificationPreference
from tests.messaging.people import MORNING, letter, reader, reminder
from tests.messaging.servers import LOOPBACK, mail_server

pytestmark = pytest.mark.usefixtures("own_database")
T = TypeVar("T")


def at_once(deed: Callable[[], T], times: int = 3) -> list[T]:
    """Do one thing several times as near to each other as threads can, and return what came of each."""
    start = Barrier(times)

    def run() -> T:
        start.wait(timeout=10)
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run) for _each in range(times)]]


def test_reminders_are_written_once() -> None:
    people = [reader() for _each in range(20)]
    wanted = [reminder(person, cause=f"obligation:{n}") for person in people for n in range(3)]
    written = at_once(lambda: remind(wanted, at=MORNING))
    assert sorted(map(len, written)) == [0, 0, 60]
    assert Message.objects.count() == 60
    assert Delivery.objects.count() == 20
    assert Message.deliveries.through._default_manager.count() == 60


def test_a_letter_is_written_once() -> None:
    first, *others = at_once(lambda: write_letter(letter(), at=MORNING))
    assert Delivery.objects.count() == 1
    assert others == [first, first]


def test_workers_send_each_letter_once(settings: Settings) -> None:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = LOOPBACK, server.port, False
        remind([reminder(reader()) for _each in range(30)], at=MORNING)
        tried = at_once(lambda: deliveries.deliver_all(clock=lambda: MORNING, progress=lambda _count: None))
    assert sum(tried) == 30
    assert len(server.receivers) == len(set(server.receivers)) == 30
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_looking_for_what_is_due_twice_is_harmless() -> None:
    remind([reminder(reader())], at=MORNING)
    at_once(lambda: send_due(at=MORNING))
    assert Job.objects.filter(task="messaging.deliver").count() == 1


def test_two_windows_make_one_wish() -> None:
    person = reader()
    at_once(lambda: choices.set_preference(actor=person, fields={"by_sms": True}, at=MORNING))
    assert NotificationPreference.objects.filter(person=person, by_sms=True).count() == 1
