"""The rows of a statement's table and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, zip_longest
from typing import Literal

from disclosure.ledger.types import ZERO, Line, Statement, Subtotal

RowKind = Literal["line", "subtotal", "nothing"]
_INNER = frozenset({"day", "month", "quarter", "cumulative", "subtotal", "total"})
_CLOSING = frozenset({"quarter", "cumulative", "total"})  # the table ends with its own


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: an entry, a pair of entries of a two-sided sheet, or a sub-total.

    Attributes:
        kind: What it is; ``nothing`` where there was no movement.
        receipts, payments: What the row adds to the totals; 0 for a sub-total.
        balance: Balance after it.
        line: The entry; of a two-sided sheet the receipt.
        other: The payment beside it, on a two-sided sheet.
        subtotal: The sub-total.
        month_end: Whether a month ends here, so that the sheet may well end too.
        glued: Whether it must stay on the sheet of the row before it.
    """

    kind: RowKind
    receipts: Decimal
    payments: Decimal
    balance: Decimal
    line: Line | None = None
    other: Line | None = None
    subtotal: Subtotal | None = None
    month_end: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Receipts, payments and the balance after them, in yuan."""

    receipts: Decimal
    payments: Decimal
    balance: Decimal


def rows_of(statement: Statement) -> tuple[Row, ...]:
    """Return the rows between opening and total.

    Sub-totals of the pages of the ledger that was read are left out: the poster has other
    pages and counts its own.
    """
    if not statement.lines:
        return (Row("nothing", ZERO, ZERO, statement.opening),)
    if statement.layout == "two_sided":
        return _two_sided(statement)
    return _line_by_line(statement)


def total(rows: Iterable[Row]) -> Sums:
    """Return what ``rows`` add up to, with the balance after the last of them."""
    receipts = payments = balance = ZERO
    for row in rows:
        receipts += row.receipts
        payments += row.payments
        balance = row.balance
    return Sums(receipts, payments, balance)


def _line_by_line(statement: Statement) -> tuple[Row, ...]:
    subtotals = _subtotals_by_line(statement)
    lines = statement.lines
    balances = list(accumulate((line.movement for line in lines), initial=statement.opening))[1:]
    rows: list[Row] = []
    for index, (line, balance) in enumerate(zip(lines, balances, strict=True)):
        after = subtotals.get(line.number, [])
        ends = _month_ends(line, lines[index + 1 :]) or any(item.kind == "month" for item in after)
        came, went = line.receipt or ZERO, line.payment or ZERO
        rows.append(Row("line", came, went, balance, line=line, month_end=ends and not after))
        rows += [
            Row("subtotal", ZERO, ZERO, balance, subtotal=item, month_end=ends and item is after[-1], glued=True)
            for item in after
        ]
    return tuple(rows)


def after_total(statement: Statement) -> tuple[Subtotal, ...]:
    """Return the running totals (本年累计) below the total of the period."""
    last = statement.lines[-1].number if statement.lines else 0
    return tuple(item for item in statement.subtotals if item.kind == "cumulative" and item.after_line >= last)


def _subtotals_by_line(statement: Statement) -> dict[int, list[Subtotal]]:
    """Return the sub-totals to print, by the number of the entry before them."""
    last = statement.lines[-1].number
    found: dict[int, list[Subtotal]] = {}
    for item in statement.subtotals:
        at_end = item.after_line >= last and item.kind in _CLOSING
        if item.kind in _INNER and not at_end:
            found.setdefault(item.after_line, []).append(item)
    return found


def _month_ends(line: Line, following: Sequence[Line]) -> bool:
    if line.date is None:
        return False
    later = following[0].date if following else date.max
    return later is not None and (later.year, later.month) != (line.date.year, line.date.month)


def _two_sided(statement: Statement) -> tuple[Row, ...]:
    left = [line for line in statement.lines if line.receipt is not None]
    right = [line for line in statement.lines if line.receipt is None]
    rows: list[Row] = []
    balance = statement.opening
    for receipt, payment in zip_longest(left, right):
        came = receipt.receipt or ZERO if receipt else ZERO
        went = payment.payment or ZERO if payment else ZERO
        balance += came - went
        rows.append(Row("line", came, went, balance, line=receipt, other=payment))
    return tuple(rows)
