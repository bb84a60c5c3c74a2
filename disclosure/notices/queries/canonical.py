"""The canonical document: what an edition says, as bytes that are hashed, logged and never changed."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import rfc8785

from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import title_zh
from disclosure.notices.registry.parts import PARTS, Document, Finding, parts_of

SCHEMA = "gongkai/edition/1"


def canonical_document(edition: Edition) -> bytes:
    """Return the canonical document of an edition as it stands."""
    notice = edition.notice
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "notice": notice.number,
        "edition": edition.number,
        "unit": {"code": notice.unit.code, "name": notice.unit.name_zh},
        "entry": {
            "code": notice.entry.code,
            "name": notice.entry.name_zh,
            "stream": notice.entry.stream,
            "basis": notice.entry.basis_zh,
        },
        "period": notice.period,
        "title": title_zh(edition),
        "body": edition.body,
        "correction_reason": edition.correction_reason,
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in edition.attachments.all()],
    }
    document |= {part.key: None for part in PARTS if part.is_named_empty}
    document |= {part.key: content for part in parts_of(edition) if (content := part.document(edition)) is not None}
    return rfc8785.dumps(_normalised(document))


def sha256_of(document: bytes) -> str:
    """Return the SHA-256 of a canonical document, in lower-case hexadecimal."""
    return hashlib.sha256(document).hexdigest()


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _normalised(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_normalised(inner) for inner in value]
    return value


@dataclass(frozen=True, slots=True)
class TextChange:
    """Words that changed; `before` or `after` may be empty. `field` is title, body or files."""

    field: str
    before: str
    after: str


def document_of(edition: Edition) -> dict[str, Any]:
    """Return the parsed canonical document of an edition.

    Raises:
        ValueError: It has never been submitted.
    """
    if edition.canonical is None:
        raise ValueError(f"Edition {edition.pk} has no canonical document.")
    parsed: dict[str, Any] = json.loads(bytes(edition.canonical))
    return parsed


def text_changes(before: Document, after: Document) -> Iterator[TextChange]:
    """Yield what changed of title, text and files between two canonical documents."""
    if before["title"] != after["title"]:
        yield TextChange("title", before["title"], after["title"])
    for old, new in changed_paragraphs(before["body"].splitlines(), after["body"].splitlines()):
        yield TextChange("body", old, new)
    for old, new in changed_paragraphs(_file_names(before, after), _file_names(after, before)):
        yield TextChange("files", old, new)


def changed_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what was replaced, with what, paragraph by paragraph; blank ones do not count."""
    old = [text for text in before if text.strip()]
    new = [text for text in after if text.strip()]
    for tag, start, end, other_start, other_end in opcodes(old, new):
        if tag != "equal":
            yield "\n".join(old[start:end]), "\n".join(new[other_start:other_end])


def opcodes(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    """Return how one sequence of hashable values is turned into another, as `difflib` says it."""
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _file_names(document: Document, other: Document) -> list[str]:
    """Return the names of the files; one of the same name with other bytes carries the start of its hash."""
    known = {file["name"]: file["sha256"] for file in other["files"]}
    return [
        file["name"]
        if known.get(file["name"], file["sha256"]) == file["sha256"]
        else f"{file['name']} (SHA-256 {file['sha256'][:8]})"
        for file in document["files"]
    ]


def findings_of(edition: Edition) -> list[Finding]:
    """Return what the checks of all parts raise."""
    return [found for part in parts_of(edition) for found in part.findings(edition)]


def log_facts_of(edition: Edition) -> dict[str, Any]:
    """Return what the parts have the publication log say of an edition."""
    return {key: value for part in parts_of(edition) for key, value in part.log_facts(edition).items()}
