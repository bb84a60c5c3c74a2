"""Sources of the search index: where its documents come from when it is built anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.core.models import SearchDocument
from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class SearchSource:
    """One kind of document that can be searched for.

    Attributes:
        kind: The kind, as it stands in the index.
        documents: Called with a primary key, yields the documents of the rows after it, in the order of their
            keys and read a few at a time, so that building the index can go on where it was stopped.
    """

    kind: str
    documents: Callable[[int], Iterator[SearchDocument]]


SEARCH_SOURCES: Registry[SearchSource] = Registry("search source", key="kind")
