"""The check a PDF passes before anybody gets it: the finished file is read back, so it judges what will be printed."""

import re
import threading
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pikepdf
from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext
from pypdfium2 import PdfDocument, PdfiumError, PdfPage, PdfTextPage
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT, FPDFText_GetCharAngle, FPDFText_GetUnicode, FPDFText_IsGenerated

STATIC = Path(__file__).resolve().parents[3] / "static"
"""The only folder a document may take files from."""


class PdfFault(Exception):
    """A PDF that must not be handed over; ``str(fault)`` is the sentence to show.

    Attributes:
        found: The pieces of text it is about, where there are some.
    """

    def __init__(self, sentence: str, found: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.found = tuple(found)


class GlyphsMissing(PdfFault):
    """No font of this machine can draw the characters in ``found``."""


_SHOWN = 3  # how many of many findings one sentence names
_QUOTED = 60  # characters of one finding that are quoted
_MAY_TURN = 40  # characters: a shorter piece is on one sheet
_TURNED = 0.01  # radians
_SLACK = 1.0  # points: rounding at the edge of the paper
_UNSEEN = re.compile("[\\s\u00ad\u200b\u2060\ufeff]+")
_HYPHEN_AT_THE_END = "\x02"  # what PDFium makes of one
_MAPPING = re.compile(rb"<([0-9a-fA-F]{4})>\s*<((?:[0-9a-fA-F]{4})+)>")
_GLYPHS_OFFSET = 4  # of numGlyphs in the font's maxp table
_pdfium = threading.Lock()  # it serves one thread at a time


def check(pdf: bytes, *, expected_text: Iterable[str], pages: int) -> None:
    """Check that ``pdf`` is whole.

    Args:
        expected_text: Each piece of text that must be readable in one stretch: a cell, a
            title, a paragraph; a piece given twice must be there twice. White space does
            not count, and a paragraph may run on over the turn of a page.
        pages: How many sheets there must be.

    Raises:
        GlyphsMissing: No font has some of the characters.
        PdfFault: The file does not open, has another number of sheets, a font is not
            embedded, text runs off the paper, or text is missing.
    """
    expected = list(expected_text)
    try:
        missing = _characters_without_glyph(pdf, expected)
        with _pdfium, closing(PdfDocument(pdf)) as book:
            if len(book) != pages:
                raise PdfFault(
                    _("The PDF has %(found)d pages and should have %(expected)d.")
                    % {"found": len(book), "expected": pages}
                )
            sheets = list(book)
            _refuse_outside_fonts(sheets)
            texts = [_text_on_paper(number, sheet) for number, sheet in enumerate(sheets, start=1)]
    except (pikepdf.PdfError, PdfiumError) as error:
        raise PdfFault(_("The PDF does not open: %(reason)s.") % {"reason": error}) from error
    _refuse_missing(missing | {"\N{REPLACEMENT CHARACTER}" for text in texts if "\x00" in text})
    _refuse_lost([_plain(text) for text in texts], expected)


def _characters_without_glyph(pdf: bytes, expected: Iterable[str]) -> set[str]:
    """Return the characters for which an embedded font has nothing to draw but an empty box.

    All empty boxes of a font are one glyph, which names one character only; the others are those of the expected text
    that no glyph names.
    """
    with pikepdf.open(BytesIO(pdf)) as book:
        fonts = [
            (_mapping(font.ToUnicode.read_bytes()), _glyph_count(font.DescendantFonts[0]))
            for font in book.objects
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font and "/DescendantFonts" in font
        ]
    drawn, boxes = set[str](), set[str]()
    for mapping, count in fonts:
        for code, text in mapping:
            (boxes if code == 0 or code >= count else drawn).update(text)
    if not boxes:
        return boxes
    named = set(_plain("".join(drawn)))
    return boxes | {letter for text in expected for letter in _plain(text) if letter not in named} - drawn


def _mapping(table: bytes) -> Iterator[tuple[int, str]]:
    for code, text in _MAPPING.findall(table.split(b"endcodespacerange")[-1]):
        yield int(code, 16), bytes.fromhex(text.decode()).decode("utf-16-be")


def _glyph_count(font: pikepdf.Object) -> int:
    """Return how many glyphs the embedded file holds; without a file it is refused as a font outside."""
    for key, file in font.get("/FontDescriptor", {}).items():
        if key.startswith("/FontFile"):
            program = file.read_bytes()
            for position in range(12, 12 + 16 * _number(program, 4), 16):
                if program[position : position + 4] == b"maxp":
                    offset = int.from_bytes(program[position + 8 : position + 12], "big")
                    return _number(program, offset + _GLYPHS_OFFSET)
    return 0


def _number(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 2], "big")


def _refuse_outside_fonts(sheets: Iterable[PdfPage]) -> None:
    fonts = [piece.get_font() for sheet in sheets for piece in sheet.get_objects(filter=[FPDF_PAGEOBJ_TEXT])]
    if outside := sorted({font.get_base_name() for font in fonts if not font.is_embedded}):
        raise PdfFault(_("The PDF does not hold the font %(names)s.") % {"names": _few(outside)})


def _text_on_paper(number: int, sheet: PdfPage) -> str:
    """Return the text of a sheet in the order of painting; refuse it where some is not on the paper.

    What is turned comes after the rest: PDFium puts a word printed across a line into that line.
    """
    width, height = sheet.get_size()
    text = sheet.get_textpage()
    places = [place for place in range(text.count_chars()) if not FPDFText_IsGenerated(text, place)]
    off = []
    for place in places:
        left, bottom, right, top = text.get_charbox(place)
        if left < -_SLACK or bottom < -_SLACK or right > width + _SLACK or top > height + _SLACK:
            off.append(place)
    if off:
        sentence = _("On page %(page)d “%(text)s” runs off the paper.")
        lost = _at(text, off)
        raise PdfFault(sentence % {"page": number, "text": _few([lost])}, [lost])
    places.sort(key=lambda place: abs(FPDFText_GetCharAngle(text, place)) > _TURNED)
    return _at(text, places).replace(_HYPHEN_AT_THE_END, "-")


def _at(text: PdfTextPage, places: Iterable[int]) -> str:
    units = array("H", (FPDFText_GetUnicode(text, place) for place in places))
    return units.tobytes().decode("utf-16", "replace")


def _refuse_missing(missing: Iterable[str]) -> None:
    characters = sorted({character for text in missing for character in text})
    if named := [f"“{character}” (U+{ord(character):04X})" for character in characters]:
        sentence = ngettext(
            "The fonts of this machine have no glyph for %(letters)s. "
            "Install a font that has it, or write it another way.",
            "The fonts of this machine have no glyphs for %(letters)s. "
            "Install a font that has them, or write them another way.",
            len(named),
        )
        raise GlyphsMissing(sentence % {"letters": _few(named)}, characters)


def _refuse_lost(texts: Sequence[str], expected: Iterable[str]) -> None:
    wanted = Counter(filter(None, map(_plain, expected)))
    lost = [piece for piece, times in wanted.items() if _times(piece, texts) < times]
    if lost:
        raise PdfFault(_("The PDF has lost “%(text)s”.") % {"text": _few(lost, "”, “")}, lost)


def _times(piece: str, texts: Sequence[str]) -> int:
    """Return how often ``piece`` is there, once more where a long one turns the page."""
    times = sum(text.count(piece) for text in texts)
    if len(piece) < _MAY_TURN:
        return times
    return times + sum(_turns(piece, texts[number:]) for number in range(len(texts) - 1))


def _turns(piece: str, texts: Sequence[str]) -> bool:
    """Return whether ``piece`` begins on the first of the sheets and goes on on those after it.

    Each sheet is credited with the longest stretch it can have: wherever the piece was really cut, the rest of it is
    then on the sheets that follow.
    """
    rest = piece[min(_longest_head(piece, texts[0]), len(piece) - 1) :]
    if rest == piece:
        return False
    for text in texts[1:]:
        length = _longest_head(rest, text)
        rest = rest[length:]
        if not (length and rest):
            break
    return not rest


def _longest_head(piece: str, text: str) -> int:
    """Return how many characters from the start of ``piece`` are in ``text`` in one stretch."""
    low, high = 0, len(piece)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if piece[:middle] in text else (low, middle - 1)
    return low


def _plain(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _few(names: Sequence[str], between: str = ", ") -> str:
    shown = between.join(Truncator(name).chars(_QUOTED) for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}{between}…"
