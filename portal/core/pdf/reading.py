"""Read back the text a PDF shows, glyph by glyph.

Only what WeasyPrint writes is understood: composite fonts with two-byte codes and a ToUnicode
table. Anything else is a fault, because a file that cannot be read back cannot be vouched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from math import hypot

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, Stream

from portal.core.pdf.sources import PdfFault

_MAPPING = re.compile(rb"<([0-9a-fA-F]{4})>\s*<((?:[0-9a-fA-F]{4})+)>")
_GLYPHS_OFFSET = 4  # of numGlyphs in the font's maxp table
_UNICODE_WIDTH = 1000  # units of an em in a PDF's widths


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in the order it is painted: its size and both ends of its baseline, in points.

    ``missing`` are the characters of it that the font cannot draw.
    """

    text: str
    missing: str
    size: float
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass
class Font:
    """One embedded font of a PDF."""

    source: Object

    @cached_property
    def name(self) -> str:
        """The name in the file, with the letters that mark a subset."""
        return str(self.source.get("/BaseFont", "?")).lstrip("/")

    @cached_property
    def program(self) -> bytes | None:
        """The embedded font file, None where there is none."""
        for descendant in self._descendants:
            descriptor = descendant.get("/FontDescriptor", Dictionary())
            for key in ("/FontFile3", "/FontFile2", "/FontFile"):
                if key in descriptor:
                    return bytes(descriptor[key].read_bytes())
        return None

    @cached_property
    def glyphs(self) -> int:
        """How many glyphs the embedded file holds; 0 where there is no file."""
        if self.program is None:
            return 0
        for position in range(12, 12 + 16 * _number(self.program, 4), 16):
            if self.program[position : position + 4] == b"maxp":
                offset = int.from_bytes(self.program[position + 8 : position + 12], "big")
                return _number(self.program, offset + _GLYPHS_OFFSET)
        return 0

    @cached_property
    def letters(self) -> dict[int, str]:
        """What each code stands for."""
        table = self.source.get("/ToUnicode")
        if not isinstance(table, Stream):
            return {}
        return {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _MAPPING.findall(table.read_bytes().split(b"endcodespacerange")[-1])
        }

    @cached_property
    def widths(self) -> dict[int, float]:
        """Width of each code in thousandths of an em."""
        widths: dict[int, float] = {}
        for descendant in self._descendants:
            entries = list(descendant.get("/W", Array()))
            for first, run in zip(entries[::2], entries[1::2], strict=False):
                for step, width in enumerate(run):
                    widths[int(first) + step] = float(width)
        return widths

    @property
    def _descendants(self) -> list[Object]:
        return list(self.source.get("/DescendantFonts", Array()))

    def decode(self, codes: bytes) -> Iterator[tuple[int, str]]:
        """Yield each two-byte code with its text, which is empty where the font has none."""
        for position in range(0, len(codes), 2):
            code = _number(codes, position)
            yield code, self.letters.get(code, "")

    def lacks(self, code: int) -> bool:
        """Whether the embedded file has nothing to draw for ``code`` but an empty box."""
        return code == 0 or code >= self.glyphs


@dataclass
class _Pen:
    """The part of the graphics state that decides where text goes."""

    matrix: Matrix
    font: Font | None = None
    size: float = 0.0

    def copy(self) -> _Pen:
        return _Pen(self.matrix, self.font, self.size)


@dataclass
class Reader:
    """Reads one PDF; keeps each font it met, by its place in the file."""

    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)

    def page(self, page: Page) -> list[Run]:
        """Return the text of a page in the order of painting."""
        resources = page.obj.get("/Resources", Dictionary())
        return list(self._runs(page.obj, resources, _Pen(Matrix())))

    def _runs(self, content: Object, resources: Object, pen: _Pen) -> Iterator[Run]:
        kept: list[_Pen] = []
        line = Matrix()
        for instruction in pikepdf.parse_content_stream(content):
            operands, name = list(instruction.operands), str(instruction.operator)
            if name == "q":
                kept.append(pen.copy())
            elif name == "Q" and kept:
                pen = kept.pop()
            elif name == "cm":
                pen.matrix = _matrix(operands) @ pen.matrix
            elif name == "BT":
                line = Matrix()
            elif name == "Tm":
                line = _matrix(operands)
            elif name == "Tf":
                pen.font = self._font(resources, operands[0])
                pen.size = float(operands[1])
            elif name in ("Tj", "TJ"):
                run, width = self._show(operands[0], pen, line)
                line = Matrix(1, 0, 0, 1, width, 0) @ line
                yield run
            elif name == "Do":
                yield from self._inner(resources, operands[0], pen)

    def _inner(self, resources: Object, name: Object, pen: _Pen) -> Iterator[Run]:
        """Read a group painted as one, as see-through text is."""
        form = resources.get("/XObject", Dictionary()).get(str(name))
        if form is None or form.get("/Subtype") != Name.Form:
            return
        inner = pen.copy()
        inner.matrix = _matrix(form.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))) @ pen.matrix
        yield from self._runs(form, form.get("/Resources", resources), inner)

    def _font(self, resources: Object, name: Object) -> Font:
        source = resources.get("/Font", Dictionary()).get(str(name))
        if source is None:
            raise PdfFault(_("The PDF names the font %(name)s and does not hold it.") % {"name": name})
        return self.fonts.setdefault(source.objgen, Font(source))

    def _show(self, shown: Object, pen: _Pen, line: Matrix) -> tuple[Run, float]:
        """Return the run and how far it moves the pen, in units of the text."""
        if pen.font is None:
            raise PdfFault(_("The PDF writes text before it names a font."))
        text, missing, advance = "", "", 0.0
        for piece in _pieces(shown):
            if isinstance(piece, float):
                advance -= piece
                continue
            for code, letter in pen.font.decode(piece):
                text += letter
                advance += pen.font.widths.get(code, _UNICODE_WIDTH)
                if pen.font.lacks(code):
                    missing += letter or "\N{REPLACEMENT CHARACTER}"
        width = advance * pen.size / _UNICODE_WIDTH
        whole = line @ pen.matrix
        size = pen.size * hypot(whole.c, whole.d)
        return Run(text, missing, size, whole.transform((0, 0)), whole.transform((width, 0))), width


def _pieces(shown: Object) -> Iterator[bytes | float]:
    """Split what is shown into codes and moves."""
    pieces: Iterable[object] = shown if isinstance(shown, Array) else [shown]
    for piece in pieces:
        if isinstance(piece, int | float | Decimal):
            yield float(piece)
        elif isinstance(piece, Object):
            yield bytes(piece)


def _matrix(values: Iterable[Object] | Object) -> Matrix:
    return Matrix(*(float(value) for value in values))


def _number(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 2], "big")
