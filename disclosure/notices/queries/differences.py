"""What one edition says otherwise than another, from their canonical documents. The parts compare their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from disclosure.notices.models import Edition
from disclosure.notices.registry.parts import Document


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
