"""Opinions in the search index: what the public reads of them, and nothing else."""

from collections.abc import Collection, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from disclosure.notices.queries.content import public_title
from disclosure.opinions.enums import CASE_KIND, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import public
from portal.core.models import SearchDocument

CHUNK = 200
"""Opinions read at once."""


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield the documents of the public opinions whose keys come after one, in the order of their keys."""
    rows = public().filter(pk__gt=after).order_by("pk")
    rows = rows.select_related("case__screening", "notice__unit", "notice__entry")
    return map(_document, rows.iterator(chunk_size=CHUNK))


def documents_of(keys: Collection[int]) -> list[SearchDocument]:
    """Return the documents of those of some opinions that are public."""
    rows = public().filter(pk__in=keys).select_related("case__screening", "notice__unit", "notice__entry")
    return [_document(one) for one in rows]


def _document(opinion: Opinion) -> SearchDocument:
    notice, screening = opinion.notice, opinion.case.screening
    unit, entry = notice.unit, notice.entry
    with translation.override("en"):
        title_en = _title(opinion)
    with translation.override(settings.LANGUAGE_CODE):
        title_zh, page = _title(opinion), reverse("disclosure:notice", args=[notice.number])
    is_closed = opinion.state == OpinionState.CLOSED  # until then an answer is not checked, and not public
    return SearchDocument(
        kind=CASE_KIND,
        key=opinion.pk,
        number=opinion.number,
        url=f"{page}#{opinion.number}",
        title_zh=title_zh,
        title_en=title_en,
        unit=unit.code,
        unit_zh=unit.name_zh,
        unit_en=unit.name_en,
        stream=entry.stream,
        entry=entry.code,
        entry_zh=entry.name_zh,
        entry_en=entry.name_en,
        period=notice.period,
        body="\n".join([screening.shown_text, *([opinion.answer] if is_closed else [])]),
        published_at=screening.screened_at,
    )


def _title(opinion: Opinion) -> str:
    return _("Opinion about “%(notice)s”") % {"notice": public_title(opinion.notice)}
