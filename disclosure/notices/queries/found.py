"""Notices as they are found: their documents in the search index."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import live
from disclosure.notices.queries.logged import NOTICE
from disclosure.notices.queries.titles import composed_en, composed_zh
from portal.core.models import SearchDocument

CHUNK = 200
"""Editions read at once."""


def document_of(edition: Edition) -> SearchDocument:
    """Return the document of a live edition, to be put into the index in the place of the edition before it.

    Raises:
        ValueError: It has never been published.
    """
    if edition.published_at is None:
        raise ValueError(f"Edition {edition.pk} has never been published.")
    notice, unit, entry = edition.notice, edition.notice.unit, edition.notice.entry
    with translation.override(settings.LANGUAGE_CODE):
        url = reverse("disclosure:notice", args=[notice.number])
    return SearchDocument(
        kind=NOTICE,
        key=notice.pk,
        number=notice.number,
        edition=edition.number,
        url=url,
        title_zh=edition.title or composed_zh(notice),
        title_en=edition.title or composed_en(notice),
        unit=unit.code,
        unit_zh=unit.name_zh,
        unit_en=unit.name_en,
        stream=entry.stream,
        entry=entry.code,
        entry_zh=entry.name_zh,
        entry_en=entry.name_en,
        period=notice.period,
        body=edition.body,
        published_at=edition.published_at,
        until=edition.notice_to,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield the documents of the live notices whose keys come after one, in the order of their keys."""
    rows = live().filter(notice__gt=after).order_by("notice").defer("canonical")
    return (document_of(edition) for edition in rows.iterator(chunk_size=CHUNK))
