"""The lines of an allocation, gathered for their table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from disclosure.content.allocation.models import AllocationLine
from disclosure.content.allocation.queries import lines_of, total
from disclosure.notices.models import Edition
from portal.core.texts import as_written


def allocation_context(edition: Edition) -> dict[str, Any] | None:
    """Return the table of an edition's lines; None where it has none."""
    lines = lines_of(edition)
    if not lines:
        return None
    return {
        "rows": [_row(line) for line in lines],
        "total": total(lines),
        "has_notes": any(line.note for line in lines),
        "note": ngettext("%(count)d line, in yuan.", "%(count)d lines, in yuan.", len(lines)) % {"count": len(lines)},
    }


def _row(line: AllocationLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "to": line.unit.name if line.unit else as_written(line.recipient),
        "fund": as_written(line.fund),
        "amount": line.amount,
        "paid_on": line.paid_on,
        "note": as_written(line.note),
    }
