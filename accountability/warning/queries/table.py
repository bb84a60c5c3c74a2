"""The table of risks as one person sees it, beside the quarter before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from accountability.warning.enums import WATCHED, CaseKind, Level, Risk
from accountability.warning.models import RiskCell, RiskCount
from accountability.warning.policies import OVERSEES, SEES_CELL, SEES_UNIT
from accountability.warning.rules import Case, Limits, Measured, Quarter, restricted
from petitions.handling.queries.repeats import visible_among
from portal.accounts.models import Unit, User


@dataclass(frozen=True, slots=True)
class Cell:
    """One risk of one unit as a person sees it.

    Attributes:
        value: None where nothing is published to count from.
        before: How grave it was in the quarter before; None where that was not counted.
        limits: Those it was measured by.
    """

    risk: Risk
    value: Decimal | None
    level: Level
    limits: Limits
    is_grave: bool
    cases: tuple[Case, ...]
    before: Level | None = None

    @property
    def is_watched(self) -> bool:
        """Whether it is medium or high."""
        return self.level in WATCHED

    @property
    def is_worse(self) -> bool:
        """Whether it is graver than in the quarter before."""
        return self.before is not None and self.level > self.before

    @property
    def is_better(self) -> bool:
        """Whether it is less grave than in the quarter before."""
        return self.before is not None and self.level < self.before


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's risks, in the order of the table."""

    unit: Unit
    cells: tuple[Cell, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        """By what rows are ordered, the gravest first."""
        levels = [cell.level for cell in self.cells]
        return levels.count(Level.HIGH), levels.count(Level.MEDIUM), levels.count(Level.LOW)

    @property
    def level(self) -> Level:
        """The gravest level of its cells."""
        return max((cell.level for cell in self.cells), default=Level.NONE)

    @property
    def is_watched(self) -> bool:
        """Whether any of its risks is medium or high."""
        return self.level in WATCHED

    @property
    def missing(self) -> int:
        """How many items about money were not published when it was counted."""
        return sum(case.kind == CaseKind.MISSING for cell in self.cells for case in cell.cases)

    @property
    def is_worse(self) -> bool:
        """Whether a risk is medium or high now that was less grave in the quarter before."""
        return any(cell.is_worse and cell.is_watched for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """The risks of a town's quarter, the gravest unit first."""

    count: RiskCount
    rows: tuple[UnitRow, ...]

    def cells(self, level: Level) -> int:
        """Return how many cells have a level."""
        return sum(cell.level == level for row in self.rows for cell in row.cells)

    def units(self, level: Level) -> int:
        """Return how many units have a cell of a level."""
        return sum(any(cell.level == level for cell in row.cells) for row in self.rows)

    @property
    def watched(self) -> list[UnitRow]:
        """The units with a medium or a high risk."""
        return [row for row in self.rows if row.is_watched]


def towns_overseen(person: User, *, at: datetime) -> QuerySet[Unit]:
    """Return the towns in use that somebody oversees."""
    return OVERSEES.permitted(person, at=at).filter(is_active=True).order_by("code")


def units_seen(person: User, *, at: datetime) -> QuerySet[Unit]:
    """Return the units in use whose row somebody sees."""
    return SEES_UNIT.permitted(person, at=at).filter(is_active=True).select_related("parent").order_by("code")


def counts_of(town: Unit) -> list[RiskCount]:
    """Return the quarters of a town that were counted, the newest first."""
    return list(RiskCount.objects.filter(town=town).order_by("-quarter"))


def table(person: User, town: Unit, quarter: Quarter, *, at: datetime) -> Table | None:
    """Return the risks of a quarter as a person sees them, in a fixed number of queries; None where it is not counted.

    Petitions the person does not see do not count, in the value and in the level alike.
    """
    counts = {one.quarter: one for one in RiskCount.objects.filter(town=town, quarter__in=_both(quarter))}
    count = counts.get(str(quarter))
    if count is None:
        return None
    seen = SEES_CELL.permitted(person, at=at).filter(count__in=counts.values()).select_related("unit", "count")
    rows = list(seen.order_by("unit__code"))
    petitions = visible_among(_petitions(rows), person, at)
    measured = {(row.count.quarter, row.unit_id, row.risk): _cell(row, petitions) for row in rows}
    units = {row.unit_id: row.unit for row in rows if row.count_id == count.pk}
    found = [_row(unit, quarter, measured) for unit in units.values()]
    return Table(count, tuple(sorted(found, key=lambda row: (*(-one for one in row.weight), row.unit.code))))


def _both(quarter: Quarter) -> tuple[str, str]:
    return str(quarter), str(quarter.previous)


def _petitions(rows: Iterable[RiskCell]) -> set[int]:
    return {case["key"] for row in rows if row.risk == Risk.REPEATED for case in row.cases}


def _cell(row: RiskCell, petitions: Collection[int]) -> Cell:
    cases, limits = tuple(Case.from_json(one) for one in row.cases), Limits(row.medium, row.high)
    if row.risk != Risk.REPEATED:
        return Cell(Risk(row.risk), row.value, Level(row.level), limits, row.is_grave, cases)
    shown = restricted(Measured(row.value, cases), petitions)
    return Cell(Risk.REPEATED, shown.value, limits.level(shown.value), limits, is_grave=False, cases=tuple(shown.cases))


def _row(unit: Unit, quarter: Quarter, measured: Mapping[tuple[str, int, str], Cell]) -> UnitRow:
    now, earlier = _both(quarter)
    cells: Sequence[Cell] = [measured[now, unit.pk, risk] for risk in Risk if (now, unit.pk, risk) in measured]
    before = {risk: measured.get((earlier, unit.pk, risk)) for risk in Risk}

    def beside(cell: Cell) -> Cell:
        other = before[cell.risk]
        return replace(cell, before=other.level if other else None)

    return UnitRow(unit, tuple(beside(cell) for cell in cells))
