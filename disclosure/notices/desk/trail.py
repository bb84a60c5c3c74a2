"""What has been done with an edition: the deeds, and what was changed word by word in its draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from disclosure.content.allocation.models import AllocationLine
from disclosure.content.statement.models.statement import StatementLine
from disclosure.notices.models import Edition
from disclosure.notices.workflow import EDITION
from portal.core.dates import month_day
from portal.core.money import format_money
from portal.core.workflow import Words
from portal.desk.trail import Change, TrailLine, name_of, trail

MOST_CHANGES = 60
"""How many changes the page lists; the newest ones."""

DEEDS: dict[str, Words] = {
    "write": pgettext_lazy("deed", "Text written"),
    "write statement": pgettext_lazy("deed", "Statement written"),
    "write allocation": pgettext_lazy("deed", "Allocation written"),
    "answer warning": pgettext_lazy("deed", "Warning answered"),
    "attach": pgettext_lazy("deed", "File attached"),
    "remove file": pgettext_lazy("deed", "File removed"),
    "name opinions": pgettext_lazy("deed", "Opinions named"),
}
"""What changes of a draft are called once they are done."""

_TEXTS = ("title", "body", "correction_reason")
_CELLS = ("date", "voucher", "summary", "account_id", "receipt", "payment", "handler", "witness", "approver", "note")


def trail_of(edition: Edition) -> list[TrailLine]:
    """Return who did what with an edition, and what they changed, oldest first."""
    return trail(edition, EDITION, words=DEEDS, changes=_changes(edition))


def _changes(edition: Edition) -> list[TrailLine]:
    """Return what was changed in one go as one line."""
    done: dict[tuple[datetime, str], list[Change]] = {}
    for row in sorted(changes_of(edition), key=lambda row: row["at"]):
        place = row["at"].replace(microsecond=0), name_of(row["who"])
        done.setdefault(place, []).append(Change(row["what"], row["before"], row["after"]))
    said = pgettext("deed", "Changed")
    return [TrailLine(at, said, who, changes=tuple(changes)) for (at, who), changes in done.items()]


def changes_of(edition: Edition) -> list[dict[str, Any]]:
    """Return what was changed in an edition and its money since they were first written, newest first.

    Each row: when, who, what, before, after.
    """
    rows = [*_text_changes(edition), *_line_changes(edition), *_allotment_changes(edition)]
    return sorted(rows, key=lambda row: row["at"], reverse=True)[:MOST_CHANGES]


def _text_changes(edition: Edition) -> Iterator[dict[str, Any]]:
    names = {"title": _("Title"), "body": _("Text"), "correction_reason": _("What is corrected, and why")}
    records = list(edition.history.select_related("history_user").order_by("history_date", "history_id"))
    for before, after in pairwise(records):
        for field in _TEXTS:
            old, new = getattr(before, field), getattr(after, field)
            if old != new:
                yield _change(after, names[field], old, new)


def _line_changes(edition: Edition) -> Iterator[dict[str, Any]]:
    history = StatementLine.history.filter(statement__edition=edition).select_related("history_user")
    by_line: dict[int, list[Any]] = {}
    for record in history.order_by("history_date", "history_id"):
        by_line.setdefault(record.id, []).append(record)
    for records in by_line.values():
        for before, after in pairwise(records):
            yield from _cells_changed(before, after)


def _cells_changed(before: Any, after: Any) -> Iterator[dict[str, Any]]:
    entry = _("Entry %(number)d") % {"number": after.number}
    if after.history_type == "-":
        yield _change(after, entry, before.summary, _("removed"))
        return
    names = _cell_names()
    for field in _CELLS:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            what = _("%(entry)s, %(field)s") % {"entry": entry, "field": names[field]}
            yield _change(after, what, _shown(old), _shown(new))


def _allotment_changes(edition: Edition) -> Iterator[dict[str, Any]]:
    history = AllocationLine.history.filter(edition=edition).select_related("history_user", "unit")
    by_line: dict[int, list[Any]] = {}
    for record in history.order_by("history_date", "history_id"):
        by_line.setdefault(record.id, []).append(record)
    for records in by_line.values():
        for before, after in pairwise(records):
            line = _("Line %(number)d") % {"number": after.number}
            removed = _("removed") if after.history_type == "-" else ""
            old, new = _allotment(before), removed or _allotment(after)
            if old != new:
                yield _change(after, line, old, new)


def _allotment(record: Any) -> str:
    """Return a line of an allocation as one text."""
    to = record.unit.name if record.unit else record.recipient
    said = (to, record.fund, _shown(record.amount), _shown(record.paid_on), record.note)
    return " ".join(text for text in said if text)


def _change(record: Any, what: str, before: str, after: str) -> dict[str, Any]:
    return {"at": record.history_date, "who": record.history_user, "what": what, "before": before, "after": after}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return month_day(value)
    if hasattr(value, "quantize"):
        return format_money(value)
    return str(value)


def _cell_names() -> dict[str, str]:
    return {
        "date": _("date"),
        "voucher": _("voucher"),
        "summary": _("summary"),
        "account_id": _("account"),
        "receipt": _("receipt"),
        "payment": _("payment"),
        "handler": _("handled by"),
        "witness": _("witness"),
        "approver": _("approved by"),
        "note": _("note"),
    }
