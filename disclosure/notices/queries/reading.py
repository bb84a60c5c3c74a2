"""What the public reads of one notice.

When the newest published edition of a notice has been withdrawn, nothing of the notice is shown any more,
earlier editions included: what had to go from the last one may well stand in them too.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from disclosure.notices.enums import PUBLIC, State
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.canonical import sha256_of
from disclosure.notices.queries.editions import public, with_content, with_signatures
from portal.accounts.models import Post, in_language


@dataclass(frozen=True, slots=True)
class FileName:
    """A file of an edition as a page names it; `size` in bytes."""

    pk: int
    name: str
    size: int


def published_editions(number: str) -> list[Edition]:
    """Return the published editions of the notice of this number, newest first; none if it is not public.

    They come with signatures, with the posts of those who signed (`posts_of`) and with the names of their files
    (`files_of`), so that a page needs one query.
    """
    files = Attachment.objects.filter(edition=OuterRef("pk")).order_by("order", "pk")
    named = ArraySubquery(files.values(named=JSONObject(pk="pk", name="name", size="size")))
    signed = ("prepared_by", "countersigned_by", "reviewed_by", "approved_by", "published_by")
    places = ("notice__unit", "notice__unit__parent", "notice__station")
    posts = Post.objects.filter(
        Q(*(("person", OuterRef(one)) for one in signed), _connector=Q.OR),
        Q(*(("unit", OuterRef(one)) for one in places), _connector=Q.OR),
    ).order_by("starts_on")
    held = ArraySubquery(posts.values(held=JSONObject(person="person", role="role", zh="title_zh", en="title_en")))
    rows = with_signatures(public().filter(notice__number=number)).annotate(named_files=named, posts_held=held)
    return list(rows.order_by("-number"))


def posts_of(edition: Edition) -> dict[tuple[int, str], str]:
    """Return the titles of the posts of those who signed, by person and role; the latest counts.

    Args:
        edition: An edition that was read with `published_editions`, or another, which takes a query.
    """
    held: Any = edition
    if hasattr(edition, "posts_held"):
        return {(one["person"], one["role"]): in_language(one["zh"], one["en"]) for one in held.posts_held}
    notice = edition.notice
    signed = [edition.prepared_by_id, edition.countersigned_by_id, edition.reviewed_by_id]
    signed += [edition.approved_by_id, edition.published_by_id]
    places = [notice.unit_id, notice.unit.parent_id, notice.station_id]
    rows = Post.objects.filter(person__in=[one for one in signed if one], unit__in=[one for one in places if one])
    return {(post.person_id, post.role): post.title for post in rows.order_by("starts_on")}


def files_of(edition: Edition) -> list[FileName]:
    """Return the files of an edition that was read with `published_editions`, in their order."""
    named: Any = edition
    return [FileName(**one) for one in named.named_files]


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
