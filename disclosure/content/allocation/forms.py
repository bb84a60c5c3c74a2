"""The lines of an allocation, typed in a grid: rows of texts, read cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.catalogue.rules.periods import Period
from disclosure.content.allocation.actions import MOST_LINES, Allotted, faults
from disclosure.content.allocation.models import AllocationLine
from disclosure.ledger.dates import UnreadableDate, parse_date
from portal.accounts.models import Unit
from portal.core.workbooks.money import UnreadableAmount, parse_amount
from portal.core.workbooks.written import squash, tidy
from portal.desk.grid import Column, Grid, GridRow


class LineGrid(Grid):
    """The lines of an allocation."""

    columns = (
        Column("to", gettext_lazy("Given to"), "g-to", datalist="units"),
        Column("fund", gettext_lazy("Fund and purpose"), "g-sum"),
        Column("amount", gettext_lazy("Amount, yuan"), "g-amt", "amount"),
        Column("paid_on", gettext_lazy("Paid on"), "g-date", placeholder="2026-07-01"),
        Column("note", gettext_lazy("Note"), "g-note"),
    )
    prefix, row_label = "line", gettext_lazy("Line %(number)d")
    at_least, most = 6, MOST_LINES

    @classmethod
    def showing(cls, lines: Iterable[AllocationLine]) -> LineGrid:
        return cls.filled(
            [GridRow(index, _texts(line), notes={} if line.unit_id else _outside()) for index, line in enumerate(lines)]
        )

    def read(self, *, units: Iterable[Unit], period: Period, today: date) -> list[Allotted] | None:
        """Read every row that is not blank; None where one is wrong, which is then noted beside it.

        Args:
            units: The units that may be named, by code or by either name. Any other name is somebody else.
            period: Gives the year to a day written without one.
            today: A day after it cannot have been paid on.
        """
        by_name = {squash(name).lower(): unit for unit in units for name in _names(unit)}
        lines = [_read(row, by_name, period, today) for row in self.rows if not row.is_blank]
        return None if self.is_wrong else lines


def _outside() -> dict[str, str]:
    return {"to": _("no unit of the town")}


def _names(unit: Unit) -> Iterable[str]:
    return filter(None, (unit.code, unit.name_zh, unit.name_en, unit.publishing_body_zh))


def _read(row: GridRow, by_name: Mapping[str, Unit], period: Period, today: date) -> Allotted:
    to = tidy(row.texts.get("to", ""))
    unit = by_name.get(squash(to).lower())
    row.notes = _outside() if to and unit is None else {}
    line = Allotted(
        unit=unit,
        recipient="" if unit else to,
        fund=tidy(row.texts.get("fund", "")),
        amount=_amount(row),
        paid_on=_day(row, period),
        note=tidy(row.texts.get("note", "")),
    )
    # What could not be read takes precedence over what is missing.
    row.errors = {**faults(line, today=today), **row.errors}
    return line


def _amount(row: GridRow) -> Decimal | None:
    text = row.texts.get("amount", "")
    try:
        read = parse_amount(text)
    except UnreadableAmount:
        row.errors["amount"] = _("“%(text)s” is no amount.") % {"text": tidy(text)}
        return None
    if read and read.has_more_decimals:
        row.errors["amount"] = _("“%(text)s” has more than two decimals.") % {"text": tidy(text)}
    return read.value if read else None


def _day(row: GridRow, period: Period) -> date | None:
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
