"""Reads about ledgers that were brought in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from disclosure.content.statement.models.ledger import LedgerImport
from disclosure.content.statement.policies import IMPORTS
from disclosure.notices.queries.editions import Person


def imports_of(person: Person, *, at: datetime) -> QuerySet[LedgerImport]:
    """Return the ledgers that a person may see and mend, newest first."""
    rows = IMPORTS.permitted(person, at=at).select_related("unit", "uploaded_by", "job", "edition__notice")
    return rows.order_by("-uploaded_at", "-pk")


def newest_of_each(rows: Iterable[LedgerImport]) -> dict[tuple[int, str], LedgerImport]:
    """Return the newest import of each unit and period, of imports that come newest first."""
    found: dict[tuple[int, str], LedgerImport] = {}
    for row in rows:
        found.setdefault((row.unit_id, row.period), row)
    return found
