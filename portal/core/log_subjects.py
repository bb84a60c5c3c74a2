"""Subjects of the publication log: who knows whether an entry still names the content that is stored."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from portal.core.models import LogEntry
from portal.core.publication_log import ContentHashOf, Fault, entries, verify
from portal.core.registry import Registry

LIVE, SUPERSEDED, WITHDRAWN = "live", "superseded", "withdrawn"


@dataclass(frozen=True, slots=True)
class LogTitle:
    """What an entry of the log is about, in words, with the page it leads to."""

    title: str
    unit: str
    url: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What the short code of a paper belongs to.

    Attributes:
        status: `live`, `superseded` or `withdrawn`.
        title: What it is called; of what was withdrawn, without any word of its content.
        replaced_by: Number of the edition in force, where the paper shows an older one; None where it was
            replaced and the subject has been withdrawn since.
        edition_url: Where an older edition is read, if it still is.
    """

    status: str
    number: str
    edition: int
    title: str
    unit: str
    url: str
    published_at: datetime
    replaced_by: int | None = None
    reason: str = ""
    edition_url: str = ""
    sequence: int = 0
    content_sha256: str = ""
    code: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the public reads this edition no longer."""
        return self.status == WITHDRAWN or (self.status == SUPERSEDED and self.replaced_by is None)


@dataclass(frozen=True, slots=True)
class LogSubject:
    """One kind of subject whose publications are in the log.

    Attributes:
        hashes: Returns the SHA-256 of each content as it is stored now, by number and edition.
        titles: Returns the words of those of the given numbers that are public.
        of_unit: Returns the numbers of a unit's subjects by its code, for use as a subquery.
        by_code: Returns what a short code belongs to, or None if it is none of these. Needed where papers bear codes.
    """

    kind: str
    hashes: Callable[[], Mapping[tuple[str, int], str]]
    titles: Callable[[Collection[str]], Mapping[str, LogTitle]]
    of_unit: Callable[[str], Collection[str] | QuerySet[Any, str]]
    by_code: Callable[[str], Verification | None] = lambda _code: None


LOG_SUBJECTS: Registry[LogSubject] = Registry("subject of the log", key="kind")


def stored_content() -> ContentHashOf:
    """Return what `publication_log.verify` asks for the content of an entry.

    An entry of a kind that nobody registered has no content, so it is a fault and never passes for sound.
    """

    @cache
    def hashes(kind: str) -> Mapping[tuple[str, int], str]:
        subject = LOG_SUBJECTS.get(kind)
        return subject.hashes() if subject else {}

    def content_hash_of(entry: LogEntry) -> str | None:
        return hashes(entry.subject_kind).get((entry.subject_number, entry.edition))

    return content_hash_of


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """What came of checking the whole log: how many entries it has and contents should be in it, and all faults."""

    entries: int
    contents: int
    faults: list[Fault]


def check_log() -> CheckedLog:
    """Compute every hash again, and look for the content of each entry and the entry of each content."""
    content_hash_of, named = stored_content(), Counter[tuple[str, str, int]]()

    def noted(entry: LogEntry) -> str | None:
        named[entry.subject_kind, entry.subject_number, entry.edition] += 1
        return content_hash_of(entry)

    faults = verify(entries().iterator(chunk_size=1000), noted)
    stored = {(one.kind, *place) for one in LOG_SUBJECTS for place in one.hashes()}
    missing = sorted(stored - named.keys())
    faults += [Fault(None, "unlogged", f"{number}/{edition}", "") for _kind, number, edition in missing]
    return CheckedLog(named.total(), len(stored), faults)


def titles_of(found: Iterable[LogEntry]) -> dict[tuple[str, str], LogTitle]:
    """Return what entries speak of, by kind and number of their subject; each kind is asked once."""
    numbers: dict[str, set[str]] = {}
    for entry in found:
        numbers.setdefault(entry.subject_kind, set()).add(entry.subject_number)
    return {
        (one.kind, number): title
        for one in LOG_SUBJECTS
        if one.kind in numbers
        for number, title in one.titles(numbers[one.kind]).items()
    }


def about_unit(code: str) -> Q:
    """Return the condition on entries whose subjects belong to a unit."""
    kinds = (Q(subject_kind=one.kind, subject_number__in=one.of_unit(code)) for one in LOG_SUBJECTS)
    return reduce(or_, kinds, Q(pk__in=[]))


def verification(code: str) -> Verification | None:
    """Return what a short code belongs to, whichever kind of subject it is."""
    return next((found for one in LOG_SUBJECTS if (found := one.by_code(code)) is not None), None)
