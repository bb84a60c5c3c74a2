"""A statement typed in a grid: rows of texts, read cell by cell as the ledger reader reads them.

Names: `row-3-receipt` is the receipt of the fourth row, `row-3-was` the number its entry had before,
`opening`, `stated_closing`, `cash` and `bank` stand above. Rows that say nothing are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from disclosure.ledger.accounts import Accounts
from disclosure.ledger.messages import refusal
from disclosure.ledger.repair import apply_fix
from disclosure.ledger.types import ZERO, CannotRepair, Line, Statement

FIELDS = ("date", "voucher", "summary", "account", "receipt", "payment", "handler", "witness", "approver", "note")
TOTALS = ("opening", "stated_closing", "cash", "bank")
COLUMNS = frozenset({*FIELDS, "balance"})
AT_LEAST, BLANK, MOST = 12, 3, 600
"""Rows of a fresh grid, blank ones below a filled one, and how many are taken at all."""

_NAME = re.compile(r"row-(\d{1,4})-([a-z]{1,12})")
_LONGEST = 300


@dataclass(slots=True)
class GridRow:
    """One row: what was typed, what is wrong with it, and which entry it was before."""

    index: int
    was: int | None = None
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    number: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(text.strip() for text in self.texts.values())


@dataclass(slots=True)
class Grid:
    """All rows, and the four figures above them."""

    totals: dict[str, str]
    rows: list[GridRow]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def showing(cls, statement: Statement | None, opening: Decimal | None) -> Grid:
        """Return the grid of a statement, or an empty one that begins with the balance before.

        Args:
            statement: What the draft says so far, if anything.
            opening: The closing balance of the period before, in yuan, where one is published.
        """
        if statement is None:
            grid = cls({"opening": _text(opening)}, [])
        else:
            totals = {name: _text(getattr(statement, name)) for name in TOTALS}
            rows = [
                GridRow(index, line.number, _texts(line), number=line.number)
                for index, line in enumerate(statement.lines)
            ]
            grid = cls(totals, rows)
        grid.pad(max(AT_LEAST - len(grid.rows), BLANK))
        return grid

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> Grid:
        """Return the grid as it was sent."""
        rows: dict[int, GridRow] = {}
        for name, text in data.items():
            found = _NAME.fullmatch(name)
            if not found or int(found[1]) >= MOST:
                continue
            row = rows.setdefault(int(found[1]), GridRow(int(found[1])))
            if found[2] == "was":
                row.was = int(text) if text.isdecimal() and len(text) < 10 else None
            elif found[2] in FIELDS:
                row.texts[found[2]] = text[:_LONGEST]
        ordered = [replace(rows[key], index=index) for index, key in enumerate(sorted(rows))]
        return cls({name: data.get(name, "")[:_LONGEST] for name in TOTALS}, ordered)

    def pad(self, count: int) -> None:
        """Add blank rows, up to the most that is taken."""
        for _row in range(count):
            if len(self.rows) < MOST:
                self.rows.append(GridRow(len(self.rows)))

    def read(self, *, before: Statement | None, title: str, period: str, accounts: Accounts) -> Statement | None:
        """Read every cell; None where one cannot be read, which is then noted beside it.

        Where nothing differs from what the draft says already, that is returned as it is, with the
        balances and totals of its sheet.

        Args:
            before: What the draft says so far.
            title: Title of a new statement.
            period: Period of a new statement.
            accounts: The chart.
        """
        known = {line.number: line for line in before.lines} if before else {}
        statement = self._totals_read(before or _empty(title, period))
        lines: list[Line] = []
        for row in self.rows:
            if not row.is_blank:
                row.number = len(lines) + 1
                old = known.get(row.was or 0)
                lines.append(_line_read(row, old, statement, accounts))
        if self.errors or any(row.errors for row in self.rows):
            return None
        if before and _says_the_same(before, statement, lines):
            return before
        return replace(
            statement, lines=tuple(lines), subtotals=(), columns=COLUMNS, layout="grid", problems=(), opening_row=None
        )

    def _totals_read(self, statement: Statement) -> Statement:
        for name in TOTALS:
            try:
                statement = apply_fix(statement, None, name, self.totals.get(name, ""))
            except CannotRepair as fault:
                self.errors[name] = refusal(fault)
        return statement


def _line_read(row: GridRow, old: Line | None, statement: Statement, accounts: Accounts) -> Line:
    """Read a row into an entry; what the grid does not show of the entry before stays with it."""
    number = row.number or 1
    line = replace(old, number=number, balance=None) if old else Line(number=number, row=None)
    alone = replace(statement, lines=(replace(line, number=1),), problems=())
    shown = _texts(line)
    for name in FIELDS:
        text = row.texts.get(name, "")
        if text.strip() == shown[name]:
            continue
        if name == "account" and text:
            text = f"{text} {accounts.name(text)}".strip()
        try:
            alone = apply_fix(alone, 1, name, text, accounts=accounts)
        except CannotRepair as fault:
            row.errors[name] = refusal(fault)
    return replace(alone.lines[0], number=number)


def _texts(line: Line) -> dict[str, str]:
    return {
        "date": line.date.isoformat() if line.date else line.date_text,
        "voucher": line.voucher,
        "summary": line.summary,
        "account": line.account or "",
        "receipt": _text(line.receipt),
        "payment": _text(line.payment),
        "handler": line.handler,
        "witness": line.witness,
        "approver": line.approver,
        "note": line.note,
    }


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _says_the_same(before: Statement, typed: Statement, lines: list[Line]) -> bool:
    same_totals = all(getattr(before, name) == getattr(typed, name) for name in TOTALS)
    return same_totals and lines == [replace(line, balance=None) for line in before.lines]


def _empty(title: str, period: str) -> Statement:
    return Statement(
        title=title,
        period=period,
        unit_of_amounts="元",
        opening=ZERO,
        opening_row=None,
        lines=(),
        subtotals=(),
        stated_closing=None,
        stated_closing_row=None,
        cash=None,
        bank=None,
        signers={},
        columns=COLUMNS,
        layout="grid",
    )
