"""What total rows and balances must be, and which cell is to blame where they are not.

One wrong cell must be one error. A balance mistyped is alone: the next row goes on from the right
figure. An amount mistyped moves every balance after it by the same difference, and the totals too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.types import ZERO, Line, Statement, Subtotal, sums_of

_REPEATING = frozenset({"day", "month", "quarter", "page", "subtotal"})


@dataclass(frozen=True, slots=True)
class Sum:
    """Receipts and payments of the entries after `since` up to `upto`."""

    since: int
    upto: int
    receipts: Decimal
    payments: Decimal


@dataclass(frozen=True, slots=True)
class CheckedTotal:
    """A total row, whose place in the statement's sub-totals is `index`, beside what it should state.

    `receipts_off` and `payments_off` are stated less expected; 0 where nothing is stated.
    """

    index: int
    subtotal: Subtotal
    expected: Sum
    receipts_off: Decimal
    payments_off: Decimal

    @property
    def net_off(self) -> Decimal:
        """By how much the row would make the closing balance differ."""
        return self.receipts_off - self.payments_off

    @property
    def agrees(self) -> bool:
        """Whether it states what the entries add up to."""
        return not self.receipts_off and not self.payments_off

    @property
    def is_complete(self) -> bool:
        """Whether it states both sides."""
        return self.subtotal.receipts is not None and self.subtotal.payments is not None

    def covers(self, number: int) -> bool:
        """Return whether it adds up the entry with this number."""
        return self.expected.since < number <= self.expected.upto


def add_up(lines: tuple[Line, ...], since: int, upto: int) -> Sum:
    """Add up the entries numbered `since + 1` to `upto`."""
    return Sum(since, upto, *sums_of(lines[since:upto]))


def checked_totals(statement: Statement) -> list[CheckedTotal]:
    """Set every total row beside the sum it should state.

    Offices mean different things by one word: a `合计` may count from the start or from the last one, and may
    include the opening and the closing balance. Of the sums a row can mean, the nearest is expected.
    """
    checked = []
    last: dict[str, int] = {}
    base: Sum | None = None
    for index, subtotal in enumerate(statement.subtotals):
        if subtotal.receipts is None and subtotal.payments is None:
            continue
        candidates = list(_candidates(statement, subtotal, last))
        if subtotal.kind == "cumulative":
            base = base or _base(statement, subtotal, candidates[0])
            if base:
                whole = candidates[0]
                receipts, payments = whole.receipts + base.receipts, whole.payments + base.payments
                candidates = [replace(whole, receipts=receipts, payments=payments)]
        compared = (_compare(index, subtotal, sum_) for sum_ in candidates)
        best = min(compared, key=lambda total: abs(total.receipts_off) + abs(total.payments_off))
        checked.append(best)
        last[subtotal.kind] = subtotal.after_line
    return checked


def _compare(index: int, subtotal: Subtotal, expected: Sum) -> CheckedTotal:
    receipts_off = ZERO if subtotal.receipts is None else subtotal.receipts - expected.receipts
    payments_off = ZERO if subtotal.payments is None else subtotal.payments - expected.payments
    return CheckedTotal(index, subtotal, expected, receipts_off, payments_off)


def _candidates(statement: Statement, subtotal: Subtotal, last: dict[str, int]) -> Iterator[Sum]:
    lines, upto = statement.lines, subtotal.after_line
    if upto == 0 and subtotal.kind in {"quarter", "total"}:
        # Some sheets put their total first.
        upto = len(lines)
    if subtotal.since is not None:
        yield add_up(lines, subtotal.since, upto)
    elif subtotal.kind in _REPEATING:
        yield from _since_the_last(lines, subtotal, upto, last)
    else:
        yield add_up(lines, 0, upto)
        if subtotal.kind != "cumulative":
            yield add_up(lines, last.get(subtotal.kind, 0), upto)
    if subtotal.kind == "total":
        yield from _with_balances(statement, add_up(lines, subtotal.since or 0, upto))


def _since_the_last(lines: tuple[Line, ...], subtotal: Subtotal, upto: int, last: dict[str, int]) -> Iterator[Sum]:
    yield add_up(lines, last.get(subtotal.kind, 0), upto)
    if subtotal.kind == "month" and subtotal.month:
        yield _of_month(lines, upto, subtotal.month)
    if subtotal.kind in {"page", "subtotal"}:
        yield add_up(lines, max(last.values(), default=0), upto)
        yield add_up(lines, 0, upto)


def _with_balances(statement: Statement, plain: Sum) -> Iterator[Sum]:
    """A sheet drawn as an account balances: opening + receipts on one side, payments + closing on the other."""
    closing = statement.stated_closing if statement.stated_closing is not None else statement.closing
    opening = statement.opening
    yield Sum(plain.since, plain.upto, plain.receipts + opening, plain.payments + closing)
    yield Sum(plain.since, plain.upto, plain.receipts + opening, plain.payments)
    yield Sum(plain.since, plain.upto, plain.receipts, plain.payments + closing)


def _of_month(lines: tuple[Line, ...], upto: int, month: int) -> Sum:
    chosen = [line for line in lines[:upto] if line.date and line.date.month == month]
    total = add_up(tuple(chosen), 0, len(chosen))
    since = min((line.number for line in chosen), default=upto) - 1
    return Sum(since, upto, total.receipts, total.payments)


def _base(statement: Statement, subtotal: Subtotal, whole: Sum) -> Sum | None:
    """Return what `累计` carries from earlier periods, which only its first row shows.

    None where the year or the period itself begins with the sheet, so that nothing was carried.
    """
    if Period.parse(statement.period).first.month == 1 or "期" in subtotal.label or "季" in subtotal.label:
        return None
    receipts = (subtotal.receipts if subtotal.receipts is not None else whole.receipts) - whole.receipts
    payments = (subtotal.payments if subtotal.payments is not None else whole.payments) - whole.payments
    return Sum(0, 0, receipts, payments) if receipts >= 0 and payments >= 0 else None


def with_month_totals(statement: Statement) -> Statement:
    """Return the statement with a total after each month's entries.

    Nothing is added where the ledger states month totals itself, or where they would not be the sum of
    what is above them: an entry without a date, dates out of order, or a single month.
    """
    months = [(line.date.year, line.date.month) for line in statement.lines if line.date]
    states_them = any(total.kind == "month" for total in statement.subtotals)
    in_order = len(months) == len(statement.lines) and months == sorted(months)
    if states_them or not in_order or len(set(months)) < 2:
        return statement
    totals = []
    for (_year, month), pairs in groupby(zip(months, statement.lines, strict=True), key=lambda pair: pair[0]):
        lines = [line for _month, line in pairs]
        totals.append(Subtotal("month", None, f"{month}月合计", lines[-1].number, month, *sums_of(lines)))
    return replace(statement, subtotals=(*statement.subtotals, *totals))


@dataclass(frozen=True, slots=True)
class Point:
    """A place where the sheet states a balance: after an entry, or in a row between entries (`index`).

    `off` is stated less computed.
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
    """What the balances show; `offset` is how far the last stated one is from the computed one."""

    breaks: tuple[Break, ...]
    offset: Decimal
    has_points: bool


def read_chain(statement: Statement, totals: Sequence[CheckedTotal], *, opening_is_right: bool) -> Chain:
    """Compare every stated balance with the computed one; total rows show whether amounts or balances are wrong."""
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
            # What an unreadable amount would have been, the next balance shows; it is one error already.
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
        # 本期结余 may mean what the period itself left over, and then is no part of the chain.
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
    """Return whether a total states the side on which the entry moves, so that it confirms its amount."""
    if not total.covers(point.upto):
        return False
    line = statement.lines[point.upto - 1]
    receipts = line.receipt is None or total.subtotal.receipts is not None
    return receipts and (line.payment is None or total.subtotal.payments is not None)
