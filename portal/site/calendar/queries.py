"""What is known of the years of the working calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from portal.accounts.policies import administers
from portal.core import calendar
from portal.core.calendar import table as calendar_table
from portal.core.calendar.rules import Calendar
from portal.core.models import CalendarDay, DaySource

YEARS_BACK = 2
FIRST_YEAR, LAST_YEAR = 2001, 2099

PACKAGE = pgettext_lazy("source of a day", "Calendar package")
GUESS = pgettext_lazy("source of a day", "Guessed")


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar.

    Attributes:
        source: From where it is known; that it is guessed where it is not.
    """

    number: int
    is_known: bool
    source: str | Promise


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from the ordinary week.

    Attributes:
        name: Why; may be empty.
    """

    day: date
    is_working: bool
    name: str
    source: str | Promise
    is_local: bool = False


def years(known: Calendar, *, on: date) -> list[Year]:
    """Return the years to show: from two before this one to the first that is not known, and all brought in."""
    numbers = set(range(on.year - YEARS_BACK, max(known.known_until, on.year) + 2)) | known.notice_years
    return [_year(number, known) for number in sorted(numbers)]


def year_asked(text: str, this_year: int) -> int:
    """Return the year that is asked for; this one for anything that is none."""
    year = int(text) if text.isdecimal() and len(text) == 4 else this_year
    return year if FIRST_YEAR <= year <= LAST_YEAR else this_year


def days_of(known: Calendar, year: int) -> list[SpecialDay]:
    """Return the days of a year that differ from the ordinary week, in their order; guesses where it is not known."""
    rows = CalendarDay.objects.filter(day__year=year).values_list("day", "source")
    sources = dict(sorted(rows, key=lambda row: row[1] == DaySource.LOCAL))  # a local order wins
    source = _year(year, known).source
    found = []
    day, last = date(year, 1, 1), date(year, 12, 31)
    while day <= last:
        special = known.special(day)
        if special is not None:
            label = DaySource(sources[day]).label if day in sources else source
            is_local = sources.get(day) == DaySource.LOCAL
            found.append(SpecialDay(day, special.is_working, special.name, label, is_local))
        day += timedelta(days=1)
    return found


def missing(person: User, *, at: datetime) -> list[int]:
    """Return the years whose notice should be in but is not, for an administrator; nothing for anybody else."""
    if not administers(person, at=at):
        return []
    return calendar_table.years_missing(calendar.load(), on=timezone.localdate(at))


def _year(number: int, known: Calendar) -> Year:
    if number in known.notice_years:
        return Year(number, is_known=True, source=DaySource.NOTICE.label)
    if number in known.packaged:
        return Year(number, is_known=True, source=PACKAGE)
    return Year(number, is_known=False, source=GUESS)
