"""The check a PDF passes before anybody gets it.

It opens the finished file and reads it back, so it judges what will be printed and not what
was meant: the number of sheets, that every font is inside, that every character has a glyph,
that nothing runs off the paper, and that no text was lost on the way.
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import pikepdf
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.pdf.reading import Reader, Run
from portal.core.pdf.sources import PdfFault

_SHOWN = 3  # how many of many findings one sentence names
_LONGEST = 60  # characters of one finding that are quoted
_MAY_TURN = 40  # characters: a shorter piece is on one sheet
_SLACK = 1.0  # points: rounding at the edge of the paper
_UNSEEN = re.compile("[\\s\u00ad\u200b\u2060\ufeff]+")


def check(pdf: bytes, *, expected_text: Iterable[str], pages: int) -> None:
    """Raise PdfFault unless ``pdf`` is whole.

    Args:
        pdf: The finished file.
        expected_text: Each piece of text that must be readable in one stretch: a cell, a
            title, a paragraph; a piece given twice must be there twice. White space does
            not count, and a paragraph may run on over the turn of a page.
        pages: How many sheets there must be.

    Raises:
        PdfFault: The file does not open, has another number of sheets, a font is not
            embedded, a character has no glyph, text runs off the paper, or text is missing.
    """
    reader = Reader()
    with _open(pdf) as book:
        if len(book.pages) != pages:
            raise PdfFault(
                _("The PDF has %(found)d pages and should have %(expected)d.")
                % {"found": len(book.pages), "expected": pages}
            )
        sheets = [reader.page(page) for page in book.pages]
        edges = [[float(value) for value in page.mediabox] for page in book.pages]
        _fonts_inside(reader)
        _glyphs_there([run for sheet in sheets for run in sheet])
        for number, (sheet, edge) in enumerate(zip(sheets, edges, strict=True), start=1):
            _on_the_paper(number, sheet, edge)
        _nothing_lost(sheets, expected_text)


def _open(pdf: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(pdf), suppress_warnings=False)
    except pikepdf.PdfError as error:
        raise PdfFault(_("The PDF does not open: %(reason)s.") % {"reason": error}) from error


def _fonts_inside(reader: Reader) -> None:
    outside = sorted(font.name for font in reader.fonts.values() if not font.program)
    if outside:
        raise PdfFault(_("The PDF does not hold the font %(names)s.") % {"names": _few(outside)})


def _glyphs_there(runs: Iterable[Run]) -> None:
    missing = sorted({letter for run in runs for letter in run.missing})
    if missing:
        named = [f"“{letter}” (U+{ord(letter):04X})" for letter in missing]
        sentence = ngettext(
            "The fonts of this machine have no glyph for %(letters)s. "
            "Install a font that has it, or write it another way.",
            "The fonts of this machine have no glyphs for %(letters)s. "
            "Install a font that has them, or write them another way.",
            len(missing),
        )
        raise PdfFault(sentence % {"letters": _few(named)})


def _on_the_paper(number: int, runs: Iterable[Run], edge: Sequence[float]) -> None:
    left, bottom, right, top = edge
    for run in runs:
        for x, y in (run.start, run.end):
            if not (left - _SLACK <= x <= right + _SLACK and bottom - _SLACK <= y <= top + _SLACK):
                raise PdfFault(
                    _("On page %(page)d “%(text)s” runs off the paper.") % {"page": number, "text": run.text}
                )


def _nothing_lost(sheets: Sequence[Sequence[Run]], expected: Iterable[str]) -> None:
    texts = [_plain("".join(run.text for run in sheet)) for sheet in sheets]
    wanted = Counter(filter(None, map(_plain, expected)))
    lost = [piece for piece, times in wanted.items() if _times(piece, texts) < times]
    if lost:
        raise PdfFault(_("The PDF has lost “%(text)s”.") % {"text": _few(lost, "”, “")})


def _times(piece: str, texts: Sequence[str]) -> int:
    """Return how often ``piece`` is there, once more where a long one turns the page."""
    times = sum(text.count(piece) for text in texts)
    if len(piece) < _MAY_TURN:
        return times
    return times + sum(_turns(piece, texts[number:]) for number in range(len(texts) - 1))


def _turns(piece: str, texts: Sequence[str]) -> bool:
    """Whether ``piece`` begins on the first of the sheets and goes on on those after it."""
    if len(texts) == 1:
        return False
    heads = range(min(_longest_head(piece, texts[0]), len(piece) - 1), 0, -1)
    return any(piece[length:] in texts[1] or _turns(piece[length:], texts[1:]) for length in heads)


def _longest_head(piece: str, text: str) -> int:
    """Return how many characters from the start of ``piece`` are in ``text`` in one stretch."""
    low, high = 0, len(piece)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if piece[:middle] in text else (low, middle - 1)
    return low


def _plain(text: str) -> str:
    """Return ``text`` without white space, and with look-alikes that share a glyph made one."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _few(names: Sequence[str], between: str = ", ") -> str:
    shown = between.join(Truncator(name).chars(_LONGEST) for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}{between}…"
