"""The lines of an allocation, typed in a grid: rows of texts, read cell by cell.

Names: `line-3-amount` is the amount of the fourth row. Rows that say nothing are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import MOST_LINES, Allotted, faults
from disclosure.content.allocation.models import AllocationLine
from disclosure.ledger.dates import UnreadableDate, parse_date
from portal.accounts.models import Unit
from portal.core.workbooks.money import UnreadableAmount, parse_amount
from portal.core.workbooks.written import squash, tidy

FIELDS = ("to", "fund", "amount", "paid_on", "note")
AT_LEAST, BLANK = 6, 3
"""Rows of a fresh grid, and blank ones below a filled one."""

_NAME = re.compile(r"line-(\d{1,4})-([a-z_]{1,12})")
_LONGEST = 300


@dataclass(slots=True)
class LineRow:
    """One row: what was typed, what is wrong with it, and whether its name is no unit of the town."""

    index: int
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    is_outside: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(text.strip() for text in self.texts.values())


@dataclass(slots=True)
class LineGrid:
    """All rows."""

    rows: list[LineRow]

    @classmethod
    def showing(cls, lines: Iterable[AllocationLine]) -> LineGrid:
        """Return the grid of the lines a draft has so far, with blank rows below."""
        grid = cls(
            [LineRow(index, _texts(line), is_outside=line.unit_id is None) for index, line in enumerate(lines)],
        )
        grid.pad(max(AT_LEAST - len(grid.rows), BLANK))
        return grid

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> LineGrid:
        """Return the grid as it was sent."""
        rows: dict[int, LineRow] = {}
        for name, text in data.items():
            found = _NAME.fullmatch(name)
            if found and int(found[1]) < MOST_LINES and found[2] in FIELDS:
                rows.setdefault(int(found[1]), LineRow(int(found[1]))).texts[found[2]] = text[:_LONGEST]
        return cls([replace(rows[key], index=index) for index, key in enumerate(sorted(rows))])

    def pad(self, count: int) -> None:
        """Add blank rows, up to the most that is taken."""
        for _row in range(count):
            if len(self.rows) < MOST_LINES:
                self.rows.append(LineRow(len(self.rows)))

    def read(self, *, units: Iterable[Unit], period: Period, today: date) -> list[Allotted] | None:
        """Read every row that says something; None where one cannot stay so, which is then noted beside it.

        Args:
            units: The units that may be named, by code or by either name. Any other name is somebody else.
            period: Gives the year to a day written without one.
            today: A day after it cannot have been paid on.
        """
        by_name = {squash(name).lower(): unit for unit in units for name in _names(unit)}
        lines = [_read(row, by_name, period, today) for row in self.rows if not row.is_blank]
        return None if any(row.errors for row in self.rows) else lines


def _names(unit: Unit) -> Iterable[str]:
    return filter(None, (unit.code, unit.name_zh, unit.name_en, unit.publishing_body_zh))


def _read(row: LineRow, by_name: Mapping[str, Unit], period: Period, today: date) -> Allotted:
    to = tidy(row.texts.get("to", ""))
    unit = by_name.get(squash(to).lower())
    row.is_outside = bool(to) and unit is None
    line = Allotted(
        unit=unit,
        recipient="" if unit else to,
        fund=tidy(row.texts.get("fund", "")),
        amount=_amount(row),
        paid_on=_day(row, period),
        note=tidy(row.texts.get("note", "")),
    )
    # What could not be read at all is said before what is missing.
    row.errors = {**faults(line, today=today), **row.errors}
    return line


def _amount(row: LineRow) -> Decimal | None:
    text = row.texts.get("amount", "")
    try:
        read = parse_amount(text)
    except UnreadableAmount:
        row.errors["amount"] = _("“%(text)s” is no amount.") % {"text": tidy(text)}
        return None
    if read and read.has_more_decimals:
        row.errors["amount"] = _("“%(text)s” has more than two decimals.") % {"text": tidy(text)}
    return read.value if read else None


def _day(row: LineRow, period: Period) -> date | None:
    text = row.texts.get("paid_on", "")
    try:
        read = parse_date(text, period=period)
    except UnreadableDate:
        read, is_day = None, False
    else:
        is_day = read is None or read.day is not None
    if not is_day:
        row.errors["paid_on"] = _("“%(text)s” is no day; write it like 2026-07-01.") % {"text": tidy(text)}
    return read.day if read else None


def _texts(line: AllocationLine) -> dict[str, str]:
    return {
        "to": line.unit.name if line.unit else line.recipient,
        "fund": line.fund,
        "amount": f"{line.amount:.2f}",
        "paid_on": line.paid_on.isoformat() if line.paid_on else "",
        "note": line.note,
    }
