"""Reads about the lines of an allocation notice."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from disclosure.content.allocation.models import AllocationLine
from disclosure.notices.models import Edition
from portal.accounts.models import Unit
from portal.core.dates import month_day
from portal.core.money import format_money
from portal.core.search import Line

ZERO = Decimal("0.00")


def lines_of(edition: Edition) -> list[AllocationLine]:
    """Return the lines of an edition with their units, in their order."""
    return list(AllocationLine.objects.filter(edition=edition).select_related("unit").order_by("number"))


def lines_by_number(editions: Collection[int], numbers: Collection[int] | None) -> Iterator[tuple[int, Line]]:
    """Yield lines of editions with the key of each one's edition: those of the numbers, or all."""
    rows = AllocationLine.objects.filter(edition__in=editions).select_related("unit").order_by("edition", "number")
    for row in rows if numbers is None else rows.filter(number__in=numbers):
        to, also = (row.unit.name, row.unit.name_en) if row.unit else (row.recipient, "")
        day = month_day(row.paid_on) if row.paid_on else ""
        details = " ".join(filter(None, (row.note, also)))
        yield row.edition_id, Line(row.number, day, f"{to} {row.fund}", format_money(row.amount), details)


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
