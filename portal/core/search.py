"""The index of what the public finds: rooms push their documents into it, in the transaction that publishes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.core.models import SearchDocument
from portal.core.money import format_money
from portal.core.registry import Registry

BATCH = 500
"""Documents written at once when the index is built anew."""
MAX_WORDS = 6
"""Words of a search that are looked for; further ones are not."""
_KEY = ("kind", "key")
_HEAD = ("number", "title_zh", "title_en", "unit_zh", "unit_en", "entry_zh", "entry_en")
_AMOUNT = re.compile(r"\d{4,12}(\.\d{1,2})?")
_FIELDS = [field.name for field in SearchDocument._meta.fields if field.name not in ("id", *_KEY)]


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
    """Return all documents, the last published first, without their texts and lines."""
    return SearchDocument.objects.order_by("-published_at", "-key").defer("body", "lines")


def words_of(typed: str) -> list[str]:
    """Return the words that are looked for; an amount is looked for as it is printed, with commas."""
    words = typed.split()[:MAX_WORDS]
    return [format_money(Decimal(word)) if _AMOUNT.fullmatch(word) and "." in word else word for word in words]


def find(words: Iterable[str]) -> QuerySet[SearchDocument]:
    """Return the documents in which each of the words stands somewhere."""
    rows = SearchDocument.objects.all()
    for word in words:
        names = (*_HEAD, "body", "lines")
        rows = rows.filter(Q(*((f"{name}__icontains", word) for name in names), _connector=Q.OR))
    return rows


def lines_found(document: SearchDocument, words: Sequence[str]) -> list[Line]:
    """Return the lines of a document that have every word its title, unit and item do not have."""
    head = " ".join(getattr(document, name) for name in _HEAD).casefold()
    wanted = [word.casefold() for word in words if word.casefold() not in head]
    if not wanted:
        return []
    return [Line.read(one) for one in document.lines.splitlines() if all(word in one.casefold() for word in wanted)]


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
