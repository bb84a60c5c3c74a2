"""What a form of notice puts on a poster beside the words that every poster has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from disclosure.posters.rules.paper import Paper


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the large figures below the title, with the sign before it."""

    sign: str
    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, a mark and numbers of footnotes beside it, smaller lines below."""

    text: str = ""
    mark: str = ""
    notes: tuple[int, ...] = ()
    below: tuple[str, ...] = ()
    style: str = ""
    head: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that can be read in the cell."""
        notes = (f"注{number}" for number in self.notes)
        return tuple(filter(None, (self.text, self.mark, *notes, *self.below)))


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of cells. ``style`` is its class in the style sheet, ``anchor`` its id."""

    cells: tuple[Cell, ...]
    style: str = ""
    anchor: str = ""


Shape = str | tuple[int, ...]
"""What decides the height of a row: the lines in its cells, or its own id where something wraps."""


class Row(Protocol):
    """What paging asks of a row of a table."""

    @property
    def month_end(self) -> bool:
        """Whether a sheet may well end after it."""

    @property
    def glued(self) -> bool:
        """Whether it must stay on the sheet of the row before it."""


class Table(Protocol):
    """A table that may be longer than a sheet.

    Its template is given ``table``, ``part`` (the rows of one sheet) and ``text`` (what stands above it). The head
    of a sheet's part has the id ``head-N``, a row that has an anchor has it as its id.
    """

    @property
    def template(self) -> str:
        """What draws the part on one sheet."""

    @property
    def points(self) -> float:
        """Size of its type."""

    @property
    def heads(self) -> Sequence[str]:
        """The words above its columns."""

    @property
    def rows(self) -> Sequence[Row]:
        """What may be spread over sheets."""

    @property
    def drawn(self) -> Sequence[DrawnRow]:
        """The same, drawn; each has its anchor, ``row-N``."""

    @property
    def opening(self) -> Sequence[DrawnRow]:
        """What stands before the first row."""

    @property
    def closing(self) -> Sequence[DrawnRow]:
        """What stands after the last."""

    @property
    def remarks(self) -> Sequence[str]:
        """Sentences below it."""

    def carried(self, before: int) -> DrawnRow:
        """Return the row that brings on the sums of so many rows on the sheets before."""

    def page_total(self, first: int, end: int) -> DrawnRow:
        """Return the row with what the rows of one sheet add up to, from the first to before the end."""

    def shape(self, row: DrawnRow) -> Shape:
        """Return what decides the height of a row."""


class Picture(Protocol):
    """A picture below the table; its template is given ``picture``."""

    @property
    def template(self) -> str:
        """What draws it."""

    @property
    def starts_row(self) -> bool:
        """Whether it stands in a row of its own where the sheet is narrow."""

    @property
    def words(self) -> Sequence[str]:
        """Everything that can be read in it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Table and pictures as they are set on one paper."""

    table: Table | None = None
    pictures: tuple[Picture, ...] = ()


def _nothing_drawn(_paper: Paper) -> Drawing:
    return Drawing()


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterContent:
    """What a form puts on the poster of an edition.

    Attributes:
        html: Text that is made safe already, set below the text of the notice. A table of class ``sums`` is set
            like a ledger, its cells of class ``n`` to the right.
        amounts_unit: 元; empty where there is no money.
        pillars: Four large figures below the title.
        notes: Footnotes, in the order of their numbers.
        count: How much of it there is, for the foot of every sheet: 共 30 笔.
        doubt: The question above how to object.
        draw: Returns table and pictures for a paper.
    """

    html: str = ""
    amounts_unit: str = ""
    pillars: tuple[Pillar, ...] = ()
    notes: tuple[str, ...] = ()
    count: str = ""
    doubt: str = "有疑问或不同意见？"
    draw: Callable[[Paper], Drawing] = _nothing_drawn
