"""What rooms hand to messaging: the words of each kind of message, and who is to be reminded of what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.queries import Roster
from portal.core.calendar.rules import Calendar
from portal.core.registry import Registry
from portal.core.workflow import Words
from portal.messaging.types import Reminder


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the words of a message, such as `{unit}`, which is filled when the message is written.

    Attributes:
        key: What stands between the braces.
        label: What it stands for.
        sample_zh: A made-up value in Chinese, for previews.
        sample_en: The same in English.
    """

    key: str
    label: Words
    sample_zh: str
    sample_en: str


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """The words of one kind of message as they come with the portal. The office may change them in the desk.

    Attributes:
        key: The kind.
        order: Where it stands in the list of the desk.
        title: What the kind is called there.
        places: What may stand in braces.
        subject_zh: The subject in Chinese.
        body_zh: The text in Chinese.
        subject_en: The subject in English.
        body_en: The text in English.
        escalates: Whether it tells somebody above of another's work.
        to_outside: Whether it goes to people who have no account.
    """

    key: str
    order: int
    title: Words
    places: tuple[Place, ...]
    subject_zh: str
    body_zh: str
    subject_en: str
    body_en: str
    escalates: bool = False
    to_outside: bool = False


MESSAGE_TEMPLATES: Registry[MessageTemplate] = Registry("message template")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What every source of reminders needs to know, read once.

    Attributes:
        at: The time at which is asked what is to be said.
        on: Its day in the portal's zone.
        roster: Who holds which post on that day.
        calendar: The working calendar.
    """

    at: datetime
    on: date
    roster: Roster
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class ReminderSource:
    """One kind of thing that people are reminded of.

    Attributes:
        key: What it is called.
        reminders: Returns what is to be said and was not said yet, each once for a person and a cause.
    """

    key: str
    reminders: Callable[[Occasion], Iterable[Reminder]]


REMINDER_SOURCES: Registry[ReminderSource] = Registry("source of reminders")
