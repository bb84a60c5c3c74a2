"""Reads about messages: what has not been said yet, the inbox, and how people want to be written to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import translation

from portal.accounts.models import User
from portal.messaging import quiet
from portal.messaging.channels import absolute, channels_of
from portal.messaging.models import ADDRESS, Delivery, Message, NotificationPreference, Wording
from portal.messaging.registry import MESSAGE_TEMPLATES
from portal.messaging.types import Reminder, Words
from portal.messaging.wordings import Worded, filled


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is to be written, as it will read.

    Attributes:
        reminder: What was handed over.
        subject: Its subject in the person's language.
        body: Its text.
        channels: How it will leave the portal besides standing in the inbox; values of `Channel`.
        not_before: When it may leave at the earliest; later only where the day's digest has been made already.
        language: The person's language.
    """

    reminder: Reminder
    subject: str
    body: str
    channels: tuple[str, ...]
    not_before: datetime
    language: str


def preference_of(person: User) -> NotificationPreference:
    """Return how a person wants to be written to; a row that is not stored where they never said."""
    return NotificationPreference.objects.filter(person=person).first() or NotificationPreference(person=person)


def preferences_of(people: Iterable[User]) -> dict[int, NotificationPreference]:
    """Return how each of these people wants to be written to, by their keys."""
    everybody = list(people)
    stored = {
        wish.person_id: wish
        for wish in NotificationPreference.objects.filter(person__in=everybody).select_related("person")
    }
    return {person.pk: stored.get(person.pk) or NotificationPreference(person=person) for person in everybody}


def letters_of_day(address: str, kind: str, *, day: date) -> int:
    """Return how many letters of a kind were written to an address on a day."""
    return Delivery.objects.filter(person=None, address_digest__in=ADDRESS.all_of(address), kind=kind, day=day).count()


def wordings() -> dict[str, Worded]:
    """Return the words of every kind: as the office has changed them, or else as they come."""
    changed = {row.kind: row for row in Wording.objects.all()}
    return {template.key: changed.get(template.key, template) for template in MESSAGE_TEMPLATES}


def rendered(kind: str, words: Words, url: str, language: str, worded: Worded) -> tuple[str, str]:
    """Return subject and text of one message in a language."""
    with translation.override(language):
        values: Mapping[str, str] = {**words(), "address": absolute(url, language)}
        return filled(kind, worded, values, language)


def unsaid(reminders: Iterable[Reminder], *, at: datetime) -> list[Planned]:
    """Return what `actions.remind` would write now, in the order it was handed over.

    Left out is what was said before, what stands twice among the reminders, and whatever is for an account
    that is switched off or gone.

    Raises:
        KeyError: A kind is no key of a message template.
    """
    wanted: dict[tuple[int, str, str], Reminder] = {}
    for reminder in reminders:
        wanted.setdefault((reminder.person.pk, reminder.cause, reminder.step), reminder)
    people = User.objects.filter(is_active=True, is_system=False).in_bulk({key[0] for key in wanted})
    said = set(
        Message.objects.filter(person__in=people, cause__in={key[1] for key in wanted}).values_list(
            "person_id", "cause", "step"
        )
    )
    left = [(people[key[0]], one) for key, one in wanted.items() if key[0] in people and key not in said]
    if not left:
        return []
    wishes, words = preferences_of(people.values()), wordings()
    return [_planned(person, reminder, wishes[person.pk], words[reminder.kind], at) for person, reminder in left]


def _planned(person: User, reminder: Reminder, wish: NotificationPreference, worded: Worded, at: datetime) -> Planned:
    subject, body = rendered(reminder.kind, reminder.words, reminder.url, wish.language, worded)
    return Planned(
        reminder=reminder,
        subject=subject,
        body=body,
        channels=channels_of(person, wish),
        not_before=quiet.earliest(at, wish.quiet_from, wish.quiet_to),
        language=wish.language,
    )


def inbox(person: User) -> QuerySet[Message]:
    """Return a person's messages, newest first."""
    return Message.objects.filter(person=person).order_by("-created_at", "-pk")


def unread(person: User) -> QuerySet[Message]:
    """Return the messages a person has not read, newest first."""
    return inbox(person).filter(read_at__isnull=True)


def reachable() -> Q:
    """Return the condition on deliveries to somebody outside, or to a person whose account is in use."""
    return Q(person__isnull=True) | Q(person__is_active=True)
