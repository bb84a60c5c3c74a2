"""The table of a statement, ready to be drawn: columns with widths, and rows of cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from disclosure.content.statement.documents.columns import Column, columns_for, two_sided_columns
from disclosure.content.statement.documents.sheet import (
    Facts,
    PosterStatement,
    Row,
    Sums,
    after_total,
    facts_of,
    rows_of,
    total,
)
from disclosure.ledger.types import Line, Statement, Subtotal
from disclosure.posters.rules.content import Cell, DrawnRow, Shape
from disclosure.posters.rules.measure import MM_PER_PT, em
from disclosure.posters.rules.paper import Paper
from portal.core.money import format_money

_TOTALS = {"Q": "本季合计", "-": "本月合计", "H": "本半年合计"}
_NOTHING = "本期没有发生收支"


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table, as `posters.rules.content.Table` asks; ``padding`` of a cell in mm, both sides together."""

    points: float
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    drawn: tuple[DrawnRow, ...]
    opening: tuple[DrawnRow, ...]
    closing: tuple[DrawnRow, ...]
    remarks: tuple[str, ...]
    padding: float
    template: ClassVar[str] = "disclosure/content/statement/print/_ledger.html"

    @property
    def heads(self) -> tuple[str, ...]:
        """The words above the columns."""
        return tuple(text for column in self.columns for text in column.head)

    def carried(self, before: int) -> DrawnRow:
        """Return the row that brings on the sums of so many rows on the sheets before this one."""
        return self._sums("承前页", self.rows[:before], "carried")

    def page_total(self, first: int, end: int) -> DrawnRow:
        """Return the row with what the rows of one sheet add up to, from the first to before the end."""
        return self._sums("本页合计", self.rows[first:end], "pagesum")

    def shape(self, row: DrawnRow) -> Shape:
        """Return what decides the height of ``row``.

        Rows in which nothing wraps are as high as each other if their cells have as many lines;
        a row in which something may wrap is like no other.
        """
        for column, cell in zip(self.columns, row.cells, strict=True):
            if column.numeric:
                continue
            room = (column.width - self.padding) / self.points / MM_PER_PT
            beside = "".join((cell.mark, *(f"注{note}" for note in cell.notes)))
            if any(em(text) > room for text in (cell.text + beside, *cell.below)):
                return row.anchor
        return tuple(len(cell.below) for cell in row.cells)

    def _sums(self, label: str, rows: Sequence[Row], style: str) -> DrawnRow:
        return _labelled(self.columns, label, _figures(total(rows)), style)


def table_of(poster: PosterStatement, paper: Paper) -> Table:
    """Lay the statement's facts out in the columns that fit ``paper``."""
    facts = facts_of(poster)
    rows = rows_of(poster.statement)
    if poster.statement.layout == "two_sided":
        points, columns = two_sided_columns(facts, poster.statement, paper)
    else:
        points, columns = columns_for(facts, poster.statement, rows, paper)
    notes: dict[int, list[int]] = {}
    for number, note in enumerate(poster.notes, start=1):
        if note.line is not None:
            notes.setdefault(note.line, []).append(number)
    drawer = _Drawer(columns, facts, poster.corrected_lines, notes)
    return Table(
        points=points,
        columns=columns,
        rows=rows,
        drawn=tuple(drawer.row(row, index) for index, row in enumerate(rows)),
        opening=_opening(columns, poster.statement),
        closing=_closing(columns, poster.statement),
        remarks=facts.remarks,
        padding=2 * paper.cell_padding,
    )


@dataclass(frozen=True, slots=True)
class _Drawer:
    """Draws rows into columns."""

    columns: tuple[Column, ...]
    facts: Facts
    corrected: frozenset[int]
    notes: Mapping[int, Sequence[int]]

    def row(self, row: Row, index: int) -> DrawnRow:
        """Return ``row`` as cells, with an id to find it on the sheet by."""
        anchor = f"row-{index}"
        if row.kind == "nothing":
            return _labelled(self.columns, _NOTHING, {}, "nothing", anchor)
        if row.subtotal is not None:
            return _labelled(self.columns, row.subtotal.label, _figures(row.subtotal), "sumrow", anchor)
        marked = any(line and line.number in self.corrected for line in (row.line, row.other))
        cells = tuple(self._cell(column, row) for column in self.columns)
        style = "mark" if marked else "zebra" if index % 2 else ""
        return DrawnRow(cells, style, anchor)

    def _cell(self, column: Column, row: Row) -> Cell:
        line = row.other if column.other_side else row.line
        if line is None:
            return Cell(style=column.style)
        texts = [self._text(field, line, row) for field in column.fields]
        if not column.names_row:
            first, *below = texts
            return Cell(first, below=tuple(filter(None, below)), style=column.style)
        return Cell(
            texts[0],
            mark="更正" if line.number in self.corrected else "",
            notes=tuple(self.notes.get(line.number, ())),
            below=tuple(filter(None, (*texts[1:], *self.facts.below[line.number]))),
            style=column.style,
            head=True,
        )

    def _text(self, field: str, line: Line, row: Row) -> str:
        if field == "balance":
            return format_money(row.balance)
        words = self.facts.words[line.number]
        if field == "item":
            return words["summary"] or words["account"]
        return words[field]


def _opening(columns: tuple[Column, ...], statement: Statement) -> tuple[DrawnRow, ...]:
    if statement.layout == "two_sided":
        return ()
    figures = {"balance": format_money(statement.opening)}
    return (_labelled(columns, "上期结余", figures, "sumrow opening"),)


def _closing(columns: tuple[Column, ...], statement: Statement) -> tuple[DrawnRow, ...]:
    sums = Sums(statement.receipts, statement.payments, statement.closing)
    rows = [_labelled(columns, _total_label(statement.period), _figures(sums), "total")]
    if statement.layout == "two_sided":
        labels, ends = ("上期结余", "期末结余"), (statement.opening, statement.closing)
        figures = dict(zip(("receipt", "payment"), map(format_money, ends), strict=True))
        rows.append(_labelled(columns, labels, figures, "sumrow"))
    rows += [_labelled(columns, item.label, _figures(item), "sumrow") for item in after_total(statement)]
    return tuple(rows)


def _figures(sums: Sums | Subtotal) -> dict[str, str]:
    amounts = {"receipt": sums.receipts, "payment": sums.payments, "balance": sums.balance}
    return {field: format_money(amount) for field, amount in amounts.items()}


def _total_label(period: str) -> str:
    named = (label for sign, label in _TOTALS.items() if sign in period)
    return next(named, "本年合计" if period.isdigit() else "本期合计")


def _labelled(
    columns: tuple[Column, ...],
    label: str | tuple[str, str],
    figures: Mapping[str, str],
    style: str,
    anchor: str = "",
) -> DrawnRow:
    """Return a row that says a label and some figures; a two-sided table has a label on each side."""
    first, second = (label, label) if isinstance(label, str) else label
    cells = []
    for column in columns:
        text = figures.get(column.fields[0], "")
        if column.names_row:
            text = second if column.other_side else first
        cells.append(Cell(text, style=column.style, head=column.names_row))
    return DrawnRow(tuple(cells), style, anchor)
