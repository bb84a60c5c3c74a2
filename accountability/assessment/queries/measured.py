"""What the portal counts by itself for an assessment, each figure with what it was counted from."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accountability.assessment.enums import MeasureKey
from accountability.rectification.queries import Counts, units_in_year
from disclosure.catalogue.enums import MONEY_STATEMENT, Cadence
from disclosure.obligations.enums import Status
from disclosure.obligations.queries.owed import ObligationStatus, owed_in_year
from disclosure.opinions.queries.answered import answered_in_time
from petitions.outcomes.queries.figures import satisfied_in_year, units_in_year as petitions_of_units
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days

UNPUBLISHED_AFTER = 30
"""Calendar days after which accounts that are not published count as not published in the quarter."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of one unit: how many cases, in words as they are published, and where it was counted from."""

    cases: int
    text: str
    source: str
    url: str


Figures = dict[int, Counted]
"""Figures by the key of their unit."""
Counter = Callable[[Collection[Unit], int, datetime], dict[MeasureKey, Figures]]


def counted(units: Iterable[Unit], year: int, *, at: datetime) -> dict[int, dict[MeasureKey, Counted]]:
    """Return what the portal counts of a year for units of one township, by unit and measure.

    The number of queries does not grow with that of the units. Texts are in Chinese, as results are published.
    """
    found = list(units)
    told: dict[int, dict[MeasureKey, Counted]] = {unit.pk: {} for unit in found}
    with translation.override(settings.LANGUAGE_CODE):
        for counter in COUNTERS:
            for key, figures_of in counter(found, year, at).items():
                for unit, figure in figures_of.items():
                    told[unit][key] = figure
    return told


def _notices(units: Collection[Unit], year: int, at: datetime) -> dict[MeasureKey, Figures]:
    """Count what each unit owed the public for the periods of a year."""
    by_unit: dict[int, list[ObligationStatus]] = {unit.pk: [] for unit in units}
    for row in owed_in_year(year, at=at, units=units):
        by_unit[row.unit.pk].append(row)
    return {key: {unit: count(owed, year) for unit, owed in by_unit.items()} for key, count in _OF_NOTICES.items()}


def _source_of_notices(year: int) -> tuple[str, str]:
    return "完成情况", reverse("disclosure:matrix", args=[str(year)])


def _missing(owed: list[ObligationStatus], year: int) -> Counted:
    due = [row for row in owed if row.status in _COUNTS]
    cases = sum(1 for row in due if row.status == Status.MISSING)
    text = f"应公开{len(due)}项，缺{cases}项" if due else "没有到期应公开的事项"
    return Counted(cases, text, *_source_of_notices(year))


def _late(owed: list[ObligationStatus], year: int) -> Counted:
    late = [row for row in owed if row.status == Status.LATE]
    text = f"迟{len(late)}项，最长迟{max(row.days_late for row in late)}天" if late else "没有迟公开的"
    return Counted(len(late), text, *_source_of_notices(year))


def _two_quarters(owed: list[ObligationStatus], year: int) -> Counted:
    """Count whether the accounts of two quarters running were not published, or only long after their day."""
    quarters = sorted(
        {
            row.period.first.month
            for row in owed
            if row.entry.form == MONEY_STATEMENT
            and row.period.cadence == Cadence.QUARTERLY
            and (row.status == Status.MISSING or row.days_late > UNPUBLISHED_AFTER)
        }
    )
    running = [later for earlier, later in pairwise(quarters) if later - earlier == MONTHS]
    text = "连续两个季度没有公开财务" if running else "没有连续两个季度不公开财务的情形"
    return Counted(1 if running else 0, text, *_source_of_notices(year))


MONTHS = 3
"""Months of a quarter."""
_COUNTS = (Status.ON_TIME, Status.LATE, Status.MISSING)
_OF_NOTICES: Mapping[MeasureKey, Callable[[list[ObligationStatus], int], Counted]] = {
    MeasureKey.NOTICES_MISSING: _missing,
    MeasureKey.NOTICES_LATE: _late,
    MeasureKey.QUARTERS_UNPUBLISHED: _two_quarters,
}


def _opinions(units: Collection[Unit], year: int, at: datetime) -> dict[MeasureKey, Figures]:
    """Count the opinions that were to be answered in a year, and those that were not in time."""
    answered = answered_in_time(date(year, 1, 1), date(year, 12, 31), today=today_of_due_days(at))
    told: Figures = {}
    for unit in units:
        in_time, due = answered.get(unit.pk, (0, 0))
        text = f"应答复意见{due}条，迟答{due - in_time}条" if due else "没有应答复的意见"
        told[unit.pk] = Counted(due - in_time, text, "意见与答复", reverse("disclosure:opinions"))
    return {MeasureKey.OPINIONS_LATE: told}


def _petitions(units: Collection[Unit], year: int, at: datetime) -> dict[MeasureKey, Figures]:
    """Count the petitions a unit was to decide in a year and did not in time, and whether few were satisfied."""
    late: Figures = {}
    low: Figures = {}
    today, place = today_of_due_days(at), ("信访统计", reverse("petitions:outcomes_year", args=[year]))
    for town in {unit.town for unit in units}:
        rows = petitions_of_units(town, year, today=today, is_public=False)
        ratings = satisfied_in_year(town, year, today=today)
        for unit in units:
            row = rows.get(unit.code)
            due, in_time = (row.due or 0, row.in_time or 0) if row else (0, 0)
            text = f"信访到期{due}件，超期{due - in_time}件" if due else "没有到期的信访件"
            late[unit.pk] = Counted(due - in_time, text, *place)
            low[unit.pk] = _satisfaction(*ratings.get(unit.code, (0, 0)), place)
    return {MeasureKey.PETITIONS_LATE: late, MeasureKey.SATISFACTION_LOW: low}


def _satisfaction(satisfied: int, rated: int, place: tuple[str, str]) -> Counted:
    if not rated:
        return Counted(0, "没有评价", *place)
    is_low = satisfied * 100 < rated * SATISFACTION_LEAST
    text = f"评价{rated}件，满意和基本满意{satisfied}件，{satisfied / rated:.1%}"
    return Counted(int(is_low), text, *place)


SATISFACTION_LEAST = 80
"""Percent of those who rated that are to be satisfied."""


def _rectifications(units: Collection[Unit], year: int, at: datetime) -> dict[MeasureKey, Figures]:
    """Count what a unit was asked to put right in a year and did not report by its day."""
    told: Figures = {}
    for town in {unit.town for unit in units}:
        rows = units_in_year(town, year, at=at)
        for unit in units:
            row = rows.get(unit.pk, Counts())
            cases = row.closed_late + row.overdue
            text = f"要求整改{row.given}个，超期{cases}个" if row.given else "没有要求整改的问题"
            url = f"/desk/rectifications/?unit={unit.code}&year={year}"
            told[unit.pk] = Counted(cases, text, "整改台账", url)
    return {MeasureKey.RECTIFICATIONS_LATE: told}


COUNTERS: tuple[Counter, ...] = (_notices, _opinions, _petitions, _rectifications)
"""What counts; each answers for all units at once."""


def end_of(year: int, at: datetime) -> datetime:
    """Return as of when a year is counted: a month after its end, when its last notices are due, or now."""
    first_of_next = timezone.make_aware(datetime(year + 1, 1, 1))  # noqa: DTZ001  # made aware in the portal's zone
    return min(at, first_of_next + timedelta(days=31))
