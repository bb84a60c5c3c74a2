"""From a file's bytes to grids of cells: workbooks through a process of their own, text by itself."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_noop

from portal.core.workbooks import containers
from portal.core.workbooks.faults import UnreadableFile
from portal.core.workbooks.sandbox import CannotOpen, Sheet, open_in_sandbox
from portal.core.workbooks.written import squash, tidy

Kind = Literal["empty", "number", "text", "date", "broken"]
Position = tuple[int, int]

ENCODING = gettext_noop(
    "The text of this file cannot be read: it is neither UTF-8 nor GB18030. Save the ledger as xlsx and send that."
)
EMPTY_SHEETS = gettext_noop("Every sheet of this workbook is empty. Check that it is the right file.")

_DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `broken` is a formula whose result was never saved (`formula`) or an error (`#REF!`)."""

    kind: Kind = "empty"
    text: str = ""
    number: float | None = None
    day: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it shows nothing."""
        return self.kind == "empty"

    @property
    def squashed(self) -> str:
        """Its text in ordinary characters without any space."""
        return squash(self.text)


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` counts from 1 as the sheet does; `index` is its place in the grid."""

    index: int
    number: int
    cells: tuple[Cell, ...]
    sheet: str = ""

    def __getitem__(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else BLANK

    @property
    def is_empty(self) -> bool:
        """Whether every cell is."""
        return all(cell.is_empty for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `merges` leads from a covered cell (row, column) to the one that holds its content."""

    name: str
    rows: tuple[Row, ...]
    merges: Mapping[Position, Position] = field(default_factory=dict)

    def shown(self, row: int, column: int) -> Cell:
        """Return what a reader sees at a place, looking through merged cells."""
        at_row, at_column = self.merges.get((row, column), (row, column))
        return self.rows[at_row][at_column] if 0 <= at_row < len(self.rows) else BLANK

    def above(self, row: int, column: int) -> Cell:
        """Return what a reader sees at a place, looking only up through cells merged over several rows."""
        _, at_column = self.merges.get((row, column), (row, column))
        return self.shown(row, column) if at_column == column else self.rows[row][column]

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


def read_grids(content: bytes) -> list[Grid]:
    """Return the visible sheets of a file that hold anything, in order.

    A text file gives one grid for each delimiter that divides it.

    Raises:
        UnreadableFile: If the file is no table, damaged, locked or beyond the limits.
    """
    kind = containers.kind_of(content)
    grids = _text_grids(content) if kind == "text" else _workbook_grids(content, kind)
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        raise UnreadableFile(EMPTY_SHEETS)
    return filled


def _workbook_grids(content: bytes, kind: str) -> list[Grid]:
    unsaved = containers.unsaved_cells(content) if kind == "xlsx" else {}
    try:
        sheets = open_in_sandbox(content, max_rows=containers.MAX_ROWS, max_columns=containers.MAX_COLUMNS)
    except CannotOpen as fault:
        raise UnreadableFile(containers.ENCRYPTED if fault.is_locked else containers.DAMAGED) from fault
    return [_workbook_grid(sheet, unsaved.get(sheet["name"], {})) for sheet in sheets]


def _workbook_grid(sheet: Sheet, unsaved: Mapping[Position, str]) -> Grid:
    containers.refuse_extent(sheet["height"], sheet["width"])
    rows = [[_cell(value) for value in values] for values in sheet["rows"]]
    for (row, column), text in unsaved.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column].is_empty:
            rows[row][column] = Cell("broken", text)
    return _grid(sheet["name"], rows, _covered(sheet["merges"]))


def _grid(name: str, rows: Sequence[Sequence[Cell]], merges: Mapping[Position, Position]) -> Grid:
    last = max((index for index, row in enumerate(rows) if any(not cell.is_empty for cell in row)), default=-1)
    return Grid(name, tuple(Row(i, i + 1, tuple(rows[i]), name) for i in range(last + 1)), merges)


def _covered(ranges: Iterable[tuple[Position, Position]]) -> dict[Position, Position]:
    covered: dict[Position, Position] = {}
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom, top + containers.MAX_ROWS) + 1):
            for column in range(left, min(right, left + containers.MAX_COLUMNS) + 1):
                if (row, column) != (top, left):
                    covered[row, column] = (top, left)
    return covered


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("text", "TRUE" if value else "FALSE")
    match value:
        case int() | float():
            # An ID number that was typed as a number must not hide behind an exponent.
            return Cell("number", f"{Decimal(f'{value:.15g}'):f}", float(value))
        case datetime():
            return Cell("date", value.date().isoformat(), day=value.date())
        case date():
            return Cell("date", value.isoformat(), day=value)
        case str() | time() | timedelta():
            text = tidy(str(value))
            return Cell("text", text) if text else BLANK
    return BLANK


def _text_grids(content: bytes) -> list[Grid]:
    text = _decode(content)
    grids = []
    for delimiter in _DELIMITERS:
        try:
            rows = [[_cell(value) for value in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
        except csv.Error:
            continue
        width = max((len(row) for row in rows), default=0)
        if width > 1:
            containers.refuse_extent(len(rows), width)
            grids.append(_grid("", rows, {}))
    if not grids:
        # One column of text, such as a letter: let the search for a head say what is missing.
        grids.append(_grid("", [[_cell(line)] for line in text.splitlines()[: containers.MAX_ROWS]], {}))
    return grids


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(ENCODING)
