"""The three sheets: their measures and what type they are set in; how wide text is, without asking the paper engine.

A3 is the measure of the notice board, read from a step and a half away. A2 has room beside its table for what is below
it on the others, so that a quarter is on one sheet. A4 follows GB/T 9704: 37 mm above the text and 28 mm at the binding
edge. An em is the width of a Chinese character. The fonts are
Noto CJK, whose figures are all equally wide, so an estimate good to a few per cent is enough to choose columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from disclosure.posters.enums import PaperSize

ENDLESS = 100_000.0  # mm: a sheet on which everything is laid out without a break


@dataclass(frozen=True, slots=True)
class Density:
    """How a table is set: type size in points; stacked puts two facts into one column."""

    points: float
    stacked: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet, in mm. ``style`` names its style sheet.

    ``top_next`` is the margin above sheets after the first, whose head is in it.
    """

    style: str
    width: float
    height: float
    top: float
    top_next: float
    right: float
    bottom: float
    left: float
    title: tuple[float, float]  # largest and smallest size in points
    pillar: float  # largest size in points of the four large figures
    pillar_edge: float  # mm beside a large figure
    head: float  # largest size in points of the head on sheets after the first
    small: float  # smallest type in points
    densities: tuple[Density, ...]
    texts: tuple[float, ...]  # sizes in points for the text of a notice: large ones for what fits one sheet, the usual
    # one, and one that is taken only where it saves a sheet
    text_tables: tuple[float, float, float]  # largest sizes in points for a table in the text, a wide and a wider one
    cell_padding: float  # at either side of a cell
    cell_gap: float  # more of it after a column of figures
    bars: float  # width of each picture of accounts
    columns: float  # width of the picture of periods
    side: float = 0.0  # width of what stands beside a table that fits one sheet
    side_gap: float = 0.0  # between the two

    @property
    def measure(self) -> float:
        """Width of the text in mm."""
        return self.width - self.left - self.right

    @property
    def table(self) -> float:
        """Width of a table in mm."""
        return self.measure - self.side - self.side_gap

    @property
    def one_row(self) -> bool:
        """Whether all pictures are side by side."""
        return not self.side and 2 * self.bars + self.columns < self.measure

    @property
    def floor(self) -> float:
        """Where the text must end, in mm from the top edge."""
        return self.height - self.bottom

    def room(self, page: int) -> float:
        """Height of the text on a sheet, counted from 0, in mm."""
        return self.floor - (self.top_next if page else self.top)

    def below(self, points: float) -> Paper | None:
        """Return the same with a table in smaller type than ``points``; None where there is none."""
        smaller = tuple(density for density in self.densities if density.points < points)
        return replace(self, densities=smaller) if smaller else None

    def without_side(self) -> Paper:
        """Return the same with the table as wide as the text."""
        wider = (self.side + self.side_gap) / 3
        return replace(self, side=0.0, side_gap=0.0, bars=self.bars + wider / 2, columns=self.columns + wider)


def _densities(plain: tuple[float, ...], stacked: tuple[float, ...]) -> tuple[Density, ...]:
    """Return what to try: one fact a column at each size first, then stacked."""
    return tuple(Density(points, sizes is stacked) for sizes in (plain, stacked) for points in sizes)


PAPERS = {
    PaperSize.A4: Paper(
        style="a4.css",
        width=210,
        height=297,
        top=37,
        top_next=37,
        right=18,
        bottom=43,
        left=28,
        title=(22, 18),
        pillar=16,
        pillar_edge=8,
        head=14,
        small=10.5,
        densities=_densities((12, 11, 10.5), (11, 10.5)),
        texts=(16, 14),
        text_tables=(13.6, 10.5, 10.5),
        cell_padding=0.8,
        cell_gap=1.1,
        bars=70,
        columns=86,
    ),
    PaperSize.A3: Paper(
        style="a3.css",
        width=297,
        height=420,
        top=15,
        top_next=27,
        right=16,
        bottom=48,
        left=16,
        title=(37, 28),
        pillar=24,
        pillar_edge=12,
        head=18,
        small=12,
        densities=_densities((14, 13, 12), (14, 12)),
        texts=(34, 26, 20, 16),
        text_tables=(22, 16, 12),
        cell_padding=1.1,
        cell_gap=1.6,
        bars=75,
        columns=98,
    ),
    PaperSize.A2: Paper(
        style="a2.css",
        width=420,
        height=594,
        top=17,
        top_next=33,
        right=19,
        bottom=57,
        left=19,
        title=(55, 40),
        pillar=36,
        pillar_edge=15,
        head=24,
        small=13,
        densities=_densities((15, 14, 13), (15, 13)),
        texts=(48, 37, 28, 20),
        text_tables=(31, 22, 17),
        cell_padding=1.1,
        cell_gap=1.6,
        bars=98,
        columns=98,
        side=98,
        side_gap=8,
    ),
}


MM_PER_PT = 25.4 / 72

_NARROW = frozenset(",.:;'!|()[]-·iljIt ")
_AFTER = frozenset("年季度月于的和与及、（）")
_TITLE_SPACING = 1.03  # letters of titles are set a little apart
_NEAR = 4  # characters around the middle in which a title may be broken


def em(text: str) -> float:
    """Return the width of ``text`` in em."""
    return sum(_character(character) for character in text)


def points_for(text: str, *, width: float, largest: float, smallest: float) -> float:
    """Return the largest size in points at which ``text`` fits ``width`` mm, within limits."""
    if not text:
        return largest
    fitting = width / MM_PER_PT / (em(text) * _TITLE_SPACING)
    return round(max(smallest, min(largest, fitting)), 1)


def title_lines(title: str, *, width: float, largest: float, smallest: float) -> tuple[tuple[str, ...], float]:
    """Break a title into as few lines as it needs and return them with their size in points.

    One line at a size not under ``smallest``, else two, and so on; at the smallest size the
    last resort is as many lines as it takes.
    """
    for count in range(1, max(2, len(title))):
        lines = _split(title, count)
        widest = max(lines, key=em)
        if em(widest) * _TITLE_SPACING * smallest * MM_PER_PT <= width:
            return lines, points_for(widest, width=width, largest=largest, smallest=smallest)
    return (title,), smallest


def _split(title: str, count: int) -> tuple[str, ...]:
    """Split ``title`` into ``count`` pieces of about the same width at good places."""
    lines: list[str] = []
    rest = title
    for left in range(count, 1, -1):
        cut = _good_cut(rest, round(len(rest) / left))
        lines.append(rest[:cut])
        rest = rest[cut:]
    return (*lines, rest)


def _good_cut(text: str, ideal: int) -> int:
    """Return where to break near ``ideal``: after a phrase, never inside a number or a word."""

    def cost(cut: int) -> int:
        before, after = text[cut - 1], text[cut]
        inside = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        dangling = unicodedata.category(after) in ("Pe", "Po") or before.isdigit()
        return abs(cut - ideal) + 50 * inside + 20 * dangling - 3 * (before in _AFTER)

    places = range(max(1, ideal - _NEAR), min(len(text) - 1, ideal + _NEAR) + 1)
    return min(places, key=cost, default=ideal)


def _character(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA" and character not in "−·":
        return 1.0
    if character in _NARROW:
        return 0.34
    return 0.8 if character in "MWQmw" else 0.65 if character.isalpha() else 0.595


def widest(texts: Iterable[str]) -> float:
    """Return the width in em of the widest text, 0 where there is none."""
    return max((em(text) for text in texts), default=0.0)
