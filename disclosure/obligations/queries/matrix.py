"""The matrix of a period: units by items, one table for each kind of unit, and its trend.

Everything here is made of what `obligations.owed_for_each` says; nothing is counted a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.enums import Origin
from disclosure.obligations.queries import owed as obligations
from disclosure.obligations.queries.basis import Basis
from disclosure.obligations.queries.owed import Share
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit

TREND = 8
"""Over how many periods the trend goes."""

KINDS = (UnitKind.VILLAGE, UnitKind.STATION, UnitKind.TOWN)
"""The order of the tables."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit owes, item by item.

    Attributes:
        unit: Whose line it is.
        cells: As many as the table has entries; each holds what is owed of that item, which is nothing,
            one, one for each month, or one for each thing that happened.
        share: How much of it was on time.
    """

    unit: Unit
    cells: tuple[tuple[ObligationStatus, ...], ...]
    share: Share


@dataclass(frozen=True, slots=True)
class Table:
    """The units of one kind by the items they owe.

    Attributes:
        kind: Which kind of unit.
        entries: The items, in the order of their codes.
        lines: The units, in the order of their codes.
        shares: For each entry, how much of it was on time.
        share: The same of the whole table.
    """

    kind: UnitKind
    entries: tuple[CatalogueEntry, ...]
    lines: tuple[Line, ...]
    shares: tuple[Share, ...]
    share: Share


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that is owed for a period, as it stood at a time."""

    period: Period
    rows: tuple[ObligationStatus, ...]
    tables: tuple[Table, ...]
    share: Share


@dataclass(frozen=True, slots=True)
class Trend:
    """How the share on time went.

    Attributes:
        periods: Oldest first, the last one is the one that was asked for.
        overall: For each period, the share of all units.
        by_unit: The same for each unit that owed something in any of them, by primary key.
    """

    periods: tuple[Period, ...]
    overall: tuple[Share, ...]
    by_unit: dict[int, tuple[Share, ...]]


def matrix(period: Period, *, basis: Basis) -> Matrix:
    """Return the matrix of a period."""
    return _arranged(period, obligations.owed_for_each([period], basis=basis)[period])


def matrix_and_trend(period: Period, *, basis: Basis) -> tuple[Matrix, Trend]:
    """Return the matrix of a period, and how the share on time went over the last periods of its kind up to it.

    The periods are read together, in no more queries than that of one.
    """
    before = [period.shifted(-back) for back in range(TREND - 1, 0, -1)]
    periods = (*(one for one in before if basis.has_matrix(one)), period)
    owed = obligations.owed_for_each(periods, basis=basis)
    units = {row.unit.pk for rows in owed.values() for row in rows}
    by_unit = {one: obligations.by_unit(rows) for one, rows in owed.items()}
    trend = Trend(
        periods=periods,
        overall=tuple(obligations.share(owed[one]) for one in periods),
        by_unit={unit: tuple(obligations.share(by_unit[one].get(unit, ())) for one in periods) for unit in units},
    )
    return _arranged(period, owed[period]), trend


def _arranged(period: Period, rows: Iterable[ObligationStatus]) -> Matrix:
    """Put what is owed into tables."""
    found = tuple(rows)
    tables = (_table(kind, [row for row in found if row.unit.kind == kind]) for kind in KINDS)
    return Matrix(period, found, tuple(one for one in tables if one.lines), obligations.share(found))


def _table(kind: UnitKind, rows: Sequence[ObligationStatus]) -> Table:
    entries = sorted({row.entry.pk: row.entry for row in rows}.values(), key=lambda entry: entry.code)
    units = sorted({row.unit.pk: row.unit for row in rows}.values(), key=lambda unit: unit.code)
    cells: dict[tuple[int, int], list[ObligationStatus]] = {}
    for row in rows:
        cells.setdefault((row.unit.pk, row.entry.pk), []).append(row)
    lines = tuple(
        Line(
            unit,
            tuple(_in_order(cells.get((unit.pk, entry.pk), [])) for entry in entries),
            obligations.share([row for row in rows if row.unit.pk == unit.pk]),
        )
        for unit in units
    )
    shares = tuple(obligations.share([row for row in rows if row.entry.pk == entry.pk]) for entry in entries)
    return Table(kind, tuple(entries), lines, shares, obligations.share(rows))


def _in_order(rows: Iterable[ObligationStatus]) -> tuple[ObligationStatus, ...]:
    """Sort what stands in one cell: the calendar's by month, then what happened by its day."""
    return tuple(
        sorted(rows, key=lambda row: (row.origin != Origin.CALENDAR, row.period.first, row.due_on, row.obligation or 0))
    )
