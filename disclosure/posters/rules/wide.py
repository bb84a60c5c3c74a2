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


def cut_wide_tables(html: str, room: float) -> str:
    """Return ``html`` with every table that is wider than ``room`` in em cut into tables that are not.

    The first column stands in each, and from the second part on a caption says which it is. A column is at least as
    wide as its words, or as `_WORDS` or `_FIGURES` of them.
    """
    return _TABLE.sub(lambda found: _cut(found[0], room), html)


def _cut(table: str, room: float) -> str:
    cells = [_CELL.findall(row[1]) for row in _ROW.findall(table)]
    needs = [max(map(_need, column)) for column in zip_longest(*cells, fillvalue="")]
    parts = _parts(needs, room)
    return "".join(_part(table, columns, number, len(parts)) for number, columns in enumerate(parts, start=1))


def _need(cell: str) -> float:
    text = unescape(_TAG.sub("", cell)).strip()
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


def _part(table: str, columns: Sequence[int], number: int, count: int) -> str:
    def kept(row: re.Match[str]) -> str:
        cells = _CELL.findall(row[2])
        return row[1] + "".join(cells[column] for column in columns if column < len(cells)) + row[3]

    part = _ROW.sub(kept, table)
    return part.replace(">", f"><caption>续表（{number}/{count}）</caption>", 1) if number > 1 else part
