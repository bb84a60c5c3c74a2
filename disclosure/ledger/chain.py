"""The chain of balances: where a stated balance leaves the computed one, and which cell is to blame.

One wrong cell must be one error. A balance mistyped is alone: the next row goes on from the right
figure. An amount mistyped moves every balance after it by the same difference, and the totals too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosure.ledger.sums import CheckedTotal
from disclosure.ledger.types import Statement


@dataclass(frozen=True, slots=True)
class Point:
    """A place where the sheet states a balance: after an entry, or in a row between entries.

    `entry` is the entry's number, or None; `index` the place among the sub-totals, or None; `off` is stated
    less computed.
    """

    upto: int
    entry: int | None
    index: int | None
    stated: Decimal
    off: Decimal


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain breaks.

    `kind` is `cell` (this balance alone is wrong), `amount` (the movement of the entry is wrong),
    `carried` (the balance is wrong and was carried on), `opening` or `between` (somewhere among the
    entries since the balance before). `change` is by how much balances differ from here on, for a `cell`
    here only.
    """

    kind: str
    point: Point
    change: Decimal
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """What the chain of balances shows.

    `offset` is how far the last stated balance is from the computed one; `has_points` whether there is
    any balance to compare.
    """

    breaks: tuple[Break, ...]
    offset: Decimal
    has_points: bool


def read_chain(statement: Statement, totals: Sequence[CheckedTotal], *, opening_is_right: bool) -> Chain:
    """Compare every stated balance with the computed chain; total rows tell whether amounts or balances are wrong.

    `opening_is_right` where the period before confirms it.
    """
    unread = unread_amounts(statement)
    points = _points(statement)
    breaks: list[Break] = []
    offset = Decimal(0)
    pending = 0 in unread
    before = 0
    # How far off the next stated balance is; the closing comes after the last.
    stated = statement.stated_closing
    offs = [*(point.off for point in points), None if stated is None else stated - statement.closing]
    for point, following in zip(points, offs[1:], strict=True):
        pending = pending or any(before < number <= point.upto for number in unread)
        if pending:
            # What an unreadable amount would have been, the next balance tells; it is one error already.
            offset, pending = point.off, False
        elif point.off != offset:
            change = point.off - offset
            denied = any(total.covers(point.upto) and total.net_off == change for total in totals)
            lasts = denied if following is None else following == point.off
            kind = "cell"
            if lasts:
                first = before == 0 and not opening_is_right
                kind = _blame(statement, totals, point, step=point.upto - before, may_be_opening=first)
            breaks.append(Break(kind, point, change, goes_on=not lasts and following is not None))
            offset = point.off if lasts else offset
        before = point.upto
    return Chain(tuple(breaks), offset, bool(points))


def unread_amounts(statement: Statement) -> frozenset[int]:
    """Return the entries whose amount could not be read; 0 for the opening."""
    fields = {"receipt", "payment", "amount", "direction", "opening"}
    return frozenset(
        problem.line or 0 for problem in statement.problems if problem.rule == "READ" and problem.field in fields
    )


def _points(statement: Statement) -> list[Point]:
    computed = [statement.opening]
    for line in statement.lines:
        computed.append(computed[-1] + line.movement)
    points = [
        (line.number, 0, Point(line.number, line.number, None, line.balance, line.balance - computed[line.number]))
        for line in statement.lines
        if line.balance is not None
    ]
    for index, row in enumerate(statement.subtotals):
        # 本期结余 may mean what the period itself left over, and then says nothing of the chain.
        surplus = row.kind == "closing" and row.balance == statement.receipts - statement.payments
        if row.balance is not None and not (surplus and row.after_line == len(statement.lines)):
            off = row.balance - computed[row.after_line]
            points.append((row.after_line, index + 1, Point(row.after_line, None, index, row.balance, off)))
    return [point for _, _, point in sorted(points, key=lambda item: item[:2])]


def _blame(
    statement: Statement, totals: Sequence[CheckedTotal], point: Point, *, step: int, may_be_opening: bool
) -> str:
    """Return why balances differ from here on; `step` is how many entries lie between this one and the last."""
    confirmed = any(total.agrees and _side_stated(statement, total, point) for total in totals)
    if confirmed and may_be_opening:
        return "carried" if statement.stated_closing == statement.closing else "opening"
    if confirmed:
        return "carried"
    return "amount" if point.entry is not None and step <= 1 else "between"


def _side_stated(statement: Statement, total: CheckedTotal, point: Point) -> bool:
    """Return whether a total states the side on which the entry moves, so that it vouches for its amount."""
    if not total.covers(point.upto):
        return False
    line = statement.lines[point.upto - 1]
    receipts = line.receipt is None or total.subtotal.receipts is not None
    return receipts and (line.payment is None or total.subtotal.payments is not None)
