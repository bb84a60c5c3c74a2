"""A statement while it is being read: cells become values, and what cannot be read becomes a finding."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.columns import Table
from disclosure.ledger.dates import ReadDate, UnreadableDate, parse_date
from disclosure.ledger.heads import Side, unit_factor
from disclosure.ledger.labels import Label, read_pairs, read_signers
from disclosure.ledger.types import ZERO, Finding, Line, Statement, Subtotal, key, level_of, plain
from portal.core.workbooks.money import CENT, Amount, UnreadableAmount, parse_amount
from portal.core.workbooks.sheets import Cell, Row
from portal.core.workbooks.written import find_capital, squash

# What a sheet adds up by itself is not stated where the result was not saved: we add it up all the same.
_COMPUTED = frozenset({"balance", "subtotal", "stated_closing", "cash", "bank"})

# The longest texts that can be kept, in characters.
MAX_LENGTHS = {"voucher": 60, "account": 120, "handler": 60, "witness": 60, "approver": 60, "payee": 120, "method": 60}


WHOLE = -1
"""Place of a balance or total that is of the whole sheet."""

# A 结余 called so is a balance; 本期结余 alone may be what the period left over.
_CLOSING_NAME = re.compile(r"[末底]|累计|滚存|账面|实际")


@dataclass(slots=True)
class StatementBuilder:
    """What was read so far. `unit_factor` is how many yuan the sheet's unit has."""

    period: Period
    accounts: Accounts
    unit: str
    unit_factor: Decimal
    layout: str
    title: str = ""
    sheet: str = ""
    columns: set[str] = field(default_factory=set)
    opening: Decimal | None = None
    opening_row: int | None = None
    lines: list[Line] = field(default_factory=list)
    subtotals: list[Subtotal] = field(default_factory=list)
    closings: list[Subtotal] = field(default_factory=list)
    cash_balances: dict[str, Decimal] = field(default_factory=dict)
    cash_after: int = -1
    cash_row: int | None = None
    signers: dict[str, str] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)

    def amount(
        self, cell: Cell, *, field: str, row: Row, line: int | None, factor: Decimal | None = None
    ) -> Amount | None:
        """Read an amount cell in yuan; what cannot be read becomes an error and reads as nothing.

        `factor` is how many yuan a unit has where the column's head names one of its own.
        """
        if cell.is_empty or (cell.kind == "broken" and cell.text == "formula" and field in _COMPUTED):
            return None
        try:
            read = parse_amount(_raw(cell), unit=self.unit_factor if factor is None else factor)
        except UnreadableAmount:
            self.unreadable(cell, field=field, row=row, line=line)
            return None
        if read and read.has_more_decimals and field in {"receipt", "payment", "opening", "stated_closing"}:
            params = {"read": f"{read.exact.normalize():f}", "used": plain(read.value), "field": field}
            self.problem("W-DECIMALS", row=row, line=line, field=field, read=cell.text, params=params)
        return read

    def amount_or_none(self, raw: str | float) -> Amount | None:
        """Read an amount beside a label; None where it is none."""
        try:
            return parse_amount(raw, unit=self.unit_factor)
        except UnreadableAmount:
            return None

    def date(self, cell: Cell, *, row: Row, line: int, month: int | None = None) -> ReadDate | None:
        """Read a date cell; what cannot be read becomes an error and reads as nothing."""
        raw = cell.day or (cell.number if cell.number is not None else cell.text)
        try:
            if cell.kind == "broken":
                raise UnreadableDate(cell.text)
            return parse_date(raw, period=self.period, month=month)
        except UnreadableDate:
            self.unreadable(cell, field="date", row=row, line=line, case="date")
            return None

    def text(self, text: str, *, field: str, row: Row, line: int) -> str:
        """Take a text in; one too long to be kept is an error."""
        if len(text) > MAX_LENGTHS.get(field, len(text)):
            params = {"read": f"{text[:20]}…", "field": field, "case": "long", "limit_count": str(MAX_LENGTHS[field])}
            self.problem("READ", row=row, line=line, field=field, read=text, params=params)
            return text[: MAX_LENGTHS[field]]
        return text

    def unreadable(self, cell: Cell, *, field: str, row: Row, line: int | None, case: str = "amount") -> None:
        """Note an error: the content of this cell cannot be read."""
        if cell.kind == "broken":
            case = "formula" if cell.text == "formula" else "broken"
        params = {"read": cell.text, "field": field, "case": case}
        self.problem("READ", row=row, line=line, field=field, read=cell.text, params=params)

    def problem(
        self, rule: str, *, row: Row | None, line: int | None, field: str, read: str, params: Mapping[str, str]
    ) -> None:
        """Note a finding made while reading."""
        where = {"sheet": row.sheet} if row and row.sheet != self.sheet else {}
        identity = key(rule, field, str(line or ""), read)
        number = row.number if row else None
        self.problems.append(Finding(rule, level_of(rule), number, line, field, {**params, **where}, identity))

    def state(self, label: Label, amount: Amount | None, *, row: Row, text: str, whole: bool = False) -> None:
        """Take in a balance that a row states: opening, closing, cash or bank.

        A balance in the first row, before any entry, is the opening whatever it is called.
        """
        before_all = not self.lines and self.opening is None and not whole
        if amount is None:
            if label.kind == "opening" and before_all:
                self.opening_row = row.number
            return
        if label.kind in {"cash", "bank"}:
            self._cash_balance(label.kind, amount.value, row)
        elif self._opens(label, before_all=before_all, whole=whole):
            self.opening, self.opening_row = amount.value, row.number
        elif label.kind == "closing":
            self.state_closing(amount, row, text, after=WHOLE if whole else len(self.lines))
        elif not whole:
            after = len(self.lines)
            self.subtotals.append(
                Subtotal(label.kind, row.number, text, after, label.month, balance=amount.value, sheet=row.sheet)
            )

    def state_closing(self, amount: Amount, row: Row, text: str, *, after: int) -> None:
        """Take in a closing balance."""
        closing = Subtotal("closing", row.number, text, after, balance=amount.value, sheet=row.sheet)
        self.closings.append(replace(closing, capital=amount.capital or find_capital(squash(text))))

    def _opens(self, label: Label, *, before_all: bool, whole: bool) -> bool:
        if label.kind == "opening":
            return before_all or (whole and self.opening is None)
        return before_all and label.kind in {"closing", "brought"}

    def _cash_balance(self, kind: str, value: Decimal, row: Row) -> None:
        """Add cash or bank; a sheet that states them after every month means the last."""
        if not self.lines and not self.closings:
            return
        if self.cash_after != len(self.lines):
            self.cash_balances, self.cash_after = {}, len(self.lines)
        self.cash_balances[kind] = self.cash_balances.get(kind, ZERO) + value
        self.cash_row = self.cash_row if len(self.cash_balances) > 1 and self.cash_row else row.number

    def add_subtotal(self, subtotal: Subtotal) -> None:
        """Take in a total, if it states anything."""
        if (subtotal.receipts, subtotal.payments, subtotal.balance) != (None, None, None):
            self.subtotals.append(subtotal)

    def read_remarks(self, row: Row, *, whole: bool = False) -> bool:
        """Take signers and labelled amounts from a row of running text; return whether there were any."""
        found = False
        for index, cell in enumerate(row.cells):
            if cell.kind != "text":
                continue
            signers = read_signers(cell.text)
            for role, name in signers.items():
                self.signers[role] = name or (row[index + 1].text if ":" not in row[index + 1].squashed else "")
            found = found or bool(signers) or self._read_pairs(cell, row, whole=whole)
        return found

    def _read_pairs(self, cell: Cell, row: Row, *, whole: bool) -> bool:
        found = False
        for label, text in read_pairs(cell.text):
            amount = parse_amount(text, unit=self.unit_factor)
            found = True
            if label.side and amount:
                after = WHOLE if whole else len(self.lines)
                total = Subtotal(label.kind, row.number, label.side, after, label.month, sheet=row.sheet)
                self.add_subtotal(total.of_side(label.side, amount.value))
            elif label.kind in {"opening", "closing", "cash", "bank"}:
                self.state(label, amount, row=row, text=cell.text, whole=whole)
        return found

    def finish(self) -> Statement:
        """Return the statement, with the closing and the opening chosen among the balances read."""
        opening = self._final_opening()
        stated = self._final_closing(opening)
        count = len(self.lines)
        subtotals = tuple(replace(s, after_line=count) if s.after_line == WHOLE else s for s in self.subtotals)
        cash_balances = self.cash_balances if self.cash_after in (count, -1) else {}
        return Statement(
            title=self.title,
            period=str(self.period),
            unit_of_amounts=self.unit or "元",
            opening=opening,
            opening_row=self.opening_row,
            lines=tuple(self.lines),
            subtotals=tuple(sorted(subtotals, key=lambda subtotal: (subtotal.after_line, subtotal.row or 0))),
            stated_closing=stated.balance if stated else None,
            stated_closing_row=stated.row if stated else None,
            cash=cash_balances.get("cash"),
            bank=cash_balances.get("bank"),
            signers=self.signers,
            columns=frozenset(self.columns),
            layout=self.layout,
            sheet=self.sheet,
            money_row=self.cash_row if cash_balances else None,
            closing_capital=stated.capital if stated else None,
            problems=tuple(self.problems),
        )

    def _final_closing(self, opening: Decimal) -> Subtotal | None:
        """Pick the last balance stated below the last entry; others are balances on the way."""
        count = len(self.lines)
        final = self._real_closings([one for one in self.closings if one.after_line == count], opening)
        whole = [closing for closing in self.closings if closing.after_line == WHOLE]
        stated = (final or whole)[-1] if final or whole else self._total_balance()
        for closing in self.closings:
            if closing is not stated and closing.after_line != WHOLE:
                self.subtotals.append(closing)
        return stated

    def _real_closings(self, closings: list[Subtotal], opening: Decimal) -> list[Subtotal]:
        """Leave out the surplus of the period itself, where it is called a 结余 as well."""
        surplus = sum((line.movement for line in self.lines), ZERO)
        named = [closing for closing in closings if _CLOSING_NAME.search(closing.label)]
        others = [closing for closing in closings if not (opening and closing.balance == surplus)]
        return named or others

    def _total_balance(self) -> Subtotal | None:
        """Where no row states the closing, the balance in the last row of totals does."""
        for index in range(len(self.subtotals) - 1, -1, -1):
            last = self.subtotals[index]
            if last.after_line != len(self.lines) or last.row is None:
                return None
            if last.balance is not None:
                self.subtotals[index] = replace(last, balance=None)
                return replace(last, capital=None)
        return None

    def _take_late_opening(self) -> None:
        """Some sheets state the opening only in a summary below the entries."""
        for row in self.subtotals:
            late = row.after_line == len(self.lines) or self.layout == "sections"
            if row.kind == "opening" and late and row.balance is not None:
                self.opening, self.opening_row = row.balance, row.row
                self.subtotals.remove(row)
                return

    def _final_opening(self) -> Decimal:
        if self.opening is None:
            self._take_late_opening()
        if self.opening is not None:
            return self.opening
        if any(problem.field == "opening" for problem in self.problems):
            return ZERO
        first = self.lines[0] if self.lines else None
        unread = {problem.line for problem in self.problems if problem.rule == "READ"}
        if first and first.balance is not None and first.number not in unread and self.opening_row is None:
            derived = (first.balance - first.movement).quantize(CENT)
            params = {"used": plain(derived), "balance": plain(first.balance)}
            self.problem("W-OPENING-DERIVED", row=None, line=None, field="opening", read=plain(derived), params=params)
            return derived
        params = {"case": "opening", "field": "opening"}
        self.problem("READ", row=None, line=None, field="opening", read="", params=params)
        return ZERO


class TableReader:
    """Reads the cells of a table by their columns."""

    def __init__(self, table: Table, builder: StatementBuilder) -> None:
        self.table = table
        self.builder = builder

    def money(
        self, row: Row, field: str, *, line: int | None, name: str | None = None, side: Side | None = None
    ) -> Amount | None:
        """Read an amount, adding up cash and bank where they have columns of their own."""
        total: Amount | None = None
        for column in self.table.money_columns(field, side):
            unit = self.table.unit(column)
            factor = unit_factor(unit) if unit else None
            read = self.builder.amount(row[column], field=name or field, row=row, line=line, factor=factor)
            if read:
                total = read if total is None else Amount(total.value + read.value, total.exact + read.exact)
        return total

    def amount_in(self, label: Cell) -> Amount | None:
        """Read an amount from a label's own text: `上期结余：64,310.22`."""
        _, colon, tail = label.text.replace("：", ":").partition(":")
        return self.builder.amount_or_none(tail) if colon else None


def _raw(cell: Cell) -> str | float:
    if cell.kind == "number" and cell.number is not None:
        return cell.number
    if cell.kind in ("date", "broken"):
        raise UnreadableAmount(cell.text)
    return cell.text
