"""What was released, as the log, the search and their checks ask for it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import rfc8785
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from disclosure.requests.enums import CASE_KIND
from disclosure.requests.models import Release
from disclosure.requests.queries.requests import released, released_files
from portal.core.log_subjects import LogTitle
from portal.core.models import SearchDocument

RELEASED = CASE_KIND
"""What log and search call it."""
CHUNK = 200
"""Releases read at once."""


def document_of(release: Release) -> dict[str, Any]:
    """Return the document whose canonical JSON is hashed: what everybody reads, with the files by their hashes."""
    return {
        "number": release.request.number,
        "title": release.title,
        "text": release.text,
        "files": [one.sha256 for one in released_files(release).order_by("pk")],
    }


def canonical(release: Release) -> bytes:
    """Return the canonical JSON (RFC 8785) of that document."""
    return rfc8785.dumps(document_of(release))


def stored_hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each release as it was published, each time it was, those taken off line included.

    What was published before it was taken off line and published anew stands in its history alone.
    """
    before = Release.history.filter(retracted_at=None).order_by("published_at", "pk")
    found: dict[tuple[str, int], str] = {}
    times: Counter[str] = Counter()
    for number, digest in before.values_list("request__case__number", "content_sha256"):
        times[number] += 1
        found[number, times[number]] = digest
    now = Release.objects.order_by().values_list("request__case__number", "content_sha256")
    return found | {(number, times[number] or 1): digest for number, digest in now}


def times_published(release: Release) -> int:
    """Return how often a release was published; it is saved without being taken off line each time."""
    times: int = release.history.filter(retracted_at=None).count()
    return times


def titles(numbers: Collection[str]) -> Mapping[str, LogTitle]:
    """Return what releases are called, by number; of those taken off line without any word of theirs."""
    rows = released().filter(request__case__number__in=numbers)
    found = ((one, one.request.number) for one in rows)
    return {
        number: LogTitle(one.title, unit_of(one).name, reverse("disclosure:release", args=[number]))
        for one, number in found
    }


def of_unit(code: str) -> QuerySet[Release, str]:
    """Return the numbers of a unit's releases, for use as a subquery."""
    rows = Release.objects.filter(request__unit__code=code).order_by()
    return rows.values_list("request__case__number", flat=True)


def unit_of(release: Release) -> Any:
    """Return the unit that disclosed it."""
    return release.request.unit or release.request.town


def search_document(release: Release) -> SearchDocument:
    """Return a release as the search finds it."""
    unit = unit_of(release)
    with translation.override(settings.LANGUAGE_CODE):
        url = reverse("disclosure:release", args=[release.request.number])
    return SearchDocument(
        kind=RELEASED,
        key=release.pk,
        number=release.request.number,
        url=url,
        title_zh=release.title,
        title_en=release.title,
        unit=unit.code,
        unit_zh=unit.name_zh,
        unit_en=unit.name_en,
        body=release.text,
        files="\n".join(one.name for one in released_files(release)),
        published_at=release.published_at,
    )


def documents(after: int) -> Iterator[SearchDocument]:
    """Yield what is released after a key, a few read at a time."""
    while rows := list(released().filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield from map(search_document, rows)
        after = rows[-1].pk
