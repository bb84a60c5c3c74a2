"""Tables in the text of a notice that are wider than the paper: cut into several, each with the first column. Pure."""

import re
from collections.abc import Sequence
from html import unescape
from itertools import zip_longest

from disclosure.posters.rules.paper import em

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"(<tr\b[^>]*>)(.*?)(</tr>)", re.DOTALL)
_CELL = re.compile(r"<(?:th|td)\b.*?</(?:th|td)>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PADDING = 1.0  # em, both sides of a cell together
_WORDS, _FIGURES = 5.0, 9.0  # em from which a column of words, or one of figures, may wrap
_LONG = 150.0  # em of a cell from which the paper engine takes too long to find widths by itself
_WIDEST = 30.0  # em: weight of the column of such a cell


def cut_wide_tables(html: str, room: float) -> str:
    """Return ``html`` with every table that is wider than ``room`` in em cut into tables that are not.

    The first column stands in each, and from the second part on a caption says which it is. A column is at least as
    wide as its words, or as `_WORDS` or `_FIGURES` of them. The columns of a table with a very long cell are given
    their widths.
    """
    return _TABLE.sub(lambda found: _cut(found[0], room), html)


def _cut(table: str, room: float) -> str:
    cells = [_CELL.findall(row[1]) for row in _ROW.findall(table)]
    columns = list(zip_longest(*cells, fillvalue=""))
    parts = _parts([max(map(_need, column)) for column in columns], room)
    longest = [max(em(_text(cell)) for cell in column) for column in columns]
    return "".join(
        _captioned(_with_widths(_only(table, kept), [longest[column] for column in kept]), number, len(parts))
        for number, kept in enumerate(parts, start=1)
    )


def _only(table: str, columns: Sequence[int]) -> str:
    """Return a table with some of its columns."""

    def kept(row: re.Match[str]) -> str:
        cells = _CELL.findall(row[2])
        return row[1] + "".join(cells[column] for column in columns if column < len(cells)) + row[3]

    return _ROW.sub(kept, table)


def _with_widths(table: str, longest: Sequence[float]) -> str:
    """Return a table that has a very long cell with the widths of its columns, after the longest cell of each in em."""
    if max(longest) < _LONG:
        return table
    weights = [min(length, _WIDEST) + _PADDING for length in longest]
    shares = "".join(f'<col style="width: {weight / sum(weights):.1%}">' for weight in weights)
    return table.replace(">", f' style="table-layout: fixed"><colgroup>{shares}</colgroup>', 1)


def _captioned(table: str, number: int, count: int) -> str:
    return table.replace(">", f"><caption>续表（{number}/{count}）</caption>", 1) if number > 1 else table


def _text(cell: str) -> str:
    return unescape(_TAG.sub("", cell)).strip()


def _need(cell: str) -> float:
    text = _text(cell)
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
