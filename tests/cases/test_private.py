"""Whoever knows a sender looks for them everywhere, and finds them where they belong alone."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client
from pytest_django import Settings

from disclosure.opinions.models import Opinion
from portal.accounts.queries import system_actor
from portal.cases.actions.ending import forget
from portal.cases.actions.reading import as_it_came, read_file, read_notes, read_private
from portal.cases.actions.receiving import attach, change_sender, note
from portal.cases.enums import Read, Visibility
from portal.cases.models import Case, CaseFile, CaseLetter, Note, Reading, Screening
from portal.cases.models.private import Private
from portal.cases.rules.sender import Sender
from portal.core.encryption import files
from portal.core.models import Job
from portal.core.uploads import clean
from portal.messaging.enums import DeliveryState
from portal.messaging.models import Delivery
from portal.messaging.tasks import deliver
from tests.cases.making import no_tries_yet, slip, texts_of_files, texts_of_redis, texts_of_tables
from tests.disclosure.desk import get, text_of
from tests.disclosure.pictures import picture
from tests.example import slips
from tests.factories import NOON, Cast, cast, published, text_draft
from tests.messaging.servers import Gateway, MailServer, gateway, mail_server
from tests.steps import take

pytestmark = pytest.mark.usefixtures("own_database", "english")

NAME, PHONE, MAIL = "甄独特", "13871234567", "zhen.dute@example.net"
ADDRESS, NOTE, FILE = "柳树村老槐树旁", "来电时很生气", "独家照片"
CAME = f"我是{NAME}，住{ADDRESS}，保洁支出少写了一笔只有我知道的钱。"
PRIVATE_ANSWER = f"{NAME}您好，已补上。"
PHOTO = clean(picture("#1b2c3d"), name="x.png").content
SECRETS = (NAME, PHONE, MAIL, ADDRESS, NOTE, FILE, "只有我知道", "您好，已补上", PHOTO.decode("utf-8", "replace"))
SENDER = Sender(NAME, PHONE, MAIL, ADDRESS)


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        yield server


@pytest.fixture
def sms(settings: Settings) -> Iterator[Gateway]:
    with gateway() as server:
        settings.SMS_WEBHOOK_URL, settings.SMS_WEBHOOK_SECRET = server.address, "s" * 32
        yield server


def send() -> None:
    """Work on the jobs that send, as a worker would."""
    for job in Job.objects.filter(task="messaging.deliver", state="queued"):
        deliver(job.pk)


def received_by_web(people: Cast) -> Opinion:
    """Send an opinion by the form, as somebody with a browser does."""
    live = published(people, text_draft(people), at=NOON)
    no_tries_yet()
    sent = {"kind": "objection", "text": CAME, "name": NAME, "phone": PHONE, "email": MAIL}
    assert Client().post(f"/notices/{live.notice.number}/opinions/new/", sent).status_code == 302
    return Opinion.objects.select_related("case", "notice__unit").get()


def through_its_life(people: Cast, opinion: Opinion) -> None:
    """Screen, answer and close an opinion on the desk's pages, as the people of the office do."""
    page = f"/en/desk/opinions/{opinion.pk}/"
    assert NAME in text_of(get(people.publisher, "disclosure_desk:opinion", opinion.pk))
    shown = {"visibility": "private", "shown_text": CAME, "shown_name": NAME, "unit": opinion.notice.unit.code}
    due = (NOON + timedelta(days=300)).date().isoformat()
    assert take(people.publisher, page, "route", **shown, due=due).status_code in (302, 303)
    take(people.clerk, page, "answer", text=PRIVATE_ANSWER)
    take(people.publisher, page, "close")
    assert Opinion.objects.get(pk=opinion.pk).state == "closed"


def found_in_plain(logged: str) -> list[str]:
    """Return where any of the secrets stands."""
    places = [(f"{table}.{column}", value) for table, column, value in texts_of_tables()]
    places += [("redis", value) for value in texts_of_redis()]
    places += texts_of_files()
    places += [("session", str(one.get_decoded())) for one in Session.objects.all()]
    places += [("log", logged)]
    return sorted({f"{place}: {secret[:12]}" for place, value in places for secret in SECRETS if secret in value})


def all_of_slip(mail: MailServer) -> Any:
    """Send a slip through what opinions do not use: files, notes, reading, exporting, printing, SMS, a failure."""
    made = slip(text=CAME, name=NAME, telephone=PHONE, email=MAIL, address=ADDRESS)
    case, keeper = made.case, made.folder.keeper
    file = attach(actor=system_actor(), case=case, content=PHOTO, name=f"{FILE}.png", at=NOON)
    note(actor=keeper, case=case, text=NOTE, at=NOON)
    change_sender(actor=keeper, case=case, sender=SENDER, at=NOON)
    for what in (Read.SENDER, Read.EXPORT, Read.PRINT):
        assert read_private(actor=keeper, case=case, at=NOON, what=what) is not None
    assert read_file(actor=keeper, file=file, at=NOON) != b""
    assert [one.text for one in read_notes(actor=keeper, case=case, at=NOON)] == [NOTE]
    made = slips.pass_on(actor=keeper, slip=made, visibility=Visibility.PRIVATE, shown_text=CAME, at=NOON)
    with pytest.raises(IntegrityError):
        Private.objects.create(case=case, text=CAME, name=NAME)
    logging.getLogger("tests").error("a row was refused", exc_info=True)
    mail.answers[MAIL] = f"550 no such person: {MAIL}"
    slips.reply(slip=made, text=PRIVATE_ANSWER, at=NOON)
    return made


def test_what_a_sender_left_is_found_nowhere_but_where_it_belongs(
    mail: MailServer, sms: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    people = cast()
    opinion = received_by_web(people)
    through_its_life(people, opinion)
    send()
    assert MAIL in mail.receivers
    assert any("您好，已补上" in one.get_content() for one in mail.taken)
    made = all_of_slip(mail)
    send()
    assert [payload["to"] for payload in sms.texts] == [PHONE]
    assert NAME in sms.texts[0]["text"]
    bounced = Delivery.objects.get(state=DeliveryState.BOUNCED)
    assert (bounced.error, bounced.address) == ("smtp 550", MAIL), "what has not been sent can be sent again"
    assert {(one.address, one.body) for one in Delivery.objects.filter(state=DeliveryState.SENT)} == {("", "")}

    ours = [record for record in caplog.records if record.name != "mail.log"]  # the test's own mail server
    assert found_in_plain("\n".join(caplog.handler.format(record) for record in ours)) == []
    for case in (opinion.case, made.case):
        came = as_it_came(case)
        assert came is not None
        assert (came.text, came.sender.name, came.sender.telephone) == (CAME, NAME, PHONE)
    assert NAME not in repr(came)


def test_the_search_would_find_what_stands_in_plain_text() -> None:
    made = slip(text=CAME)
    assert found_in_plain("") == []
    made.folder.title = f"Folder of {NAME}"
    made.folder.save()
    assert found_in_plain(f"a line with {PHONE}") == [f"example_folder.title: {NAME}", f"log: {PHONE}"]


def test_after_forgetting_only_figures_are_left(mail: MailServer, sms: Gateway) -> None:
    people = cast()
    opinion = received_by_web(people)
    through_its_life(people, opinion)
    made = all_of_slip(mail)
    stored = made.case.files.get().stored
    for case in (opinion.case, made.case):
        forget(actor=system_actor(), case=case, at=NOON)
    for model in (Private, CaseFile, Note, CaseLetter, Delivery):
        assert not model._default_manager.filter(**({"person": None} if model is Delivery else {})).exists(), model
    with pytest.raises(FileNotFoundError):
        files.read(stored)
    assert {(one.shown_text, one.shown_name) for one in Screening.objects.all()} == {("", "")}
    left = Opinion.objects.get()
    assert (left.answer, left.refusal_reason, left.state, left.unit) == ("", "", "closed", people.village)
    for case in Case.objects.all():
        assert (case.code_digest, case.form_token_digest, case.channel) == ("", "", "web")
        assert case.forgotten_at == NOON
        assert case.clocks.get().met_at is not None
    assert Reading.objects.filter(case=made.case).count() == 5
    assert read_private(actor=people.publisher, case=opinion.case, at=NOON) is None
    assert CAME not in text_of(get(people.publisher, "disclosure_desk:opinion", opinion.pk))
