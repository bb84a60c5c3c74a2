"""The table of risks, one unit's row, and the rules in force."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.warning.enums import Level, Risk
from accountability.warning.presenters.reasons import CaseLine, lines_of, number, reason_of
from accountability.warning.queries.limits import LimitsInForce
from accountability.warning.queries.table import Cell, Table, UnitRow
from accountability.warning.rules import RULES, Limits, Quarter
from disclosure.obligations.queries.money import name_of_quarter
from portal.accounts.models import in_language
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of `components/tally.html`, with what stands below it."""

    label: Words
    value: int
    note: str = ""
    owed: bool = False
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell: its risk, its value, how grave it is, whether that changed, and why.

    Attributes:
        mark: The class of its hatch: h0 to h3.
        change: What changed against the quarter before, in a word; empty for nothing.
    """

    risk: str
    key: str
    value: str
    level: str
    mark: str
    change: str
    reason: str
    is_watched: bool
    cases: Sequence[CaseLine] = ()


@dataclass(frozen=True, slots=True)
class RowShown:
    """A unit with its cells, and where its page is."""

    name: str
    code: str
    url: str
    cells: Sequence[CellShown]
    is_watched: bool

    @property
    def told(self) -> list[CellShown]:
        """The cells that have something to tell, the gravest first."""
        found = (cell for cell in self.cells if cell.reason)
        return sorted(found, key=lambda cell: cell.mark, reverse=True)

    @property
    def empty(self) -> list[CellShown]:
        """The cells of which nothing was counted."""
        return [cell for cell in self.cells if not cell.reason]

    @property
    def reasons(self) -> list[CellShown]:
        """The cells that are explained in the table, the gravest first."""
        return sorted((cell for cell in self.cells if cell.is_watched), key=lambda cell: cell.mark, reverse=True)


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule in words: what is counted, from where on it is medium and high, on what basis, and who set it when."""

    risk: Words
    key: str
    counts: Words
    medium: str
    high: str
    basis: str
    set_by: str
    set_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """The table of a quarter."""

    quarter: str
    name: str
    counted_at: datetime
    heads: Sequence[Words]
    watched: Sequence[RowShown]
    others: Sequence[RowShown]
    figures: Sequence[Figure]
    units: int


def name_of(quarter: Quarter) -> str:
    """Return what a quarter is called in the active language."""
    return in_language(*name_of_quarter(str(quarter)))


def table_shown(table: Table) -> TableShown:
    """Return a table for the page and for paper, the watched units with their reasons."""
    quarter = Quarter.parse(table.count.quarter)
    rows = [row_shown(row, quarter) for row in table.rows]
    return TableShown(
        quarter=str(quarter),
        name=name_of(quarter),
        counted_at=table.count.counted_at,
        heads=[risk.label for risk in Risk],
        watched=[row for row in rows if row.is_watched],
        others=[row for row in rows if not row.is_watched],
        figures=_figures(table),
        units=len(rows),
    )


def row_shown(row: UnitRow, quarter: Quarter, *, follows: Collection[int] | None = None) -> RowShown:
    """Return a unit's row; with `follows`, the units the reader follows, also with its cases."""
    return RowShown(
        name=row.unit.name,
        code=row.unit.code,
        url=reverse("accountability_desk:risks_unit", args=[str(quarter), row.unit.code]),
        cells=[_cell(cell, row.unit.pk, quarter, follows) for cell in row.cells],
        is_watched=row.is_watched,
    )


def rules_shown(limits: dict[Risk, LimitsInForce]) -> list[RuleShown]:
    """Return the rules in force in words."""
    return [_rule(one) for one in limits.values()]


def value_of(cell: Cell) -> str:
    """Write the value of a cell: a number, a share, or that nothing is known."""
    if cell.value is None:
        return pgettext("value of a risk", "Not known")
    return f"{number(cell.value)}%" if RULES[cell.risk].is_share else number(cell.value)


def _cell(cell: Cell, unit: int, quarter: Quarter, follows: Collection[int] | None) -> CellShown:
    return CellShown(
        risk=str(cell.risk.label),
        key=cell.risk.value,
        value=value_of(cell),
        level=str(cell.level.label),
        mark=f"h{int(cell.level)}",
        change=_change(cell),
        reason=reason_of(cell),
        is_watched=cell.is_watched,
        cases=[] if follows is None else lines_of(cell, is_followed=unit in follows, quarter=str(quarter)),
    )


def _change(cell: Cell) -> str:
    if cell.is_worse:
        return pgettext("risk against the quarter before", "worse")
    return pgettext("risk against the quarter before", "better") if cell.is_better else ""


def _figures(table: Table) -> list[Figure]:
    missing = [row for row in table.rows if row.missing]
    worse = [row for row in table.rows if row.is_worse]
    calm = len(table.rows) - len(table.watched)
    return [
        Figure(_("High risks"), table.cells(Level.HIGH), _units(table.units(Level.HIGH))),
        Figure(_("Medium risks"), table.cells(Level.MEDIUM), _units(table.units(Level.MEDIUM))),
        Figure(
            _("Items about money still owed"), sum(row.missing for row in missing), _units(len(missing)), bool(missing)
        ),
        Figure(_("Graver than in the quarter before"), len(worse), _names(worse) or _units(0)),
        Figure(_("Without medium or high risk"), calm, _("of %(count)s units") % {"count": len(table.rows)}),
    ]


def _units(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}


def _names(rows: Sequence[UnitRow]) -> str:
    return _(", ").join(row.unit.name for row in rows[:3])


def _rule(one: LimitsInForce) -> RuleShown:
    rule, limits = one.rule, one.limits
    return RuleShown(
        risk=rule.risk.label,
        key=rule.risk.value,
        counts=rule.counts,
        medium=_limit(limits.medium, rule.is_share),
        high=_high(limits, rule.is_share, rule.also_high),
        basis=rule.basis,
        set_by=one.set.set_by.name if one.set else "",
        set_at=one.set.set_at if one.set else None,
        reason=one.set.reason if one.set else "",
    )


def _limit(value: Decimal, is_share: bool) -> str:
    return (
        _("%(value)s%% or more") % {"value": number(value)}
        if is_share
        else _("%(value)s or more") % {"value": number(value)}
    )


def _high(limits: Limits, is_share: bool, also: Words) -> str:
    said = _limit(limits.high, is_share)
    return _("%(limit)s, or %(also)s") % {"limit": said, "also": also} if also else said
