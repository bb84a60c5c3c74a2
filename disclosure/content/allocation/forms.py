"""The lines of an allocation, typed in a grid: rows of texts, read cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import HEADINGS, MOST_LINES, faults
from disclosure.content.allocation.models import AllocationLine
from disclosure.ledger.messages import refusal
from disclosure.ledger.repair import read_amount, read_day
from disclosure.ledger.types import CannotRepair
from portal.accounts.models import Unit
from portal.core.money import format_money
from portal.core.workbooks.written import squash, tidy
from portal.desk.grid.rows import Column, Grid, GridRow

T = TypeVar("T")


class LineGrid(Grid):
    """The lines of an allocation."""

    columns = (
        Column("to", HEADINGS["to"], "g-to", datalist="units"),
        Column("fund", HEADINGS["fund"], "g-sum"),
        Column("amount", HEADINGS["amount"], "g-amt", "amount"),
        Column("paid_on", HEADINGS["paid_on"], "g-day", "date", placeholder="2026-07-01"),
        Column("note", HEADINGS["note"], "g-note"),
    )
    prefix = "line"
    at_least, most = 6, MOST_LINES

    @classmethod
    def showing(cls, lines: Iterable[AllocationLine]) -> LineGrid:
        return cls.filled([GridRow(index, _texts(line), notes=_notes(line.unit)) for index, line in enumerate(lines)])

    def read(
        self, *, units: Iterable[Unit], period: Period, today: date, published: Collection[str]
    ) -> list[AllocationLine] | None:
        """Read every row that is not blank; None where one is wrong, which is then noted beside it.

        Units are named by code or by either name; any other name is somebody else.
        """
        by_name = {
            squash(name).lower(): unit
            for unit in units
            for name in (unit.code, unit.name_zh, unit.name_en, unit.publishing_body_zh)
            if name
        }
        lines = [_read(row, by_name, period, today, published) for row in self.rows if not row.is_blank]
        return None if self.is_wrong else lines


def _notes(unit: Unit | None) -> dict[str, str]:
    return {} if unit else {"to": _("no unit of the town")}


def _read(
    row: GridRow, by_name: Mapping[str, Unit], period: Period, today: date, published: Collection[str]
) -> AllocationLine:
    to = tidy(row.texts.get("to", ""))
    unit = by_name.get(squash(to).lower())
    row.notes = _notes(unit) if to else {}
    amount: Any = _cell(row, "amount", read_amount)
    line = AllocationLine(
        unit=unit,
        recipient="" if unit else to,
        fund=tidy(row.texts.get("fund", "")),
        amount=amount,
        paid_on=_cell(row, "paid_on", partial(read_day, period=period)),
        note=tidy(row.texts.get("note", "")),
    )
    # What could not be read takes precedence over what is missing.
    row.errors = {**faults(line, today=today, published=published), **row.errors}
    return line


def _cell(row: GridRow, name: str, read: Callable[[str], T]) -> T | None:
    try:
        return read(row.texts.get(name, ""))
    except CannotRepair as fault:
        row.errors[name] = refusal(fault)
        return None


def _texts(line: AllocationLine) -> dict[str, str]:
    return {
        "to": line.unit.name if line.unit else line.recipient,
        "fund": line.fund,
        "amount": format_money(line.amount),
        "paid_on": line.paid_on.isoformat() if line.paid_on else "",
        "note": line.note,
    }
