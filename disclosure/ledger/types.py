"""The content of a ledger that was read: lines, sub-totals, the statement, and what is wrong with it.

Every amount is a `Decimal` in yuan with two places.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.workbooks.faults import FileRefusal

ZERO = Decimal("0.00")
# Keys are kept with the answers given to findings.
MAX_KEY_LENGTH = 160


class CannotRepair(FileRefusal):
    """A repair was refused: the value cannot be read, or there is no such cell."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `number` counts from 1; `row` is the sheet's own row, where there is one.

    `account` is a code of the chart, or None where it is not classified. `balance` is as stated.
    """

    number: int
    row: int | None
    date: date | None = None
    date_text: str = ""
    voucher: str = ""
    summary: str = ""
    account_text: str = ""
    account: str | None = None
    receipt: Decimal | None = None
    payment: Decimal | None = None
    balance: Decimal | None = None
    handler: str = ""
    witness: str = ""
    approver: str = ""
    note: str = ""
    payee: str = ""
    method: str = ""
    capital: Decimal | None = None
    sheet: str = ""

    @property
    def movement(self) -> Decimal:
        """Receipt less payment."""
        return (self.receipt or ZERO) - (self.payment or ZERO)

    @property
    def side(self) -> str:
        """The column its amount is in."""
        return "receipt" if self.receipt is not None else "payment"

    @property
    def amount(self) -> Decimal | None:
        """The receipt, or else the payment."""
        return self.receipt if self.receipt is not None else self.payment


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A row that sums up: `after_line` is the number of the last entry above it.

    `kind` is one of day, month, quarter, page, cumulative, subtotal, total, carried (过次页), brought
    (承前页), opening and closing (a balance stated between the entries). `since` is the number of the entry
    before the first one it adds up, where the sheet's form shows it.
    """

    kind: str
    row: int | None
    label: str
    after_line: int
    month: int | None = None
    receipts: Decimal | None = None
    payments: Decimal | None = None
    balance: Decimal | None = None
    capital: Decimal | None = None
    sheet: str = ""
    since: int | None = None

    def of_side(self, side: str | None, value: Decimal | None) -> Subtotal:
        """Return it with an amount in the column of one side."""
        sums = {side: value}
        return dataclasses.replace(self, receipts=sums.get("receipt"), payments=sums.get("payment"))


@dataclass(frozen=True, slots=True)
class Fix:
    """The repair that one press can make: put `value` into `field` of an entry (None: of the statement).

    `value` reads like a typed cell (`84827.74`).
    """

    line: int | None
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """An error or a warning.

    `rule` is I1 to I4, READ (an unreadable cell) or a warning's code such as W-DATE; `params` are plain
    values (amounts as `84827.74`, dates as `2026-07-01`). `key` names what was found, not where, so that
    an answer given to it survives a new check.
    """

    rule: str
    level: str
    row: int | None
    line: int | None
    field: str | None
    params: Mapping[str, str]
    key: str
    fix: Fix | None = None

    @property
    def is_error(self) -> bool:
        """Whether it blocks."""
        return self.level == "error"

    @classmethod
    def of_line(
        cls, rule: str, line: Line, anchor: str, field: str, params: Mapping[str, str], *, read: str,
        fix: Fix | None = None,
    ) -> Finding:  # fmt: skip
        """Return a finding on an entry, whose name (see `anchors`) is part of the key."""
        where = {"sheet": line.sheet} if line.sheet else {}
        identity = key(rule, anchor, field, read)
        return cls(rule, level_of(rule), line.row, line.number, field, {**params, **where}, identity, fix)

    @classmethod
    def of_sheet(
        cls, rule: str, row: int | None, field: str | None, params: Mapping[str, str], *, read: str | None = None,
        fix: Fix | None = None,
    ) -> Finding:  # fmt: skip
        """Return a finding on the whole sheet, or on a row that is no entry."""
        identity = key(rule, field or "", params["read"] if read is None else read)
        return cls(rule, level_of(rule), row, None, field, params, identity, fix)


@dataclass(frozen=True, slots=True)
class Statement:
    """Receipts and payments of one period.

    `unit_of_amounts` is what the sheet was written in (元, 万元); the amounts here are yuan all the same.
    `layout` is line_by_line, two_sided (by category), sections (one column of amounts) or grid (typed).
    `columns` names the fields the sheet has; a rule that needs another does not run. `problems` are the
    findings made while reading.
    """

    title: str
    period: str
    unit_of_amounts: str
    opening: Decimal
    opening_row: int | None = None
    lines: tuple[Line, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()
    stated_closing: Decimal | None = None
    stated_closing_row: int | None = None
    cash: Decimal | None = None
    bank: Decimal | None = None
    signers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    layout: str = "line_by_line"
    sheet: str = ""
    money_row: int | None = None
    closing_capital: Decimal | None = None
    problems: tuple[Finding, ...] = ()

    @property
    def receipts(self) -> Decimal:
        """The sum of all receipts."""
        return sums_of(self.lines)[0]

    @property
    def payments(self) -> Decimal:
        """The sum of all payments."""
        return sums_of(self.lines)[1]

    @property
    def closing(self) -> Decimal:
        """Opening + receipts − payments, as I1 wants it."""
        return self.opening + self.receipts - self.payments


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the warnings begin, in yuan; shares are of 1. Practice, so settings of the portal."""

    cash_limit: Decimal = Decimal("5000.00")
    large_payment: Decimal = Decimal("50000.00")
    other_share: Decimal = Decimal("0.20")
    just_under: Decimal = Decimal("0.10")
    split_count: int = 2


def sums_of(lines: Iterable[Line]) -> tuple[Decimal, Decimal]:
    """Return what the receipts and the payments of entries add up to."""
    entries = list(lines)
    return sum((line.receipt or ZERO for line in entries), ZERO), sum((line.payment or ZERO for line in entries), ZERO)


def plain(amount: Decimal) -> str:
    """Write an amount as in params and canonical documents: `-1234.50`."""
    return f"{amount:.2f}"


def level_of(rule: str) -> str:
    """Return `warning` for a warning's code, else `error`."""
    return "warning" if rule.startswith("W-") else "error"


def key(*parts: str) -> str:
    """Join what a finding is about to its key, of 160 characters at most."""
    joined = "|".join(parts)
    if len(joined) <= MAX_KEY_LENGTH:
        return joined
    return f"{joined[: MAX_KEY_LENGTH - 17]}#{hashlib.sha256(joined.encode()).hexdigest()[:16]}"


def anchors(statement: Statement) -> tuple[str, ...]:
    """Return a name for each entry, in order: its voucher where that is its alone, else with its number."""
    counts = Counter(line.voucher for line in statement.lines)
    return tuple(
        line.voucher if line.voucher and counts[line.voucher] == 1 else f"{line.voucher}#{line.number}"
        for line in statement.lines
    )
