"""A pack of posters: every poster made, those of one size bound together, and the sheet to check them off (张贴核对单).

Bound in batches: only so many posters are open at one time, and each batch lies on the disk before the next is opened.
"""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

import logging
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import BinaryIO, cast

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.boards.enums import PackFormat, PackItemState
from disclosure.boards.models import PackItem, PosterPack
from disclosure.boards.packs import actions
from disclosure.boards.packs.presenters import out_of_force_words
from disclosure.boards.packs.queries import items_of
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import public, with_content
from disclosure.posters.documents.making import make_poster
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from disclosure.posters.queries import stored_poster
from portal.core import files, pdf
from portal.core.charts import qr_svg
from portal.core.files import safe_name
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused

_TEMPLATE = "disclosure/boards/packs/print/check_off.html"
_STYLE = pdf.STATIC / "disclosure" / "boards" / "check_off.css"
# Letters every font for Chinese has. A reason may quote the very letter that could not be printed.
_UNSURE = re.compile("[^\u0020-\u00ff\u2010-\u2026\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class BoardList:
    """What goes on one board; or on none, where the unit has none for it."""

    name: str
    place: str
    room: str
    items: list[PackItem]

    @property
    def sheets(self) -> list[tuple[str, int]]:
        """How many sheets go there, by their paper."""
        return sheets_by_size(self.items)


def check_off_sheet(pack: PosterPack, items: Iterable[PackItem], *, at: datetime) -> pdf.Rendered:
    """Print the sheet: board by board what is to be put up, and what could not be made and why.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    every = list(items)
    good = [item for item in every if item.state == PackItemState.DONE]
    failed = [(item, _sure(item.error)) for item in every if item.state == PackItemState.FAILED]
    lists = [_board_list(list(there)) for _key, there in groupby(good, key=lambda one: one.board_name_zh)]
    town = every[0].edition.notice.unit.town.name_zh
    context = {
        "town": town,
        "period": Period.parse(pack.period).name_zh,
        "ordered_by": _sure(pack.ordered_by.name_zh),
        "made": timezone.localtime(at),
        "code": qr_svg(f"{settings.SITE_URL}/desk/boards/packs/{pack.pk}/check-off/", title="登记张贴的二维码"),
        "lists": lists,
        "posters": len(good),
        "sheets": sheets_by_size(good),
        "boards": sum(bool(one.room) for one in lists),
        "failed": failed,
    }
    rendered = pdf.render(render_to_string(_TEMPLATE, context), css=[_STYLE])
    expected = [item.edition.notice.number for item in every] + [reason for _item, reason in failed]
    pdf.check(rendered.pdf, expected_text=expected, pages=rendered.pages)
    return rendered


def sheets_by_size(items: Iterable[PackItem]) -> list[tuple[str, int]]:
    """Return how many sheets posters take of each paper, the smallest paper first."""
    pages = Counter[str]()
    for item in items:
        pages[item.size] += item.pages
    return [(size, pages[size]) for size in PaperSize if size in pages]


def _board_list(items: list[PackItem]) -> BoardList:
    board = items[0].board
    place, room = (_sure(board.place_zh), f"{board.sheets} 张 {board.paper}") if board else ("", "")
    return BoardList(items[0].board_name_zh, place, room, items)


def _sure(text: str) -> str:
    """Return a text with a box in the place of every letter that may not be in the fonts."""
    return _UNSURE.sub("□", text)


BATCH = 40
"""How many posters are open at one time."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One poster of a pack, and where it lies in store."""

    item: PackItem
    poster: Poster


@contextmanager
def as_pdf(posters: Sequence[Bound], *, beat: Callable[[], None]) -> Iterator[BinaryIO]:
    """Bind posters into one PDF with the boards as its bookmarks.

    The open file is gone when the block ends; `beat` is called after every batch.
    """
    with ExitStack() as kept:
        parts: list[BinaryIO] = []
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
def as_zip(posters: Sequence[Bound], *, beat: Callable[[], None], at: datetime) -> Iterator[BinaryIO]:
    """Put posters into a ZIP file dated `at`, each under a name that keeps them in order. Otherwise as `as_pdf`."""
    with _temporary() as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:  # a PDF does not get smaller
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
    page = 0
    with book.open_outline() as outline:
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


logger = logging.getLogger(__name__)


def make(pack: PosterPack, *, progress: Callable[[int, int], None], clock: Callable[[], datetime]) -> PosterPack:
    """Make what is not made of a pack yet, and bind it.

    What cannot be made is written down with its reason, stands on the check-off sheet, and the rest comes.
    What has been superseded or withdrawn since the order is among it: nobody has chosen what came after.

    Posters made by an earlier attempt are not made again. `progress` is called with how many posters of how many are
    made, at least once every few seconds.

    Raises:
        Refused: The check-off sheet cannot be printed.
    """
    with translation.override("zh-hans"):  # posters and the check-off sheet are Chinese
        items = list(items_of(pack))
        waiting = [item for item in items if item.state == PackItemState.WAITING]
        done = len(items) - len(waiting)
        progress(done, len(items))
        for item in waiting:
            _make_one(item, at=clock())
            done += 1
            progress(done, len(items))
        return _bind(pack, beat=lambda: progress(done, len(items)), at=clock())


def _make_one(item: PackItem, *, at: datetime) -> None:
    edition = with_content(public()).get(pk=item.edition_id)
    if not edition.is_live:
        actions.item_failed(item=item, sentence=out_of_force_words(edition))
        return
    try:
        poster = make_poster(edition=edition, size=PaperSize(item.size), at=at)
    except Refused as refusal:
        actions.item_failed(item=item, sentence=str(refusal))
    except Exception:
        logger.exception("poster %s of pack %s", item.order, item.pack_id)
        actions.item_failed(item=item, sentence=_fault(edition))
    else:
        actions.item_made(item=item, pages=poster.pages)


def _fault(edition: Edition) -> str:
    return _("The poster of %(number)s could not be made. Tell the administrator this number.") % {
        "number": edition.notice.number
    }


def _bind(pack: PosterPack, *, beat: Callable[[], None], at: datetime) -> PosterPack:
    """Look at every poster once more, and put those of one size into one file in their order."""
    bound: dict[str, list[Bound]] = {}
    for item in items_of(pack).filter(state=PackItemState.DONE):
        poster = _still_good(item)
        if poster:
            bound.setdefault(item.size, []).append(Bound(item, poster))
        if item.order % BATCH == 0:
            beat()
    beat()
    try:
        sheet = check_off_sheet(pack, items_of(pack), at=at)
    except PdfFault as fault:
        raise Refused(str(fault)) from fault
    made = {"": (files.store_private(sheet.pdf, suffix=".pdf"), sheet.pages)}
    for size, posters in bound.items():
        is_pdf = pack.format == PackFormat.PDF
        with as_pdf(posters, beat=beat) if is_pdf else as_zip(posters, beat=beat, at=at) as opened:
            stored = files.store_private(opened, suffix=f".{pack.format}")
        made[size] = stored, sum(one.poster.pages for one in posters)
        beat()
    return actions.pack_made(pack=pack, files=made, at=at)


def _still_good(item: PackItem) -> Poster | None:
    """Return the stored poster of an item that was made; write down why where it is not to be printed after all."""
    edition = item.edition
    poster = stored_poster(edition, PaperSize(item.size)) if edition.is_live else None
    if poster and _opens(poster):
        return poster
    actions.item_failed(item=item, sentence=_fault(edition) if edition.is_live else out_of_force_words(edition))
    return None


def _opens(poster: Poster) -> bool:
    try:
        with opened(poster) as stored, pikepdf.open(stored) as book:
            return len(book.pages) == poster.pages
    except (OSError, pikepdf.PdfError):
        logger.exception("stored poster %s", poster.pk)
        return False
