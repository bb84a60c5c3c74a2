"""The index of what the public finds: rooms push their documents into it, in the transaction that publishes them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from portal.core.models import SearchDocument
from portal.core.registry import Registry

BATCH = 500
"""Documents written at once when the index is built anew."""
_KEY = ("kind", "key")
_FIELDS = [field.name for field in SearchDocument._meta.fields if field.name not in ("id", *_KEY)]


@dataclass(frozen=True, slots=True)
class SearchSource:
    """One kind of document that can be searched for.

    Attributes:
        documents: Called with a primary key, yields the documents of the rows after it, in the order of their
            keys and read a few at a time, so that building the index can go on where it was stopped.
    """

    kind: str
    documents: Callable[[int], Iterator[SearchDocument]]


SEARCH_SOURCES: Registry[SearchSource] = Registry("search source", key="kind")


def put(document: SearchDocument) -> None:
    """Add a document, in the place of the one of its kind and key."""
    _write([document])


def remove(*, kind: str, key: int) -> None:
    """Take a document out; nothing happens where there is none."""
    SearchDocument.objects.filter(kind=kind, key=key).delete()


def newest() -> QuerySet[SearchDocument]:
    """Return all documents, the last published first, without their texts."""
    return SearchDocument.objects.order_by("-published_at", "-key").defer("body")


def rebuild() -> dict[str, int]:
    """Make the index anew from its sources, and return how many documents of each kind it holds.

    Readers find the old one until it is done; what is published meanwhile waits for it.
    """
    with transaction.atomic():
        SearchDocument.objects.exclude(kind__in=[source.kind for source in SEARCH_SOURCES]).delete()
        return {source.kind: _rebuild(source) for source in SEARCH_SOURCES}


def _rebuild(source: SearchSource) -> int:
    SearchDocument.objects.filter(kind=source.kind).delete()
    return sum(_write(batch) for batch in _batches(source.documents(0)))


def _batches(documents: Iterator[SearchDocument]) -> Iterator[list[SearchDocument]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def _write(documents: Iterable[SearchDocument]) -> int:
    written = SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=_KEY, update_fields=_FIELDS
    )
    return len(written)
