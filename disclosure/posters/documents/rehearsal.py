"""A draft's posters, drawn before it is submitted: what cannot be printed is put right while it can be."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from disclosure.notices.models import Edition
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from disclosure.posters.registry import POSTER_BODIES
from portal.core.pdf import PdfFault
from portal.core.refusals import Refused
from portal.core.texts import sentences
from portal.core.workbooks.written import squash


def rehearse_posters(draft: Edition) -> None:
    """Draw a specimen of each size. All three take about two seconds of a processor for the ledger of a quarter.

    Raises:
        Refused: One cannot be made; the sentence names the place where that can be told.
    """
    for size in PaperSize:
        try:
            making.poster(draft, size, is_specimen=True)
        except PdfFault as fault:
            where = _place(draft, fault.found)
            what = _("%(where)s: %(what)s") % {"where": where, "what": fault} if where else str(fault)
            refusal = _("The poster cannot be made on %(size)s.") % {"size": size}
            raise Refused(sentences(refusal, what)) from fault


def _place(draft: Edition, found: Sequence[str]) -> str:
    """Return the first place in which one of these pieces of text stands; empty where none is found."""
    wanted = [squash(piece) for piece in found]
    for where, text in _places(draft):
        written = squash(text)
        if written and any(piece in written or written in piece for piece in wanted):
            return where
    return ""


def _places(draft: Edition) -> Iterator[tuple[str, str]]:
    yield _("Title"), draft.title
    for number, line in enumerate(draft.body.splitlines(), start=1):
        yield _("Text, line %(number)d") % {"number": number}, line
    yield _("What is corrected, and why"), draft.correction_reason
    for file in draft.attachments.all():
        yield _("Name of a file"), file.name
    if form := POSTER_BODIES.get(draft.form):
        yield from form.places(draft)
