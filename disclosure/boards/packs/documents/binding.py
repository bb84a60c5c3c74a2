"""Put many stored posters into one file without having them in memory.

A PDF is bound in batches: only so many posters are open at one time, and each batch lies on the disk
before the next is opened.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import BinaryIO, cast

import pikepdf
from django.utils import timezone

from disclosure.boards.models import PackItem
from disclosure.posters.models import Poster
from portal.core import files
from portal.core.files import safe_name

BATCH = 40
"""How many posters are open at one time."""
SHEET_NAME = "000-张贴核对单.pdf"


@dataclass(frozen=True, slots=True)
class Bound:
    """One poster of a pack, and where it lies in store."""

    item: PackItem
    poster: Poster


@contextmanager
def as_pdf(front: bytes, posters: Sequence[Bound], *, beat: Callable[[], None]) -> Iterator[BinaryIO]:
    """Bind posters into one PDF behind the pages of `front`, with the boards as its bookmarks.

    The open file is gone when the block ends; `beat` is called after every batch.
    """
    with ExitStack() as kept:
        parts: list[BinaryIO] = [BytesIO(front)]
        for first in range(0, len(posters), BATCH):
            part = kept.enter_context(_temporary())
            with ExitStack() as batch:
                _join([batch.enter_context(opened(one.poster)) for one in posters[first : first + BATCH]], part)
            parts.append(part)
            beat()
        made = kept.enter_context(_temporary())
        _join(parts, made, marks=posters)
        beat()
        yield made


@contextmanager
def as_zip(front: bytes, posters: Sequence[Bound], *, beat: Callable[[], None], at: datetime) -> Iterator[BinaryIO]:
    """Put posters into a ZIP file dated `at`, each under a name that keeps them in order. Otherwise as `as_pdf`."""
    with _temporary() as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:  # a PDF does not get smaller
            archive.writestr(_entry(SHEET_NAME, at), front)
            for number, one in enumerate(posters, start=1):
                with opened(one.poster) as source, archive.open(_entry(_name_of(one.item), at), "w") as target:
                    shutil.copyfileobj(source, target)
                if number % BATCH == 0:
                    beat()
        yield made


def _join(parts: Sequence[BinaryIO], made: BinaryIO, *, marks: Sequence[Bound] = ()) -> None:
    """Write the pages of several PDFs, one after the other, as one; the parts stay open."""
    with ExitStack() as sources, pikepdf.new() as book:
        for part in parts:
            part.seek(0)
            book.pages.extend(sources.enter_context(pikepdf.open(part)).pages)
        if marks:
            _mark(book, marks)
        book.save(made, deterministic_id=True)


def _mark(book: pikepdf.Pdf, posters: Sequence[Bound]) -> None:
    """Give a bound book a bookmark for every board."""
    page = len(book.pages) - sum(one.poster.pages for one in posters)
    with book.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("张贴核对单", 0))
        for board, there in groupby(posters, key=lambda one: one.item.board_name_zh):
            outline.root.append(pikepdf.OutlineItem(board, page))
            page += sum(one.poster.pages for one in there)


def _name_of(item: PackItem) -> str:
    """Return what a poster is called in a ZIP file, such as 007-柳树村1号公开栏-QS-01-F02-2026Q3-1.pdf."""
    edition = item.edition
    return safe_name(f"{item.order:03d}-{item.board_name_zh}-{edition.notice.number}-{edition.number}.pdf")


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    local = timezone.localtime(at)
    entry = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
    entry.external_attr = 0o644 << 16
    return entry


def _temporary() -> BinaryIO:
    return cast(BinaryIO, tempfile.TemporaryFile(prefix="gongkai-pack-"))


def opened(poster: Poster) -> BinaryIO:
    """Open a stored poster for reading; `FileNotFoundError` where it is not in store any more."""
    return cast(BinaryIO, files.open_file("public", poster.stored_as))
