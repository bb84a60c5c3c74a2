"""Where the columns of a list stand in a sheet, by what offices write above them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import override

from disclosure.lists.registry import Column, ListForm, Share
from portal.core.workbooks.money import UNITS
from portal.core.workbooks.sheets import Grid
from portal.core.workbooks.written import narrow, squash

_HEAD_ROWS = 40
"""Rows in which the head is looked for."""
_NUMBERED = re.compile(r"序号|编号|行次|栏次|No\.?", re.IGNORECASE)
_UNIT = re.compile(r"\((?:单位:?)?(亿元|万元|千元|百元|元)[、,)]|单位:(亿元|万元|千元|百元|元)")
_UNIT_NOTE = re.compile(r"\(?(?:金额)?单位:")
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the columns of a list stand in a sheet.

    Attributes:
        last: Index of the last row of the head.
        shares: Where percentages stand that follow from the columns.
        said: Choices that the title names for every line.
        is_beside: Whether another list stands on its left.
    """

    places: Mapping[str, int]
    last: int
    units: Mapping[str, Decimal]
    others: tuple[str, ...]
    shares: Mapping[int, Share]
    said: Mapping[str, str]
    is_beside: bool = False


def required(form: ListForm) -> list[str]:
    """Return the columns without which a table is none of this list."""
    return [one.name for one in form.columns if not (form.field(one.name).blank or one.is_titled)]


def heads_of(form: ListForm, grid: Grid) -> list[Head]:
    """Return the heads with the most columns; none where no row has all that must be filled in."""
    best: list[Head] = []
    for index in range(min(len(grid.rows), _HEAD_ROWS)):
        for depth in (1, 2):
            heads = _heads_at(form, grid, index, depth)
            # A title above the head must not be read as its upper half.
            if heads and (not best or _rank(heads) > _rank(best)):
                best = heads
    return best


def _rank(heads: list[Head]) -> tuple[int, int]:
    """Return what makes heads the better ones: more columns, then fewer that are none."""
    return sum(len(head.places) for head in heads), -sum(len(head.others) for head in heads)


def _heads_at(form: ListForm, grid: Grid, index: int, depth: int) -> list[Head]:
    """Return the heads that begin in a row: two where the list goes on beside itself, as balance sheets do."""
    if index + depth > len(grid.rows):
        return []
    first = form.columns[0]
    begins = [place for place in range(grid.width) if _column_at(form, grid, index, depth, place) == first]
    if not begins:
        return []
    ends = [*begins[1:], grid.width]
    beside = [
        _head_at(form, grid, index, depth, range(begin if number else 0, end))
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]
    found = [head for head in beside if head]
    if len(found) == len(begins):
        return found
    alone = _head_at(form, grid, index, depth, range(grid.width))
    return [alone] if alone else []


def _called(grid: Grid, index: int, depth: int, place: int) -> list[str]:
    """Return what a place of a head may be called: the lower half says more, both say it where neither does alone."""
    parts = [squash(grid.shown(index + row, place).text) for row in range(depth)]
    # A note of the unit above the head is no upper half of it.
    written = list(dict.fromkeys(part for part in parts if part and not _UNIT_NOTE.match(part)))
    return [*reversed(written), "".join(written)] if written else []


def _column_at(form: ListForm, grid: Grid, index: int, depth: int, place: int) -> Column | None:
    called = _called(grid, index, depth, place)
    return next((one for text in called if (one := column_called(form, text))), None)


def _head_at(form: ListForm, grid: Grid, index: int, depth: int, span: range) -> Head | None:
    places: dict[str, int] = {}
    units: dict[str, Decimal] = {}
    others: list[str] = []
    shares: dict[int, Share] = {}
    sheet_unit = _unit_above(grid, index, depth)
    for place in span:
        called = _called(grid, index, depth, place)
        column = _column_at(form, grid, index, depth, place)
        share = next((one for text in called if (one := _share_called(form, text))), None)
        if column and column.name not in places:
            places[column.name] = place
            units[column.name] = next((unit for text in called if (unit := _unit_in(text))), sheet_unit)
        elif share:
            shares[place] = share
        elif called and not column and not _NUMBERED.fullmatch(called[-1]):
            others.append(called[-1])
    if not set(required(form)) <= places.keys():
        return None
    titles = [grid.name, *(cell.text for row in grid.rows[:index] for cell in row.cells)]
    titles += _called(grid, index, depth, places[form.names[0]])
    said = {
        one.name: next((key for text in titles if (key := said_in(form, one.name, text))), "")
        for one in form.columns
        if one.is_titled and one.name not in places
    }
    return Head(places, index + depth - 1, units, tuple(others), shares, said, is_beside=span.start > 0)


def said_in(form: ListForm, name: str, text: str) -> str:
    """Return the choice that a title names; empty where it names none, or several and none of them most closely."""
    written = re.sub('[“”"]', "", squash(text))
    if re.search("[和及与]", written):
        return ""
    with override("zh-hans"):
        found = sorted(
            (
                (len(label), str(key))
                for key, each in form.field(name).flatchoices
                if (label := squash(str(each))) in written
            ),
            reverse=True,
        )
    return found[0][1] if found and (len(found) == 1 or found[0][0] > found[1][0]) else ""


def _share_called(form: ListForm, text: str) -> Share | None:
    name = _IN_BRACKETS.sub("", text).replace("%", "")
    return next((share for share in form.shares if name in share.heads), None)


def column_called(form: ListForm, text: str) -> Column | None:
    """Return the column of a head; what stands in brackets, such as the unit, is no part of its name."""
    name = _IN_BRACKETS.sub("", text)
    for column in form.columns:
        if name in (squash(_IN_BRACKETS.sub("", narrow(form.heading_zh(column.name)))), *column.heads):
            return column
    return None


def _unit_in(text: str) -> Decimal | None:
    found = _UNIT.search(text)
    return UNITS[found[1] or found[2]] if found else None


def _unit_above(grid: Grid, index: int, depth: int) -> Decimal:
    """Return the unit of amounts that a title or note above the table names; yuan where none does."""
    texts = [cell.squashed for row in grid.rows[:index] for cell in row.cells]
    texts += [
        cell.squashed
        for row in grid.rows[index : index + depth]
        for cell in row.cells
        if _UNIT_NOTE.match(cell.squashed)
    ]
    return next((unit for text in texts if (unit := _unit_in(text))), Decimal(1))
