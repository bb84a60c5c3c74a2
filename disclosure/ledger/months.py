"""Month totals where the ledger states none, so that what hangs on the wall can be added up in parts."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from disclosure.ledger.types import ZERO, Line, Statement, Subtotal


def with_month_totals(statement: Statement) -> Statement:
    """Return the statement with a total after each month's entries.

    Nothing is added where the ledger states month totals itself, or where they would not be the sum of
    what stands above them: an entry without a date, dates out of order, or a single month.
    """
    months = [(line.date.year, line.date.month) for line in statement.lines if line.date]
    states_them = any(total.kind == "month" for total in statement.subtotals)
    in_order = len(months) == len(statement.lines) and months == sorted(months)
    if states_them or not in_order or len(set(months)) < 2:
        return statement
    dated = zip(months, statement.lines, strict=True)
    totals = [
        _total(month, [line for _month, line in rows])
        for (_year, month), rows in groupby(dated, key=lambda one: one[0])
    ]
    return replace(statement, subtotals=(*statement.subtotals, *totals))


def _total(month: int, lines: list[Line]) -> Subtotal:
    return Subtotal(
        kind="month",
        row=None,
        label=f"{month}月合计",
        after_line=lines[-1].number,
        month=month,
        receipts=sum((line.receipt for line in lines if line.receipt is not None), ZERO),
        payments=sum((line.payment for line in lines if line.payment is not None), ZERO),
    )
