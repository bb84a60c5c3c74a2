"""Published results, as the search finds them."""

from collections.abc import Iterator

from django.utils import translation

from accountability.assessment.enums import RESULT
from accountability.assessment.models import Assessment
from accountability.assessment.queries.published import ANY_TIME, page_of, published, title_of, told
from portal.core.models import SearchDocument

CHUNK = 200


def search_document(assessment: Assessment) -> SearchDocument:
    """Return the newest edition of a result as the search finds it."""
    edition = assessment.editions.order_by("-number")[0]
    said = told(edition)
    told_cases = [case.text for item in said.items for case in item.cases]
    with translation.override("zh-hans"):
        url, title_zh = page_of(assessment), title_of(assessment)
    with translation.override("en"):
        title_en = title_of(assessment)
    return SearchDocument(
        kind=RESULT,
        key=assessment.pk,
        number=said.number,
        url=url,
        title_zh=title_zh,
        title_en=title_en,
        unit=assessment.unit.code,
        unit_zh=assessment.unit.name_zh,
        unit_en=assessment.unit.name_en,
        body="\n".join(filter(None, (*told_cases, *(veto.text for veto in said.vetoes)))),
        published_at=edition.published_at or ANY_TIME,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield what everybody finds after a key, a few read at a time."""
    while rows := list(published().filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield from map(search_document, rows)
        after = rows[-1].pk
