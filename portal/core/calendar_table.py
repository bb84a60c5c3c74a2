"""The administrator's part of the working calendar: reading it, and bringing in a year's notice."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.calendar import Calendar, Special, package_years
from portal.core.models import CalendarDay, DaySource
from portal.core.refusals import Refused

COLUMNS = ("day", "is_working", "name_zh", "name_en")
WORKED = {"1": True, "yes": True, "是": True, "0": False, "no": False, "否": False}
_Version = tuple[str, int, int | None, datetime | None]
_built: dict[_Version, Calendar] = {}


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the administrator gives it."""

    day: date
    is_working: bool
    name_zh: str = ""
    name_en: str = ""


def current() -> Calendar:
    """Return the calendar in force. One small query tells whether the one built before still holds.

    Rows are written anew and never changed in place, so how many there are and the last key tell.
    """
    told = CalendarDay.objects.aggregate(days=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
    version: _Version = (str(connection.settings_dict["NAME"]), told["days"], told["last"], told["changed"])
    if version not in _built:
        _built.clear()
        _built[version] = _build()
    return _built[version]


def import_notice(*, actor: AbstractBaseUser, year: int, days: Sequence[Day], at: datetime) -> None:
    """Take in the State Council's notice of a year: from now on the year is known by this list alone.

    What an earlier import said of the year is replaced; local orders stay, unless the notice speaks of
    the same day.

    Args:
        actor: The administrator.
        year: The year.
        days: Every weekday that is off and every weekend day that is worked.
        at: Now.

    Raises:
        Refused: The list is empty, names a day twice, or names a day of another year.
    """
    check_notice(year, days)
    with transaction.atomic():
        _lock_table()
        said = [each.day for each in days]
        CalendarDay.objects.filter(day__year=year, source=DaySource.NOTICE).delete()
        CalendarDay.objects.filter(day__in=said).delete()
        rows = CalendarDay.objects.bulk_create(
            CalendarDay(
                day=each.day,
                is_working=each.is_working,
                name_zh=each.name_zh,
                name_en=each.name_en,
                source=DaySource.NOTICE,
                changed_at=at,
            )
            for each in days
        )
        audit.write(actor=actor, subject=rows[0], number=str(year), verb="import calendar", at=at)


def set_day(*, actor: AbstractBaseUser, day: Day, at: datetime) -> CalendarDay:
    """Say one day otherwise by a local order, such as a day off after a flood."""
    with transaction.atomic():
        _lock_table()
        CalendarDay.objects.filter(day=day.day).delete()
        row = CalendarDay.objects.create(
            day=day.day,
            is_working=day.is_working,
            name_zh=day.name_zh,
            name_en=day.name_en,
            source=DaySource.LOCAL,
            changed_at=at,
        )
        audit.write(actor=actor, subject=row, number=str(day.day), verb="set day", at=at)
    return row


def check_notice(year: int, days: Sequence[Day]) -> None:
    """Refuse a list that cannot be the notice of that year.

    Raises:
        Refused: The list is empty, names a day twice, or names a day of another year.
    """
    if not days:
        raise Refused(_("The list is empty. Give every day off on a weekday and every weekend day that is worked."))
    seen: set[date] = set()
    for each in days:
        if each.day.year != year:
            raise Refused(_("%(day)s is not in %(year)d.") % {"day": each.day.isoformat(), "year": year})
        if each.day in seen:
            raise Refused(_("%(day)s stands twice in the list.") % {"day": each.day.isoformat()})
        seen.add(each.day)


def read_csv(content: bytes) -> list[Day]:
    """Read days from a CSV file in UTF-8 with the columns day, is_working, name_zh, name_en.

    Raises:
        Refused: The file is no such table; names the row and what is wrong with it.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(_("The file is not in UTF-8. Save it again as CSV in UTF-8.")) from fault
    rows = csv.DictReader(StringIO(text))
    missing = [name for name in COLUMNS[:2] if name not in (rows.fieldnames or ())]
    if missing:
        raise Refused(_("The file has no column “%(name)s”.") % {"name": missing[0]})
    return [_read_row(number, row) for number, row in enumerate(rows, start=2)]


def years_missing(calendar: Calendar, *, on: date, months_ahead: int = 2) -> list[int]:
    """Return the years whose notice should be in by a day but is not, for the administrator to be told.

    The next year's is due once the current one has no more than `months_ahead` months left.
    """
    wanted = [on.year] + ([on.year + 1] if on.month > 12 - months_ahead else [])
    return [year for year in wanted if not calendar.is_known(date(year, 1, 1))]


def _build() -> Calendar:
    overrides: dict[date, Special] = {}
    noticed: set[int] = set()
    for row in CalendarDay.objects.all():
        overrides[row.day] = Special(row.is_working, row.name_zh, row.name_en or row.name_zh)
        if row.source == DaySource.NOTICE:
            noticed.add(row.day.year)
    return Calendar(overrides=overrides, notice_years=frozenset(noticed), packaged=package_years())


def _lock_table() -> None:
    """Let imports go one after the other; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_calendarday IN SHARE ROW EXCLUSIVE MODE")


def _read_row(number: int, row: dict[str, str | None]) -> Day:
    try:
        day = date.fromisoformat((row["day"] or "").strip())
    except ValueError as fault:
        raise Refused(
            _("Row %(row)d: “%(text)s” is no date; write it as 2027-01-01.") % {"row": number, "text": row["day"]}
        ) from fault
    worked = WORKED.get((row["is_working"] or "").strip().lower())
    if worked is None:
        raise Refused(_("Row %(row)d: is_working must be 1 or 0.") % {"row": number})
    return Day(day, worked, (row.get("name_zh") or "").strip(), (row.get("name_en") or "").strip())
