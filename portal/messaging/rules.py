"""Reminders: the steps of each cause, the one that is to go out now, and quiet hours.

A cause is what a reminder is about: an item that is owed, an edition that waits, an opinion that wants an
answer, a poster on a board. It has steps in a fixed order, each with the day on which it comes due. A step is
known by its name alone, never by its day: where the day it is counted from moves, because a holiday was
announced late, a step that was sent is not sent again, and those that were not come due on their new days.

Of several steps that were missed only the newest goes out, and none that is older than one that was sent.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count

from django.utils import timezone

from portal.core.calendar.rules import Calendar

BEFORE = (7, 3, 1)
"""Calendar days before an item is due on which its clerk is reminded (practice)."""
TO_PUBLISHER, TO_SECRETARY = 3, 10
"""Calendar days after which the publisher, then the secretary, is reminded of what is overdue (practice)."""
WAITS, WAITS_AGAIN = 3, 5
"""An edition may wait so many working days; then those it waits for are reminded, and again after so many."""
SCREENING_WAITS = 2
"""Working days an opinion may wait to be screened (practice)."""
WEEK = 7
ON_THE_DAY = "on-the-day"


class To(StrEnum):
    """For whom a step is."""

    CLERK = "clerk"
    HEAD = "head"
    PUBLISHER = "publisher"
    SECRETARY = "secretary"
    NEXT = "next"
    """Those who may take the next step."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a cause."""

    name: str
    kind: str
    due: date
    to: frozenset[To]

    @property
    def place(self) -> int:
        """The place among the steps of its cause."""
        return place_of(self.name)


def place_of(name: str) -> int:
    """Return the place of a step among those of its cause; a later one has the higher number.

    Raises:
        ValueError: If no step is called so.
    """
    word, _, rest = name.rpartition("-")
    if name == ON_THE_DAY:
        return 0
    if word == "escalation":
        return {"publisher": TO_PUBLISHER, "secretary": TO_SECRETARY}[rest]
    if word == "before":
        return -int(rest)
    if word == "after-week":
        return (int(rest) - 1) * WEEK + 1
    if word == "waiting":
        return int(rest)
    raise ValueError(f"{name!r} is no step.")


def newest(steps: Iterable[Step], *, sent: Collection[str], on: date) -> Step | None:
    """Return the step that is to be sent to one person on a day, or None.

    Args:
        sent: Names of the steps of this cause that the person was sent.
    """
    come = [step for step in steps if step.due <= on]
    if not come:
        return None
    last = max(come, key=lambda step: step.place)
    return None if any(place_of(name) >= last.place for name in sent) else last


def of_obligation(due_on: date, *, on: date, is_on_its_way: bool = False) -> list[Step]:
    """Return the steps of an item that is owed, up to a day.

    Before the day and on it the clerk is reminded; from the day after it each week clerk and head; once the
    publisher and once the secretary. An item that was handed in waits for others: its clerk is left alone,
    and those it waits for are reminded in their place, from the day after it was due.

    Args:
        is_on_its_way: Whether an edition has been submitted and is not public yet.
    """
    steps = [] if is_on_its_way else list(_before(due_on, BEFORE, "before", "on_the_day"))
    first = To.NEXT if is_on_its_way else To.CLERK
    steps += _each_week(due_on + timedelta(days=1), on, "after", first, To.HEAD)
    steps += _escalations(due_on, "escalation_publisher", "escalation_secretary")
    return _come(steps, on)


def of_answer(answer_due: date, *, on: date, calendar: Calendar) -> list[Step]:
    """Return the steps of an opinion that its unit is to answer by a day, up to a day.

    The clerk is reminded on the working day before and on the day; then as with an item that is overdue.
    """
    before = calendar.last_working_day(answer_due - timedelta(days=1))
    steps = [Step("before-1", "answer_due", before, frozenset({To.CLERK}))]
    steps += _before(answer_due, (), "answer_due", "answer_due")
    steps += _each_week(answer_due + timedelta(days=1), on, "answer_overdue", To.CLERK, To.HEAD)
    steps += _escalations(answer_due, "answer_escalation", "answer_escalation")
    return _come(steps, on)


def of_case(due_on: date, *, on: date, kind: str) -> list[Step]:
    """Return the steps of a case that waits for a step by a day, up to a day.

    Those whose step it is are reminded before, on the day and each week after it; then as with an item that is overdue.

    Args:
        kind: What the keys of its messages begin with; they end in `_due`, `_overdue` and `_escalation`.
    """
    steps = [*_before(due_on, BEFORE, f"{kind}_due", f"{kind}_due")]
    steps += _each_week(due_on + timedelta(days=1), on, f"{kind}_overdue", To.CLERK, To.HEAD)
    steps += _escalations(due_on, f"{kind}_escalation", f"{kind}_escalation")
    return _come(steps, on)


def of_waiting(since: date, *, on: date, longer_than: int, kind: str, calendar: Calendar) -> list[Step]:
    """Return the steps of what waits for somebody's next step, up to a day.

    The first comes due when it has waited for longer than so many working days, one more each
    `WAITS_AGAIN` working days.

    Args:
        since: The day on which it began to wait, which is not counted.
        longer_than: Working days it may wait.
    """
    steps, due = [], calendar.add_working_days(since, longer_than + 1).date
    for number in count(1):
        if due > on:
            break
        steps.append(Step(f"waiting-{number}", kind, due, frozenset({To.NEXT})))
        due = calendar.add_working_days(due, WAITS_AGAIN).date
    return steps


def of_posting(first: date, *, on: date, kind: str) -> list[Step]:
    """Return the steps of a poster that is to come off its board: from a day on, then each week."""
    to = frozenset({To.NEXT})
    steps = [Step(ON_THE_DAY, kind, first, to)]
    steps += _each_week(first + timedelta(days=WEEK), on, kind, To.NEXT)
    return _come(steps, on)


def _before(due_on: date, days: Iterable[int], before: str, on_the_day: str) -> Iterator[Step]:
    to = frozenset({To.CLERK})
    for number in days:
        yield Step(f"before-{number}", before, due_on - timedelta(days=number), to)
    yield Step(ON_THE_DAY, on_the_day, due_on, to)


def _each_week(first: date, on: date, kind: str, *to: To) -> Iterator[Step]:
    weeks = range((on - first).days // WEEK + 1)
    for number in weeks:
        yield Step(f"after-week-{number + 1}", kind, first + timedelta(days=WEEK * number), frozenset(to))


def _escalations(due_on: date, to_publisher: str, to_secretary: str) -> Iterator[Step]:
    for days, kind, to in ((TO_PUBLISHER, to_publisher, To.PUBLISHER), (TO_SECRETARY, to_secretary, To.SECRETARY)):
        yield Step(f"escalation-{to}", kind, due_on + timedelta(days=days), frozenset({to}))


def _come(steps: Iterable[Step], on: date) -> list[Step]:
    return sorted((step for step in steps if step.due <= on), key=lambda step: step.place)


def after_quiet_hours(at: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """Return `at`, or the end of the quiet hours it falls into.

    Args:
        quiet_to: When they end; before `quiet_from` where they span midnight. Equal to it, there are none.
    """
    local = timezone.localtime(at)
    now, today = local.time(), local.date()
    if quiet_from == quiet_to:
        return at
    if quiet_from < quiet_to:
        is_quiet, last = quiet_from <= now < quiet_to, today
    else:
        is_quiet = now >= quiet_from or now < quiet_to
        last = today + timedelta(days=1) if now >= quiet_from else today
    return datetime.combine(last, quiet_to, tzinfo=local.tzinfo) if is_quiet else at
