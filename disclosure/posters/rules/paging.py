"""Where a table is cut into sheets. Pure: heights in, slices out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

_MONTH_FILLS = 0.8  # a sheet ends with its month if that leaves it at least this full
_KEEP = 3  # rows that go on to the last sheet together with the total


@dataclass(frozen=True, slots=True)
class Strip:
    """What paging needs to know of a row: its height in mm, and where it may be cut off."""

    height: float
    month_end: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """Heights in mm.

    `first` and `following` are for rows on the first and on each further sheet, `page_total` for the row on every sheet
    of a table that has several, `closing` for the rows after the last one, `tail` for each piece that follows the
    table and stays together.
    """

    first: float
    following: float
    page_total: float
    closing: float
    tail: tuple[float, ...]
    sheet: float

    def of(self, page: int) -> float:
        """Return the height for rows on a sheet, counted from 0."""
        return self.following if page else self.first

    def less(self, height: float) -> Room:
        """Return the same with less room for rows, to be tried when a sheet ran over."""
        return replace(self, first=self.first - height, following=self.following - height)


def pages_of(strips: Sequence[Strip], room: Room) -> tuple[range, ...]:
    """Cut ``strips`` into sheets, each a range of row numbers.

    As few sheets as can be; among those, sheets that end with a month. A row higher than a sheet
    has one of its own.
    """
    if sum(strip.height for strip in strips) + room.closing <= room.first:
        return (range(len(strips)),)
    plain = _cut(strips, room, by_month=False)
    monthly = _cut(strips, room, by_month=True)
    if sheets(strips, monthly, room)[0] <= sheets(strips, plain, room)[0]:
        return monthly
    return plain


def _cut(strips: Sequence[Strip], room: Room, *, by_month: bool) -> tuple[range, ...]:
    pages: list[range] = []
    start = 0
    while start < len(strips):
        end = _fill(strips, start, room, len(pages))
        if by_month and end < len(strips):
            end = _month_end(strips, start, end)
        pages.append(range(start, end))
        start = end
    return tuple(pages)


def _fill(strips: Sequence[Strip], start: int, room: Room, page: int) -> int:
    height = room.of(page) - room.page_total
    end, used = start, 0.0
    while end < len(strips) and used + strips[end].height <= height:
        used += strips[end].height
        end += 1
    done = end == len(strips) and used + room.closing <= height
    if not done and end > len(strips) - _KEEP:
        end = len(strips) - _KEEP
    return _unglued(strips, start, max(end, start + 1))


def _unglued(strips: Sequence[Strip], start: int, end: int) -> int:
    """Return the nearest cut not after ``end`` that leaves no sub-total alone."""
    for cut in range(end, start, -1):
        if cut == len(strips) or not strips[cut].glued:
            return cut
    return end


def _month_end(strips: Sequence[Strip], start: int, end: int) -> int:
    """Return the last month's end on the sheet, if that leaves the sheet full enough."""
    filled = sum(strip.height for strip in strips[start:end])
    for cut in range(end, start, -1):
        used = sum(strip.height for strip in strips[start:cut])
        if used < filled * _MONTH_FILLS:
            break
        if strips[cut - 1].month_end and (cut == len(strips) or not strips[cut].glued):
            return cut
    return end


def sheets(strips: Sequence[Strip], pages: Sequence[range], room: Room) -> tuple[int, float]:
    """Return how many sheets it all takes, with what follows the table, and what is left of the last one in mm."""
    totals = room.closing + (room.page_total if len(pages) > 1 else 0)
    left = room.of(len(pages) - 1) - sum(strips[index].height for index in pages[-1]) - totals
    count = len(pages)
    for piece in room.tail:
        if piece > left:
            count, left = count + 1, room.sheet
        left -= piece
    return count, left
