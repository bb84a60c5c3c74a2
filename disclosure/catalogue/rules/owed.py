"""What is owed, by when, and how long it is on notice. Nothing here reads the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from disclosure.catalogue.enums import REGULAR, Cadence, NoticeUnit
from disclosure.catalogue.rules.periods import Period
from portal.core.calendar.rules import Calendar


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day by which something is to be public; provisional if counted in a year whose calendar is not known yet."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """From day 1, the day after publication, to the last day on which an objection is in time."""

    first: date
    last: date
    provisional: bool


def due_after(day: date, *, working_days: int, calendar: Calendar) -> DueDay:
    """Return the day so many working days after a day, which is not counted itself."""
    counted = calendar.add_working_days(day, working_days)
    return DueDay(counted.date, counted.provisional)


def notice_period(published_on: date, *, days: int, unit: NoticeUnit, calendar: Calendar) -> NoticePeriod | None:
    """Return the notice period of an edition published on a day; None where none is prescribed.

    Day 1 is the day after publication. Working days count as the calendar has them; a period of
    calendar days runs through holidays.
    """
    if not days or unit == NoticeUnit.NONE:
        return None
    day_one = published_on + timedelta(days=1)
    if unit == NoticeUnit.CALENDAR:
        return NoticePeriod(day_one, published_on + timedelta(days=days), provisional=False)
    first = calendar.add_working_days(published_on, 1)
    last = calendar.add_working_days(published_on, days)
    return NoticePeriod(first.date, last.date, provisional=last.provisional)


Books = tuple[tuple[date, date | None], ...]
"""From when to when a unit keeps monthly books; the last end is None while it is open."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the catalogue prescribes for one item.

    Attributes:
        kind: Which kind of unit owes it.
        publication_day: From 1 to 28, of the first month after the period (practice: the 8th, 10th or 20th).
        working_days: So many after the period, in place of the publication day.
        owed_since: Periods that ended before this day are not owed.
        follows_books: Whether a unit with monthly books owes it monthly instead of quarterly.
    """

    cadence: Cadence
    kind: str
    publication_day: int
    working_days: int | None = None
    owed_since: date | None = None
    is_active: bool = True
    follows_books: bool = False

    def due_day(self, period: Period, calendar: Calendar) -> DueDay:
        """Return the day by which it is to be public for a period; no publication day is a day off."""
        if self.working_days:
            return due_after(period.last, working_days=self.working_days, calendar=calendar)
        wanted = period.next.first.replace(day=self.publication_day)
        found = calendar.next_working_day(wanted)
        return DueDay(found, provisional=not (calendar.is_known(wanted) and calendar.is_known(found)))


@dataclass(frozen=True, slots=True)
class OwingUnit:
    """A unit, as far as it matters for what it owes; `books` are the times of its monthly books."""

    kind: str
    is_active: bool = True
    books: Books = ()

    def keeps_monthly_books(self, period: Period) -> bool:
        """Return whether any day of a period lies in a time of monthly books."""
        return any(first <= period.last and (last is None or last >= period.first) for first, last in self.books)


@dataclass(frozen=True, slots=True)
class Span:
    """Periods that ended before it are not owed, since the portal was not there; later ones are not counted yet."""

    begins_on: date
    ends_on: date


def periods_of_item(item: Item, unit: OwingUnit, span: Span) -> Iterator[Period]:
    """Return the periods of an item that a unit owes, oldest first.

    In a quarter that a unit keeps monthly books in, each month of it is owed in place of the quarter.
    """
    if item.cadence not in REGULAR or not (item.is_active and unit.is_active and item.kind == unit.kind):
        return
    begins_on = max(span.begins_on, item.owed_since or span.begins_on)
    period = Period.containing(begins_on, item.cadence)
    while period.first <= span.ends_on:
        for part in parts_of(item, unit, period):
            if part.last >= begins_on and part.first <= span.ends_on:
                yield part
        period = period.next


def is_owed(item: Item, unit: OwingUnit, period: Period, *, begins_on: date) -> bool:
    """Return whether a unit owes an item for one period."""
    return period in periods_of_item(item, unit, Span(max(begins_on, period.first), period.last)) and (
        period.last >= begins_on
    )


def survives_change_of_cadence(item: Item, unit: OwingUnit, period: Period) -> bool:
    """Return whether an item is still owed for a period of the cadence it had before.

    It is where the period had ended when the cadence changed. An item taken out of use, or owed only since
    later, is not.
    """
    return bool(
        item.is_active
        and unit.is_active
        and item.kind == unit.kind
        and item.cadence in REGULAR
        and period.cadence != item.cadence
        and not (item.follows_books and period.cadence == Cadence.MONTHLY)
        and item.owed_since
        and period.last < item.owed_since
    )


def effective_due_date(stored: DueDay | None, counted: DueDay, *, today: date, is_published: bool) -> DueDay:
    """Return the day an obligation is due: the one stored, if it can no longer change, else the one counted now.

    A day that has passed stays, and so does that of what is published, whatever catalogue and calendar say
    later. A day that was provisional is counted again.
    """
    if stored is None:
        return counted
    has_passed = stored.date < today and not stored.provisional
    return stored if has_passed or is_published else counted


def begin(*, noticed: date | None, stored: date | None, today: date) -> date:
    """Return the day from which on periods are owed: when the first of them that is known ended.

    Args:
        noticed: Last day of the earliest period of which the portal has published any notice.
        stored: Last day of the earliest period of a stored obligation; without a notice it counts, if it is earlier
            than the quarter that ended last.
        today: The day of the question.
    """
    if noticed:
        return noticed
    last_ended = Period.containing(today, Cadence.QUARTERLY).previous.last
    return min(last_ended, stored) if stored else last_ended


def parts_of(item: Item, unit: OwingUnit, period: Period) -> list[Period]:
    """Return for which periods an item is owed: the period itself, or its months where books are monthly."""
    if not (item.follows_books and unit.keeps_monthly_books(period)):
        return [period]
    first = Period.containing(period.first, Cadence.MONTHLY)
    return [first.shifted(count) for count in range(period.months)]


Counting = Callable[[Item, Period], DueDay]
"""Counts the day an item is due for a period."""


def counting(calendar: Calendar) -> Counting:
    """Return a way to count due days that counts each day once, for many units owe the same item."""
    return cache(lambda item, period: item.due_day(period, calendar))
