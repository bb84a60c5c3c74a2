"""Posters as pages of notices offer them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.presenters.notice import file_address
from disclosure.notices.registry import EditionPage, Link, NoticePage
from disclosure.posters.enums import PaperSize
from disclosure.posters.queries import posters_of

OFFERED = (PaperSize.A3, PaperSize.A4)
"""Sizes that a notice's page offers; the first of them has a button."""


def public_copies(page: NoticePage) -> Iterator[Link]:
    """Yield the posters of an edition, with their pages where they are made already."""
    stored = {poster.size: poster.pages for poster in posters_of(page.edition)}
    for size in OFFERED:
        pages = stored.get(size)
        count = ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages} if pages else ""
        button = _("Print the poster (%(size)s)") % {"size": size} if size == OFFERED[0] else ""
        url = f"{file_address(page.edition, 'poster')}?size={size}"
        yield Link(_("Poster, PDF"), url, f"{size}, {count}" if count else str(size), button)


def desk_links(page: EditionPage) -> Iterator[Link]:
    """Yield the specimen of an edition in preparation, or the posters of one that is public."""
    edition = page.edition
    if edition.state in IN_PREPARATION:
        url = reverse("disclosure_desk:specimen", args=[edition.pk])
        yield Link(_("Specimen of the poster, A3"), f"{url}?size={PaperSize.A3}")
    if edition.state in (State.PUBLISHED, State.SUPERSEDED):
        url = reverse("disclosure_files:edition_poster", args=[edition.notice.number, edition.number])
        for size in PaperSize:
            yield Link(_("Poster, %(size)s") % {"size": size}, f"{url}?size={size}")
