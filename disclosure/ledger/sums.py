"""What each total row must add up to, and totals by month where the ledger states none."""

from collections.abc import Iterator
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
        """Whether it says what the entries add up to."""
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
    """Return what `累计` carries from earlier periods, which only its first row tells.

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
    what stands above them: an entry without a date, dates out of order, or a single month.
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
