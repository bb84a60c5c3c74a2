"""What the public reads of one notice.

When the newest published edition of a notice has been withdrawn, nothing of the notice is shown any more,
earlier editions included: what had to go from the last one may well stand in them too.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from disclosure.notices.enums import PUBLIC, State
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.canonical import sha256_of
from disclosure.notices.queries.editions import public, with_content


def published_editions(number: str) -> list[Edition]:
    """Return the published editions of the notice of this number, newest first; none if it is not public."""
    return list(public().filter(notice__number=number).order_by("-number"))


def readable() -> QuerySet[Edition]:
    """Return the editions whose content the public may read: in force, or replaced by one that is."""
    live = Edition.objects.filter(notice=OuterRef("notice"), state=State.PUBLISHED)
    return public().filter(Exists(live), state__in=(State.PUBLISHED, State.SUPERSEDED))


def readable_edition(number: str, edition: int | None = None) -> Edition | None:
    """Return an edition the public may read: the one in force, or the one of a number."""
    rows = readable().filter(notice__number=number)
    rows = rows.filter(state=State.PUBLISHED) if edition is None else rows.filter(number=edition)
    return rows.first()


def content_of(edition: Edition) -> Edition:
    """Return an edition with everything it says fetched."""
    return with_content(readable()).get(pk=edition.pk)


def readable_attachment(number: str, pk: int) -> Attachment | None:
    """Return a file of an edition the public may read."""
    return (
        Attachment.objects.filter(pk=pk, edition__in=readable().filter(notice__number=number).order_by())
        .select_related("edition__notice")
        .first()
    )


def stored_hashes() -> dict[tuple[str, int], str]:
    """Return the SHA-256 of every published edition's document as it is stored, by number and edition."""
    rows = (
        Edition.objects.filter(state__in=PUBLIC)
        .order_by()
        .values_list("notice__number", "number", "canonical")
        .iterator(chunk_size=500)
    )
    return {(number, edition): sha256_of(bytes(canonical or b"")) for number, edition, canonical in rows}
