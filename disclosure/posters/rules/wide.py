"""Tables that are wider than the paper: set smaller, or cut into several, each with the first column. Pure."""

import re
from collections.abc import Sequence
from html import unescape
from itertools import zip_longest
from math import floor

from disclosure.posters.rules.paper import em

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_SUMS = re.compile(r'<table class="sums">.*?</table>', re.DOTALL)
_ROW = re.compile(r"(<tr\b[^>]*>)(.*?)(</tr>)", re.DOTALL)
_CELL = re.compile(r"<(?:th|td)\b.*?</(?:th|td)>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PADDING = 1.0  # em, both sides of a cell together
_WORDS, _FIGURES = 6.0, 9.0  # em from which a column of words, or one of figures, may wrap
_KEPT = re.compile(r'class="(?:k|n)"')  # cells that do not wrap
_WHOLE = re.compile(r'class="[knd]"')  # cells that do not wrap in a table of lines
_SPAN = re.compile(r'colspan="\d+"')
_HEAD = 4.0  # em from which the head of a column of lines may wrap
_WIDTHS = {"wide": 1, "wider": 2, "widest": 2}
_BOLD = 1.05  # totals are set bold and are a little wider
_UNRULY = 20.0  # em that cannot be kept whole
_LONG = 150.0  # em of a cell from which the paper engine takes too long to find widths by itself
_WIDEST = 30.0  # em: weight of the column of such a cell


def cut_wide_tables(html: str, rooms: Sequence[float]) -> str:
    """Return ``html`` with every table that is wider than its room cut into tables that are not.

    `rooms` are the widths of the paper in em of a table, of one of class `wide`, and of one of class `wider` or more.
    The first column stands in each part, and from the second on a line above says which it is. A column is at least as
    wide as its words, or as `_WORDS` or `_FIGURES` of them. The columns of a table with a very long cell are given
    their widths.
    """

    def cut(found: re.Match[str]) -> str:
        size = re.match(r'<table class="(\w+)"', found[0])
        return _cut(found[0], rooms[_WIDTHS.get(size[1], 0) if size else 0])

    return _TABLE.sub(cut, html)


def fit_tables(html: str, *, width: float, largest: float, smallest: float) -> str:
    """Return ``html`` with each table of lines (class `sums`) in the largest type in which its columns have room.

    `width` is that of the paper in points, as are the sizes of type. A table that is too wide in the smallest one too
    is cut like any other. A column has at least the room of its days and figures, and that of short words.
    """
    return _SUMS.sub(lambda found: _fitted(found[0], width, largest, smallest), html)


def _fitted(table: str, width: float, largest: float, smallest: float) -> str:
    columns = _columns(table)
    needs = [max(map(_least, column)) for column in columns]
    weights = [min(max(em(_text(cell)) for cell in column), _WIDEST) for column in columns]
    parts = _parts(needs, width / smallest)
    fitting = width / max(sum(needs[column] for column in kept) for kept in parts)
    points = floor(max(smallest, min(largest, fitting)) * 10) / 10
    return "".join(
        _captioned(_sized(_only(table, kept), points, _shares(kept, needs, weights, width / points)), part, len(parts))
        for part, kept in enumerate(parts, start=1)
    )


def _shares(kept: Sequence[int], needs: Sequence[float], weights: Sequence[float], room: float) -> list[float]:
    """Return the share of the width of each column: what it needs, and of what is left after its longest cell."""
    spare = max(room - sum(needs[column] for column in kept), 0.0)
    in_all = sum(weights[column] for column in kept) or 1.0
    widths = [needs[column] + spare * weights[column] / in_all for column in kept]
    return [width / sum(widths) for width in widths]


def _sized(table: str, points: float, shares: Sequence[float]) -> str:
    return _laid_out(table, shares, f"; font-size: {points:.1f}pt")


def _least(cell: str) -> float:
    """Return the room in em without which a cell of a line looks squeezed."""
    text = _text(cell)
    if not text or _SPAN.search(cell):
        return 0.0
    if 'scope="col"' in cell:
        return min(em(text) * _BOLD, _HEAD * _BOLD) + _PADDING
    if _WHOLE.search(cell):
        return min(em(text) * _BOLD, _UNRULY) + _PADDING
    return _need(cell)


def _columns(table: str) -> list[tuple[str, ...]]:
    return list(zip_longest(*(_CELL.findall(row[1]) for row in _ROW.findall(table)), fillvalue=""))


def _cut(table: str, room: float) -> str:
    columns = _columns(table)
    parts = _parts([max(map(_need, column)) for column in columns], room)
    return "".join(
        _captioned(_with_widths(_only(table, kept), [columns[number] for number in kept]), part, len(parts))
        for part, kept in enumerate(parts, start=1)
    )


def _only(table: str, columns: Sequence[int]) -> str:
    """Return a table with some of its columns."""

    def kept(row: re.Match[str]) -> str:
        cells = _CELL.findall(row[2])
        row_cells = "".join(cells[column] for column in columns if column < len(cells))
        return row[1] + _SPAN.sub(f'colspan="{len(columns)}"', row_cells) + row[3]

    return _ROW.sub(kept, table)


def _with_widths(table: str, columns: Sequence[Sequence[str]]) -> str:
    """Return a table that has a very long cell with the widths of its columns, after the longest cell of each."""
    if not any(_is_too_long(cell) for column in columns for cell in column):
        return table
    weights = [min(max(em(_text(cell)) for cell in column), _WIDEST) + _PADDING for column in columns]
    return _laid_out(table, [weight / sum(weights) for weight in weights])


def _laid_out(table: str, shares: Sequence[float], style: str = "") -> str:
    columns = "".join(f'<col style="width: {share:.1%}">' for share in shares)
    return table.replace(">", f' style="table-layout: fixed{style}"><colgroup>{columns}</colgroup>', 1)


def _is_too_long(cell: str) -> bool:
    return em(_text(cell)) > (_UNRULY if _KEPT.search(cell) else _LONG)


def _captioned(table: str, number: int, count: int) -> str:
    return f'<p class="part">续表（{number}/{count}）</p>{table}' if number > 1 else table


def _text(cell: str) -> str:
    return unescape(_TAG.sub("", cell)).strip()


def _need(cell: str) -> float:
    text = _text(cell)
    if _KEPT.search(cell):
        return min(em(text) * _BOLD, _UNRULY) + _PADDING
    return min(em(text), _FIGURES if text.isascii() else _WORDS) + _PADDING


def _parts(needs: Sequence[float], room: float) -> list[list[int]]:
    """Return the columns of each part, by number."""
    parts: list[list[int]] = [[0]]
    used = needs[0]
    for column, need in enumerate(needs[1:], start=1):
        if used + need > room and len(parts[-1]) > 1:
            parts.append([0])
            used = needs[0]
        parts[-1].append(column)
        used += need
    return parts
