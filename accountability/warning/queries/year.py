"""The secretary's year: where every unit of a town stands in every matter, read from the rooms that know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accountability.appraisal.enums import DebriefingState
from accountability.appraisal.models import Debriefing
from accountability.appraisal.queries import figures as appraisal
from accountability.assessment.enums import Grade
from accountability.assessment.queries import figures as assessment
from accountability.integrity.enums import TalkState
from accountability.integrity.models import Talk
from accountability.integrity.queries import figures as integrity
from accountability.letters.enums import TO_SIGN, UNREPORTED
from accountability.letters.models import SelfReport, SigningYear
from accountability.letters.queries import figures as letters
from accountability.rectification import queries as rectification
from accountability.rectification.enums import RectificationState
from accountability.rectification.models import Rectification
from accountability.warning.enums import DueKind
from accountability.warning.models import RiskCount
from accountability.warning.rules import Quarter
from portal.accounts.models import Unit
from portal.accounts.queries import units as units_in_use
from portal.core.demonstration import today_of_due_days

SOON = timedelta(days=15)
"""So long ahead the page shows what comes to be due."""


@dataclass(frozen=True, slots=True)
class Report:
    """A quarterly report of a unit: its key, when it is due and was reported, whether its quarter has ended."""

    key: int
    due: date
    reported_on: date | None
    is_owed: bool
    has_ended: bool


@dataclass(frozen=True, slots=True)
class UnitInYear:
    """Where a unit stands in a year, as each room tells it; None or empty where it tells nothing."""

    unit: Unit
    letter: letters.UnitYear | None
    integrity: integrity.UnitYear | None
    planned_talk: date | None
    reports: Mapping[int, Report]
    rectification: rectification.Counts
    debriefing: appraisal.UnitYear | None
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that a unit has to do by a day: the key of the row it is read from."""

    kind: DueKind
    unit: Unit
    key: int
    due: date


@dataclass(frozen=True, slots=True)
class SecretaryYear:
    """A town's year on a day, unit by unit, and what is due within `SOON`, the earliest first."""

    town: Unit
    year: int
    today: date
    rows: Sequence[UnitInYear]
    due: Sequence[DueItem] = field(default_factory=tuple)

    @property
    def is_over(self) -> bool:
        """Whether the year has ended."""
        return self.today > date(self.year, 12, 31)


def year_of(town: Unit, year: int, *, at: datetime) -> SecretaryYear:
    """Return where a town stands in a year, in as many queries for one unit as for twenty."""
    today = today_of_due_days(at)
    units = list(units_in_use().filter(parent=town).select_related("parent").order_by("code"))
    signed, kept = letters.units_in_year(town, year, at=at), integrity.units_in_year(town, year, at=at)
    put_right = rectification.units_in_year(town, year, at=at)
    debriefed, grades = appraisal.units_in_year(town, year, at=at), assessment.units_in_year(town, year, at=at)
    reports, planned = _reports(town, year, today), _planned_talks(town, year)
    rows = [
        UnitInYear(
            unit=unit,
            letter=signed.get(unit.pk),
            integrity=kept.get(unit.pk),
            planned_talk=planned.get(unit.pk),
            reports=reports.get(unit.pk, {}),
            rectification=put_right.get(unit.pk, rectification.Counts()),
            debriefing=debriefed.get(unit.pk),
            grade=grades.get(unit.pk),
        )
        for unit in units
    ]
    known = {unit.pk: unit for unit in units}
    due = sorted(_due(town, rows, known, today), key=lambda one: (one.due, one.unit.code, one.kind, one.key))
    return SecretaryYear(town, year, today, rows, tuple(due))


def years_of(town: Unit, *, today: date) -> list[int]:
    """Return the years of which there is something to show, the newest first; this year always."""
    planned = SigningYear.objects.filter(town=town).order_by().values_list("year", flat=True)
    counted = RiskCount.objects.filter(town=town).order_by().values_list("quarter", flat=True)
    return sorted({today.year, *planned, *(Quarter.parse(one).year for one in counted)}, reverse=True)


def _reports(town: Unit, year: int, today: date) -> Mapping[int, Mapping[int, Report]]:
    found: dict[int, dict[int, Report]] = {}
    for row in SelfReport.objects.filter(town=town, year=year).order_by():
        is_owed = row.state in UNREPORTED
        report = Report(row.pk, row.due, row.reported_on, is_owed, has_ended=row.ends_on < today)
        found.setdefault(row.unit_id, {})[row.quarter] = report
    return found


def _planned_talks(town: Unit, year: int) -> Mapping[int, date]:
    """Return the day of the next talk that is planned with the head of each unit."""
    rows = Talk.objects.filter(town=town, state=TalkState.PLANNED, is_head=True, day__year=year).order_by("-day")
    return {unit: day for unit, day in rows.values_list("unit_id", "day") if unit}


def _due(town: Unit, rows: Sequence[UnitInYear], units: Mapping[int, Unit], today: date) -> Iterator[DueItem]:
    """Yield what the units of a town have to do within `SOON`, whatever year it is of."""
    span = (today, today + SOON)
    for row in rows:
        letter = row.letter
        if letter and letter.letter and letter.due and letter.state in TO_SIGN and span[0] <= letter.due <= span[1]:
            yield DueItem(DueKind.LETTER, row.unit, letter.letter, letter.due)
    asked = (
        (DueKind.REPORT, SelfReport.objects.filter(town=town, state__in=UNREPORTED, due__range=span), "due"),
        (DueKind.TALK, Talk.objects.filter(town=town, state=TalkState.PLANNED, day__range=span), "day"),
        (
            DueKind.RECTIFICATION,
            Rectification.objects.filter(town=town, state=RectificationState.OPEN, due__range=span),
            "due",
        ),
        (
            DueKind.DEBRIEFING,
            Debriefing.objects.filter(town=town, state=DebriefingState.PLANNED, day__range=span),
            "day",
        ),
    )
    for kind, found, day in asked:
        for key, unit, due in found.order_by().values_list("pk", "unit_id", day):
            if unit in units:
                yield DueItem(kind, units[unit], key, due)
