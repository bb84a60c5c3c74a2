"""Reads about the lines of an allocation notice."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from disclosure.content.allocation.models import AllocationLine
from disclosure.notices.models import Edition
from portal.accounts.models import Unit

ZERO = Decimal("0.00")


def lines_of(edition: Edition) -> list[AllocationLine]:
    """Return the lines of an edition with their units, in their order."""
    return list(AllocationLine.objects.filter(edition=edition).select_related("unit").order_by("number"))


def total(lines: Iterable[AllocationLine]) -> Decimal:
    """Return what the lines add up to, in yuan."""
    return sum((line.amount for line in lines), ZERO)


def recipients(edition: Edition) -> QuerySet[Unit]:
    """Return the units that a line of this edition may name: those of its town, without the one that gives."""
    town = edition.notice.unit.town
    return Unit.objects.filter(parent=town, is_active=True).exclude(pk=edition.notice.unit_id).order_by("code")


def allocation_document(edition: Edition) -> dict[str, Any] | None:
    """Return the lines for the canonical document; None where there are none."""
    lines = lines_of(edition)
    if not lines:
        return None
    return {
        "lines": [
            {
                "number": line.number,
                "unit": {"code": line.unit.code, "name": line.unit.name_zh} if line.unit else None,
                "recipient": line.recipient,
                "fund": line.fund,
                "amount": f"{line.amount:.2f}",
                "paid_on": line.paid_on.isoformat() if line.paid_on else None,
                "note": line.note,
            }
            for line in lines
        ],
        "total": f"{total(lines):.2f}",
    }
