"""What is found in the index. No question reads more than a bounded number of rows, however much is public.

Words are matched by their index alone, and the match is cut off at `CAP`. Only what reaches the cap, and so stands in
every hundredth document of a large index or more, is looked for along the dates. The planner is told so: left alone it
reads a table from its beginning for a frequent word, and walks the dates for a rare one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db import connection, transaction
from django.db.models import BooleanField, F, Func, QuerySet, Value

from portal.core.models import SearchDocument
from portal.core.search.index import HEAD, LABELLED, Line
from portal.core.search.words import folded, label, pattern, query_of

CAP = 1000
"""Documents that are counted."""
SHOWN = 200
"""Documents that are listed where more than `CAP` were found."""
WALKED = 5000
"""Newest documents that are looked through, where more than `CAP` were found."""
NARROWED_BY = LABELLED

_PLANNED = """
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', %s, true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
"""
"""An index of words is read as a bitmap, the dates are not."""
_MATCHED = """
WITH found AS MATERIALIZED (
    SELECT document_id FROM core_searchwords WHERE words @@ %(query)s::tsquery LIMIT %(most)s
)
SELECT document.id, document.published_at,
    (lower(document.number) = %(number)s)::int * cardinality(%(each)s::text[])
        + (SELECT count(*) FROM unnest(%(each)s::text[]::tsquery[]) word WHERE words.head @@ word),
    document.kind, document.unit, document.stream, document.entry, document.period, document.form
FROM found JOIN core_searchdocument document ON document.id = found.document_id
JOIN core_searchwords words ON words.document_id = document.id
"""
_SOME = """
WITH found AS MATERIALIZED (
    SELECT document_id FROM core_searchwords WHERE words @@ %(query)s::tsquery LIMIT %(most)s
)
SELECT document_id FROM found
"""
_TITLED = """
WITH found AS MATERIALIZED (
    SELECT document_id, published_at FROM core_searchwords
    WHERE head @@ %(query)s::tsquery LIMIT %(most)s
)
SELECT document_id FROM found ORDER BY published_at DESC, document_id DESC
"""
_WALK = """
SELECT document_id FROM (
    SELECT document_id, published_at, words FROM core_searchwords
    ORDER BY published_at DESC, document_id DESC LIMIT %(walked)s
) newest
WHERE words @@ %(query)s::tsquery ORDER BY published_at DESC, document_id DESC LIMIT %(most)s
"""


class Order(StrEnum):
    """In which order results stand."""

    FIT = "fit"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words that must all be there, and values of fields it is narrowed to."""

    words: Sequence[str]
    narrowed: Mapping[str, str] = field(default_factory=dict)
    order: Order = Order.FIT

    @property
    def query(self) -> str:
        """As a `tsquery` is written."""
        return query_of(self.words, (label(*one) for one in self.narrowed.items()))


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        keys: Primary keys of the documents, in their order; the first `SHOWN` where there are more than `CAP`.
        counts: How many documents have which value of a field. Where there are more than `CAP` these are values
            that some have, and their counts say nothing.
    """

    keys: Sequence[int] = ()
    count: int = 0
    is_more: bool = False
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Match:
    pk: int
    at: datetime
    fit: int
    values: tuple[str, ...]


def find(asked: Asked) -> Found:
    """Find documents, in three questions to the database at most.

    The better they fit the earlier they stand: first the one whose number was asked for, then those with more of the
    words in their titles; among equals the newest. `Order.NEWEST` looks at the time alone.
    """
    if not asked.words or not asked.query:
        return Found()
    matches = _matches(asked)
    is_more = len(matches) > CAP
    by_fit = asked.order == Order.FIT
    matches.sort(key=lambda one: (one.fit if by_fit else 0, one.at, one.pk), reverse=True)
    keys = _walked(asked, matches) if is_more else [one.pk for one in matches]
    counts = {name: Counter(one.values[at] for one in matches if one.values[at]) for at, name in enumerate(LABELLED)}
    return Found(keys, min(len(matches), CAP), is_more, counts)


def keys_of(kind: str, words: Sequence[str]) -> QuerySet[SearchDocument, int]:
    """Return the keys of what documents of a kind were made from that have every word, for use as a subquery."""
    query = Func(Value(query_of(words)), template="%(expressions)s::tsquery", output_field=SearchQueryField())
    has = Func(F("words__words"), query, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())
    return SearchDocument.objects.filter(has, kind=kind).values_list("key", flat=True)


def some(query: str, most: int) -> list[int]:
    """Return the primary keys of some documents that a `tsquery` finds."""
    return [pk for (pk,) in _rows(_SOME, {"query": query, "most": most})]


def lines_found(document: SearchDocument, words: Sequence[str]) -> list[Line]:
    """Return the lines of a document that have every word its title, unit and item do not have."""
    head = folded(" ".join(getattr(document, name) for name in _SHOWN_ABOVE))
    wanted = [pattern([word]) for word in words if folded(word) not in head]
    if not wanted:
        return []
    found = (one for one in document.lines.splitlines() if all(word.search(one, _start(one)) for word in wanted))
    return [Line.read(one) for one in found]


_SHOWN_ABOVE = (*HEAD, "unit_zh", "unit_en", "entry_zh", "entry_en")


def _start(line: str) -> int:
    """Return where a written line begins behind its number."""
    return line.index("\t") + 1


def _matches(asked: Asked) -> list[_Match]:
    each = [query_of([word]) for word in asked.words]
    values = {"query": asked.query, "number": " ".join(asked.words).lower(), "each": each, "most": CAP + 1}
    return [_Match(pk, at, fit, tuple(rest)) for pk, at, fit, *rest in _rows(_MATCHED, values)]


def _walked(asked: Asked, matches: Sequence[_Match]) -> list[int]:
    """Return those to be listed of more than can be counted: those with all words in their titles, then the newest."""
    first: list[int] = []
    if asked.order == Order.FIT:
        first = [pk for (pk,) in _rows(_TITLED, {"query": asked.query, "most": SHOWN + 1})]
    if len(first) > SHOWN:  # a sample of them; the newest are among the newest of all
        first = []
    newest = [pk for (pk,) in _rows(_WALK, {"query": asked.query, "walked": WALKED, "most": SHOWN}, along=True)]
    # Words that only older documents have: the newest of those at hand must do.
    others = [one.pk for one in sorted(matches, key=lambda one: (one.at, one.pk), reverse=True)]
    return list(dict.fromkeys([*first, *newest, *others]))[:SHOWN]


def _rows(statement: str, values: Mapping[str, Any], *, along: bool = False) -> list[tuple[Any, ...]]:
    """Ask by the index of words, or along the dates."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLANNED, ["on" if along else "off"])
        cursor.execute(statement, values)
        return list(cursor.fetchall())
