"""The table of a statement, ready to be drawn: columns with widths, and rows of cells.

One fact a column is easiest to read. Where the sheet is too narrow for that, type is set a little
smaller, and where it still is, two facts share a column, one above the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from disclosure.content.statement.documents import sheet
from disclosure.ledger.types import Line, Statement, Subtotal
from disclosure.posters.rules.content import Cell, Column, DrawnRow, Table
from disclosure.posters.rules.paper import MM_PER_PT, Density, Paper, widest
from portal.core.money import format_money

_TOTALS = {"Q": "本季合计", "-": "本月合计", "H": "本半年合计"}
_STACKS = (
    ("number",),
    ("date", "voucher"),
    ("summary", "account"),
    ("receipt",),
    ("payment",),
    ("balance",),
    ("handler", "witness", "approver"),
)
_NUMERIC = frozenset({"number", "receipt", "payment", "balance"})
# The widest a column of words may ask for, in em; longer words wrap.
_ASKS = {"date": 5.8, "voucher": 9.5, "account": 6.2, "handler": 4.2, "witness": 4.2, "approver": 4.2}
_SUMMARY = 9.0  # em the summary must have, if it needs them
_LONG, _LONG_SUMMARY = 60.0, 13.0  # em from which a summary needs more, or its cells grow too high
_BOLD = 1.04  # totals are set bold and are a little wider
_LAST_RESORT = 0.62  # of what columns of words ask for, where figures take up all the room
_SPARE = 0.4  # mm, so that a text as wide as its column does not wrap


def table_of(poster: sheet.PosterStatement, paper: Paper) -> Table:
    """Lay a statement out in the columns that fit the paper."""
    statement, facts, rows = poster.statement, sheet.facts_of(poster), sheet.rows_of(poster.statement)
    if statement.layout == "two_sided":
        points, columns = _two_sided_columns(facts, statement, paper)
    else:
        points, columns = _columns_for(facts, statement, rows, paper)
    notes: dict[int, list[int]] = {}
    for number, note in enumerate(poster.notes, start=1):
        if note.line is not None:
            notes.setdefault(note.line, []).append(number)
    drawer = _Drawer(columns, facts, poster.corrected_lines, notes)
    return Table(
        points=points,
        padding=2 * paper.cell_padding,
        columns=columns,
        rows=[
            replace(drawer.row(row, index), anchor=f"row-{index}", month_end=row.month_end, glued=row.glued)
            for index, row in enumerate(rows)
        ],
        opening=list(drawer.opening(statement)),
        closing=list(drawer.closing(statement)),
        remarks=facts.remarks,
        sums=lambda label, first, end: drawer.sums(sheet.total(rows[first:end], label)),
    )


def _columns_for(
    facts: sheet.Facts, statement: Statement, rows: Sequence[sheet.Row], paper: Paper
) -> tuple[float, tuple[Column, ...]]:
    longest = widest(entry["summary"] for entry in facts.words.values())
    needs = min(longest, _SUMMARY if longest < _LONG else _LONG_SUMMARY)
    for density, share in (*((each, 1.0) for each in paper.densities), (paper.densities[-1], _LAST_RESORT)):
        points, columns = density.points, tuple(_plain_columns(facts, density))
        widths = [
            0.0
            if column.names_row
            else _asked(column, facts, statement, rows, share) * points * MM_PER_PT + 2 * paper.cell_padding + _SPARE
            for column in columns
        ]
        for index, (before, column) in enumerate(pairwise(columns), start=1):
            if before.style == "n" and column.style != "n" and not column.names_row:
                widths[index] += paper.cell_gap
        rest = paper.table - sum(widths)
        if rest >= needs * points * MM_PER_PT + 2 * paper.cell_padding:
            break
    return points, tuple(
        replace(column, width=rest if column.names_row else width)
        for column, width in zip(columns, widths, strict=True)
    )


def _plain_columns(facts: sheet.Facts, density: Density) -> Iterator[Column]:
    groups = _STACKS if density.stacked else [(field,) for field in sheet.HEADS]
    for group in groups:
        fields = tuple(field for field in group if field in facts.fields)
        if fields:
            style = "n" if fields[0] in _NUMERIC else ""
            head = tuple(sheet.HEADS[field] for field in fields)
            yield Column(fields, head, style=style, names_row=fields[0] == "summary")


def _asked(column: Column, facts: sheet.Facts, statement: Statement, rows: Sequence[sheet.Row], share: float) -> float:
    """Return the width in em a column asks for; columns of words get a share of what they may ask for at most."""
    asked = widest(column.head) * _BOLD
    for field in column.fields:
        if field in ("receipt", "payment", "balance"):
            asked = max(asked, widest(_figures(field, statement, rows)) * _BOLD)
        else:
            longest = widest(entry[field] for entry in facts.words.values())
            asked = max(asked, min(longest, _ASKS.get(field, longest) * share))
    return asked


def _figures(field: str, statement: Statement, rows: Sequence[sheet.Row]) -> Iterator[str]:
    if field == "balance":
        amounts = [statement.opening, *(row.balance for row in rows), *(item.balance for item in statement.subtotals)]
    elif field == "receipt":
        amounts = [statement.receipts, *(item.receipts for item in statement.subtotals)]
    else:
        amounts = [statement.payments, *(item.payments for item in statement.subtotals)]
    return map(format_money, amounts)


def _two_sided_columns(facts: sheet.Facts, statement: Statement, paper: Paper) -> tuple[float, tuple[Column, ...]]:
    points = paper.densities[0].points
    ends = [format_money(amount) for amount in (statement.opening, statement.closing)]
    receipts, payments = (
        widest([*_figures(field, statement, ()), *ends]) * _BOLD * points * MM_PER_PT + 4 * paper.cell_padding
        for field in ("receipt", "payment")
    )
    item = ("item", "account") if _accounts_differ(facts, statement.lines) else ("item",)
    words = (paper.table - receipts - payments) / 2
    return points, (
        Column(item, ("收入项目",), words, names_row=True),
        Column(("receipt",), ("金额",), receipts, "n"),
        Column(item, ("支出项目",), words, "side", names_row=True, other_side=True),
        Column(("payment",), ("金额",), payments, "n", other_side=True),
    )


def _accounts_differ(facts: sheet.Facts, lines: Sequence[Line]) -> bool:
    """Return whether the accounts differ from the items."""
    return "account" in facts.fields and any(
        facts.words[line.number]["account"] != facts.words[line.number]["summary"] and line.summary for line in lines
    )


@dataclass(frozen=True, slots=True)
class _Drawer:
    columns: tuple[Column, ...]
    facts: sheet.Facts
    corrected: frozenset[int]
    notes: Mapping[int, Sequence[int]]

    def row(self, row: sheet.Row, index: int) -> DrawnRow:
        if row.subtotal is not None:
            return self.sums(row.subtotal)
        if row.line is None and row.other is None:
            return self.sums(sheet.sum_row("本期没有发生收支"), "nothing")
        marked = any(line and line.number in self.corrected for line in (row.line, row.other))
        return DrawnRow(
            tuple(self._cell(column, row) for column in self.columns),
            "mark" if marked else "zebra" if index % 2 else "",
        )

    def opening(self, statement: Statement) -> Iterator[DrawnRow]:
        if statement.layout != "two_sided":
            yield self.sums(sheet.sum_row("上期结余", balance=statement.opening), "sumrow opening")

    def closing(self, statement: Statement) -> Iterator[DrawnRow]:
        named = (label for sign, label in _TOTALS.items() if sign in statement.period)
        label = next(named, "本年合计" if statement.period.isdigit() else "本期合计")
        yield self.sums(sheet.sum_row(label, statement.receipts, statement.payments, statement.closing), "total")
        if statement.layout == "two_sided":
            yield self.sums(sheet.sum_row("上期结余", statement.opening, statement.closing), other_label="期末结余")
        yield from map(self.sums, sheet.after_total(statement))

    def sums(self, sums: Subtotal, style: str = "sumrow", *, other_label: str = "") -> DrawnRow:
        """Return a row that has a label and some figures; a two-sided table has a label on each side."""
        figures = {"receipt": sums.receipts, "payment": sums.payments, "balance": sums.balance}
        cells = []
        for column in self.columns:
            text = format_money(figures.get(column.fields[0]))
            if column.names_row:
                text = (other_label if column.other_side else "") or sums.label
            cells.append(Cell(text, style=column.style, head=column.names_row))
        return DrawnRow(tuple(cells), style)

    def _cell(self, column: Column, row: sheet.Row) -> Cell:
        line = row.other if column.other_side else row.line
        if line is None:
            return Cell(style=column.style)
        first, *below = [self._text(field, line, row) for field in column.fields]
        if not column.names_row:
            return Cell(first, below=tuple(filter(None, below)), style=column.style)
        return Cell(
            first,
            mark="更正" if line.number in self.corrected else "",
            notes=tuple(self.notes.get(line.number, ())),
            below=tuple(filter(None, (*below, *self.facts.below[line.number]))),
            style=column.style,
            head=True,
        )

    def _text(self, field: str, line: Line, row: sheet.Row) -> str:
        if field == "balance":
            return format_money(row.balance)
        words = self.facts.words[line.number]
        return words["summary"] or words["account"] if field == "item" else words[field]
