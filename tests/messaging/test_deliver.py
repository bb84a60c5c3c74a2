"""Tests of sending against a real mail server and a real gateway, both on loopback."""

import hashlib
import hmac
import logging
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from portal.accounts.models import User
from portal.core.models import Job, JobState
from portal.messaging.actions import deliveries
from portal.messaging.actions.deliveries import send_due, write_letter
from portal.messaging.actions.reminders import remind
from portal.messaging.enums import DeliveryState, Fault
from portal.messaging.models import Delivery, NotificationPreference
from tests.messaging.people import MORNING, letter, reader, reminder
from tests.messaging.servers import LOOPBACK, Gateway, MailServer, closed_port, gateway, mail_server
from tests.workers import run_now

pytestmark = pytest.mark.django_db

SECRET = "a secret that only the two of us know"


@pytest.fixture
def smtp(settings: Settings) -> Iterator[MailServer]:
    """Send letters to a server of our own."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = LOOPBACK, server.port, False
        settings.DEFAULT_FROM_EMAIL = "青山镇公开 <gongkai@town.example>"
        yield server


@pytest.fixture
def sms(settings: Settings) -> Iterator[Gateway]:
    """Send short messages to a gateway of our own."""
    with gateway() as server:
        settings.SMS_WEBHOOK_URL, settings.SMS_WEBHOOK_SECRET = server.address, SECRET
        yield server


def send(at: datetime = MORNING) -> int:
    """Send what is due, as the job does."""
    return deliveries.deliver_all(clock=lambda: at, progress=lambda _count: None)


def only() -> Delivery:
    """Return the one delivery there is."""
    return Delivery.objects.get()


def test_a_letter_arrives_as_plain_text_that_says_a_program_wrote_it(smtp: MailServer) -> None:
    write_letter(letter(), at=MORNING)
    assert send() == 1
    [taken] = smtp.taken
    assert smtp.receivers == ["resident@home.example"]
    assert taken["Subject"].strip() == "您的意见已答复（QS-01-F02-2026Q3-Y1）"
    assert taken["To"] == "resident@home.example"
    assert taken["From"] == "青山镇公开 <gongkai@town.example>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Message-ID"] == f"<delivery-{only().pk}@gongkai.example>"
    assert taken["Date"]
    assert taken.get_content_type() == "text/plain"
    assert "https://gongkai.example/notices/QS-01-F02-2026Q3/" in taken.get_content()
    assert (only().state, only().error, only().attempts) == (DeliveryState.SENT, "", 1)
    assert send(MORNING + timedelta(days=1)) == 0


def test_many_letters_go_through_one_connection(smtp: MailServer) -> None:
    remind([reminder(reader()) for _each in range(12)], at=MORNING)
    assert send() == 12
    assert len(set(smtp.receivers)) == 12
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_who_is_refused_bounces_and_the_others_arrive(smtp: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    gone, there = reader(), reader()
    smtp.answers[gone.email] = f"550 5.1.1 <{gone.email}> unknown here"
    with caplog.at_level(logging.DEBUG):
        remind([reminder(gone), reminder(there)], at=MORNING)
        send()
    bounced = Delivery.objects.get(person=gone)
    assert (bounced.state, bounced.error) == (DeliveryState.BOUNCED, "smtp 550")
    assert smtp.receivers == [there.email]
    logged = " ".join(line.getMessage() for line in caplog.records if line.name.startswith(("portal", "django")))
    assert "smtp 550" in logged
    assert gone.email not in logged
    assert gone.name_zh not in logged
    assert send(MORNING + timedelta(days=2)) == 0


def test_a_letter_whose_text_is_refused_bounces(smtp: MailServer) -> None:
    smtp.to_text = "554 5.7.1 looks like spam"
    write_letter(letter(), at=MORNING)
    send()
    assert (only().state, only().error) == (DeliveryState.BOUNCED, "smtp 554")


def test_a_passing_fault_is_tried_again(smtp: MailServer) -> None:
    smtp.answers["resident@home.example"] = "451 4.7.1 come back later"
    write_letter(letter(), at=MORNING)
    send()
    assert (only().state, only().error) == (DeliveryState.WAITING, "smtp 451")
    assert only().not_before == MORNING + timedelta(minutes=2)
    assert send(MORNING + timedelta(minutes=1)) == 0
    smtp.answers.clear()
    assert send(MORNING + timedelta(minutes=2)) == 1
    assert (only().state, only().error, only().attempts) == (DeliveryState.SENT, "", 2)


def test_it_is_given_up_after_five_attempts(smtp: MailServer) -> None:
    smtp.answers["resident@home.example"] = "451 4.7.1 come back later"
    write_letter(letter(), at=MORNING)
    at, tried = MORNING, 0
    for _minute in range(60 * 12):
        tried += send(at)
        at += timedelta(minutes=1)
    assert tried == 5
    assert (only().state, only().error) == (DeliveryState.FAILED, "smtp 451")


def test_a_server_that_is_down_costs_the_others_no_attempt(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = LOOPBACK, closed_port(), False
    remind([reminder(reader()) for _each in range(5)], at=MORNING)
    assert send() == 1
    assert sorted(Delivery.objects.values_list("attempts", "state", "error")) == [
        *[(0, "waiting", "")] * 4,
        (1, "waiting", Fault.UNREACHABLE),
    ]


def test_a_server_without_tls_gets_nothing(smtp: MailServer, settings: Settings) -> None:
    settings.EMAIL_USE_TLS = True
    write_letter(letter(), at=MORNING)
    send()
    assert (only().state, smtp.taken) == (DeliveryState.WAITING, [])


def test_nothing_typed_becomes_a_header(smtp: MailServer) -> None:
    words = {
        "unit": "青山村\r\nBcc: spy@evil.example",
        "number": "1\nX-Evil: yes",
        "answer": "\r\n.\r\nMAIL FROM:<a@b>",
    }
    write_letter(letter(words=lambda: words), at=MORNING)
    send()
    [taken] = smtp.taken
    assert taken["Bcc"] is None
    assert taken["X-Evil"] is None
    assert smtp.receivers == ["resident@home.example"]
    assert "MAIL FROM:<a@b>" in taken.get_content()


def test_an_address_no_letter_can_bear_bounces(smtp: MailServer) -> None:
    write_letter(letter(), at=MORNING)
    Delivery.objects.update(address="a@b.example\nBcc: spy@evil.example")
    send()
    assert (only().state, only().error, smtp.taken) == (DeliveryState.BOUNCED, Fault.ADDRESS, [])


def test_without_a_server_nothing_is_written_as_sent(settings: Settings) -> None:
    write_letter(letter(), at=MORNING)
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert send() == 0
    assert only().state == DeliveryState.WAITING


def test_a_short_message_is_signed(sms: Gateway) -> None:
    person = reader(by_sms=True, by_email=False)
    remind([reminder(person)], at=MORNING)
    send()
    [(payload, body, signature)] = sms.taken
    assert payload.pop("text").endswith("https://gongkai.example/desk/inbox/")
    assert payload == {"id": f"gongkai.example-{only().pk}", "to": "13900001234"}
    assert signature == "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert only().state == DeliveryState.SENT


@pytest.mark.parametrize(
    ("status", "state", "for_all"),
    [
        (202, DeliveryState.SENT, False),
        (400, DeliveryState.BOUNCED, False),
        (404, DeliveryState.BOUNCED, False),
        (302, DeliveryState.WAITING, False),
        (401, DeliveryState.WAITING, True),
        (403, DeliveryState.WAITING, True),
        (429, DeliveryState.WAITING, False),
        (500, DeliveryState.WAITING, False),
        (503, DeliveryState.WAITING, False),
    ],
)
def test_what_the_gateway_answers(status: int, state: DeliveryState, for_all: bool, sms: Gateway) -> None:
    sms.statuses = [status]
    remind([reminder(reader(by_sms=True, by_email=False)) for _each in range(2)], at=MORNING)
    assert send() == (1 if for_all else 2)
    first, second = Delivery.objects.order_by("pk")
    assert first.state == state
    assert first.error == ("" if state == DeliveryState.SENT else f"http {status}")
    assert second.state == (DeliveryState.WAITING if for_all else DeliveryState.SENT)


def test_a_gateway_that_is_down(settings: Settings) -> None:
    settings.SMS_WEBHOOK_URL, settings.SMS_WEBHOOK_SECRET = f"http://{LOOPBACK}:{closed_port()}/", SECRET
    remind([reminder(reader(by_sms=True))], at=MORNING)
    assert send() == 2
    assert Delivery.objects.get(channel="email").state == DeliveryState.SENT
    assert Delivery.objects.get(channel="sms").error == Fault.UNREACHABLE


def test_a_worker_killed_while_sending_is_made_good_under_the_same_id(smtp: MailServer) -> None:
    write_letter(letter(), at=MORNING)
    Delivery.objects.update(state=DeliveryState.SENDING, state_since=MORNING, attempts=1)
    assert send(MORNING + timedelta(minutes=9)) == 0
    assert send(MORNING + timedelta(minutes=11)) == 1
    assert smtp.taken[0]["Message-ID"] == f"<delivery-{only().pk}@gongkai.example>"
    assert (only().state, only().attempts) == (DeliveryState.SENT, 2)


def test_one_that_kills_its_worker_each_time_is_given_up() -> None:
    write_letter(letter(), at=MORNING)
    Delivery.objects.update(state=DeliveryState.SENDING, state_since=MORNING, attempts=5)
    send_due(at=MORNING + timedelta(minutes=11))
    assert (only().state, only().error) == (DeliveryState.FAILED, Fault.STOPPED)


def test_an_account_switched_off_meanwhile_gets_nothing() -> None:
    person = reader()
    remind([reminder(person)], at=MORNING)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert send() == 0
    send_due(at=MORNING)
    assert (only().state, only().error) == (DeliveryState.FAILED, Fault.SWITCHED_OFF)


def test_quiet_hours_hold_also_between_attempts(sms: Gateway) -> None:
    person = reader(by_sms=True, by_email=False)
    remind([reminder(person)], at=MORNING)
    NotificationPreference.objects.filter(person=person).update(quiet_from=time(8, 1), quiet_to=time(9))
    sms.statuses = [500]
    send()
    assert only().not_before == MORNING + timedelta(hours=1)


def test_what_is_due_becomes_one_job_and_the_job_sends_it() -> None:
    at = MORNING - timedelta(hours=2)  # 6:00, within everybody's quiet hours
    remind([reminder(reader()) for _each in range(3)], at=at)
    send_due(at=at)
    assert Job.objects.count() == 0
    send_due(at=MORNING)
    send_due(at=MORNING)
    job = Job.objects.get()
    Delivery.objects.update(not_before=MORNING - timedelta(days=400))
    run_now(job)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, 3)
    assert len(mail.outbox) == 3
    send_due(at=MORNING + timedelta(minutes=1))
    assert Job.objects.count() == 1
