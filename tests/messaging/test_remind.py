"""Tests that everybody is reminded once, in their language, in one letter a day."""

from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language
from hypothesis import given, settings as bounds, strategies as st
from pytest_django import Settings

from portal.accounts.models import User
from portal.core.models import Job
from portal.messaging.actions import settings as choices
from portal.messaging.actions.deliveries import write_letter
from portal.messaging.actions.reminders import remind
from portal.messaging.channels import channels_of
from portal.messaging.enums import DeliveryState, Language
from portal.messaging.models import Delivery, Message, MessageText, NotificationPreference
from portal.messaging.queries import preference_of, unsent
from portal.messaging.registry import MESSAGE_TEMPLATES, Reminder
from tests.factories import UserFactory
from tests.messaging.people import MORNING, letter, reader, reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def sms(settings: Settings) -> None:
    """Set a gateway up; nothing is sent to it here."""
    settings.SMS_WEBHOOK_URL, settings.SMS_WEBHOOK_SECRET = "http://127.0.0.1:9/sms", "a secret of some length"


def test_a_step_is_sent_once_however_often_it_is_handed_over() -> None:
    person = reader()
    [message] = remind([reminder(person), reminder(person)], at=MORNING)
    assert message.subject == "青山村《财务收支（逐笔）》10月20日到期，还有3天"
    assert message.body.endswith("https://gongkai.example/desk/notices/new/")
    assert remind([reminder(person)], at=MORNING) == []
    assert remind([reminder(person)], at=MORNING + timedelta(days=9)) == []
    assert len(remind([reminder(person, step="before-3")], at=MORNING + timedelta(days=4))) == 1
    assert Message.objects.count() == 2


def test_what_is_planned_is_what_is_written() -> None:
    unreachable: User = UserFactory()
    people = [reader(), reader(language=Language.ENGLISH, by_email=False), unreachable]
    wanted = [reminder(person, step=step) for person in people for step in ("before-7", "on-the-day")]
    planned = unsent(wanted, at=MORNING)
    assert Message.objects.count() == 0
    written = remind(wanted, at=MORNING)
    assert [(one.person_id, one.step, one.subject, one.body) for one in planned] == [
        (one.person_id, one.step, one.subject, one.body) for one in written
    ]
    assert [channels_of(row.person, preference_of(row.person)) for row in planned[::2]] == [("email",), (), ()]
    assert unsent(wanted, at=MORNING) == []


def test_accounts_that_are_gone_get_nothing() -> None:
    off, system = UserFactory(is_active=False), User.objects.get(is_system=True)
    never = UserFactory.build(pk=99_999_999)
    assert remind([reminder(off), reminder(system), reminder(never)], at=MORNING) == []
    assert Delivery.objects.count() == 0


def test_each_is_written_to_in_their_language() -> None:
    spoken: list[str | None] = []

    def words() -> dict[str, str]:
        spoken.append(get_language())
        return {"unit": "Qingshan Village", "item": "Accounts", "due": "20 October", "days": "1", "period": "2026"}

    person = reader(language=Language.ENGLISH)
    given = Reminder(person, "before", "obligation:1", "before-1", date(2026, 10, 19), words, "/desk/")
    [message] = remind([given], at=MORNING)
    assert spoken == ["en"]
    assert message.subject == "Qingshan Village: “Accounts” is due on 20 October (days left: 1)"
    assert "https://gongkai.example/en/desk/" in message.body
    digest = Delivery.objects.get()
    assert digest.body.startswith(f"Dear {person.name_en},")
    assert "/en/desk/settings/" in digest.body


def test_the_offices_words_go_before_those_of_the_portal() -> None:
    MessageText.objects.create(
        kind="before", subject_zh="{item}快到期了", body_zh="剩{days}天", subject_en="{item}", body_en="{days}"
    )
    person = reader()
    [message] = remind([reminder(person)], at=MORNING)
    assert (message.subject, message.body) == ("财务收支（逐笔）快到期了", "剩3天")
    assert "https://gongkai.example/desk/notices/new/" in Delivery.objects.get().body


def test_a_place_without_a_value_stops_nothing() -> None:
    [message] = remind([reminder(reader(), words={"unit": "青山村"})], at=MORNING)
    assert message.subject == "青山村《》到期，还有天"


def test_a_subject_is_one_line_whatever_stands_in_it() -> None:
    [message] = remind([reminder(reader(), words={"item": "a\r\nBcc: x@y.example\x00", "unit": "u" * 300})], at=MORNING)
    assert "\n" not in message.subject
    assert len(message.subject) <= 200


def test_a_day_has_one_letter_with_what_escalates_first() -> None:
    person = reader()
    own = [reminder(person, cause=f"obligation:{n}", kind="on_the_day") for n in range(3)]
    above = reminder(person, cause="obligation:9", kind="escalation_publisher", step="escalation", escalates=True)
    remind([*own, above], at=MORNING)
    digest = Delivery.objects.get()
    assert digest.subject == "您有4件事待办（10月13日）"
    assert digest.messages.count() == 4
    lines = digest.body.splitlines()
    assert lines.index("已上报，请督促") < lines.index("请您办理")
    assert [line[:2] for line in lines if line[:1].isdigit()] == ["1.", "2.", "3.", "4."]
    assert "逾期3天未公开" in next(line for line in lines if line.startswith("1."))
    assert digest.body.count("https://gongkai.example/desk/notices/new/") == 4


def test_a_long_letter_leaves_the_rest_to_the_inbox() -> None:
    person = reader()
    remind([reminder(person, cause=f"obligation:{n}") for n in range(64)], at=MORNING)
    digest = Delivery.objects.get()
    assert digest.subject == "您有64件事待办（10月13日）"
    assert "60. 青山村" in digest.body
    assert "61. " not in digest.body
    assert "还有4件，请到收件箱查看：\nhttps://gongkai.example/desk/inbox/" in digest.body
    assert digest.messages.count() == 64


@bounds(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=5), min_size=1, max_size=12))
def test_whatever_comes_on_whichever_day_is_in_one_letter(days: list[list[tuple[int, int]]]) -> None:
    """Causes and steps come in any order, each day's run twice; a person who reads nothing is sent each thing once."""
    with transaction.atomic():
        person = reader()
        for number, handed_over in enumerate([*days, []]):
            at = MORNING + timedelta(days=number)
            for hours in (0, 5):
                wanted = [reminder(person, cause=f"c{cause}", step=f"s{step}") for cause, step in handed_over]
                remind(wanted, at=at + timedelta(hours=hours))
        messages = Message.objects.filter(person=person).prefetch_related("deliveries")
        wanted_ever = {(f"c{cause}", f"s{step}") for day in days for cause, step in day}
        assert sorted((one.cause, one.step) for one in messages) == sorted(wanted_ever)
        assert [one.deliveries.count() for one in messages] == [1] * len(wanted_ever)
        transaction.set_rollback(True)


def test_what_comes_after_the_days_letter_is_in_the_next() -> None:
    person = reader()
    remind([reminder(person)], at=MORNING)
    later = MORNING + timedelta(hours=3)
    remind([reminder(person, step="on-the-day")], at=later)
    assert Delivery.objects.count() == 1
    assert Message.objects.filter(deliveries__isnull=True).count() == 1  # it stands in the inbox at once
    remind([], at=MORNING + timedelta(days=1))
    first, second = Delivery.objects.order_by("day")
    assert [list(one.messages.values_list("step", flat=True)) for one in (first, second)] == [
        ["before-7"],
        ["on-the-day"],
    ]
    remind([], at=MORNING + timedelta(days=2))
    assert Delivery.objects.count() == 2


def test_what_was_read_is_not_sent_after() -> None:
    person = reader()
    remind([reminder(person)], at=MORNING)
    [second] = remind([reminder(person, step="on-the-day")], at=MORNING + timedelta(hours=1))
    choices.mark_read(actor=person, message=second, at=MORNING + timedelta(hours=2))
    remind([], at=MORNING + timedelta(days=1))
    assert Delivery.objects.count() == 1


def test_a_channel_switched_on_later_does_not_repeat_the_past(sms: None) -> None:
    person = reader()
    remind([reminder(person)], at=MORNING)
    NotificationPreference.objects.create(person=person, by_sms=True)
    remind([], at=MORNING + timedelta(days=1))
    assert [one.channel for one in Delivery.objects.all()] == ["email"]
    remind([reminder(person, step="on-the-day")], at=MORNING + timedelta(days=2))
    assert sorted(one.channel for one in Delivery.objects.filter(day=date(2026, 10, 15))) == ["email", "sms"]


def test_a_short_message_says_how_many_and_where(sms: None) -> None:
    person = reader(by_sms=True, by_email=False)
    remind([reminder(person, cause=f"obligation:{n}") for n in range(12)], at=MORNING)
    sent = Delivery.objects.get()
    assert (sent.channel, sent.address) == ("sms", "13900001234")
    assert sent.body == "您有12件事待办：https://gongkai.example/desk/inbox/"
    assert len(sent.body) <= 70


def test_a_short_message_of_one_thing_says_which(sms: None) -> None:
    person = reader(by_sms=True, by_email=False)
    remind([reminder(person)], at=MORNING)
    sent = Delivery.objects.get()
    assert sent.body.startswith("青山村《财务收支")
    assert sent.body.endswith(" https://gongkai.example/desk/inbox/")
    assert len(sent.body) <= 70


def test_no_channel_leaves_the_inbox(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    remind([reminder(reader(by_sms=True))], at=MORNING)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)
    assert write_letter(letter(), at=MORNING) is None


def test_quiet_hours_hold_a_letter_back() -> None:
    person = reader(quiet_from=time(20), quiet_to=time(9, 30))
    remind([reminder(person)], at=MORNING)
    digest = Delivery.objects.get()
    assert digest.not_before == MORNING + timedelta(minutes=90)
    assert Job.objects.count() == 0


def test_a_letter_is_written_once_a_cause() -> None:
    first = write_letter(letter(), at=MORNING)
    again = write_letter(letter(words=lambda: {"answer": "另一个答复"}), at=MORNING + timedelta(days=1))
    assert first is not None
    assert first == again
    assert "维修费有三份发票" in first.body
    assert (first.kind, first.state) == ("opinion_answered", DeliveryState.WAITING)
    assert Job.objects.filter(task="messaging.deliver").count() == 1


@pytest.mark.parametrize("address", ["", "no address", "a@b.example\r\nBcc: c@d.example"])
def test_no_letter_goes_to_what_is_no_address(address: str) -> None:
    assert write_letter(letter(address=address), at=MORNING) is None


@pytest.mark.parametrize("kind", [template.key for template in MESSAGE_TEMPLATES])
def test_every_message_template_uses_known_places_and_fits(kind: str) -> None:
    fields = {field.name: field for field in MessageText._meta.fields}
    default = MESSAGE_TEMPLATES[kind]
    for name in ("subject_zh", "body_zh", "subject_en", "body_en"):
        text = getattr(default, name)
        assert len(text) <= (fields[name].max_length or 0)
        assert not {"!", "！"} & set(text)


def test_the_number_of_queries_does_not_grow_with_people() -> None:
    def queries_for(count: int) -> int:
        people = [reader(by_email=True) for _each in range(count)]
        with CaptureQueriesContext(connection) as few:
            assert len(remind([reminder(person) for person in people], at=MORNING)) == count
        return len(few)

    queries_for(1)  # writes the job that sends them all
    assert queries_for(30) == queries_for(2)
