"""The canonical document: what an edition says, as bytes that are hashed, logged and never changed.

RFC 8785 JSON, NFC text, amounts as strings with two places, files by SHA-256. Names of people who
decided, dates and the notice period are not in it; they stand in the entry of the publication log.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import rfc8785

from disclosure.content.allocation.queries import allocation_document
from disclosure.content.statement.models.statement import Statement
from disclosure.notices.models import Edition
from disclosure.notices.queries.titles import title_zh
from disclosure.opinions.queries.corrections import numbers_to_name

SCHEMA = "gongkai/edition/1"


def canonical_document(edition: Edition) -> bytes:
    """Return the canonical document of an edition as it stands."""
    notice = edition.notice
    statement = Statement.objects.filter(edition=edition).prefetch_related("answers").first()
    document = {
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
        "statement": _statement(statement),
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in edition.attachments.all()],
    }
    # Both are left out where there are none, so that documents of other editions are as they always were.
    opinions = numbers_to_name(edition)
    if opinions:
        document["opinions"] = opinions
    allocation = allocation_document(edition)
    if allocation:
        document["allocation"] = allocation
    return rfc8785.dumps(_normalised(document))


def sha256_of(document: bytes) -> str:
    """Return the SHA-256 of a canonical document, in lower-case hexadecimal."""
    return hashlib.sha256(document).hexdigest()


def _statement(statement: Statement | None) -> dict[str, Any] | None:
    if statement is None:
        return None
    return {
        **statement.document,
        "receipts": f"{statement.receipts:.2f}",
        "payments": f"{statement.payments:.2f}",
        "closing": f"{statement.closing:.2f}",
        "answers": [
            {"rule": answer.rule, "line": answer.line, "text": answer.text} for answer in statement.answers.all()
        ],
    }


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _normalised(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_normalised(inner) for inner in value]
    return value
