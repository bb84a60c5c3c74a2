"""The rules of visit days, without database or settings: which days there are, their places, and whose turn it is."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest

from petitions.visit_days.enums import Change, OnHoliday, RuleKind
from portal.core.calendar import Calendar

BASIS = "信访工作条例"
"""Leaders receive petitioners on days that are announced."""
PRACTICE = "领导接访日制度"
GRACE_MINUTES = 10
"""Somebody who comes later than so many minutes after their time is late (practice)."""
ONE_DAY = timedelta(days=1)
SATURDAY = 6
"""As `isoweekday` counts."""
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """On which days a rule has visits.

    Attributes:
        kind: A value of `RuleKind`.
        first: From when on it holds.
        last: Its last day; None while it is open.
        weekdays: Of a weekly rule, from 1 for Monday to 7.
        month_day: Of a monthly rule; in a shorter month it is the last day.
        day: Of a rule for once.
        on_holiday: A value of `OnHoliday`. A rule for every working day meets no day off.
    """

    kind: str
    first: date
    last: date | None = None
    weekdays: frozenset[int] = frozenset()
    month_day: int | None = None
    day: date | None = None
    on_holiday: str = OnHoliday.UNSTATED


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One visit day of a rule.

    Attributes:
        planned_on: The day the rule names.
        day: The day on which it is held, or would have been.
        change: What a day off changed, a value of `Change`.
        turn: Which one it is since the rule began, from 0; leaders who take turns are counted by it. One that
            is cancelled uses up its turn, so that no later one moves.
        is_provisional: Whether the calendar of its year is not known yet.
    """

    planned_on: date
    day: date
    change: str
    turn: int
    is_provisional: bool

    @property
    def is_held(self) -> bool:
        """Whether there is a visit."""
        return self.change in (Change.NONE, Change.POSTPONED)


def occurrences(pattern: Pattern, first: date, last: date, calendar: Calendar) -> list[Occurrence]:
    """Return the visit days whose planned day lies in a span, in their order.

    What is postponed to a day on which the rule has a visit anyway is joined with that one.
    """
    days = list(_planned(pattern, last, calendar))
    own = set(days)
    return [_occurrence(pattern, day, turn, own, calendar) for turn, day in enumerate(days) if day >= first]


def _planned(pattern: Pattern, last: date, calendar: Calendar) -> Iterator[date]:
    day = pattern.first
    last = min(last, pattern.last) if pattern.last else last
    while day <= last:
        if _is_named(pattern, day, calendar):
            yield day
        day += ONE_DAY


def _is_named(pattern: Pattern, day: date, calendar: Calendar) -> bool:
    match pattern.kind:
        case RuleKind.DAILY:
            return calendar.is_working_day(day)
        case RuleKind.WEEKLY:
            return day.isoweekday() in pattern.weekdays
        case RuleKind.MONTHLY:
            return day.day == min(pattern.month_day or 1, monthrange(day.year, day.month)[1])
        case _:
            return day == pattern.day


def _occurrence(pattern: Pattern, planned: date, turn: int, own: set[date], calendar: Calendar) -> Occurrence:
    is_known = calendar.is_known(planned)
    if not _is_off(pattern, planned, calendar) or pattern.on_holiday == OnHoliday.UNSTATED:
        return Occurrence(planned, planned, Change.NONE, turn, not is_known)
    if pattern.on_holiday == OnHoliday.CANCEL:
        return Occurrence(planned, planned, Change.DAY_OFF, turn, not is_known)
    day = calendar.next_working_day(planned)
    is_known = is_known and calendar.is_known(day)
    change = Change.JOINED if day in own else Change.POSTPONED
    return Occurrence(planned, day, change, turn, not is_known)


def _is_off(pattern: Pattern, day: date, calendar: Calendar) -> bool:
    """Return whether a day off is met. An ordinary weekend that a rule names on purpose is none."""
    if calendar.is_working_day(day):
        return False
    return pattern.kind == RuleKind.MONTHLY or not _is_ordinary_weekend(day, calendar)


def _is_ordinary_weekend(day: date, calendar: Calendar) -> bool:
    """Return whether a day is of a weekend beside which the weekdays are worked, so that it belongs to no holiday."""
    if day.isoweekday() < SATURDAY:
        return False
    saturday = day - timedelta(days=day.isoweekday() - SATURDAY)
    return calendar.is_working_day(saturday - ONE_DAY) and calendar.is_working_day(saturday + 2 * ONE_DAY)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a visit day; `number` counts from 1."""

    number: int
    begins: time
    ends: time


def slots(begins: time, ends: time, *, minutes: int, places: int) -> list[Slot]:
    """Return the places of a day, as many of them as its hours have room for."""
    found: list[Slot] = []
    start, close = datetime.combine(_ANY_DAY, begins), datetime.combine(_ANY_DAY, ends)
    length = timedelta(minutes=minutes)
    while len(found) < places and start + length <= close:
        found.append(Slot(len(found) + 1, start.time(), (start + length).time()))
        start += length
    return found


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who has signed in and waits to be called.

    Attributes:
        key: By which they are known.
        slot: The number of their place; None for who came without.
        ticket: The number of their ticket, for who came without a place.
        is_late: Whether they came after their time.
        is_first: Whether they were not reached the last time.
        arrived_at: When they signed in.
    """

    key: int
    slot: int | None
    ticket: int | None
    is_late: bool
    is_first: bool
    arrived_at: datetime


def in_order(line: Iterable[InLine], *, booked_was_last: bool = False) -> list[InLine]:
    """Return in which order people are called.

    Who was not reached the last time comes first. Then those who booked, by their time, and those who did not, by
    their tickets, take turns one by one; latecomers come last, in the order they came.

    Args:
        booked_was_last: Whether the last who was called had a place; then somebody without one is next.
    """
    people = list(line)
    first = sorted((one for one in people if one.is_first), key=_by_arrival)
    late = sorted((one for one in people if one.is_late and not one.is_first), key=_by_arrival)
    rest = [one for one in people if not (one.is_first or one.is_late)]
    booked = sorted((one for one in rest if one.slot is not None), key=lambda one: (one.slot, one.key))
    walked_in = sorted((one for one in rest if one.slot is None), key=lambda one: (one.ticket or 0, one.key))
    pair = (walked_in, booked) if booked_was_last else (booked, walked_in)
    return [*first, *_in_turn(*pair), *late]


def _by_arrival(one: InLine) -> tuple[datetime, int]:
    return one.arrived_at, one.key


def _in_turn(one: Sequence[InLine], other: Sequence[InLine]) -> Iterator[InLine]:
    for pair in zip_longest(one, other):
        yield from (each for each in pair if each is not None)


def is_late(begins: time, now: time, *, grace: int) -> bool:
    """Return whether somebody who signs in now comes after their time and some minutes of grace."""
    limit = datetime.combine(_ANY_DAY, begins) + timedelta(minutes=grace)
    return datetime.combine(_ANY_DAY, now) > limit
