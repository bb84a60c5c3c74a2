"""Make a pack: poster by poster, then the file. May be stopped anywhere and taken up again."""

import logging
from collections.abc import Callable
from datetime import datetime

import pikepdf
from django.utils import translation
from django.utils.translation import gettext as _

from disclosure.boards.enums import PackFormat, PackItemState
from disclosure.boards.models import PackItem, PosterPack
from disclosure.boards.packs import actions
from disclosure.boards.packs.documents import binding, check_off
from disclosure.boards.packs.documents.binding import Bound
from disclosure.boards.packs.presenters import out_of_force_words
from disclosure.boards.packs.queries import items_of
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import public, with_content
from disclosure.posters.documents import making as documents
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from disclosure.posters.queries import stored_poster
from portal.core import files
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused

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
            _make_one(pack, item, at=clock())
            done += 1
            progress(done, len(items))
        return _bind(pack, beat=lambda: progress(done, len(items)), at=clock())


def _make_one(pack: PosterPack, item: PackItem, *, at: datetime) -> None:
    edition = with_content(public()).get(pk=item.edition_id)
    if not edition.is_live:
        actions.item_failed(item=item, sentence=out_of_force_words(edition))
        return
    try:
        poster = documents.make_poster(edition=edition, size=PaperSize(pack.size), at=at)
    except Refused as refusal:
        actions.item_failed(item=item, sentence=str(refusal))
    except Exception:
        logger.exception("poster %s of pack %s", item.order, pack.pk)
        actions.item_failed(item=item, sentence=_fault(edition))
    else:
        actions.item_made(item=item, pages=poster.pages)


def _fault(edition: Edition) -> str:
    return _("The poster of %(number)s could not be made. Tell the administrator this number.") % {
        "number": edition.notice.number
    }


def _bind(pack: PosterPack, *, beat: Callable[[], None], at: datetime) -> PosterPack:
    """Look at every poster once more, and put them into one file in their order."""
    bound = []
    for item in items_of(pack).filter(state=PackItemState.DONE):
        poster = _still_good(pack, item)
        if poster:
            bound.append(Bound(item, poster))
        if item.order % binding.BATCH == 0:
            beat()
    beat()
    try:
        sheet = check_off.sheet(pack, items_of(pack), at=at)
    except PdfFault as fault:
        raise Refused(str(fault)) from fault
    is_pdf = pack.format == PackFormat.PDF
    made = binding.as_pdf(sheet.pdf, bound, beat=beat) if is_pdf else binding.as_zip(sheet.pdf, bound, beat=beat, at=at)
    with made as opened:
        stored = files.store_private(opened, suffix=f".{pack.format}")
    beat()
    pages = sheet.pages + sum(one.poster.pages for one in bound)
    return actions.pack_made(pack=pack, stored=stored, pages=pages, at=at)


def _still_good(pack: PosterPack, item: PackItem) -> Poster | None:
    """Return the stored poster of an item that was made; write down why where it is not to be printed after all."""
    edition = item.edition
    poster = stored_poster(edition, PaperSize(pack.size)) if edition.is_live else None
    if poster and _opens(poster):
        return poster
    actions.item_failed(item=item, sentence=_fault(edition) if edition.is_live else out_of_force_words(edition))
    return None


def _opens(poster: Poster) -> bool:
    try:
        with binding.opened(poster) as opened, pikepdf.open(opened) as book:
            return len(book.pages) == poster.pages
    except (OSError, pikepdf.PdfError):
        logger.exception("stored poster %s", poster.pk)
        return False
