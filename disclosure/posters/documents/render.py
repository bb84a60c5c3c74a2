"""A poster: set in the type that fills its sheets, written, and checked.

How a long table gets its page totals: everything is laid out once on a sheet without end, which
gives the height of every row. From these follows where each sheet ends (`paging`). Then each
sheet has a table of its own, with carried-forward row and page total, and the whole is laid out
again. If a row has moved to another sheet all the same, the sheets are filled a little less.

How the type is chosen: text is as large as lets it stay on one sheet. Where the last of several
sheets is not even half full, smaller type is tried, and taken if it saves that sheet. On A2 a table
that fits one sheet has beside it what is below it otherwise.
"""

from __future__ import annotations  # `pdf.Layout` is not imported before something is drawn

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from disclosure.posters.documents.sheet import PosterSheet, face_of, length, paragraphs
from disclosure.posters.rules import rare
from disclosure.posters.rules.content import Drawing, DrawnRow, PosterContent, Table
from disclosure.posters.rules.paging import Room, Strip, pages_of, sheets
from disclosure.posters.rules.paper import ENDLESS, MM_PER_PT, PAPERS, Paper
from disclosure.posters.rules.wide import cut_wide_tables, fit_tables
from portal.core import pdf
from portal.core.workbooks.written import without_unseen

_TEMPLATE = "disclosure/posters/print/poster.html"
_STYLES = pdf.STATIC / "disclosure" / "posters"
_TRIES = 7
_GIVE = 2.5  # mm of room given up before the next try, twice as much before each further one
_SLACK = 0.5  # mm: borders that two rows share
_FULL_ENOUGH = 0.5  # of the last sheet; below it smaller type is tried
_LEADING = 1.75  # of the text of a notice
_TABLE_TYPE = 0.85  # of the size of the text around it
_ROOM_TO_BEGIN = 0.25  # of a sheet must be left below the text for the table to begin there
_TAIL = ("notes", "files", "pictures", "close")


def make_poster(sheet: PosterSheet) -> pdf.Rendered:
    """Draw a poster and check that everything is on the paper.

    A character that no font has is printed as a marked substitute, and named below the table.

    Raises:
        PdfFault: Something is not on the paper as it must be, the table cannot be cut into sheets, or so many
            characters have no glyph that the text is in a script this machine cannot print.
    """
    try:
        return _drawn(sheet, {})
    except pdf.GlyphsMissing as missing:
        if len(missing.found) > rare.MOST:
            raise
        return _drawn(sheet, rare.substitutes(missing.found))


def _drawn(sheet: PosterSheet, instead: Mapping[str, str]) -> pdf.Rendered:
    # The paper is Chinese, what is wrong with it is said in the reader's language.
    with translation.override("zh-hans"):
        made = compose(sheet, instead)
    if made is None:
        raise pdf.PdfFault(_("The table of this poster cannot be cut into sheets."))
    rendered = made.layout.write()
    pdf.check(rendered.pdf, expected_text=words_of(made.html, made.layout.pages), pages=made.layout.pages)
    return rendered


@dataclass(frozen=True, slots=True)
class Composed:
    """A poster laid out on its sheets, with its HTML."""

    layout: pdf.Layout
    html: str
    last_filled: float
    """How much of the last sheet is filled, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """How many sheets a poster takes, and how much of the last is filled."""

    sheets: int
    last_filled: float

    @property
    def is_filled(self) -> bool:
        """Whether no sheet would be saved by smaller type that is not to be missed."""
        return self.sheets == 1 or self.last_filled >= _FULL_ENOUGH


def compose(sheet: PosterSheet, instead: Mapping[str, str]) -> Composed | None:
    """Lay a poster out in the largest type that takes the fewest sheets; return None where its table cannot be cut.

    `instead` is what is printed for characters that no font has.
    """
    best: tuple[_Extent, _Setting] | None = None
    for setting in _settings(sheet, instead):
        extent = setting.extent()
        if extent and (best is None or extent.sheets < best[0].sheets):
            best = extent, setting
        if best and best[0].is_filled:
            break
    return best and best[1].laid_out()


def _settings(sheet: PosterSheet, instead: Mapping[str, str]) -> Iterator[_Setting]:
    """Yield what to try, the largest type first."""
    whole = PAPERS[sheet.size]
    *large, usual, small = whole.texts
    if sheet.content is None or sheet.content.draw(whole).table is None:
        for points in (*large, usual, small):
            yield _Setting(sheet, whole.without_side(), points, instead, alone=points in large)
        return
    for paper in (whole, whole.without_side()) if whole.side else (whole,):
        tried: Paper | None = paper
        while tried:
            setting = _Setting(sheet, tried, usual, instead, alone=paper.side > 0)
            yield setting
            tried = tried.below(setting.points)


def words_of(html: str, sheets: int) -> list[str]:
    """Return every piece of text that must be on the finished paper: of the foot on each sheet, of the head on most."""
    running, _main, once = html.partition("<body>")[2].partition("<main>")
    foot, _continued, head = running.partition('<div class="continued">')
    counts = [f"第{number}页，共{sheets}页" for number in range(1, sheets + 1)]
    return [*paragraphs(once), *paragraphs(foot) * sheets, *paragraphs(head) * (sheets - 1), *counts]


class _Measures(NamedTuple):
    """Heights of the rows, what room there is, and whether the table begins on a new sheet, below a text."""

    strips: list[Strip]
    room: Room
    anew: bool


class _Setting:
    """What goes on a poster, the paper it goes on, and the type; `alone` where it is meant for one sheet only."""

    def __init__(
        self, sheet: PosterSheet, paper: Paper, text_points: float, instead: Mapping[str, str], *, alone: bool
    ) -> None:
        self.sheet, self.paper, self.text_points, self.alone = sheet, paper, text_points, alone
        self.instead = instead
        self.content = sheet.content or PosterContent()
        self.drawing: Drawing = self.content.draw(paper)
        self.text_tables = [min(text_points * _TABLE_TYPE, largest) for largest in paper.text_tables]
        rooms = [paper.measure / MM_PER_PT / points for points in self.text_tables]
        self.text = cut_wide_tables(sheet.body_html, rooms) + self._lines()

    def _lines(self) -> str:
        """The lines of a list, in the largest type in which they are no wider than the paper."""
        width = self.paper.measure / MM_PER_PT
        return fit_tables(
            self.content.html, width=width, largest=self.text_tables[0], smallest=self.paper.text_tables[-1]
        )

    @property
    def points(self) -> float:
        """Size of the table's type."""
        return self.drawing.table.points if self.drawing.table else 0.0

    @cached_property
    def _whole(self) -> Composed:
        """The poster with its table in one piece."""
        table = self.drawing.table
        return self._lay_out(_parts(table, [range(len(table.rows))]) if table else (), self.paper.height)

    def extent(self) -> _Extent | None:
        """Measure what it takes; None where it is more than the one sheet it is meant for."""
        if measured := self._measured:
            strips, room, _anew = measured
            count, left = sheets(strips, pages_of(strips, room), room)
            return _Extent(count, 1 - left / room.sheet)
        if self.alone and (self._least_height() > self.paper.room(0) or self._whole.layout.pages > 1):
            return None
        return _Extent(self._whole.layout.pages, self._whole.last_filled)

    def _least_height(self) -> float:
        """Return a height in mm that is surely needed."""
        text = length(self.text) * (self.text_points * MM_PER_PT) ** 2 * _LEADING / self.paper.measure
        return text + (len(self.drawing.table.rows) * self.points * MM_PER_PT if self.drawing.table else 0.0)

    def laid_out(self) -> Composed | None:
        """Lay the poster out; None where its table cannot be cut into sheets."""
        table, measured = self.drawing.table, self._measured
        if table is None or measured is None:
            return self._whole
        strips, room, anew = measured
        for attempt in range(_TRIES):
            pages = pages_of(strips, room)
            made = self._lay_out(_parts(table, pages), self.paper.height, anew=anew)
            if _kept(made.layout, pages):
                return made
            room = room.less(_GIVE * 2**attempt)
        return None

    @cached_property
    def _measured(self) -> _Measures | None:
        """Lay everything out on an endless sheet; None without a table that may be cut.

        Of rows that are surely as high as each other only the first is laid out.
        """
        table = self.drawing.table
        if table is None or self.alone:
            return None
        shown: dict[str | tuple[int, ...], DrawnRow] = {}
        for row in table.rows:
            shown.setdefault(table.shape(row), row)
        whole = (
            *table.opening,
            *shown.values(),
            *(replace(row, anchor=f"closing-{at}") for at, row in enumerate(table.closing)),
            replace(_carried(table, len(table.rows)), anchor="carried"),
            replace(_page_total(table, 0, len(table.rows)), anchor="pagesum"),
        )
        places = self._lay_out((whole,), ENDLESS).layout.boxes
        strips = [Strip(places[shown[table.shape(row)].anchor].height, row.month_end, row.glued) for row in table.rows]
        head, carried, page_total, first = (places[name] for name in ("head-0", "carried", "pagesum", "row-0"))
        sheet = self.paper.room(1)
        anew = bool(self.text) and self.paper.floor - first.top < sheet * _ROOM_TO_BEGIN
        bottoms = [page_total.bottom, *(places[name].bottom for name in _TAIL if name in places)]
        room = Room(
            first=(sheet - (first.top - head.top) if anew else self.paper.floor - first.top) - _SLACK,
            following=sheet - head.height - carried.height - _SLACK,
            page_total=page_total.height,
            closing=carried.top - places["closing-0"].top,
            tail=tuple(end - start for start, end in pairwise(bottoms)),
            sheet=sheet,
        )
        return _Measures(strips, room, anew)

    def _lay_out(self, parts: Sequence[Sequence[DrawnRow]], height: float, *, anew: bool = False) -> Composed:
        code = segno.make_qr(self.sheet.verify_url, error="q") if self.sheet.kind != "specimen" else None
        context = {
            "sheet": self.sheet,
            "paper": self.paper,
            "height": height,
            "face": face_of(self.sheet, self.paper),
            "content": self.content,
            "table": self.drawing.table,
            "parts": parts,
            "anew": anew,
            "beside": self.paper.side,
            "text": self.text,
            "text_points": self.text_points,
            "tables": self.text_tables,
            "pictures": self.drawing.pictures,
            "substitutes": rare.named(self.instead),
            # A quarter of the code may be torn or dirty.
            "code": code and code.svg_inline(border=4, omitsize=True, light="#fff", svgclass=None, lineclass=None),
        }
        # What an older text holds of what is not seen would turn the words after it round.
        html = without_unseen(render_to_string(_TEMPLATE, context))
        html = html.translate({ord(letter): mark for letter, mark in self.instead.items()})
        styles = [_STYLES / "poster.css", _STYLES / self.paper.style]
        layout = pdf.lay_out(html, css=styles, pictures=self.content.photographs)
        left = self.paper.floor - layout.boxes["end"].bottom
        return Composed(layout, html, 1 - left / self.paper.room(layout.pages - 1))


def _carried(table: Table, before: int) -> DrawnRow:
    return replace(table.sums("承前页", 0, before), style="carried")


def _page_total(table: Table, first: int, end: int) -> DrawnRow:
    return replace(table.sums("本页合计", first, end), style="pagesum")


def _parts(table: Table, pages: Sequence[range]) -> list[list[DrawnRow]]:
    parts = []
    for number, page in enumerate(pages):
        rows = [_carried(table, page.start)] if number else list(table.opening)
        rows += table.rows[page.start : page.stop]
        if len(pages) > 1:
            rows.append(replace(_page_total(table, page.start, page.stop), anchor=f"pagesum-{number}"))
        parts.append(rows)
    parts[-1] += table.closing
    return parts


def _kept(layout: pdf.Layout, pages: Sequence[range]) -> bool:
    """Return whether every row lies on the sheet it was meant for, with its page total."""
    sheet = -1
    for number, page in enumerate(pages):
        anchors = [f"row-{index}" for index in page]
        if len(pages) > 1:
            anchors.append(f"pagesum-{number}")
        found = [layout.boxes[anchor].page for anchor in anchors]
        # A row higher than a sheet is alone in its slice and may run on.
        if len(page) > 1 and len(set(found)) > 1:
            return False
        if found[0] <= sheet:
            return False
        sheet = found[0]
    return True
