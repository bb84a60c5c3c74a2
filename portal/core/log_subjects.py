"""Subjects of the publication log: who knows whether an entry still names the content that is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from portal.core.models import LogEntry
from portal.core.publication_log import ContentHashOf
from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class LogTitle:
    """What an entry of the log speaks of, in words, with the page it leads to."""

    title: str
    unit: str
    url: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What the short code of a paper stands for.

    Attributes:
        status: `live`, `superseded` or `withdrawn`.
        number: Number of the subject.
        edition: Which edition of it the paper shows.
        title: What it is called.
        unit: Whose it is.
        url: Where it is read.
        published_at: When this edition was published.
        replaced_by: Number of the edition in force, where the paper shows an older one.
    """

    status: str
    number: str
    edition: int
    title: str
    unit: str
    url: str
    published_at: datetime
    replaced_by: int | None = None


@dataclass(frozen=True, slots=True)
class LogSubject:
    """One kind of subject whose publications stand in the log.

    Attributes:
        kind: The `subject_kind` of its entries.
        hashes: Returns the SHA-256 of each content as it is stored now, by number and edition.
        titles: Returns the words of those of the given numbers that are public.
        by_code: Returns what a short code stands for, or None if it is none of these.
    """

    kind: str
    hashes: Callable[[], Mapping[tuple[str, int], str]]
    titles: Callable[[Collection[str]], Mapping[str, LogTitle]]
    by_code: Callable[[str], Verification | None]


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


def verification(code: str) -> Verification | None:
    """Return what a short code stands for, whichever kind of subject it is."""
    return next((found for one in LOG_SUBJECTS if (found := one.by_code(code)) is not None), None)
