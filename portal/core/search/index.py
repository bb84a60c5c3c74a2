"""The index of what the public finds: rooms push their documents into it, in the transaction that publishes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import islice

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import Case, Func, QuerySet, Value, When

from portal.core.models import SearchDocument, SearchWords
from portal.core.registry import Registry
from portal.core.search.words import label, lexemes
from portal.core.workflow import Words

BATCH = 500
"""Documents written in one transaction when the index is built anew."""
LABELLED = ("kind", "unit", "stream", "entry", "period", "form")
"""Fields by whose values the search is narrowed."""
HEAD = ("number", "title_zh", "title_en")
TEXTS = (*HEAD, "unit_zh", "unit_en", "entry_zh", "entry_en", "files", "body", "lines")
"""Fields that are searched, the short ones first: of a document that is too long the end is left out."""
_KEY = ("kind", "key")
_FIELDS = [field.name for field in SearchDocument._meta.fields if field.name not in ("id", *_KEY)]
_LOCK = 0x736561726368
"""Key of the advisory lock under which documents are written: "search" in ASCII."""


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered line of a document, such as an entry of a ledger; it stands at `#line-NUMBER` of the document's page.

    Attributes:
        day: Its day as a ledger writes it: 07-01.
        amount: Its amount in yuan, written with two places.
        details: What else it is found by, such as voucher and names.
    """

    number: int
    day: str
    summary: str
    amount: str
    details: str = ""

    @property
    def words(self) -> str:
        """Day, summary and amount."""
        return " ".join(filter(None, (self.day, self.summary, self.amount)))

    def written(self) -> str:
        """Return it as the index holds it: in one line, with a tab between its parts."""
        return "\t".join(" ".join(str(part).split()) for part in astuple(self))

    @classmethod
    def read(cls, written: str) -> Line:
        """Read a line as `written` gave it."""
        number, *parts = written.split("\t")
        return cls(int(number), *parts)


@dataclass(frozen=True, slots=True)
class SearchSource:
    """One kind of document that can be searched for.

    Attributes:
        documents: Called with a primary key, yields the documents of the rows after it, in the order of their
            keys and read a few at a time, so that building the index can go on where it was stopped.
        label: What its documents are called, where results are told apart by kind.
        is_page: Whether each has a page of its own. What stands on the page of another document is searched for, and
            is in no feed but that of a search, and in no sitemap.
    """

    kind: str
    documents: Callable[[int], Iterator[SearchDocument]]
    label: Words = ""
    is_page: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far building the index anew has come: so many documents of a kind, the last with this key."""

    kind: str
    count: int
    last: int


SEARCH_SOURCES: Registry[SearchSource] = Registry("search source", key="kind")


def put(*documents: SearchDocument) -> None:
    """Add documents, each in the place of the one of its kind and key."""
    with transaction.atomic():
        _queue()
        _write(documents)


def remove(*keys: int, kind: str) -> None:
    """Take documents out; nothing happens where there is none."""
    with transaction.atomic():
        _queue()
        SearchDocument.objects.filter(kind=kind, key__in=keys).delete()


def newest() -> QuerySet[SearchDocument]:
    """Return all documents that are pages, the last published first, without their texts and lines."""
    parts = [source.kind for source in SEARCH_SOURCES if not source.is_page]
    return SearchDocument.objects.exclude(kind__in=parts).order_by("-published_at", "-key").defer("body", "lines")


def documents(keys: Sequence[int]) -> QuerySet[SearchDocument]:
    """Return the documents with some primary keys, in their order."""
    places = (When(pk=key, then=Value(place)) for place, key in enumerate(keys))
    return SearchDocument.objects.filter(pk__in=keys).order_by(Case(*places, default=Value(0)))


def is_whole() -> bool:
    """Return whether every document can be found; those written before an upgrade perhaps cannot."""
    return not SearchDocument.objects.filter(words=None).exists()


def rebuild(kind: str = "", after: int = 0) -> Iterator[Progress]:
    """Make the index anew from its sources, a batch a transaction, and yield how far it has come.

    Readers find the old document until the new one is written. It can be stopped at any time, and goes on with a kind
    after a key.

    Args:
        kind: The kind to make anew; all, and nothing of kinds that are known no longer, where it is empty.
        after: The key after which it begins.
    """
    if not kind:
        SearchDocument.objects.exclude(kind__in=[source.kind for source in SEARCH_SOURCES]).delete()
    for source in SEARCH_SOURCES:
        if kind in ("", source.kind):
            yield from _rebuild(source, after)


def _rebuild(source: SearchSource, after: int) -> Iterator[Progress]:
    count, last = 0, after
    while True:
        with transaction.atomic():
            _queue()
            batch = list(islice(source.documents(last), BATCH))
            keys = [one.key for one in batch]
            if sorted({last, *keys}) != [last, *keys]:
                raise ValueError(f"Documents of {source.kind} do not come in the order of their keys.")
            old = SearchDocument.objects.filter(kind=source.kind, key__gt=last)
            if batch:
                last = keys[-1]
                old = old.filter(key__lt=last)
            old.exclude(key__in=keys).delete()
            _write(batch)
        count += len(batch)
        if not batch:
            return
        yield Progress(source.kind, count, last)


def _queue() -> None:
    """Wait for whoever writes. What is read for the index afterwards is what they committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _write(batch: Iterable[SearchDocument]) -> None:
    written = SearchDocument.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=_KEY, update_fields=_FIELDS
    )
    SearchWords.objects.bulk_create(
        [_words(one) for one in written],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["published_at", "words", "head"],
    )


def _words(document: SearchDocument) -> SearchWords:
    labels = [label(name, getattr(document, name)) for name in LABELLED if getattr(document, name)]
    texts = (_without_numbers(document) if name == "lines" else getattr(document, name) for name in TEXTS)
    return SearchWords(
        document=document,
        published_at=document.published_at,
        words=_vector([*labels, *lexemes(*texts)]),
        head=_vector([*labels, *lexemes(*(getattr(document, name) for name in HEAD))]),
    )


def _without_numbers(document: SearchDocument) -> str:
    """Return the lines without their own numbers, by which nobody looks for them."""
    return "\n".join(line.partition("\t")[2] for line in document.lines.splitlines())


def _vector(found: list[str]) -> Func:
    return Func(
        Value(found),
        function="array_to_tsvector",
        template="%(function)s(%(expressions)s::text[])",
        output_field=SearchVectorField(),
    )
