"""The administrator's part of the working calendar: reading it, and importing a year's notice.

A table that cannot be read, or cannot be the notice of its year, is `Refused` with the row and what is wrong with it.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.calendar.rules import Calendar, Special, package_years
from portal.core.models import CalendarDay, DaySource
from portal.core.refusals import Refused

COLUMNS = ("day", "is_working", "name_zh", "name_en")
WORKED = {"1": True, "yes": True, "是": True, "班": True, "0": False, "no": False, "否": False, "休": False}
# As spreadsheets and people write it; the year comes first.
WRITTEN_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_Version = tuple[str, int, int | None, datetime | None]
_built: dict[_Version, Calendar] = {}


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the administrator gives it; `row` is where it stood in what was given, 0 where nowhere."""

    day: date
    is_working: bool
    name_zh: str = ""
    name_en: str = ""
    row: int = field(default=0, compare=False)


def load() -> Calendar:
    """Return the calendar in force. One small query finds out whether the one built before is still right.

    Rows are written anew and never changed in place, so their number and the last key are enough.
    """
    found = CalendarDay.objects.aggregate(days=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
    version: _Version = (str(connection.settings_dict["NAME"]), found["days"], found["last"], found["changed"])
    if version not in _built:
        _built.clear()
        _built[version] = _build()
    return _built[version]


def import_notice(*, actor: AbstractBaseUser, year: int, days: Sequence[Day], at: datetime) -> None:
    """Import the State Council's notice of a year: from now on the year is known by this list alone.

    An earlier import of the year is replaced; local orders stay, unless the notice names the same day.

    Args:
        days: Every weekday that is off and every weekend day that is worked.
    """
    check_notice(year, days)
    with transaction.atomic():
        _lock_table()
        CalendarDay.objects.filter(day__year=year, source=DaySource.NOTICE).delete()
        CalendarDay.objects.filter(day__in=[each.day for each in days]).delete()
        rows = CalendarDay.objects.bulk_create(_row(each, DaySource.NOTICE, at) for each in days)
        audit.write(actor=actor, subject=rows[0], number=str(year), verb="import calendar", at=at)


def set_day(*, actor: AbstractBaseUser, day: Day, at: datetime) -> CalendarDay:
    """Set one day by a local order, such as a day off after a flood. What the notice says of it stays beneath."""
    with transaction.atomic():
        _lock_table()
        CalendarDay.objects.filter(day=day.day, source=DaySource.LOCAL).delete()
        row = _row(day, DaySource.LOCAL, at)
        row.save()
        audit.write(actor=actor, subject=row, number=str(day.day), verb="set day", at=at)
    return row


def take_back_day(*, actor: AbstractBaseUser, day: date, at: datetime) -> None:
    """Take back a local order, so that the day is again what the notice or the week makes of it.

    Raises:
        Refused: There is no local order for the day.
    """
    with transaction.atomic():
        _lock_table()
        row = CalendarDay.objects.filter(day=day, source=DaySource.LOCAL).first()
        if row is None:
            raise Refused(_("There is no local order for %(day)s any more.") % {"day": day.isoformat()})
        audit.write(actor=actor, subject=row, number=str(day), verb="take back day", at=at)
        row.delete()


def check_notice(year: int, days: Sequence[Day]) -> None:
    """Refuse a list that is empty, names a day twice, or names a day of another year."""
    if not days:
        raise Refused(_("The list is empty. Give every day off on a weekday and every weekend day that is worked."))
    seen: set[date] = set()
    for each in days:
        if each.day.year != year:
            raise _at_row(each, _("%(day)s is not in %(year)d.") % {"day": each.day.isoformat(), "year": year})
        if each.day in seen:
            raise _at_row(each, _("%(day)s stands twice in the list.") % {"day": each.day.isoformat()})
        seen.add(each.day)


def read_csv(content: bytes) -> list[Day]:
    """Read days from a CSV file in UTF-8 with the columns day, is_working, name_zh, name_en."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(_("The file is not in UTF-8. Save it again as CSV in UTF-8.")) from fault
    rows = csv.DictReader(StringIO(text, newline=""))
    try:
        missing = [name for name in COLUMNS[:2] if name not in (rows.fieldnames or ())]
        if missing:
            raise Refused(_("The file has no column “%(name)s”.") % {"name": missing[0]})
        return [_read_row(rows.line_num, row) for row in rows]
    except csv.Error as fault:
        raise Refused(_("The file is no table. Save it as CSV in UTF-8.")) from fault


def read_pasted(text: str) -> list[Day]:
    """Read days from lines as they are pasted: the day, 休 or 班 (0 or 1), and names in both languages.

    The parts are set off by commas, tabs or spaces; blank lines and a head are passed over.
    """
    days = []
    for number, line in enumerate(text.splitlines(), start=1):
        parted = re.search("[,，\t]", line)
        cells = re.split(r"\s*[,，\t]\s*", line.strip(), maxsplit=3) if parted else line.split(None, 3)
        if cells and cells[0].lower() != COLUMNS[0]:
            days.append(_read_row(number, dict(zip(COLUMNS, [*cells, "", "", ""], strict=False))))
    return days


def years_missing(calendar: Calendar, *, on: date, months_ahead: int = 2) -> list[int]:
    """Return the years whose notice should be in by a day but is not.

    The next year's is due once the current one has no more than `months_ahead` months left.
    """
    wanted = [on.year] + ([on.year + 1] if on.month > 12 - months_ahead else [])
    return [year for year in wanted if not calendar.is_known(date(year, 1, 1))]


def _build() -> Calendar:
    overrides: dict[date, Special] = {}
    noticed: set[int] = set()
    # A local order wins over the notice.
    for row in sorted(CalendarDay.objects.all(), key=lambda row: row.source == DaySource.LOCAL):
        overrides[row.day] = Special(row.is_working, row.name_zh, row.name_en or row.name_zh)
        if row.source == DaySource.NOTICE:
            noticed.add(row.day.year)
    return Calendar(overrides=overrides, notice_years=frozenset(noticed), packaged=package_years())


def _lock_table() -> None:
    """Let imports go one after the other; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_calendarday IN SHARE ROW EXCLUSIVE MODE")


def _row(day: Day, source: DaySource, at: datetime) -> CalendarDay:
    names = {"name_zh": day.name_zh, "name_en": day.name_en}
    return CalendarDay(day=day.day, is_working=day.is_working, **names, source=source, changed_at=at)


def _at_row(day: Day, sentence: str) -> Refused:
    """Return the refusal of one day, which names its row where it has one."""
    return Refused(_("Row %(row)d: %(fault)s") % {"row": day.row, "fault": sentence} if day.row else sentence)


def _read_row(number: int, row: Mapping[str, str | None]) -> Day:
    try:
        written = WRITTEN_DAY.fullmatch((row["day"] or "").strip())
        day = date(*map(int, written.groups() if written else ()))
    except (TypeError, ValueError) as fault:
        raise Refused(
            _("Row %(row)d: “%(text)s” is no date; write it as 2027-01-01.") % {"row": number, "text": row["day"]}
        ) from fault
    worked = WORKED.get((row["is_working"] or "").strip().lower())
    if worked is None:
        raise Refused(_("Row %(row)d: is_working must be 1 or 0.") % {"row": number})
    name_zh, name_en = ((row.get(name) or "").strip() for name in COLUMNS[2:])
    for name, most in ((name_zh, 60), (name_en, 80)):
        if len(name) > most:
            raise Refused(_("Row %(row)d: “%(name)s…” is longer than a name.") % {"row": number, "name": name[:20]})
    return Day(day, worked, name_zh, name_en, row=number)
