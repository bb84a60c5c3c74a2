"""A statement as a JSON document, and back without loss.

Amounts are strings with two places, dates ISO, absent values null; keys are in one fixed set, so that the
same statement always makes the same document.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from disclosure.ledger.types import Finding, Fix, Line, Statement, Subtotal, plain

# Raised when the form changes, so that old documents stay readable.
SCHEMA = 1


def to_canonical(statement: Statement) -> dict[str, Any]:
    """Return the statement as a JSON-able dict."""
    return {"schema": SCHEMA} | asdict(
        statement, dict_factory=lambda pairs: {name: _plain(value) for name, value in pairs}
    )


def from_canonical(document: Mapping[str, Any]) -> Statement:
    """Build the statement again.

    Raises:
        ValueError: If the document has another schema or lacks a part.
    """
    if document.get("schema") != SCHEMA:
        raise ValueError(f"The statement has schema {document.get('schema')!r}, not {SCHEMA}.")
    try:
        built: Statement = _build(Statement, {name: value for name, value in document.items() if name != "schema"})
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"The statement lacks a part or has one too many: {error}") from error
    return built


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(str(item) for item in value)
        case tuple():
            return list(value)
    return value


_AMOUNTS = (
    "receipt", "payment", "balance", "capital", "receipts", "payments", "opening", "stated_closing", "cash", "bank",
    "closing_capital",
)  # fmt: skip
_READERS: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    **dict.fromkeys(_AMOUNTS, Decimal),
    "lines": lambda items: tuple(_build(Line, item) for item in items),
    "subtotals": lambda items: tuple(_build(Subtotal, item) for item in items),
    "problems": lambda items: tuple(_build(Finding, item) for item in items),
    "fix": lambda item: _build(Fix, item),
    "columns": frozenset,
}


def _build(kind: type[Any], document: Mapping[str, Any]) -> Any:
    return kind(
        **{
            name: _READERS[name](value) if value is not None and name in _READERS else value
            for name, value in document.items()
        }
    )
