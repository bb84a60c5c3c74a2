"""The publication log: what was published, corrected and withdrawn, in an order nobody can rewrite."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.core.models import LogEntry, LogKind

SCHEMA = 1
"""Number of the form in which entries are hashed; it is part of the hashed document."""
NO_ENTRY = "0" * 64
"""What the first entry names as the hash of the entry before."""
_LOCK = 0x676F6E676B6169
"""Key of the advisory lock under which entries are added: "gongkai" in ASCII."""

ContentHashOf = Callable[[LogEntry], str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with an entry, or a content that is public although the log has no entry of it.

    Attributes:
        sequence: Number of the entry; None for a content without one.
        rule: `sequence`, `link`, `hash`, `content` or `unlogged`.
    """

    sequence: int | None
    rule: str
    expected: str
    found: str

    def __str__(self) -> str:
        sentences = {
            "sequence": _("Entry %(n)s stands where entry %(expected)s is expected: entries are missing."),
            "link": _("Entry %(n)s does not carry the hash of the entry before it."),
            "hash": _("Entry %(n)s was changed: its fields no longer give its hash."),
            "content": _("Entry %(n)s names another content than the edition now has, or the edition is gone."),
            "unlogged": _("%(expected)s is public, but the log has no entry of it."),
        }
        return sentences[self.rule] % {"n": self.sequence, "expected": self.expected}


def append(
    *,
    kind: str,
    subject_kind: str,
    subject_number: str,
    edition: int,
    content_sha256: str,
    facts: Mapping[str, Any],
    at: datetime,
) -> LogEntry:
    """Add an entry. Writers queue for the end of the log until their transaction ends.

    Args:
        content_sha256: Hash of the edition's canonical document, 64 lower-case hexadecimal digits.
        facts: Dates, decisions, notice period, reason: text, whole numbers, booleans, None, and lists
            and dictionaries of these. Amounts are text with two places.

    Raises:
        TypeError: A fact is of another type.
        ValueError: A fact cannot be kept exactly, or `at` is naive.
    """
    if at.tzinfo is None:
        raise ValueError("The time of a log entry needs a time zone.")
    _check_facts(facts)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = head()
        entry = LogEntry(
            sequence=last.sequence + 1 if last else 1,
            at=at,
            kind=LogKind(kind),
            subject_kind=subject_kind,
            subject_number=subject_number,
            edition=edition,
            content_sha256=content_sha256,
            facts=dict(facts),
            previous_hash=last.hash if last else NO_ENTRY,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
    return entry


def head() -> LogEntry | None:
    """Return the last entry, or None while the log is empty."""
    return LogEntry.objects.order_by("-sequence").first()


def entries(
    *, subject_kind: str | None = None, subject_number: str | None = None, edition: int | None = None
) -> QuerySet[LogEntry]:
    """Return entries in the order they were added, of one subject or edition where they are named."""
    named = {"subject_kind": subject_kind, "subject_number": subject_number, "edition": edition}
    return LogEntry.objects.filter(**{name: value for name, value in named.items() if value is not None}).order_by(
        "sequence"
    )


def hashed_fields(entry: LogEntry) -> dict[str, Any]:
    """Return the document whose canonical JSON is hashed: every field but the hash itself."""
    return {
        "schema": SCHEMA,
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "kind": str(entry.kind),
        "subject_kind": entry.subject_kind,
        "subject_number": entry.subject_number,
        "edition": entry.edition,
        "content_sha256": entry.content_sha256,
        "facts": entry.facts,
        "previous_hash": entry.previous_hash,
    }


def hash_of(entry: LogEntry) -> str:
    """Return the SHA-256 over the RFC 8785 form of the hashed fields."""
    return hashlib.sha256(rfc8785.dumps(hashed_fields(entry))).hexdigest()


def as_json(entry: LogEntry) -> dict[str, Any]:
    """Return an entry as it is handed out: the hashed fields, and the hash."""
    return {**hashed_fields(entry), "hash": entry.hash}


def verify(entries: Iterable[LogEntry], content_hash_of: ContentHashOf) -> list[Fault]:
    """Check a whole log.

    Args:
        content_hash_of: Returns the SHA-256 of the content of an entry as it is stored now,
            or None where it is gone.

    Returns:
        Every fault, in order; nothing if the log is sound.
    """
    faults: list[Fault] = []
    expected, previous = 1, NO_ENTRY
    for entry in entries:
        checks = (
            ("sequence", str(expected), str(entry.sequence)),
            ("link", previous, entry.previous_hash),
            ("hash", hash_of(entry), entry.hash),
            ("content", entry.content_sha256, content_hash_of(entry) or ""),
        )
        faults += [Fault(entry.sequence, rule, want, found) for rule, want, found in checks if want != found]
        expected, previous = entry.sequence + 1, entry.hash
    return faults


def _check_facts(value: object) -> None:
    """Refuse what JSON would not give back exactly as it was hashed."""
    match value:
        case None | bool():
            pass
        case str():
            if "\x00" in value:
                raise ValueError("A fact contains a NUL character.")
        case int():
            if abs(value) >= 2**53:
                raise ValueError(f"The fact {value} is too large for JSON; give it as text.")
        case Mapping():
            _check_names(value)
            for each in value.values():
                _check_facts(each)
        case list() | tuple():
            for each in value:
                _check_facts(each)
        case _:
            raise TypeError(f"A fact may not be a {type(value).__name__}; give it as text.")


def _check_names(facts: Mapping[Any, object]) -> None:
    for name in facts:
        if not isinstance(name, str):
            raise TypeError(f"The name of a fact must be text, not {type(name).__name__}.")
