"""Lay HTML out on sheets of paper and write it as a tagged PDF.

The same HTML and style sheets give the same bytes on the same fonts, and nothing is fetched from outside `STATIC`.
"""

import functools
import hashlib
import logging
import mimetypes
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.core.pdf.checking import STATIC, PdfFault

PX_PER_MM = 96 / 25.4

# Pango and fontconfig share state between documents that share a configuration, and keeping
# one configuration is what saves the memory and a tenth of the time; so one at a time.
_pen = threading.Lock()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF and the number of its sheets."""

    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where an element with an ``id`` landed: sheet (from 0), top and bottom edge in mm.

    Of an element that runs over several sheets this is the part on the first of them.
    """

    page: int
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.bottom - self.top


class OwnFiles(URLFetcher):
    """Opens files below `STATIC`, and pictures by the names they are given as `picture:NAME`.

    Nothing else: no network, no other folder, no data URL.
    """

    def __init__(self, pictures: Mapping[str, bytes] = MappingProxyType({})) -> None:
        super().__init__()
        self.pictures = pictures
        self.refused: list[str] = []

    def fetch(self, url: str, _headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file at ``url``, a file address below `STATIC` or a picture; else raise ValueError."""
        parts = urlsplit(url)
        if parts.scheme == "picture" and parts.path in self.pictures:
            return URLFetcherResponse(url, self.pictures[parts.path], {"Content-Type": "image/jpeg"})
        path = Path(unquote(parts.path)).resolve()
        ours = parts.scheme == "file" and not parts.netloc and path.is_relative_to(STATIC)
        if not (ours and path.is_file()):
            self.refused.append(url)
            raise ValueError(url)
        kind, _encoding = mimetypes.guess_type(path)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind or "application/octet-stream"})


class _Omissions(logging.Handler):
    """Collects what WeasyPrint left out, which it logs as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one of them."""
        self.found.append(record.getMessage())


@contextmanager
def _drawing(files: OwnFiles) -> Iterator[None]:
    """Draw alone, and raise PdfFault where anything was left out: such a paper must not be posted."""
    log, omissions = logging.getLogger("weasyprint"), _Omissions()
    with _pen:
        log.addHandler(omissions)
        try:
            yield
        finally:
            log.removeHandler(omissions)
    if files.refused:
        sentence = _("The document asks for %(url)s, which is not one of the portal’s own files.")
        raise PdfFault(sentence % {"url": files.refused[0]})
    if omissions.found:
        sentence = _("A part of the document cannot be drawn: %(reason)s.")
        raise PdfFault(sentence % {"reason": omissions.found[0]})


@dataclass(frozen=True, slots=True)
class Layout:
    """A document laid out on sheets, not yet written."""

    pages: int
    boxes: Mapping[str, Box]
    identifier: bytes
    document: Document = field(repr=False)
    files: OwnFiles = field(repr=False)

    def write(self) -> Rendered:
        """Write the PDF. Raises PdfFault where something cannot be drawn."""
        with _drawing(self.files):
            pdf = self.document.write_pdf(pdf_identifier=self.identifier, pdf_tags=True)
        return Rendered(pdf=pdf, pages=self.pages)


def render(html: str, *, css: Sequence[Path]) -> Rendered:
    """Draw ``html`` with the style sheets ``css``; see `lay_out`."""
    return lay_out(html, css=css).write()


def lay_out(html: str, *, css: Sequence[Path], pictures: Mapping[str, bytes] = MappingProxyType({})) -> Layout:
    """Lay ``html`` out and say where each element with an ``id`` landed.

    ``css`` are files below `STATIC`; ``pictures`` are JPEG files by the SHA-256 by which ``html`` names them. Raises
    PdfFault where the HTML asks for a file that is not the project's own, or for what cannot be drawn.
    """
    files = OwnFiles(pictures)
    with _drawing(files):
        sheets = [_style_sheet(path, files) for path in css]
        source = HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=files)
        document = source.render(font_config=_font_configuration(), stylesheets=sheets)
    seal = hashlib.sha256(html.encode())
    for path in css:
        seal.update(path.read_bytes())
    return Layout(
        pages=len(document.pages),
        boxes=MappingProxyType(_boxes(document)),
        identifier=seal.hexdigest()[:32].encode(),
        document=document,
        files=files,
    )


def _boxes(document: Document) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for number, page in enumerate(document.pages):
        for name, (_left, top, _right, bottom) in page.anchors.items():
            boxes.setdefault(name, Box(number, top / PX_PER_MM, bottom / PX_PER_MM))
    return boxes


@functools.cache
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@functools.lru_cache(maxsize=32)
def _parsed(path: Path, _changed: int) -> tuple[CSS, tuple[str, ...]]:
    """Return a style sheet and what it asked for in vain; ``_changed`` makes an edited file read again."""
    files = OwnFiles()
    return CSS(filename=path, url_fetcher=files, font_config=_font_configuration()), tuple(files.refused)


def _style_sheet(path: Path, files: OwnFiles) -> CSS:
    sheet, refused = _parsed(path, path.stat().st_mtime_ns)
    files.refused += refused
    return sheet
