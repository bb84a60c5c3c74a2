"""Rows that are typed in a grid: read cell by cell, and shown again with what is wrong below its cell.

A room declares the columns and reads the rows. With the prefix `row`, `row-3-amount` is the amount of the
fourth row. Rows that say nothing are left out. `static/gongkai/grid.js` adds up, pastes and inserts, and
`unsaved.js` keeps what was typed; without them everything goes by buttons.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Self

from django.utils.translation import gettext as _

from portal.core.texts import joint
from portal.core.workflow import Words
from portal.desk.grid.words import CELL, PLACE, ROW, WORDS

MAX_LENGTHS = 300
"""Characters taken of one cell."""
MORE_ROWS = 10
"""Rows that are added at a time."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid.

    Attributes:
        kind: `text`, `date`, `amount` in yuan, `choice`, or `reckoned` for what only the browser shows.
        datalist: The `id` of the list of what is proposed.
    """

    name: str
    label: Words
    css: str = ""
    kind: str = "text"
    placeholder: str = ""
    datalist: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it has a sum at the foot."""
        return self.kind in ("amount", "reckoned")


@dataclass(slots=True)
class GridRow:
    """One row.

    Attributes:
        remarks: What the check asks of a cell that was saved, by its name.
        was: The number of the entry it was when the page was opened; None for a new one.
        number: The number of the entry it is, once it was read.
    """

    index: int
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    was: int | None = None
    number: int | None = None

    @property
    def label(self) -> str:
        """What the buttons of the row are called together."""
        return _(ROW) % {"number": self.index + 1}

    @property
    def is_blank(self) -> bool:
        return not any(text.strip() for text in self.texts.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is shown, or a figure above the rows."""

    column: Column
    id: str
    label: str
    value: str
    is_wrong: bool
    note: str
    is_remarked: bool = False
    choices: Sequence[tuple[str, Words]] = ()

    @property
    def described_by(self) -> str:
        """The ids of what is said of it."""
        said = {"fault": self.is_wrong, "remark": self.is_remarked, "note": self.note}
        return " ".join(f"{self.id}-{kind}" for kind, is_said in said.items() if is_said)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, or with `is_remark` is asked of it, shown below it.

    Attributes:
        id: That of its cell.
        before: How many columns stand before it; `across` and `after`: under and after it.
    """

    id: str
    place: str
    reason: str
    is_remark: bool = False
    before: int = 0
    across: int = 0
    after: int = 0

    @property
    def text(self) -> str:
        """Place and reason."""
        return _("%(name)s: %(reason)s") % {"name": self.place, "reason": self.reason}


class Grid:
    """Rows, and single figures above them.

    Attributes:
        at_least: Rows of a fresh grid.
        knows_before: Whether each row says which entry it was when the page was opened.
        notes: What is said below a figure, by its name.
        sums: What was last saved, by the name of its column, until the script adds up.
        days: The first and the last day of those that may be written without their year.
    """

    columns: ClassVar[tuple[Column, ...]]
    above: ClassVar[tuple[Column, ...]] = ()
    prefix: ClassVar[str] = "row"
    at_least: ClassVar[int] = 12
    blank: ClassVar[int] = 3
    most: ClassVar[int] = 600
    knows_before: ClassVar[bool] = False

    def __init__(self, rows: list[GridRow], totals: Mapping[str, str] | None = None) -> None:
        self.rows = rows
        self.totals = dict(totals or {})
        self.errors: dict[str, str] = {}
        self.choices: dict[str, Sequence[tuple[str, Words]]] = {}
        self.notes: dict[str, str] = {}
        self.sums: dict[str, str] = {}
        self.days: tuple[date, date] | None = None

    @classmethod
    def filled(cls, rows: list[GridRow], totals: Mapping[str, str] | None = None) -> Self:
        grid = cls(rows, totals)
        grid.pad(max(cls.at_least - len(rows), cls.blank))
        return grid

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> Self:
        rows: dict[int, GridRow] = {}
        named = re.compile(rf"{cls.prefix}-(\d{{1,4}})-([a-z_]{{1,12}})", re.ASCII)
        names = {column.name for column in cls.columns if column.kind != "reckoned"}
        for name, text in data.items():
            found = named.fullmatch(name)
            if not found or int(found[1]) >= cls.most:
                continue
            row = rows.setdefault(int(found[1]), GridRow(int(found[1])))
            if found[2] == "was" and cls.knows_before:
                row.was = int(text) if text.isdecimal() and len(text) < 10 else None
            elif found[2] in names:
                row.texts[found[2]] = text[:MAX_LENGTHS]
        totals = {figure.name: data.get(figure.name, "")[:MAX_LENGTHS] for figure in cls.above}
        grid = cls([rows[key] for key in sorted(rows)], totals)
        grid.renumber()
        return grid

    def renumber(self) -> None:
        """Count the rows anew, from 0."""
        for index, row in enumerate(self.rows):
            row.index = index

    def pad(self, count: int) -> None:
        """Add blank rows, up to the most that is taken."""
        for _row in range(count):
            if len(self.rows) < self.most:
                self.rows.append(GridRow(len(self.rows)))

    def change_rows(self, wish: str) -> None:
        """Do what a button asks: `more` rows at the end, one `above-3` or `below-3`, or `remove-3`; nothing else."""
        verb, _hyphen, text = wish.partition("-")
        index = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else -1
        if verb == "more":
            self.pad(MORE_ROWS)
        elif 0 <= index < len(self.rows):
            if verb == "remove":
                del self.rows[index]
            elif verb in ("above", "below") and len(self.rows) < self.most:
                self.rows.insert(index + (verb == "below"), GridRow(index))
            self.renumber()

    @property
    def is_wrong(self) -> bool:
        """Whether a cell or a figure has an error."""
        return bool(self.errors) or any(row.errors for row in self.rows)

    @property
    def words(self) -> str:
        """What the script says, as JSON."""
        words = {name: _(text) for name, text in WORDS.items()}
        return json.dumps(words | {"between": joint()}, ensure_ascii=False)

    @property
    def lead(self) -> int:
        """Columns that stand before the first sum at the foot; all where nothing is added up."""
        sums = (place for place, column in enumerate(self.columns, start=1) if column.is_figure)
        return next(sums, len(self.columns))

    def foot(self) -> list[tuple[Column, str]]:
        """Return the columns at the foot from the first sum on to the last, with what was last saved."""
        last = max((place for place, column in enumerate(self.columns, start=1) if column.is_figure), default=0)
        return [(column, self.sums.get(column.name, "")) for column in self.columns[self.lead - 1 : last]]

    @property
    def rest(self) -> int:
        """Columns that stand after the last sum, with that of the buttons."""
        return len(self.columns) + 2 - self.lead - len(self.foot())

    def figures(self) -> Iterable[tuple[Cell, str]]:
        """Yield the figures above the rows, each with what is wrong with it."""
        for figure in self.above:
            error, note = self.errors.get(figure.name, ""), self.notes.get(figure.name, "")
            value = self.totals.get(figure.name, "")
            yield Cell(figure, figure.name, str(figure.label), value, bool(error), note), error

    def faults(self) -> list[dict[str, str]]:
        """Return what is wrong with links to the cells, for `desk/_grid_errors.html`."""
        labels = {figure.name: str(figure.label) for figure in self.above}
        listed = [(f"#{name}", Fault("", labels[name], reason)) for name, reason in self.errors.items()]
        below = [fault for row in self.rows for fault in self._faults_of(row) if not fault.is_remark]
        listed += [(f"#{fault.id}", fault) for fault in below]
        return [{"href": href, "text": fault.text} for href, fault in listed]

    def shown(self) -> Iterable[tuple[GridRow, list[Cell], list[Fault]]]:
        """Yield each row with its cells and what is wrong with them, for `desk/_grid.html`."""
        for row in self.rows:
            yield row, [self._cell(row, column) for column in self.columns], list(self._faults_of(row))

    def _faults_of(self, row: GridRow) -> Iterable[Fault]:
        columns = len(self.columns) + 2
        for position, column in enumerate(self.columns, start=1):
            # In the right half there is more room before the cell than after it.
            before = position if position < columns / 2 else 0
            across = columns - position if before else position + 1
            cell, place = f"{self.prefix}-{row.index}-{column.name}", place_of(row.index + 1, column.label)
            for reasons in (row.errors, row.remarks):
                if column.name in reasons:
                    after = columns - before - across
                    yield Fault(cell, place, reasons[column.name], reasons is row.remarks, before, across, after)

    def _cell(self, row: GridRow, column: Column) -> Cell:
        return Cell(
            column=column,
            id=f"{self.prefix}-{row.index}-{column.name}",
            label=_(CELL) % {"column": column.label, "number": row.index + 1},
            value=row.texts.get(column.name, ""),
            is_wrong=column.name in row.errors,
            note=row.notes.get(column.name, ""),
            is_remarked=column.name in row.remarks,
            choices=self.choices.get(column.name, ()),
        )


def place_of(number: int, column: Words) -> str:
    """Name a cell by its row, counted from 1, and the heading of its column, as the screen shows them."""
    return _(PLACE) % {"number": number, "column": column}
