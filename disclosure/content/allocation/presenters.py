"""The lines of an allocation as its pages and its poster show them, and what changed of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from disclosure.content.allocation.models import AllocationLine
from disclosure.content.allocation.queries import lines_of, total
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import opcodes
from disclosure.notices.registry import ChangedLine, ChangedLines, Difference, Document, LineColumn
from portal.core import dates
from portal.core.money import format_change, format_money
from portal.core.texts import as_written
from portal.desk.trail import TrailLine, changed, successive


@dataclass(frozen=True, slots=True)
class Allocation:
    """What `disclosure/content/allocation/_lines.html` shows, on the page of an edition and on its poster."""

    lines: list[AllocationLine]

    @property
    def total(self) -> Decimal:
        """All that was allocated, in yuan."""
        return total(self.lines)

    @property
    def has_days(self) -> bool:
        """Whether a line has the day it was paid."""
        return any(line.paid_on for line in self.lines)

    @property
    def has_notes(self) -> bool:
        """Whether a line has a note."""
        return any(line.note for line in self.lines)

    @property
    def note(self) -> str:
        """How many lines there are."""
        count = len(self.lines)
        return ngettext("%(count)d line, in yuan.", "%(count)d lines, in yuan.", count) % {"count": count}


def allocation_of(edition: Edition) -> Allocation | None:
    """Return the allocation of an edition; None where it has no lines."""
    lines = lines_of(edition)
    return Allocation(lines) if lines else None


def allocation_changes(before: Document, after: Document) -> Iterator[Difference]:
    """Yield what changed of the lines of two canonical documents, and of what they add up to."""
    for old, new in _pairs(before, after):
        yield Difference(_line_name(old, new), _written(old), _written(new), of_line=True)
    first_total, second_total = _total_in(before), _total_in(after)
    if first_total != second_total:
        by = format_change(first_total, second_total)
        amounts = format_money(first_total), format_money(second_total)
        yield Difference(_("Allocated in all"), *amounts, text=False, by=by)


def allocation_lines(before: Document, after: Document) -> ChangedLines | None:
    """Return the lines that changed between two canonical documents; None where none did."""
    pairs = list(_pairs(before, after))
    lines = [line for pair in pairs for line in pair if line]
    if not lines:
        return None
    columns = [
        LineColumn(_("Given to"), "c-sum"),
        LineColumn(_("Fund and purpose"), "c-acc"),
        LineColumn(_("Amount, yuan"), "c-in", pgettext("mark of an allocation", "sum")),
        LineColumn(_("Paid on"), "c-date"),
        LineColumn(_("Note"), "c-who"),
    ]
    shown = [place for place in range(len(columns)) if any(_cells(line)[place] for line in lines)]

    def cells(line: dict[str, Any] | None) -> list[str] | None:
        return None if line is None else [_cells(line)[place] for place in shown]

    return ChangedLines(
        [columns[place] for place in shown],
        [ChangedLine(_line_name(old, new), cells(old), cells(new)) for old, new in pairs],
    )


def _pairs(before: Document, after: Document) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Yield each line that changed, as it was and as it is.

    Lines are compared without their numbers, because a line put in between moves the rest.
    """
    old, new = _lines_in(before), _lines_in(after)
    compared = ([str(line | {"number": None}) for line in lines] for lines in (old, new))
    for tag, start, end, other_start, other_end in opcodes(*compared):
        if tag != "equal":
            yield from zip_longest(old[start:end], new[other_start:other_end])


def allocation_draft_changes(edition: Edition) -> Iterator[TrailLine]:
    """Yield what was changed of each line while the draft was written."""
    records = AllocationLine.history.filter(edition=edition).select_related("history_user", "unit")
    for before, after in successive(records):
        line = _("Line %(number)d") % {"number": after.number}
        old, new = _recorded(before), _("removed") if after.history_type == "-" else _recorded(after)
        if old != new:
            yield changed(after, line, old, new)


def _line_name(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None:
        what = _("Line %(number)d, added")
    else:
        what = _("Line %(number)d, removed") if after is None else _("Line %(number)d")
    return what % {"number": (after or before or {})["number"]}


def _lines_in(document: Document) -> list[dict[str, Any]]:
    return list((document.get("allocation") or {}).get("lines", ()))


def _total_in(document: Document) -> Decimal | None:
    stored = document.get("allocation")
    return Decimal(stored["total"]) if stored else None


def _written(line: dict[str, Any] | None) -> SafeString | str:
    return "" if line is None else format_html_join(" ", "{}", ((cell,) for cell in _cells(line)))


def _cells(line: dict[str, Any]) -> list[str]:
    """Return recipient, fund, amount, day and note of a line as they are shown."""
    to = line["unit"]["name"] if line["unit"] else line["recipient"]
    paid = dates.full_date(date.fromisoformat(line["paid_on"])) if line["paid_on"] else ""
    return [
        as_written(to),
        as_written(line["fund"]),
        format_money(Decimal(line["amount"])),
        paid,
        as_written(line["note"]),
    ]


def _recorded(record: Any) -> str:
    to = record.unit.name if record.unit else record.recipient
    paid = dates.month_day(record.paid_on) if record.paid_on else ""
    return " ".join(filter(None, (to, record.fund, format_money(record.amount), paid, record.note)))
