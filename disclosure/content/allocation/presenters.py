"""The lines of an allocation, gathered for their table, and what changed of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.content.allocation.models import AllocationLine
from disclosure.content.allocation.queries import lines_of, total
from disclosure.notices.models import Edition
from disclosure.notices.queries.canonical import opcodes
from disclosure.notices.registry.parts import Difference, Document, DraftChange
from portal.core import dates
from portal.core.dates import month_day
from portal.core.money import format_money
from portal.core.texts import as_written


@dataclass(frozen=True, slots=True)
class AllocationPage:
    """What the page of an edition shows of its lines, for `disclosure/content/allocation/_allocation.html`."""

    rows: list[dict[str, Any]]
    total: Decimal
    has_notes: bool
    note: str


def allocation_page(edition: Edition) -> AllocationPage | None:
    """Return the table of an edition's lines; None where it has none."""
    lines = lines_of(edition)
    if not lines:
        return None
    return AllocationPage(
        rows=[_row(line) for line in lines],
        total=total(lines),
        has_notes=any(line.note for line in lines),
        note=ngettext("%(count)d line, in yuan.", "%(count)d lines, in yuan.", len(lines)) % {"count": len(lines)},
    )


def _row(line: AllocationLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "to": line.unit.name if line.unit else as_written(line.recipient),
        "fund": as_written(line.fund),
        "amount": line.amount,
        "paid_on": line.paid_on,
        "note": as_written(line.note),
    }


def allocation_changes(before: Document, after: Document) -> Iterator[Difference]:
    """Yield what changed of the lines of two canonical documents, and of what they add up to.

    Lines are compared without their numbers, because a line put in between moves the rest.
    """
    old, new = _lines_in(before), _lines_in(after)
    for tag, start, end, other_start, other_end in opcodes(
        *([_without_number(one) for one in side] for side in (old, new))
    ):
        if tag != "equal":
            for first, second in zip_longest(old[start:end], new[other_start:other_end]):
                yield _line_change(first, second)
    first_total, second_total = _total_in(before), _total_in(after)
    if first_total != second_total:
        yield Difference(_("Allocated in all"), format_money(first_total), format_money(second_total), text=False)


def _line_change(before: Document | None, after: Document | None) -> Difference:
    number = (after or before or {})["number"]
    if before is None:
        what = _("Line %(number)d, added")
    else:
        what = _("Line %(number)d, removed") if after is None else _("Line %(number)d")
    return Difference(what % {"number": number}, _written(before), _written(after))


def _lines_in(document: Document) -> list[Document]:
    return list((document.get("allocation") or {}).get("lines", ()))


def _total_in(document: Document) -> Decimal | None:
    held = document.get("allocation")
    return Decimal(held["total"]) if held else None


def _without_number(line: Document) -> tuple[Any, ...]:
    unit = line["unit"]["code"] if line["unit"] else None
    return unit, line["recipient"], line["fund"], line["amount"], line["paid_on"], line["note"]


def _written(line: Document | None) -> SafeString | str:
    """Return a line of an allocation in one cell: who, for what, how much, when."""
    if line is None:
        return ""
    said = [line["unit"]["name"] if line["unit"] else line["recipient"], line["fund"]]
    paid = dates.full_date(date.fromisoformat(line["paid_on"])) if line["paid_on"] else ""
    return format_html(
        "{} {} {} {}", as_written(" ".join(said)), format_money(Decimal(line["amount"])), paid, as_written(line["note"])
    )


def allocation_draft_changes(edition: Edition) -> Iterator[DraftChange]:
    """Yield what was changed of each line while the draft was written."""
    history = AllocationLine.history.filter(edition=edition).select_related("history_user", "unit")
    by_line: dict[int, list[Any]] = {}
    for record in history.order_by("history_date", "history_id"):
        by_line.setdefault(record.id, []).append(record)
    for records in by_line.values():
        for before, after in pairwise(records):
            line = _("Line %(number)d") % {"number": after.number}
            removed = _("removed") if after.history_type == "-" else ""
            old, new = _recorded(before), removed or _recorded(after)
            if old != new:
                yield DraftChange.of(after, line, old, new)


def _recorded(record: Any) -> str:
    """Return a line of an allocation as one text."""
    to = record.unit.name if record.unit else record.recipient
    paid = month_day(record.paid_on) if record.paid_on else ""
    said = (to, record.fund, format_money(record.amount), paid, record.note)
    return " ".join(text for text in said if text)
