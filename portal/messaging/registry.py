"""What rooms hand to messaging: templates, letters, who is reminded or told of what, and when that is settled."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Unit, User
from portal.accounts.queries import Roster
from portal.core.calendar.rules import Calendar
from portal.core.policy import Policy
from portal.core.registry import Registry
from portal.core.workflow import Words
from portal.messaging.enums import Channel, Language

PlaceholderValues = Callable[[], Mapping[str, str]]
"""Called in the language of the receiver; returns the values of the placeholders."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one cause, for one person.

    Attributes:
        cause: What it is about, such as obligation:QS-01-F02-2026Q3. Never two messages for one step of it.
        url: Address of the page it leads to, without host and language, such as /desk/editions/7/.
        escalates: Whether it is to a superior, about another's work.
    """

    person: User
    kind: str
    cause: str
    step: str
    due: date
    words: PlaceholderValues
    url: str
    escalates: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to somebody who has no account, such as a person who asked a question.

    Attributes:
        address: Their e-mail address, or their telephone number.
        cause: What it is about; never two letters for one.
        url: Address of the page it leads to, without host and language.
        at_most: How many of this kind one address is sent a day; None for any number.
    """

    address: str = field(repr=False)
    kind: str
    cause: str
    words: PlaceholderValues
    url: str
    language: Language = Language.CHINESE
    unit: Unit | None = None
    channel: Channel = Channel.EMAIL
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder in the words of a message, such as `{unit}`, which is filled when the message is written.

    Attributes:
        sample_zh: A made-up value in Chinese, for previews.
        sample_en: The same in English.
    """

    key: str
    label: Words
    sample_zh: str
    sample_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """When the inbox of others says a message at once: when a step was taken. Whoever took it is told nothing of it.

    Attributes:
        workflow: Name of the table of the step.
        verbs: The steps that are told.
        people: Called with the subject as it is saved and the time, returns whom it concerns.
        policy: Who may see what is told, asked of each of them; nobody else is told.
        words: Called with the subject in the language of the receiver, returns the values of the placeholders
            besides `who` took the step, and the `reason`.
        url: Called with the subject, returns the page it leads to, without host and language.
        waits: Whether it then waits for those who are told; it is settled when the subject leaves that state.
    """

    workflow: str
    verbs: tuple[str, ...]
    people: Callable[[Any, datetime], Iterable[User]]
    policy: Policy[Any]
    words: Callable[[Any], Mapping[str, str]]
    url: Callable[[Any], str]
    waits: bool = False


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """The words of one kind of message as they come with the portal. The office may change them in the desk.

    Attributes:
        order: Its place in the list of the desk.
        news: The steps that are told with it; None where something else sends it.
        is_private: Whether nobody learns who is sent it: its letters stand in no list of the desk.
        leave: Called with the cause of a letter, returns the page on which its reader leaves, without host and
            language; mail programs then offer to (RFC 8058). None for a letter that is no subscription.
    """

    key: str
    order: int
    title: Words
    placeholders: tuple[Placeholder, ...]
    subject_zh: str
    body_zh: str
    subject_en: str
    body_en: str
    news: News | None = None
    is_private: bool = False
    leave: Callable[[str], str] | None = None


MESSAGE_TEMPLATES: Registry[MessageTemplate] = Registry("message template")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What every source of reminders needs to know, read once."""

    at: datetime
    on: date
    roster: Roster
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class ReminderSource:
    """One kind of thing that people are reminded of.

    Attributes:
        reminders: Returns what is due and was not sent yet, each once for a person and a cause.
    """

    key: str
    reminders: Callable[[Occasion], Iterable[Reminder]]


REMINDER_SOURCES: Registry[ReminderSource] = Registry("source of reminders")


@dataclass(frozen=True, slots=True)
class Settlement:
    """How messages of one kind of cause learn that their matter is settled.

    Attributes:
        key: What the causes begin with, up to their first colon.
        settled: Called with causes, returns when those were settled that are, with a fixed number of queries.
    """

    key: str
    settled: Callable[[Collection[str]], Mapping[str, datetime]]


SETTLEMENTS: Registry[Settlement] = Registry("settlement of causes")


UNIT = Placeholder("unit", _("the unit, or the one an opinion was given to"), "青山村", "Qingshan Village")
ITEM = Placeholder("item", _("the item of the catalogue"), "财务收支（逐笔）", "Receipts and payments, line by line")
PERIOD = Placeholder("period", _("the period"), "2026年第三季度", "third quarter of 2026")
DUE = Placeholder("due", _("the last day"), "10月20日", "20 October")
DAYS = Placeholder("days", _("a number of days: left, overdue or waited"), "3", "3")
NOTICE = Placeholder(
    "notice",
    _("the title of the notice"),
    "青山村2026年第三季度财务收支",
    "Qingshan Village: accounts, third quarter 2026",
)
WHO = Placeholder("who", _("who took the step"), "周明远", "Zhou Mingyuan")
REASON = Placeholder("reason", _("the reason"), "第 3 笔缺票据。", "Entry 3 lacks its receipt.")
NUMBER = Placeholder("number", _("the number"), "QS-01-F02-2026Q3-Y1", "QS-01-F02-2026Q3-Y1")
ADDRESS = Placeholder("address", _("the address of the page"), "https://…", "https://…")
