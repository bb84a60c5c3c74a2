"""I5: a quarter is the sum of its months, the year to date the sum of its quarters.

Pure. Only what is published is added up; where a month or a quarter of it is missing there is no sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.types import ZERO, Finding, Line, Statement, Subtotal, anchors, plain

RECEIPT, PAYMENT = "receipt", "payment"
SIDES = (RECEIPT, PAYMENT)
Side = tuple[str, str]
"""The code of an account, empty where a line names none, and the side of its amount."""
_PARTS = {Cadence.QUARTERLY: Cadence.MONTHLY, Cadence.HALF_YEARLY: Cadence.QUARTERLY, Cadence.YEARLY: Cadence.QUARTERLY}


@dataclass(frozen=True, slots=True)
class Figures:
    """Receipts, payments, opening and closing balance of one period in yuan, and its movements by account."""

    opening: Decimal
    receipts: Decimal
    payments: Decimal
    closing: Decimal
    accounts: Mapping[Side, Decimal] = field(default_factory=dict)

    @property
    def is_classified(self) -> bool:
        """Whether every movement names an account; where one does not, no account is known whole."""
        return not any(code == "" for code, _side in self.accounts)

    def of_side(self, side: str) -> Decimal:
        """Return all receipts or all payments."""
        return self.receipts if side == RECEIPT else self.payments


Known = Mapping[Period, Figures]
"""The published figures of one unit by period."""


def parts_of(period: Period) -> tuple[Period, ...]:
    """Return what a period is the sum of: a quarter of its months, a longer one of its quarters, a month of nothing."""
    cadence = _PARTS.get(period.cadence)
    if cadence is None:
        return ()
    first = Period.containing(period.first, cadence)
    return tuple(first.shifted(count) for count in range(period.months // first.months))


def quarter_of(period: Period) -> Period:
    """Return the quarter a month lies in; a quarter itself."""
    return Period.containing(period.first, Cadence.QUARTERLY)


def year_so_far(period: Period) -> tuple[Period, ...]:
    """Return the periods the year consists of up to a quarter or a month: whole quarters, then single months."""
    first = Period.containing(date(period.first.year, 1, 1), Cadence.QUARTERLY)
    quarters = [first.shifted(count) for count in range(4)]
    whole = [one for one in quarters if one.last <= period.last]
    months = parts_of(quarter_of(period)) if period.cadence == Cadence.MONTHLY else ()
    return (*whole, *(one for one in months if one.last <= period.last and quarter_of(one) not in whole))


def added(parts: Iterable[Figures]) -> Figures:
    """Add up periods that follow each other, of which there is at least one."""
    rows = list(parts)
    accounts: dict[Side, Decimal] = defaultdict(Decimal)
    for one in rows:
        for side, amount in one.accounts.items():
            accounts[side] += amount
    return Figures(
        opening=rows[0].opening,
        receipts=sum((one.receipts for one in rows), ZERO),
        payments=sum((one.payments for one in rows), ZERO),
        closing=rows[-1].closing,
        accounts=dict(accounts),
    )


def known_figures(period: Period, known: Known) -> Figures | None:
    """Return a period as it is published, or else as the sum of its months; None where one of these is missing."""
    if period in known:
        return known[period]
    parts = [known.get(one) for one in parts_of(period)] if period.cadence == Cadence.QUARTERLY else []
    return added(one for one in parts if one) if parts and all(parts) else None


def known_year(period: Period, known: Known) -> Figures | None:
    """Return the year up to a period; None where a part of it is not published."""
    parts = [known_figures(one, known) for one in year_so_far(period)]
    return added(one for one in parts if one) if all(parts) else None


def figures_of(statement: Statement) -> Figures:
    """Return the figures of a statement that is checked or shown."""
    accounts: dict[Side, Decimal] = {}
    for line in statement.lines:
        for side in SIDES:
            if amount := getattr(line, side):
                key = (line.account or "", side)
                accounts[key] = accounts.get(key, ZERO) + amount
    return Figures(statement.opening, statement.receipts, statement.payments, statement.closing, accounts)


def check_sums(statement: Statement, period: Period, known: Known) -> Iterator[Finding]:
    """Yield where a statement is not the sum of its parts, or the whole it belongs to would not be.

    A total that is no sum is an error. What may have its reason is a warning: an account that is no sum while the
    totals are, a part that is not published, a year to date in the sheet that is not the sum of the quarters, and
    a month that no longer fits the quarter that stands published, since the month is corrected first.
    """
    own = figures_of(statement)
    yield from _as_whole(statement, own, period, known)
    yield from _as_part(own, period, known)
    yield from _year_to_date(statement, own, period, known)


def _as_whole(statement: Statement, own: Figures, period: Period, known: Known) -> Iterator[Finding]:
    parts = parts_of(period)
    found = [known_figures(one, known) for one in parts]
    if not any(found):
        return
    if not all(found):
        missing = ",".join(str(one) for one, figures in zip(parts, found, strict=True) if not figures)
        params = {"case": "missing", "period": str(period), "periods": missing, "read": missing}
        yield Finding.of_sheet("W-SUMS", None, None, params)
        return
    whole = added(one for one in found if one)
    yield from _differences(statement, own, whole, period)


def _differences(statement: Statement, own: Figures, whole: Figures, period: Period) -> Iterator[Finding]:
    named = {"period": str(period), "first": str(parts_of(period)[0])}
    if own.opening != whole.opening:
        params = _off(own.opening, whole.opening) | {"case": "opening"} | named
        yield Finding.of_sheet("I5", statement.opening_row, "opening", params, read=_read(params))
    for side in SIDES:
        if own.of_side(side) != whole.of_side(side):
            params = _off(own.of_side(side), whole.of_side(side)) | {"case": "total", "side": side} | named
            yield Finding.of_sheet("I5", statement.stated_closing_row, f"{side}s", params, read=_read(params))
    names = anchors(statement)
    for account, side in sorted({*own.accounts, *whole.accounts}):
        read, expected = (one.accounts.get((account, side), ZERO) for one in (own, whole))
        if read == expected:
            continue
        params = _off(read, expected) | {"case": "account", "account": account or "—", "side": side} | named
        line = _first_of(statement.lines, account, side)
        if line:
            yield Finding.of_line(
                "W-SUMS", line, names[line.number - 1], "account", params, read=f"{account}|{_read(params)}"
            )
        else:
            yield Finding.of_sheet("W-SUMS", None, f"{account} {side}", params, read=_read(params))


def _as_part(own: Figures, period: Period, known: Known) -> Iterator[Finding]:
    whole = quarter_of(period)
    if period.cadence != Cadence.MONTHLY or whole not in known:
        return
    parts = [own if one == period else known.get(one) for one in parts_of(whole)]
    if not all(parts):
        return
    made = added(one for one in parts if one)
    for side in SIDES:
        if made.of_side(side) != known[whole].of_side(side):
            params = _off(made.of_side(side), known[whole].of_side(side))
            params |= {"case": "part", "side": side, "period": str(whole)}
            yield Finding.of_sheet("W-SUMS", None, f"{side}s", params, read=_read(params))


def _year_to_date(statement: Statement, own: Figures, period: Period, known: Known) -> Iterator[Finding]:
    """Check the last 本年累计 of a sheet against the year as it is published, with this statement for its own part."""
    stated = next((row for row in reversed(statement.subtotals) if _is_year_to_date(row, statement)), None)
    made = known_year(period, {**known, period: own}) if stated and len(year_so_far(period)) > 1 else None
    if stated is None or made is None:
        return
    index = statement.subtotals.index(stated)
    for side, read in ((RECEIPT, stated.receipts), (PAYMENT, stated.payments)):
        if read is not None and read != made.of_side(side):
            params = _off(read, made.of_side(side)) | {"case": "year", "side": side, "label": stated.label}
            yield Finding.of_sheet("W-SUMS", stated.row, f"subtotals.{index}.{side}s", params, read=_read(params))


def _is_year_to_date(row: Subtotal, statement: Statement) -> bool:
    """Return whether a row states the year up to the last entry; 本期累计 and a bare 累计 may begin with the sheet."""
    return row.kind == "cumulative" and "年" in row.label and row.after_line == len(statement.lines)


def _first_of(lines: Iterable[Line], account: str, side: str) -> Line | None:
    return next((one for one in lines if (one.account or "") == account and getattr(one, side)), None)


def _off(read: Decimal, expected: Decimal) -> dict[str, str]:
    return {"read": plain(read), "expected": plain(expected), "difference": plain(read - expected)}


def _read(params: Mapping[str, str]) -> str:
    return f"{params['case']}|{params['read']}|{params['expected']}"
