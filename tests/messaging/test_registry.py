"""A room that hands over a template and a source of reminders is all it takes for people to be reminded."""

from collections.abc import Iterable

import pytest
from django.utils import timezone

from portal.messaging.actions import reminders
from portal.messaging.models import Message
from portal.messaging.registry import (
    ADDRESS,
    MESSAGE_TEMPLATES,
    REMINDER_SOURCES,
    UNIT,
    MessageTemplate,
    Occasion,
    Reminder,
    ReminderSource,
)
from tests.messaging.people import MORNING, reader

pytestmark = pytest.mark.django_db

TEMPLATE = MessageTemplate(
    key="well",
    order=900,
    title="The well",
    placeholders=(UNIT, ADDRESS),
    subject_zh="{unit}的水井",
    body_zh="请查看。{address}",
    subject_en="The well of {unit}",
    body_en="Please look. {address}",
)


def test_a_new_cause_and_its_words_touch_the_room_that_adds_them_alone() -> None:
    person = reader()

    def well_reminders(occasion: Occasion) -> Iterable[Reminder]:
        yield Reminder(person, "well", "well:1", "once", occasion.on, lambda: {"unit": "青山村"}, "/desk/")

    with MESSAGE_TEMPLATES.also(TEMPLATE), REMINDER_SOURCES.also(ReminderSource("wells", well_reminders)):
        assert [row.subject for row in reminders.list_reminders(at=MORNING)] == ["青山村的水井"]
        reminders.send_reminders(at=MORNING)
        reminders.send_reminders(at=timezone.now())
    assert [one.subject for one in Message.objects.all()] == ["青山村的水井"]
