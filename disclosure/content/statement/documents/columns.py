"""Which columns a table has, how wide they are, and at what size they are set.

One fact a column is easiest to read. Where the sheet is too narrow for that, type is set a little
smaller, and where it still is, two facts share a column, one above the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from disclosure.content.statement.documents.sheet import HEADS, Facts, Row
from disclosure.ledger.types import Line, Statement
from disclosure.posters.rules.measure import MM_PER_PT, widest
from disclosure.posters.rules.paper import Density, Paper
from portal.core.money import format_money

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
_BOLD = 1.04  # totals are set bold and stand a little wider
_LAST_RESORT = 0.62  # of what columns of words ask for, where figures take up all the room
_SPARE = 0.4  # mm, so that a text as wide as its column does not wrap


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the facts in it from top to bottom, their heads, its width in mm.

    ``names_row`` holds the words that name the row; ``other_side`` is the payments' half of a
    two-sided table.
    """

    fields: tuple[str, ...]
    head: tuple[str, ...]
    width: float = 0.0
    other_side: bool = False

    @property
    def names_row(self) -> bool:
        """Whether its cells say what the row is about."""
        return self.fields[0] in ("summary", "item")

    @property
    def style(self) -> str:
        """Its class in the style sheet."""
        return "n" if self.numeric else ""

    @property
    def numeric(self) -> bool:
        """Whether its cells are set to the right, on one line."""
        return self.fields[0] in _NUMERIC


def columns_for(
    facts: Facts, statement: Statement, rows: Sequence[Row], paper: Paper
) -> tuple[float, tuple[Column, ...]]:
    """Return type size in points and columns of a table with one line for each movement."""
    ruler = _Ruler(facts, statement, rows, paper)
    longest = widest(entry["summary"] for entry in facts.words.values())
    needs = min(longest, _SUMMARY if longest < _LONG else _LONG_SUMMARY)
    for density, share in (*((each, 1.0) for each in paper.densities), (paper.densities[-1], _LAST_RESORT)):
        points, columns = density.points, tuple(_plain_columns(facts, density))
        widths = ruler.widths(columns, points, share)
        rest = paper.measure - sum(widths)
        if rest >= needs * points * MM_PER_PT + 2 * paper.cell_padding:
            break
    return points, tuple(
        Column(column.fields, column.head, rest if column.names_row else width)
        for column, width in zip(columns, widths, strict=True)
    )


def _plain_columns(facts: Facts, density: Density) -> Iterator[Column]:
    groups = _STACKS if density.stacked else [(field,) for field in HEADS]
    for group in groups:
        fields = tuple(field for field in group if field in facts.fields)
        if fields:
            yield Column(fields, tuple(HEADS[field] for field in fields))


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures what the columns of one table ask for."""

    facts: Facts
    statement: Statement
    rows: Sequence[Row]
    paper: Paper

    def widths(self, columns: Sequence[Column], points: float, share: float) -> list[float]:
        """Return the width of each column in mm; 0 for the one that takes the rest.

        Columns of words get a ``share`` of what they may ask for at most.
        """
        widths = [self._width(column, points, share) for column in columns]
        for index, (before, column) in enumerate(pairwise(columns), start=1):
            if before.numeric and not column.numeric and not column.names_row:
                widths[index] += self.paper.cell_gap
        return widths

    def _width(self, column: Column, points: float, share: float) -> float:
        if column.names_row:
            return 0.0
        asked = widest(column.head) * _BOLD
        for field in column.fields:
            if field in ("receipt", "payment", "balance"):
                figures = _figures(field, self.statement, self.rows)
                asked = max(asked, widest(figures) * _BOLD)
            else:
                longest = widest(entry[field] for entry in self.facts.words.values())
                asked = max(asked, min(longest, _ASKS.get(field, longest) * share))
        return asked * points * MM_PER_PT + 2 * self.paper.cell_padding + _SPARE


def _figures(field: str, statement: Statement, rows: Sequence[Row]) -> Iterator[str]:
    """Yield every figure that may stand in a column, the totals among them."""
    if field == "balance":
        amounts = [statement.opening, *(row.balance for row in rows), *(item.balance for item in statement.subtotals)]
    elif field == "receipt":
        amounts = [statement.receipts, *(item.receipts for item in statement.subtotals)]
    else:
        amounts = [statement.payments, *(item.payments for item in statement.subtotals)]
    return map(format_money, amounts)


def two_sided_columns(facts: Facts, statement: Statement, paper: Paper) -> tuple[float, tuple[Column, ...]]:
    """Return type size in points and columns of a table with receipts left and payments right."""
    points = paper.densities[0].points
    ends = [format_money(amount) for amount in (statement.opening, statement.closing)]
    receipts = widest([*_figures("receipt", statement, ()), *ends])
    payments = widest([*_figures("payment", statement, ()), *ends])
    sides = [asked * _BOLD * points * MM_PER_PT + 4 * paper.cell_padding for asked in (receipts, payments)]
    item = ("item", "account") if _says_more(facts, statement.lines) else ("item",)
    words = (paper.measure - sum(sides)) / 2
    return points, (
        Column(item, ("收入项目",), words),
        Column(("receipt",), ("金额",), sides[0]),
        Column(item, ("支出项目",), words, other_side=True),
        Column(("payment",), ("金额",), sides[1], other_side=True),
    )


def _says_more(facts: Facts, lines: Sequence[Line]) -> bool:
    """Return whether the accounts say anything that the items do not."""
    return "account" in facts.fields and any(
        facts.words[line.number]["account"] != facts.words[line.number]["summary"] and line.summary for line in lines
    )
