"""What a form of notice puts on a poster beside the words that every poster has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from disclosure.posters.rules.paper import MM_PER_PT, Paper, em


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the large figures below the title, with the sign before it."""

    sign: str
    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the facts in it from top to bottom, their heads, its width in mm.

    `style` is its class in the style sheet, `n` for figures, which never wrap. The cells of one that `names_row` are
    heads of their rows. `other_side` is the payments' half of a two-sided table.
    """

    fields: tuple[str, ...]
    head: tuple[str, ...]
    width: float = 0.0
    style: str = ""
    names_row: bool = False
    other_side: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, a mark and numbers of footnotes beside it, smaller lines below."""

    text: str = ""
    mark: str = ""
    notes: tuple[int, ...] = ()
    below: tuple[str, ...] = ()
    style: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of cells; `style` is its class in the style sheet, `anchor` its id.

    A sheet may well end after a `month_end`; a `glued` row stays on the sheet of the row before it.
    """

    cells: tuple[Cell, ...]
    style: str = ""
    anchor: str = ""
    month_end: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that may be longer than a sheet.

    `padding` is that of a cell in mm, both sides together. `rows` may be spread over sheets; the anchor of each is
    `row-N`. `sums` returns a row with a label and what the rows from the first to before the end add up to.
    """

    points: float
    padding: float
    columns: Sequence[Column]
    rows: Sequence[DrawnRow]
    opening: Sequence[DrawnRow]
    closing: Sequence[DrawnRow]
    remarks: Sequence[str]
    sums: Callable[[str, int, int], DrawnRow]

    def shape(self, row: DrawnRow) -> str | tuple[int, ...]:
        """Return what decides the height of a row: the lines in its cells, or its own id where something may wrap."""
        for column, cell in zip(self.columns, row.cells, strict=True):
            room = (column.width - self.padding) / self.points / MM_PER_PT
            beside = "".join((cell.mark, *(f"注{note}" for note in cell.notes)))
            if column.style != "n" and any(em(text) > room for text in (cell.text + beside, *cell.below)):
                return row.anchor
        return tuple(len(cell.below) for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture below the table, as SVG or HTML, with its width in mm."""

    title: str
    drawn: SafeString
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Table and pictures as they are set on one paper: pictures beside each other, or several in one place."""

    table: Table | None = None
    pictures: Sequence[Sequence[Picture]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterContent:
    """What a form puts on the poster of an edition.

    `html` is made safe already and set below the text of the notice; a table of class `sums` is set like a ledger, its
    cells of class `n` to the right. `count` is how much of it there is, for the foot of every sheet: 共 30 笔. `draw`
    returns table and pictures for a paper. `photographs` are JPEG files by their SHA-256, which `html` names as
    `picture:SHA-256`.
    """

    html: str = ""
    amounts_unit: str = ""  # 元; empty where there is no money
    pillars: tuple[Pillar, ...] = ()
    notes: tuple[str, ...] = ()
    count: str = ""
    doubt: str = "有疑问或不同意见？"  # above how to object
    draw: Callable[[Paper], Drawing] = lambda _paper: Drawing()
    photographs: Mapping[str, bytes] = field(default_factory=dict)
