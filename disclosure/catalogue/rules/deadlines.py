"""Time limits of disclosure: when an item is due, and from when to when it is on notice.

Days are counted by `portal.core.calendar`, which knows make-up working days and says when it had to
guess. Numbers of days come from the catalogue and the settings, never from here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from disclosure.catalogue.enums import NoticeUnit
from disclosure.catalogue.rules.periods import Period
from portal.core.calendar.rules import Calendar


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day by which something is to be public.

    Attributes:
        date: The day.
        provisional: Whether it was counted in a year whose calendar is not known yet.
    """

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """From when to when an edition is on notice.

    Attributes:
        first: Day 1, the day after publication.
        last: The last day on which an objection is in time.
        provisional: Whether a day was counted in a year whose calendar is not known yet.
    """

    first: date
    last: date
    provisional: bool


def due_on(period: Period, *, publication_day: int, calendar: Calendar) -> date:
    """Return the day by which a regular item is to be public.

    The publication day of the first month after the period (practice: the 8th, 10th or 20th); one
    that is no working day moves to the next that is.

    Args:
        period: What the item is about.
        publication_day: Day of the month, 1 to 28.
        calendar: The working calendar.
    """
    return calendar.next_working_day(period.next.first.replace(day=publication_day))


def due_day(period: Period, *, publication_day: int, working_days: int | None, calendar: Calendar) -> DueDay:
    """Return the day by which a regular item is to be public, and whether it can still change.

    Args:
        period: What the item is about.
        publication_day: Day of the first month after the period, 1 to 28.
        working_days: So many working days after the period instead, where the rule says working days.
        calendar: The working calendar.
    """
    if working_days:
        return due_after(period.last, working_days=working_days, calendar=calendar)
    wanted = period.next.first.replace(day=publication_day)
    found = calendar.next_working_day(wanted)
    return DueDay(found, provisional=not (calendar.is_known(wanted) and calendar.is_known(found)))


def due_after(day: date, *, working_days: int, calendar: Calendar) -> DueDay:
    """Return the day so many working days after a day, which is not counted itself."""
    counted = calendar.add_working_days(day, working_days)
    return DueDay(counted.date, counted.provisional)


def notice_period(published_on: date, *, days: int, unit: NoticeUnit, calendar: Calendar) -> NoticePeriod | None:
    """Return the notice period of an edition published on a day; None where none is prescribed.

    Day 1 is the day after publication. Working days count as the calendar has them; a period of
    calendar days runs through holidays.

    Args:
        published_on: The day of publication, in the portal's zone.
        days: How many days, from the catalogue.
        unit: Whether they are working or calendar days, from the catalogue.
        calendar: The working calendar.
    """
    if not days or unit == NoticeUnit.NONE:
        return None
    day_one = published_on + timedelta(days=1)
    if unit == NoticeUnit.CALENDAR:
        return NoticePeriod(day_one, published_on + timedelta(days=days), provisional=False)
    first = calendar.add_working_days(published_on, 1)
    last = calendar.add_working_days(published_on, days)
    return NoticePeriod(first.date, last.date, provisional=last.provisional)
