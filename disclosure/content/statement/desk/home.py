"""What the desk's first page shows of ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disclosure.content.statement.desk.checks import import_row
from disclosure.content.statement.queries.money import imports_of
from portal.desk.registry import DeskHomePage

RECENT = 4


@dataclass(frozen=True, slots=True)
class LedgersSection:
    """The ledgers that were brought in last."""

    rows: Sequence[Mapping[str, Any]]


def ledgers_brought_in(page: DeskHomePage) -> LedgersSection | None:
    """Return the ledgers of a person's units that were brought in last; None where there is none."""
    rows = [import_row(row) for row in imports_of(page.person, at=page.at)[:RECENT]]
    return LedgersSection(rows) if rows else None
