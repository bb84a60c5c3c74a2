"""A poster: laid out twice, written, and checked.

How a long table gets its page totals: everything is laid out once on a sheet without end, which
gives the height of every row. From these follows where each sheet ends (`paging`). Then each
sheet has a table of its own, with carried-forward row and page total, and the whole is laid out
again. If a row has moved to another sheet all the same, the sheets are filled a little less.
"""

from __future__ import annotations  # `pdf.Layout` is not imported before something is drawn

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from disclosure.posters.documents.face import Face, face_of
from disclosure.posters.documents.paging import Room, Strip, pages_of
from disclosure.posters.documents.sheet import Code, PosterSheet, code_of, length, paragraphs
from disclosure.posters.rules.content import Drawing, DrawnRow, Picture, Shape, Table
from disclosure.posters.rules.paper import ENDLESS, PAPERS, Paper
from portal.core import pdf

_TEMPLATE = "disclosure/posters/print/poster.html"
_STYLES = pdf.STATIC / "disclosure" / "posters"
_TRIES = 7
_GIVE = 2.5  # mm of room given up before the next try, twice as much before each further one
_SLACK = 0.5  # mm: borders that two rows share
_LARGER = {150: "brief", 450: "short"}  # characters: so little text is set larger


@dataclass(frozen=True, slots=True)
class Poster:
    """A finished poster and the number of its sheets."""

    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the table on one sheet."""

    rows: tuple[DrawnRow, ...]
    first: bool
    last: bool


def make_poster(sheet: PosterSheet) -> Poster:
    """Draw ``sheet`` and vouch for it.

    Raises:
        PdfFault: A character has no glyph, text was lost or runs off the paper, a font is not
            embedded, or the table cannot be cut into sheets.
    """
    setting = _Setting(sheet)
    layout, parts = setting.compose()
    rendered = layout.write()
    pdf.check(rendered.pdf, expected_text=setting.words(layout.pages, parts), pages=layout.pages)
    return Poster(rendered.pdf, rendered.pages)


class _Setting:
    """One poster in the making: what goes on it and the paper it goes on."""

    def __init__(self, sheet: PosterSheet) -> None:
        self.sheet = sheet
        self.paper: Paper = PAPERS[sheet.size]
        self.face: Face = face_of(sheet, self.paper)
        drawing = sheet.content.draw(self.paper) if sheet.content else Drawing()
        self.table: Table | None = drawing.table
        self.pictures: tuple[Picture, ...] = drawing.pictures
        self.text: str = (sheet.body_html or "") + (sheet.content.html if sheet.content else "")
        self.code: Code | None = code_of(sheet.verify_url) if sheet.kind != "specimen" else None

    def compose(self) -> tuple[pdf.Layout, tuple[Part, ...]]:
        """Lay the poster out; return it with the parts of its table."""
        if self.table is None:
            return self._lay_out((), self.paper.height), ()
        strips, room = self._measured(self.table)
        for attempt in range(_TRIES):
            pages = pages_of(strips, room)
            parts = _parts(self.table, pages)
            layout = self._lay_out(parts, self.paper.height)
            if _kept(layout, pages):
                return layout, parts
            room = room.less(_GIVE * 2**attempt)
        raise pdf.PdfFault(_("The table of this poster cannot be cut into sheets."))

    def _measured(self, table: Table) -> tuple[list[Strip], Room]:
        """Lay everything out on an endless sheet; return the rows' heights and what room there is.

        Of rows that are surely as high as each other only the first is laid out.
        """
        shown: dict[Shape, DrawnRow] = {}
        for drawn in table.drawn:
            shown.setdefault(table.shape(drawn), drawn)
        whole = Part(
            (
                *table.opening,
                *shown.values(),
                *(_named(row, f"closing-{at}") for at, row in enumerate(table.closing)),
                _named(table.carried(len(table.rows)), "carried"),
                _named(table.page_total(0, len(table.rows)), "pagesum"),
            ),
            first=True,
            last=True,
        )
        places = self._lay_out((whole,), ENDLESS).boxes
        strips = [
            Strip(places[shown[table.shape(drawn)].anchor].height, row.month_end, row.glued)
            for row, drawn in zip(table.rows, table.drawn, strict=True)
        ]
        head, carried, page_total = places["head-0"], places["carried"], places["pagesum"]
        return strips, Room(
            first=self.paper.floor - places["row-0"].top - _SLACK,
            following=self.paper.room(1) - head.height - carried.height - _SLACK,
            page_total=page_total.height,
            closing=carried.top - places["closing-0"].top,
            tail=places["tail"].bottom - page_total.bottom,
            sheet=self.paper.room(1),
        )

    def _lay_out(self, parts: Sequence[Part], height: float) -> pdf.Layout:
        html = render_to_string(
            _TEMPLATE,
            {
                "sheet": self.sheet,
                "paper": self.paper,
                "height": height,
                "face": self.face,
                "table": self.table,
                "parts": parts,
                "text": self.text,
                "pictures": self.pictures,
                "code": self.code,
                "text_size": _text_size(self.text),
            },
        )
        styles = [_STYLES / "poster.css", _STYLES / self.paper.style]
        return pdf.lay_out(html, css=styles, zoom=self.paper.zoom)

    def words(self, sheets: int, parts: Sequence[Part]) -> list[str]:
        """Return every piece of text that must be on the finished paper."""
        words = [*self.face.words(sheets), *paragraphs(self.text)]
        if self.table:
            words += [*self.table.heads] * len(parts)
            cells = (cell for part in parts for row in part.rows for cell in row.cells)
            words += [text for cell in cells for text in cell.texts]
            words += self.table.remarks
        return [*words, *(text for picture in self.pictures for text in picture.words)]


def _text_size(html: str) -> str:
    """Return the class that sets a short text larger, so that it fills its sheet."""
    characters = length(html)
    return next((name for most, name in _LARGER.items() if characters <= most), "")


def _named(row: DrawnRow, anchor: str) -> DrawnRow:
    return DrawnRow(row.cells, row.style, anchor)


def _parts(table: Table, pages: Sequence[range]) -> tuple[Part, ...]:
    """Return the table sheet by sheet, with carried-forward rows and page totals."""
    parts = []
    for number, page in enumerate(pages):
        first, last = number == 0, number == len(pages) - 1
        rows = list(table.opening) if first else [table.carried(page.start)]
        rows += table.drawn[page.start : page.stop]
        if len(pages) > 1:
            total = table.page_total(page.start, page.stop)
            rows.append(_named(total, f"pagesum-{number}"))
        if last:
            rows += table.closing
        parts.append(Part(tuple(rows), first, last))
    return tuple(parts)


def _kept(layout: pdf.Layout, pages: Sequence[range]) -> bool:
    """Whether every row lies on the sheet it was meant for, with its page total."""
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
