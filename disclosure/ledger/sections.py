"""Ledgers with one column of amounts, whose rows are grouped under 收入 and under 支出."""

import re
from dataclasses import replace

from disclosure.ledger.builder import StatementBuilder
from disclosure.ledger.columns import Table
from disclosure.ledger.heads import Side
from disclosure.ledger.labels import Label
from disclosure.ledger.line_by_line import LineReader
from disclosure.ledger.two_sided import children_of
from disclosure.ledger.types import Line, Subtotal
from portal.core.workbooks.money import Amount
from portal.core.workbooks.sheets import Cell, Row
from portal.core.workbooks.written import squash

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


def read_sections(table: Table, builder: StatementBuilder) -> bool:
    """Read every row below the head; return whether any section was found.

    The row above the head may open the first section.
    """
    reader = _SectionReader(table, builder)
    for row in table.grid.rows[: table.top]:
        for cell in row.cells:
            reader.side = section_side(cell.text) or reader.side
    reader.read_all()
    reader.take_bare_totals()
    # By category nothing stands before or after anything: balances are of the whole sheet.
    builder.closings = [replace(closing, after_line=None) for closing in builder.closings]
    builder.cash_after = -1
    return reader.found or reader.side is not None


class _SectionReader(LineReader):
    def __init__(self, table: Table, builder: StatementBuilder) -> None:
        super().__init__(table, builder)
        self.side: Side | None = None
        self.found = False

    def read(self, row: Row) -> None:
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
        if amount:
            total = Subtotal("section", row.number, cell.text, len(self.builder.lines))
            self.builder.add_subtotal(total.of_side(side, amount.value))

    def _movement(self, row: Row, number: int) -> tuple[Amount | None, Amount | None]:
        amount = self.money(row, "amount", line=number, name=self.side)
        return (amount, None) if self.side == "receipt" else (None, amount)

    def _special(self, row: Row, label: Label, cell: Cell) -> None:
        if label.kind in {"opening", "closing", "cash", "bank"}:
            super()._special(row, label, cell)
        else:
            side: Side | None = "receipt" if label.side == "receipt" else "payment" if label.side else self.side
            self._section_total(row, cell, side, self.money(row, "amount", line=None, name="subtotal"))

    def take_bare_totals(self) -> None:
        """Give each section total its range; where a side has a total but no item, the total is its entry."""
        builder = self.builder
        totals = [s for s in builder.subtotals if s.kind == "section"]
        builder.subtotals = [s for s in builder.subtotals if s.kind != "section"]
        for total in totals:
            side: Side = "receipt" if total.receipts is not None else "payment"
            if not any(getattr(line, side) for line in builder.lines):
                self._entry_for(total, side)
                continue
            builder.subtotals.append(self._ranged(total, side))

    def _entry_for(self, total: Subtotal, side: Side) -> None:
        value = total.receipts if side == "receipt" else total.payments
        builder = self.builder
        if value:
            line = Line(number=len(builder.lines) + 1, row=total.row, summary=total.label)
            builder.lines.append(replace(line, receipt=value) if side == "receipt" else replace(line, payment=value))

    def _ranged(self, total: Subtotal, side: Side) -> Subtotal:
        """Find which entries a section's total adds up: the level below it, or the whole section."""
        lines = [line for line in self.builder.lines if getattr(line, side) is not None]
        parent = section_side(total.label) is None and total.label not in {"合计", "小计", "总计"}
        if parent:
            return self._ranged_parent(total)
        first, last = lines[0].number, lines[-1].number
        return replace(total, kind="total", since=first - 1, after_line=last)

    def _ranged_parent(self, total: Subtotal) -> Subtotal:
        below = [line for line in self.builder.lines if line.row and total.row and line.row > total.row]
        count = children_of([total.label, *(line.summary for line in below)])
        return replace(total, kind="subtotal", since=total.after_line, after_line=total.after_line + count)
