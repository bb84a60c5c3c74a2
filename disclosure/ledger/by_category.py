"""Ledgers by category: receipts beside payments, or one column of amounts grouped under 收入 and 支出."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from disclosure.ledger.builder import WHOLE, StatementBuilder, TableReader
from disclosure.ledger.columns import Table
from disclosure.ledger.heads import SIDES, Side
from disclosure.ledger.labels import Label, is_remark, read_label, read_pairs, read_signers
from disclosure.ledger.line_by_line import LineReader
from disclosure.ledger.types import ZERO, Line, Subtotal
from portal.core.workbooks.money import Amount, UnreadableAmount, parse_amount
from portal.core.workbooks.sheets import BLANK, Cell, Row
from portal.core.workbooks.written import squash

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+[、.]"),
    re.compile(r"^\([一二三四五六七八九十]+\)"),
    re.compile(r"^\d{1,2}[、.](?!\d)"),
    re.compile(r"^(?:\(\d{1,2}\)|[①-⑳])"),
)


_TEXTS = ("voucher", "handler", "witness", "approver", "note", "payee")


@dataclass(frozen=True, slots=True)
class Item:
    """One half of one row; `total` is which total it is, where it is one."""

    side: Side
    row: Row
    label: Cell
    total: Label | None = None


def level_of(text: str) -> int | None:
    """Return how deep an item's own number puts it: 0 for 一、, 1 for （一）, 2 for 1., 3 for (1)."""
    close = squash(text)
    return next((level for level, form in enumerate(_LEVELS) if form.match(close)), None)


def children_of(labels: list[str]) -> int:
    """Count the items after the first that are numbered below it, such as 1. and 2. below 一、."""
    level = level_of(labels[0])
    count = 0
    for text in labels[1:] if level is not None else ():
        below = level_of(text)
        if below is None or level is None or below <= level:
            break
        count += 1
    return count


class TwoSidedReader(TableReader):
    """Reads both halves of every row; receipts are numbered first."""

    def __init__(self, table: Table, builder: StatementBuilder) -> None:
        super().__init__(table, builder)
        self.items: list[Item] = []
        named = {"date", "voucher", "account", "handler", "witness", "approver", "note", "payee", "method"}
        builder.columns |= (table.fields & named) | {"summary", "receipt", "payment"}

    def read_all(self) -> None:
        """Read every row below the head."""
        for row in self.table.grid.rows[self.table.body :]:
            if self._is_footer(row):
                self.builder.read_remarks(row, whole=True)
            else:
                for side in SIDES:
                    self._half(row, side)
        for side in SIDES:
            self._side([item for item in self.items if item.side == side])

    def _is_footer(self, row: Row) -> bool:
        amounts = [row[column] for side in SIDES for column in self.table.money_columns("amount", side)]
        if any(cell.kind == "number" for cell in amounts):
            return False
        texts = [cell.text for cell in row.cells if cell.kind == "text"]
        return any(is_remark(text) or read_signers(text) or len(list(read_pairs(text))) > 1 for text in texts)

    def _half(self, row: Row, side: Side) -> None:
        label = self._label(row, side)
        cells = [row[column] for column in self.table.money_columns("amount", side)]
        found = read_label(label.text)
        if found and found.kind in {"opening", "brought", "closing", "cash", "bank"}:
            self._balance(found, row, label, side)
        elif found:
            self.items.append(Item(side, row, label, found))
        elif any(_has_amount(cell) for cell in cells) and not squash(label.text).startswith("其中"):
            # What follows 其中 is part of a row above and would count twice.
            self.items.append(Item(side, row, label))

    def _label(self, row: Row, side: Side) -> Cell:
        for field in ("summary", "account"):
            for column in self.table.columns(field, side):
                if not row[column].is_empty:
                    return row[column]
        # A total may be in the column of numbers or dates.
        columns = [*self.table.columns("number", side), *self.table.columns("date", side)]
        return next((row[column] for column in columns if read_label(row[column].text)), BLANK)

    def _amount(self, item: Item, *, field: str, line: int | None) -> Amount | None:
        return self.money(item.row, "amount", line=line, name=field, side=item.side) or self.amount_in(item.label)

    def _balance(self, found: Label, row: Row, label: Cell, side: Side) -> None:
        field = {"opening": "opening", "brought": "opening", "closing": "stated_closing"}.get(found.kind, found.kind)
        amount = self._amount(Item(side, row, label), field=field, line=None)
        builder = self.builder
        if amount is None:
            return
        if field == "opening":
            if builder.opening is None:
                builder.opening, builder.opening_row = amount.value, row.number
        elif field == "stated_closing":
            builder.state_closing(amount, row, label.text, after=WHOLE)
        else:
            builder.cash_balances[field] = builder.cash_balances.get(field, ZERO) + amount.value
            builder.cash_row = builder.cash_row or row.number

    def _side(self, items: list[Item]) -> None:
        first = since = len(self.builder.lines)
        for index, item in enumerate(items):
            here = len(self.builder.lines)
            below = children_of([other.label.text for other in items[index:]])
            if item.total:
                part = item.total.kind == "subtotal"
                self._total(item, kind="subtotal" if part else "total", since=since if part else first, after=here)
                since = here
            elif below:
                self._total(item, kind="subtotal", since=here, after=here + below)
            else:
                self._line(item)

    def _total(self, item: Item, *, kind: str, since: int, after: int) -> None:
        amount = self._amount(item, field="subtotal", line=None)
        side = item.total.side if item.total and item.total.side else item.side
        if amount:
            total = Subtotal(kind, item.row.number, item.label.text, after, capital=amount.capital, since=since)
            self.builder.add_subtotal(total.of_side(side, amount.value))

    def _line(self, item: Item) -> None:
        builder, number = self.builder, len(self.builder.lines) + 1
        amount = self._amount(item, field=item.side, line=number)
        value: Decimal | None = amount.value if amount and amount.value else None
        account_text = self._cell(item, "account").text
        date_cell = self._cell(item, "date")
        read = builder.date(date_cell, row=item.row, line=number)
        builder.lines.append(
            Line(
                number=number,
                row=item.row.number,
                date=read.day if read else None,
                date_text=date_cell.text,
                summary=item.label.text,
                account_text=account_text,
                # A category named exactly like an account is that account; anything else stays open.
                account=builder.accounts.match(account_text or item.label.text),
                receipt=value if item.side == "receipt" else None,
                payment=value if item.side == "payment" else None,
                balance=None,
                capital=amount.capital if amount else None,
                **{name: self._cell(item, name).text for name in _TEXTS},
            )
        )

    def _cell(self, item: Item, field: str) -> Cell:
        cells = [self.table.grid.shown(item.row.index, column) for column in self.table.columns(field, item.side)]
        return next((cell for cell in cells if not cell.is_empty), BLANK)


def _has_amount(cell: Cell) -> bool:
    """Return whether an amount cell has an amount other than zero; an unreadable one counts."""
    if cell.is_empty:
        return False
    try:
        read = parse_amount(cell.number if cell.number is not None else cell.text)
    except UnreadableAmount:
        return True
    return read is not None and bool(read.value)


_SECTION = re.compile(
    r"(?:[一二三四五六\d]{1,2}[、.]|\([一二三四五六\d]\))?(?:本[期季月年]度?|资金|全[季年]度?|[一二三四]季度)?(?P<side>收入|支出)"
    r"(?:部分|类|情况|方面|明细|项目|合计|总计|总额|小计|数|金额|总数)?[:：]?"
)


def section_side(text: str) -> Side | None:
    """Return which section a row opens: `一、收入`, `支出部分：`."""
    found = _SECTION.fullmatch(squash(text))
    if not found:
        return None
    return "receipt" if found["side"] == "收入" else "payment"


class SectionReader(LineReader):
    """Reads one column of amounts, section by section; the row above the head may open the first.

    Attributes:
        found: Whether there was any section.
    """

    def __init__(self, table: Table, builder: StatementBuilder) -> None:
        super().__init__(table, builder)
        self.side: Side | None = None
        self.totals: list[Subtotal] = []
        for row in table.grid.rows[: table.top]:
            for cell in row.cells:
                self.side = section_side(cell.text) or self.side
        self.found = self.side is not None

    def read_all(self) -> None:
        """Take in every row below the head."""
        super().read_all()
        self._take_totals()
        # By category nothing comes before or after anything: balances are of the whole sheet.
        self.builder.closings = [replace(closing, after_line=WHOLE) for closing in self.builder.closings]
        self.builder.cash_after = -1

    def read(self, row: Row) -> None:
        """Take in one row: the head or total of a section, an item of it, or what a ledger has between sections."""
        texts = [cell for cell in row.cells if cell.kind == "text"]
        side = section_side(texts[0].text) if texts else None
        if side and not self._is_head(row):
            self.side, self.found = side, True
            amount = self.money(row, "amount", line=None, name="subtotal")
            self._section_total(row, texts[0], side, amount)
        elif self._is_parent(row):
            self._section_total(row, self._cell(row, "summary"), self.side, self.money(row, "amount", line=None))
        elif self.side or self._label(row) or not self._is_entry(row):
            super().read(row)

    def _is_parent(self, row: Row) -> bool:
        """A row such as 一、 over rows numbered 1. and 2. sums them up."""
        if self.side is None or self._cell(row, "summary").is_empty:
            return False
        below = self.table.grid.rows[row.index : row.index + 2]
        return children_of([self._cell(other, "summary").text for other in below]) > 0

    def _section_total(self, row: Row, cell: Cell, side: Side | None, amount: Amount | None) -> None:
        if amount and side:
            total = Subtotal("total", row.number, cell.text, len(self.builder.lines))
            self.totals.append(total.of_side(side, amount.value))

    def _movement(self, row: Row, number: int) -> tuple[Amount | None, Amount | None]:
        amount = self.money(row, "amount", line=number, name=self.side)
        return (amount, None) if self.side == "receipt" else (None, amount)

    def _special(self, row: Row, label: Label, cell: Cell) -> None:
        if label.kind in {"opening", "closing", "cash", "bank"}:
            super()._special(row, label, cell)
        else:
            side: Side | None = "receipt" if label.side == "receipt" else "payment" if label.side else self.side
            self._section_total(row, cell, side, self.money(row, "amount", line=None, name="subtotal"))

    def _take_totals(self) -> None:
        """Give each total the entries it adds up; where a side has a total but no item, the total is its entry."""
        builder = self.builder
        for total in self.totals:
            side = "payment" if total.receipts is None else "receipt"
            lines = [line for line in builder.lines if getattr(line, side) is not None]
            if not lines:
                if total.receipts or total.payments:
                    line = Line(len(builder.lines) + 1, total.row, summary=total.label)
                    builder.lines.append(replace(line, receipt=total.receipts, payment=total.payments))
            elif section_side(total.label) is None and total.label not in {"合计", "小计", "总计"}:
                below = [line.summary for line in builder.lines if line.row and total.row and line.row > total.row]
                last = total.after_line + children_of([total.label, *below])
                builder.subtotals.append(replace(total, kind="subtotal", since=total.after_line, after_line=last))
            else:
                first, last = lines[0].number, lines[-1].number
                builder.subtotals.append(replace(total, since=first - 1, after_line=last))
