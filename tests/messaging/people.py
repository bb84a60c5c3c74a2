"""What the tests of messages have in common: somebody to write to, and reminders for them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from portal.accounts.models import User
from portal.messaging.models import NotificationPreference
from portal.messaging.registry import MESSAGE_TEMPLATES, Letter, Reminder
from portal.messaging.texts import samples
from tests.factories import UserFactory

MORNING = datetime(2026, 10, 13, 0, 0, tzinfo=UTC)
"""Tuesday 13 October 2026, 8:00 in Shanghai."""


def reader(**preference: Any) -> User:
    """Return somebody with an e-mail address and a mobile telephone, who chose so."""
    made: User = UserFactory(phone="139 0000 1234")
    User.objects.filter(pk=made.pk).update(email=f"reader{made.pk}@town.example")
    made.refresh_from_db()
    if preference:
        NotificationPreference.objects.create(person=made, **preference)
    return made


def reminder(person: User, **fields: Any) -> Reminder:
    """Return a reminder of one step of one cause."""
    kind = fields.pop("kind", "before")
    words: Mapping[str, str] = fields.pop("words", samples(MESSAGE_TEMPLATES[kind].placeholders, "zh-hans"))
    given: dict[str, Any] = {
        "cause": "obligation:QS-01-F02-2026Q3",
        "step": "before-7",
        "due": date(2026, 10, 13),
        "url": "/desk/notices/new/",
        **fields,
    }
    return Reminder(person=person, kind=kind, words=lambda: words, **given)


def letter(**fields: Any) -> Letter:
    """Return a letter to a resident."""
    given: dict[str, Any] = {
        "address": "resident@home.example",
        "kind": "opinion_answered",
        "cause": "opinion:QS-01-F02-2026Q3-Y1:answered",
        "words": lambda: samples(MESSAGE_TEMPLATES["opinion_answered"].placeholders, "zh-hans"),
        "url": "/notices/QS-01-F02-2026Q3/",
        **fields,
    }
    return Letter(**given)
