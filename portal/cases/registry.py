"""What an app hands to cases: a kind of case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.models import Unit, User
from portal.cases.models import Case
from portal.cases.rules.limits import TimeLimit
from portal.core.policy import Policy
from portal.core.registry import Registry
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class FollowPage:
    """The state of a case, for people who have its number and code. Nothing of what they wrote is repeated.

    Attributes:
        state: Its state in words.
        meta: Number, day and so on, as terms and values.
        note: What else there is to know, such as that it was joined with another.
        waiting: What comes next, and by when.
        overdue: By how much that is overdue; empty if it is not.
        reason_heading: What the reason is of.
        reason: Why it was turned down.
        answer: The answer.
        answered_by: By whom and when.
        back_url: The page it is about.
        back_label: What that is called.
        beside: A template of what the sender can do; it is given this page, which the kind may extend.
        below: A template of what else there is to see, such as how the days are counted.
    """

    state: str
    meta: list[tuple[str, str]]
    note: str = ""
    waiting: str = ""
    overdue: str = ""
    reason_heading: str = ""
    reason: str = ""
    answer: str = ""
    answered_by: str = ""
    back_url: str = ""
    back_label: str = ""
    beside: str = ""
    below: str = ""


TakeOver = Callable[[User, Unit, datetime, Callable[[str], Case]], None]
"""Called with the actor, the township, the time, and a function that makes the case under a number: makes the row."""


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case.

    Attributes:
        key: What it is called in the table.
        title: The heading of the page to follow one.
        readers: Who reads what is private of a case of this kind.
        page: Returns what the page to follow a case shows; called with the case and today.
        limits: The time limits that may run on a case.
        keep_days: Returns for how many days what is private is kept after a case was closed.
        forget: Removes the personal text from the kind's own row and its history.
        name: What one is called where a case of another kind is handed over to it.
        take_over: Takes a case over that is handed over from another kind; None where none can be.
    """

    key: str
    title: Words
    readers: Policy[Case]
    page: Callable[[Case, date], FollowPage]
    limits: tuple[TimeLimit, ...]
    keep_days: Callable[[], int]
    forget: Callable[[Case], None]
    name: Words = ""
    take_over: TakeOver | None = None

    def limit(self, key: str) -> TimeLimit:
        """Return a time limit.

        Raises:
            KeyError: This kind has none of this key.
        """
        return {one.key: one for one in self.limits}[key]


CASE_KINDS: Registry[CaseKind] = Registry("kind of case")
