"""The tables of the lists of this room, for `_table.html`."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.core.workflow import Words

Text = Words | SafeString | int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Attributes:
        kind: `n` for a figure; of a tag live, owed, warn or done.
        is_tag: Whether it is a state.
        note: What stands small below.
    """

    text: Text
    kind: str = ""
    is_tag: bool = False
    note: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is called, where it leads, and its cells."""

    title: Text
    cells: Sequence[Cell]
    url: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column; `is_figure` of one with figures."""

    label: Words
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first heading is that of what rows are called."""

    caption: Words
    heads: Sequence[Head]
    lines: Sequence[Line]

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Head, Cell]]]]:
        """Each row with its cells, each below its heading."""
        return [(line, list(zip(self.heads[1:], line.cells, strict=True))) for line in self.lines]


def figure(number: int, url: str = "") -> Cell:
    """Return a cell with a figure."""
    return Cell(number, "n", url=url)


def tag(text: Words, kind: str = "") -> Cell:
    """Return a cell with a state."""
    return Cell(text, kind, is_tag=True)
