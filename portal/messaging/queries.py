"""Reads about messages: what is still to be sent, the inbox, and how people want to be written to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone, translation

from portal.accounts.guessing import Guessed, WrongTries, wrong_tries
from portal.accounts.models import User
from portal.core.dates import moment
from portal.core.models import AuditLine
from portal.messaging import rules
from portal.messaging.channels import absolute
from portal.messaging.enums import AGAIN, DeliveryState
from portal.messaging.models import ADDRESS, Delivery, Message, MessageText, NotificationPreference
from portal.messaging.policies import SEES_DELIVERY, answers_for_messages
from portal.messaging.registry import MESSAGE_TEMPLATES, SETTLEMENTS, Occasion, PlaceholderValues, Reminder
from portal.messaging.rules import Step, To
from portal.messaging.texts import Texts, filled


def preference_of(person: User) -> NotificationPreference:
    """Return how a person wants to be written to; a row that is not stored where they never chose."""
    return NotificationPreference.objects.filter(person=person).first() or NotificationPreference(person=person)


def preferences_of(people: Iterable[User]) -> dict[int, NotificationPreference]:
    """Return how each of these people wants to be written to, by their keys."""
    everybody = list(people)
    stored = {
        preference.person_id: preference
        for preference in NotificationPreference.objects.filter(person__in=everybody).select_related("person")
    }
    return {person.pk: stored.get(person.pk) or NotificationPreference(person=person) for person in everybody}


def message_texts() -> dict[str, Texts]:
    """Return the words of every kind: as the office has changed them, or else as they come."""
    changed = {row.kind: row for row in MessageText.objects.all()}
    return {template.key: changed.get(template.key, template) for template in MESSAGE_TEMPLATES}


def rendered(kind: str, words: PlaceholderValues, url: str, language: str, texts: Texts) -> tuple[str, str]:
    """Return subject and text of one message in a language."""
    with translation.override(language):
        values: Mapping[str, str] = {**words(), "address": absolute(url, language)}
        return filled(kind, texts, values, language)


def letters_refused(address: str, *, kind: str) -> int:
    """Return how many letters of a kind the mail server of an address refused for good."""
    rows = Delivery.objects.filter(person=None, kind=kind, address_digest__in=ADDRESS.all_of(address))
    return rows.filter(state=DeliveryState.BOUNCED).count()


def unsent(reminders: Iterable[Reminder], *, at: datetime) -> list[Message]:
    """Return the messages `actions.remind` would write now, not saved, in the order of the reminders.

    Left out is what was sent before, what stands twice among the reminders, and whatever is for an account
    that is switched off or gone.

    Raises:
        KeyError: A kind is no key of a message template.
    """
    wanted: dict[tuple[int, str, str], Reminder] = {}
    for reminder in reminders:
        wanted.setdefault((reminder.person.pk, reminder.cause, reminder.step), reminder)
    people = User.objects.filter(is_active=True, is_system=False).in_bulk({key[0] for key in wanted})
    sent = set(
        Message.objects.filter(person__in=people, cause__in={key[1] for key in wanted}).values_list(
            "person_id", "cause", "step"
        )
    )
    left = [(people[key[0]], one) for key, one in wanted.items() if key[0] in people and key not in sent]
    if not left:
        return []
    preferences, words = preferences_of(people.values()), message_texts()
    return [_message(person, reminder, preferences[person.pk], words[reminder.kind], at) for person, reminder in left]


def _message(
    person: User, reminder: Reminder, preference: NotificationPreference, texts: Texts, at: datetime
) -> Message:
    language = preference.language
    subject, body = rendered(reminder.kind, reminder.words, reminder.url, language, texts)
    return Message(
        person=person,
        kind=reminder.kind,
        cause=reminder.cause,
        step=reminder.step,
        due_on=reminder.due,
        subject=subject,
        body=body,
        language=language,
        escalates=reminder.escalates,
        url=reminder.url,
        created_at=at,
    )


def inbox(person: User) -> QuerySet[Message]:
    """Return a person's messages, newest first."""
    return Message.objects.filter(person=person).order_by("-created_at", "-pk")


def unread(person: User) -> QuerySet[Message]:
    """Return the messages a person has not read, newest first."""
    return inbox(person).filter(read_at__isnull=True)


@dataclass(frozen=True, slots=True)
class NewestUnread:
    """What a person has not read, newest first, as far as the desk's first page shows it.

    Attributes:
        messages: Each with the day on which its matter was settled, None where it is not.
        failed: How many deliveries of the last days did not arrive, for those who answer for messages.
    """

    messages: list[tuple[Message, date | None]]
    count: int
    failed: int


SHOWN, LATELY = 5, timedelta(days=14)


def newest_unread(person: User, at: datetime) -> NewestUnread:
    """Return the newest messages a person has not read."""
    rows = unread(person)
    failed = 0
    if answers_for_messages(person, at):
        deliveries = SEES_DELIVERY.permitted(person, at=at).filter(state__in=AGAIN, state_since__gt=at - LATELY)
        failed = deliveries.count()
    return NewestUnread(with_settled(rows[:SHOWN]), rows.count(), failed)


@dataclass(frozen=True, slots=True)
class Cause:
    """What people are reminded of.

    Attributes:
        urls: Where it leads, for each of them.
    """

    key: str
    steps: Sequence[Step]
    people: Mapping[To, Sequence[User]]
    words: PlaceholderValues
    urls: Mapping[To, str]

    def reminders(self, sent: Mapping[tuple[int, str], set[str]], on: date) -> Iterator[Reminder]:
        """Yield the reminder of each person on a day: the newest step, if it was not sent."""
        parts: dict[int, set[To]] = {}
        people: dict[int, User] = {}
        for to, found in self.people.items():
            for person in found:
                people[person.pk] = person
                parts.setdefault(person.pk, set()).add(to)
        for key, mine in parts.items():
            steps = [step for step in self.steps if step.to & mine]
            step = rules.newest(steps, sent=sent.get((key, self.key), ()), on=on)
            if step:
                yield self._reminder(people[key], step, mine)

    def _reminder(self, person: User, step: Step, mine: set[To]) -> Reminder:
        concerned = step.to & mine
        own = concerned & {To.CLERK, To.NEXT}
        return Reminder(
            person=person,
            kind=step.kind,
            cause=self.key,
            step=step.name,
            due=step.due,
            words=self.words,
            url=self.urls[min(own or concerned)],
            escalates=not own,
        )


def reminders_of(causes: Iterable[Cause], *, on: date) -> list[Reminder]:
    """Return the reminders that are due on a day and were not sent yet, by person and cause.

    Of each cause a person gets the newest step that has come, and none that is older than one they got.
    """
    found = list(causes)
    sent = _sent(cause.key for cause in found)
    return [reminder for cause in found for reminder in cause.reminders(sent, on)]


def _sent(keys: Iterable[str]) -> dict[tuple[int, str], set[str]]:
    """Return the steps that were sent, by person and cause."""
    found: dict[tuple[int, str], set[str]] = {}
    rows = Message.objects.filter(cause__in=list(keys)).order_by()
    for person, cause, step in rows.values_list("person_id", "cause", "step"):
        found.setdefault((person, cause), set()).add(step)
    return found


def settled(messages: Iterable[Message]) -> dict[int, datetime]:
    """Return when the matters of messages were settled, of those whose were, by the keys of the messages."""
    causes: dict[str, set[str]] = {}
    found = list(messages)
    for message in found:
        causes.setdefault(message.cause.partition(":")[0], set()).add(message.cause)
    times: dict[str, datetime] = {}
    for key, some in causes.items():
        if settlement := SETTLEMENTS.get(key):
            times |= settlement.settled(some)
    return {message.pk: times[message.cause] for message in found if message.cause in times}


def out_of_sight(messages: Iterable[Message], *, at: datetime) -> set[int]:
    """Return which messages tell of what their readers may not see any more, by the keys of the messages.

    Each piece of news is asked for by the policy it was told under; without its line in the audit nobody sees it.
    """
    news: dict[tuple[User, str], dict[int, int]] = {}
    for one in messages:
        template = MESSAGE_TEMPLATES.get(one.kind)
        about, _colon, line = one.cause.partition(":")
        if template and template.news and about in NEWS_CAUSES:
            news.setdefault((one.person, one.kind), {})[one.pk] = int(line)
    lines = {line for some in news.values() for line in some.values()}
    subjects = dict(AuditLine.objects.filter(pk__in=lines).values_list("pk", "subject_id"))
    hidden: set[int] = set()
    for (person, kind), some in news.items():
        policy = MESSAGE_TEMPLATES[kind].news.policy  # type: ignore[union-attr]
        asked = {subjects[line] for line in some.values() if line in subjects}
        seen = set(policy.permitted(person, at=at).filter(pk__in=asked).values_list("pk", flat=True))
        hidden |= {pk for pk, line in some.items() if subjects.get(line) not in seen}
    return hidden


def with_settled(messages: Iterable[Message]) -> list[tuple[Message, date | None]]:
    """Return messages, each with the day on which its matter was settled, None where it is not."""
    found = list(messages)
    times = settled(found)
    return [(one, timezone.localdate(times[one.pk]) if one.pk in times else None) for one in found]


WAITS, TOLD = "waits", "told"
"""What the causes of news begin with: after which something waits for those who are told, and any other."""
NEWS_CAUSES = (WAITS, TOLD)


def steps_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when what waited after a step left the state it came into, by the cause of the news of that step."""
    keys = {int(cause.partition(":")[2]): cause for cause in causes}
    same = AuditLine.objects.filter(subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))
    later = same.filter(source=OuterRef("target"), pk__gt=OuterRef("pk")).exclude(target=F("source")).order_by("pk")
    lines = AuditLine.objects.filter(pk__in=keys).annotate(left_at=Subquery(later.values("at")[:1]))
    return {keys[pk]: at for pk, at in lines.values_list("pk", "left_at") if at}


GUESSING = {Guessed.PASSWORD: "wrong_passwords", Guessed.CODE: "wrong_codes"}
"""The messages about what was typed wrong."""
TOLD_FROM = 5
"""Wrong tries of which the owner of an account is told; fewer are slips of the finger, and shown at the sign-in."""


def guessing_reminders(occasion: Occasion) -> list[Reminder]:
    """Return a message for everybody for whom something was typed wrong since they last signed in or were told."""
    return [reminder for what in Guessed for reminder in _guessed(what, occasion)]


def _guessed(what: Guessed, occasion: Occasion) -> list[Reminder]:
    keys = list(User.objects.filter(is_active=True, is_system=False).order_by().values_list("pk", flat=True))
    found = {key: wrong for key, wrong in wrong_tries(keys, what).items() if wrong.count >= TOLD_FROM}
    if not found:
        return []
    messages = Message.objects.filter(kind=GUESSING[what], person__in=found).order_by().values("person")
    told = dict(messages.annotate(Max("created_at")).values_list("person", "created_at__max"))
    people = User.objects.in_bulk(found)
    return [
        Reminder(
            person=people[key],
            kind=GUESSING[what],
            cause=f"wrong-{what}:{key}",
            step=f"{occasion.on}",
            due=occasion.on,
            words=_words_of(wrong),
            url="/accounts/password/change/",
        )
        for key, wrong in found.items()
        if key not in told or wrong.latest > told[key]
    ]


def _words_of(wrong: WrongTries) -> PlaceholderValues:
    return lambda: {
        "count": str(wrong.count),
        "latest": moment(wrong.latest),
        "network": wrong.shown_network,
    }
