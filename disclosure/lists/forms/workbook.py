"""Read a list out of a workbook as offices make it.

Titles stand above the table, heads may be merged over two rows and name their unit of amounts, and repeat on every
printed page; sub-totals stand between and totals below the lines, and whoever filled it in signs at the foot.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from disclosure.lists.registry import Column, ListForm
from portal.core.money import format_money
from portal.core.texts import joint
from portal.core.workbooks.faults import UnreadableFile
from portal.core.workbooks.money import UNITS, UnreadableAmount, parse_amount
from portal.core.workbooks.sheets import Grid, Row, read_grids
from portal.core.workbooks.written import narrow, squash
from portal.desk.fields import ManyFilesField
from portal.desk.grid.rows import GridRow

NO_HEAD = gettext_noop(
    "No row of this file names the columns of the list. It needs at least: %(columns)s. Take the empty workbook as a"
    " pattern."
)
_HEAD_ROWS = 40
"""Rows in which the head is looked for."""
_NUMBERED = re.compile(r"序号|编号|No\.?", re.IGNORECASE)
_UNIT = re.compile(r"\((?:单位:?)?(亿元|万元|千元|百元|元)\)|单位:(亿元|万元|千元|百元|元)")
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_SUBTOTAL = re.compile(r"(本页)?小计|.{0,8}小计")
_TOTAL = re.compile(r"总?合计|总计|合计.{0,12}|共计.{0,12}|.{0,8}合计")


class WorkbookForm(forms.Form):
    """A workbook with the lines."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("xlsx, xls, ods or csv, as you keep it."),
        error_messages={"required": gettext_lazy("Choose the workbook.")},
    )


class PhotographsForm(forms.Form):
    """Photographs of those on a list, each named after whom it shows."""

    photographs = ManyFilesField(
        label=gettext_lazy("Photographs"),
        help_text=gettext_lazy(
            "JPEG or PNG, one a person, each file named after the person. They are cut to one size; place and time of"
            " the camera are taken out."
        ),
        error_messages={"required": gettext_lazy("Choose the photographs.")},
    )


@dataclass(slots=True)
class ReadWorkbook:
    """What was read.

    Attributes:
        rows: The lines as texts, as if they had been typed.
        left_out: Heads of columns that were left out.
        wrong_sums: Sentences about sums that the lines do not add up to.
    """

    rows: list[GridRow] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    wrong_sums: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the columns stand in a sheet; `last` is the index of the last row of the head."""

    places: Mapping[str, int]
    last: int
    units: Mapping[str, Decimal]
    others: tuple[str, ...]


def read_workbook(form: ListForm, content: bytes) -> ReadWorkbook:
    """Read the lines of every visible sheet that has the columns.

    Raises:
        UnreadableFile: The file is no table, or no sheet of it names the columns that must be filled in.
    """
    read = ReadWorkbook()
    found = [(grid, head) for grid in read_grids(content) if (head := _head_of(form, grid))]
    if not found:
        needed = [form.heading_zh(name) for name in _required(form)]
        raise UnreadableFile(NO_HEAD, columns="、".join(needed))
    for grid, head in found:
        _Sheet(form, grid, head, read).read()
        read.left_out += [other for other in head.others if other not in read.left_out]
    return read


def _required(form: ListForm) -> list[str]:
    return [name for name in form.names if not form.field(name).blank]


def _head_of(form: ListForm, grid: Grid) -> _Head | None:
    """Return the head with the most columns; None where none has all that must be filled in."""
    best: _Head | None = None
    for index in range(min(len(grid.rows), _HEAD_ROWS)):
        for depth in (1, 2):
            head = _head_at(form, grid, index, depth)
            # A title above the head must not be read as its upper half.
            if head and (best is None or _rank(head) > _rank(best)):
                best = head
    return best


def _rank(head: _Head) -> tuple[int, int]:
    """Return what makes a head the better one: more columns, then fewer that are none."""
    return len(head.places), -len(head.others)


def _head_at(form: ListForm, grid: Grid, index: int, depth: int) -> _Head | None:
    if index + depth > len(grid.rows):
        return None
    places: dict[str, int] = {}
    units: dict[str, Decimal] = {}
    others: list[str] = []
    sheet_unit = _unit_above(grid, index)
    for place in range(grid.width):
        parts = [squash(grid.shown(index + row, place).text) for row in range(depth)]
        written = list(dict.fromkeys(filter(None, parts)))
        # The lower head says more; both together say it where neither does alone.
        called = [*reversed(written), "".join(written)]
        column = next((one for text in called if (one := _column_called(form, text))), None)
        if column and column.name not in places:
            places[column.name] = place
            units[column.name] = next((unit for text in called if (unit := _unit_in(text))), sheet_unit)
        elif written and not column and not _NUMBERED.fullmatch(called[-1]):
            others.append(called[-1])
    if not set(_required(form)) <= places.keys():
        return None
    return _Head(places, index + depth - 1, units, tuple(others))


def _column_called(form: ListForm, text: str) -> Column | None:
    """Return the column of a head; what stands in brackets, such as the unit, is no part of its name."""
    name = _IN_BRACKETS.sub("", text)
    for column in form.columns:
        if name in (squash(_IN_BRACKETS.sub("", narrow(form.heading_zh(column.name)))), *column.heads):
            return column
    return None


def _unit_in(text: str) -> Decimal | None:
    found = _UNIT.search(text)
    return UNITS[found[1] or found[2]] if found else None


def _unit_above(grid: Grid, index: int) -> Decimal:
    """Return the unit of amounts that a title above the table names; yuan where none does."""
    texts = (cell.squashed for row in grid.rows[:index] for cell in row.cells)
    return next((unit for text in texts if (unit := _unit_in(text))), Decimal(1))


class _Sheet:
    """One sheet: its lines are added to what was read, and its sums compared with them."""

    def __init__(self, form: ListForm, grid: Grid, head: _Head, read: ReadWorkbook) -> None:
        self.form, self.grid, self.head, self.read_so_far = form, grid, head, read
        self.summed = [column.name for column in form.columns if column.is_summed and column.name in head.places]
        self.since_subtotal = dict.fromkeys(self.summed, Decimal(0))
        self.in_all = dict.fromkeys(self.summed, Decimal(0))

    def read(self) -> None:
        """Read row by row, up to the total."""
        for row in self.grid.rows[self.head.last + 1 :]:
            label = self._label(row)
            if _TOTAL.fullmatch(label):
                self._compare(row, self.in_all)
                break
            if _SUBTOTAL.fullmatch(label):
                self._compare(row, self.since_subtotal)
                self.since_subtotal = dict.fromkeys(self.summed, Decimal(0))
            elif not self._is_head_again(row) and (texts := self._texts(row)):
                self.read_so_far.rows.append(GridRow(len(self.read_so_far.rows), texts))

    def _label(self, row: Row) -> str:
        return next((squash(cell.text) for cell in row.cells if not cell.is_empty), "")

    def _is_head_again(self, row: Row) -> bool:
        named = [_column_called(self.form, row[place].squashed) for place in self.head.places.values()]
        return sum(column is not None for column in named) > len(named) // 2

    def _texts(self, row: Row) -> dict[str, str]:
        """Return the texts of a line; nothing where the row is no line, such as a blank one or a signature."""
        texts = dict(self._cells(row))
        own = [name for name, place in self.head.places.items() if not row[place].is_empty]
        figures = any(self.form.kind(name) != "text" for name in own)
        if not own or (len(own) == 1 and not figures and len(self.head.places) > 2):
            return {}
        for name in self.summed:
            amount = _amount(texts.get(name, ""))
            self.since_subtotal[name] += amount
            self.in_all[name] += amount
        return texts

    def _cells(self, row: Row) -> Iterator[tuple[str, str]]:
        for column in self.form.columns:
            place = self.head.places.get(column.name)
            if place is not None:
                cell = self.grid.above(row.index, place) if column.is_repeated else row[place]
                yield column.name, self._scaled(column.name, cell.text)

    def _scaled(self, name: str, text: str) -> str:
        """Return an amount in yuan, whatever the head says it is in; what is no amount stays as it is."""
        if self.form.kind(name) != "amount" or not text:
            return text
        try:
            amount = parse_amount(text, unit=self.head.units[name])
        except UnreadableAmount:
            return text
        if amount is None:
            return ""
        return f"{amount.exact:f}" if amount.has_more_decimals else f"{amount.value:f}"

    def _compare(self, row: Row, sums: Mapping[str, Decimal]) -> None:
        """Note where a sum of the sheet is not what its lines add up to."""
        for name in self.summed:
            text = self._scaled(name, row[self.head.places[name]].text)
            if text and _amount(text) != sums[name]:
                sentence = _("Row %(row)d of the sheet says %(said)s for “%(column)s”; its lines add up to %(sum)s.")
                self.read_so_far.wrong_sums.append(
                    sentence
                    % {
                        "row": row.number,
                        "said": format_money(_amount(text)),
                        "column": self.form.heading_of(name),
                        "sum": format_money(sums[name]),
                    }
                )


def _amount(text: str) -> Decimal:
    try:
        found = parse_amount(text)
    except UnreadableAmount:
        return Decimal(0)
    return found.value if found else Decimal(0)


def told(read: ReadWorkbook) -> str:
    """Return a sentence on the columns that were left out; empty where none were."""
    if not read.left_out:
        return ""
    return _("These columns of the workbook are not published and were left out: %(columns)s.") % {
        "columns": joint().join(read.left_out)
    }
