"""A statement as a document that JSON can hold, and back without loss.

Amounts are strings with two places, dates ISO, absent values null; keys are in one fixed set, so that the
same statement always makes the same document.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from disclosure.ledger.types import Finding, Fix, Line, Statement, Subtotal, plain

# Raised when the form changes, so that old documents stay readable.
SCHEMA = 1


def to_canonical(statement: Statement) -> dict[str, Any]:
    """Return the statement as a JSON-able dict."""
    document: dict[str, Any] = {"schema": SCHEMA}
    for name in _names(Statement):
        document[name] = _plain_value(getattr(statement, name))
    return document


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


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain_value(value: object) -> object:
    if isinstance(value, Line | Subtotal | Finding | Fix):
        return {name: _plain_value(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple):
        return [_plain_value(item) for item in value]
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(str(item) for item in value)
    return dict(value) if isinstance(value, Mapping) else value


def _money(value: str) -> Decimal:
    return Decimal(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    **dict.fromkeys(
        (
            "receipt", "payment", "balance", "capital", "receipts", "payments", "opening", "stated_closing", "cash",
            "bank", "closing_capital",
        ),
        _money,
    ),
    "lines": lambda items: tuple(_build(Line, item) for item in items),
    "subtotals": lambda items: tuple(_build(Subtotal, item) for item in items),
    "problems": lambda items: tuple(_build(Finding, item) for item in items),
    "fix": lambda item: _build(Fix, item),
    "columns": frozenset,
}  # fmt: skip


def _build(kind: type[Any], document: Mapping[str, Any]) -> Any:
    values = {
        name: _READERS[name](value) if value is not None and name in _READERS else value
        for name, value in document.items()
    }
    return kind(**values)
