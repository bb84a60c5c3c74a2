"""A poster: laid out twice, written, and checked.

How a long table gets its page totals: everything is laid out once on a sheet without end, which
gives the height of every row. From these follows where each sheet ends (`paging`). Then each
sheet has a table of its own, with carried-forward row and page total, and the whole is laid out
again. If a row has moved to another sheet all the same, the sheets are filled a little less.
"""

from __future__ import annotations  # `pdf.Layout` is not imported before something is drawn

from collections.abc import Sequence
from dataclasses import replace

import segno
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from disclosure.posters.documents.sheet import PosterSheet, face_of, length, paragraphs
from disclosure.posters.rules.content import Drawing, DrawnRow, PosterContent, Table
from disclosure.posters.rules.paging import Room, Strip, pages_of
from disclosure.posters.rules.paper import ENDLESS, PAPERS
from portal.core import pdf

_TEMPLATE = "disclosure/posters/print/poster.html"
_STYLES = pdf.STATIC / "disclosure" / "posters"
_TRIES = 7
_GIVE = 2.5  # mm of room given up before the next try, twice as much before each further one
_SLACK = 0.5  # mm: borders that two rows share
_LARGER = {150: "brief", 450: "short"}  # characters: so little text is set larger


def make_poster(sheet: PosterSheet) -> pdf.Rendered:
    """Draw a poster and check that everything is on the paper.

    Raises:
        PdfFault: Something is not on the paper as it must be, or the table cannot be cut into sheets.
    """
    layout, html = _Setting(sheet).compose()
    rendered = layout.write()
    pdf.check(rendered.pdf, expected_text=words_of(html, layout.pages), pages=layout.pages)
    return rendered


def words_of(html: str, sheets: int) -> list[str]:
    """Return every piece of text that must be on the finished paper: of the foot on each sheet, of the head on most."""
    running, _main, once = html.partition("<body>")[2].partition("<main>")
    foot, _continued, head = running.partition('<div class="continued">')
    counts = [f"第{number}页，共{sheets}页" for number in range(1, sheets + 1)]
    return [*paragraphs(once), *paragraphs(foot) * sheets, *paragraphs(head) * (sheets - 1), *counts]


class _Setting:
    """What goes on a poster, and the paper it goes on."""

    def __init__(self, sheet: PosterSheet) -> None:
        self.sheet = sheet
        self.paper = PAPERS[sheet.size]
        self.content = sheet.content or PosterContent()
        self.drawing: Drawing = self.content.draw(self.paper)

    def compose(self) -> tuple[pdf.Layout, str]:
        """Lay the poster out; return it with its HTML."""
        table = self.drawing.table
        if table is None:
            return self._lay_out((), self.paper.height)
        strips, room = self._measured(table)
        for attempt in range(_TRIES):
            pages = pages_of(strips, room)
            layout, html = self._lay_out(_parts(table, pages), self.paper.height)
            if _kept(layout, pages):
                return layout, html
            room = room.less(_GIVE * 2**attempt)
        raise pdf.PdfFault(_("The table of this poster cannot be cut into sheets."))

    def _measured(self, table: Table) -> tuple[list[Strip], Room]:
        """Lay everything out on an endless sheet; return the rows' heights and what room there is.

        Of rows that are surely as high as each other only the first is laid out.
        """
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
        places = self._lay_out((whole,), ENDLESS)[0].boxes
        strips = [Strip(places[shown[table.shape(row)].anchor].height, row.month_end, row.glued) for row in table.rows]
        head, carried, page_total = places["head-0"], places["carried"], places["pagesum"]
        return strips, Room(
            first=self.paper.floor - places["row-0"].top - _SLACK,
            following=self.paper.room(1) - head.height - carried.height - _SLACK,
            page_total=page_total.height,
            closing=carried.top - places["closing-0"].top,
            tail=places["tail"].bottom - page_total.bottom,
            sheet=self.paper.room(1),
        )

    def _lay_out(self, parts: Sequence[Sequence[DrawnRow]], height: float) -> tuple[pdf.Layout, str]:
        text = self.sheet.body_html + self.content.html
        code = segno.make_qr(self.sheet.verify_url, error="q") if self.sheet.kind != "specimen" else None
        context = {
            "sheet": self.sheet,
            "paper": self.paper,
            "height": height,
            "face": face_of(self.sheet, self.paper),
            "content": self.content,
            "table": self.drawing.table,
            "parts": parts,
            "text": text,
            "text_size": next((name for most, name in _LARGER.items() if length(text) <= most), ""),
            "pictures": self.drawing.pictures,
            # A quarter of the code may be torn or dirty.
            "code": code and code.svg_inline(border=4, omitsize=True, light="#fff", svgclass=None, lineclass=None),
        }
        html = render_to_string(_TEMPLATE, context)
        styles = [_STYLES / "poster.css", _STYLES / self.paper.style]
        return pdf.lay_out(html, css=styles, zoom=self.paper.zoom), html


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
