"""The canonical document: what an edition says, as bytes that are hashed, logged and never changed.

RFC 8785 JSON, NFC text, amounts as strings with two places, files by SHA-256. Names of people who
decided, dates and the notice period are not in it; they stand in the entry of the publication log.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import rfc8785

from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import title_zh
from disclosure.notices.registry.parts import PARTS, parts_of

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
    document |= {part.key: told for part in parts_of(edition) if (told := part.document(edition)) is not None}
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
