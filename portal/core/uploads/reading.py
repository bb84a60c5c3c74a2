"""The text in files, such as is looked through for personal numbers: hidden sheets, comments and notes too."""

import html
import re
import zipfile
from collections.abc import Collection, Iterator
from io import BytesIO

import pikepdf
import pypdfium2

from portal.core.personal import find_personal
from portal.core.uploads.kinds import CSV, DOCX, ODS, PDF, XLSX, Kind
from portal.core.workbooks.faults import UnreadableFile
from portal.core.workbooks.sheets import read_grids
from portal.core.workbooks.written import without_unseen

_ENDS = re.compile(r"</(?:\w+:)?(?:p|h|si|is|v|c|author|comment|row)>|<(?:\w+:)?(?:br|tab|cr)\s*/>")
"""Where in the XML of an office file one piece of text ends: a paragraph, a cell, a comment and who wrote it."""
_TAG = re.compile(r"<[^>]*>")
_NAMED = re.compile(r'(?:name|title|descr|tooltip|Target)="([^"]*)"')
"""What is written beside the text: what a sheet is called, words for a picture, where a link leads."""
_PLACES = re.compile(r"&[LCR](?=\d)")
"""Where on a printed sheet the words of its head and foot stand."""


def personal_in(content: bytes, kind: Kind, *, published: Collection[str] = ()) -> list[str]:
    """Return the personal numbers in a file's text, masked. What is only in a picture is not read.

    `published` is as in `find_personal`.
    """
    found = (number for text in texts_in(content, kind) for number in find_personal(text, published=published))
    return list(dict.fromkeys(number.masked for number in found))


def texts_in(content: bytes, kind: Kind) -> Iterator[str]:
    """Yield the pieces of text in a file that may be published: of what is shown, what is hidden, and what is noted."""
    yield from map(without_unseen, _pieces(content, kind))


def _pieces(content: bytes, kind: Kind) -> Iterator[str]:
    if kind is PDF:
        yield from _pdf(content)
    elif kind in (DOCX, XLSX, ODS):
        yield from _office(content)
    elif kind is CSV:
        yield from _cells(content)


def _pdf(content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            yield page.get_textpage().get_text_range()
    finally:
        document.close()
    with pikepdf.open(BytesIO(content)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary):
                # The words of a comment, and what was entered in the field of a form.
                yield from (
                    str(found[key]) for key in ("/Contents", "/V") if isinstance(found.get(key), pikepdf.String)
                )


def _office(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                text = archive.read(name).decode("utf-8", "replace")
                shown = (_TAG.sub("", piece) for piece in _ENDS.split(text))
                yield from (_PLACES.sub("", html.unescape(piece)) for piece in (*shown, *_NAMED.findall(text)))


def _cells(content: bytes) -> Iterator[str]:
    try:
        grids = read_grids(content)
    except UnreadableFile:
        return
    yield from (cell.text for grid in grids for row in grid.rows for cell in row.cells if not cell.is_empty)
