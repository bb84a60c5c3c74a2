"""Official papers as docx files, for offices that send them on: the sheet and the fonts of GB/T 9704-2012."""

from __future__ import annotations  # `docx` takes its time, so it is imported where a paper is written

import io
from collections.abc import Sequence
from typing import Any

TEXT_FONT, HEAD_FONT = "仿宋", "黑体"
TEXT_POINTS, TITLE_POINTS, TABLE_POINTS = 16, 22, 9


class OfficialDocx:
    """A paper that is written from its title to its signature. It says of itself that it is Chinese."""

    def __init__(self, title: str) -> None:
        import docx
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        self.document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        properties = self.document.core_properties
        properties.title, properties.language = title, "zh-CN"
        for name, font, points in (
            ("Normal", TEXT_FONT, TEXT_POINTS),
            ("Title", HEAD_FONT, TITLE_POINTS),
            ("Heading 1", HEAD_FONT, TEXT_POINTS),
        ):
            style: Any = self.document.styles[name]
            style.font.name, style.font.size, style.font.color.rgb = font, Pt(points), RGBColor(0, 0, 0)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        self.document.add_paragraph(title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str) -> None:
        """Add a heading."""
        self.document.add_paragraph(text, style="Heading 1")

    def text(self, text: str) -> None:
        """Add a paragraph, indented by two characters; nothing for no text."""
        from docx.shared import Pt

        if text:
            paragraph = self.document.add_paragraph(text)
            paragraph.paragraph_format.first_line_indent = Pt(2 * TEXT_POINTS)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table whose cells span nothing."""
        grid = self.grid(1 + len(rows), len(heads))
        for number, cells in enumerate([heads, *rows]):
            for column, text in enumerate(cells):
                self.write(grid.cell(number, column), text)
        self.document.add_paragraph()

    def grid(self, rows: int, columns: int) -> Any:
        """Add an empty table and return it."""
        from docx.enum.table import WD_TABLE_ALIGNMENT

        grid = self.document.add_table(rows=rows, cols=columns, style="Table Grid")
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        return grid

    def write(self, cell: Any, text: str) -> None:
        """Write a text into a cell of a table, in its size."""
        from docx.shared import Pt

        cell.text = text
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(TABLE_POINTS)

    def signed(self, office: str, day: str) -> None:
        """Add the office and, if there is one, the day, to the right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        for text in filter(None, (office, day)):
            self.document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def saved(self) -> bytes:
        """Return the file."""
        kept = io.BytesIO()
        self.document.save(kept)
        return kept.getvalue()
