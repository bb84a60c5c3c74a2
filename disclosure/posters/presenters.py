"""Posters as pages of notices offer them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.policies import FOLLOWS
from disclosure.notices.presenters.notice import file_address
from disclosure.notices.registry import EditionPage, Link, NoticePage
from disclosure.posters.enums import MADE_AT_PUBLICATION, PaperSize
from disclosure.posters.queries import failed_jobs, posters_of
from portal.core.models import Job
from portal.core.texts import comma

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
        failed = _failed(edition)
        for size in (size for size in PaperSize if size not in failed):
            yield Link(_("Poster, %(size)s") % {"size": size}, f"{url}?size={size}")


def posters_to_be_made(_edition: Edition, _at: datetime) -> Iterator[str]:
    """Yield which posters a publication has made."""
    sizes = comma().join(MADE_AT_PUBLICATION)
    yield _("Posters are made, %(sizes)s, with a code that leads to the notice.") % {"sizes": sizes}


@dataclass(frozen=True, slots=True)
class FailedPoster:
    """A poster that could not be made, with the reason in the reader's language, and where it is made again."""

    size: PaperSize
    reason: str
    again_url: str


def posters_that_failed(page: EditionPage) -> list[FailedPoster] | None:
    """Return the posters of a public edition that could not be made, for those who work on it."""
    edition = page.edition
    if edition.state not in (State.PUBLISHED, State.SUPERSEDED):
        return None
    if not FOLLOWS.allows(page.person, edition, at=page.at):
        return None
    return [
        FailedPoster(size, job.error_text, reverse("disclosure_desk:make_poster_again", args=[edition.pk, size]))
        for size, job in _failed(edition).items()
    ] or None


def _failed(edition: Edition) -> dict[PaperSize, Job]:
    """Return the jobs of the posters that could not be made, by size."""
    stored = set(posters_of(edition).values_list("size", flat=True))
    return failed_jobs(edition, [size for size in PaperSize if size not in stored])
