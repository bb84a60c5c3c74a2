"""What was changed of a statement while its draft was written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from disclosure.content.statement.models.statement import StatementLine
from disclosure.notices.models import Edition
from disclosure.notices.registry.parts import DraftChange
from portal.core.dates import month_day
from portal.core.money import format_money

_CELLS = ("date", "voucher", "summary", "account_id", "receipt", "payment", "handler", "witness", "approver", "note")


def statement_draft_changes(edition: Edition) -> Iterator[DraftChange]:
    """Yield what was changed of each entry, cell by cell."""
    history = StatementLine.history.filter(statement__edition=edition).select_related("history_user")
    by_line: dict[int, list[Any]] = {}
    for record in history.order_by("history_date", "history_id"):
        by_line.setdefault(record.id, []).append(record)
    for records in by_line.values():
        for before, after in pairwise(records):
            yield from _cells_changed(before, after)


def _cells_changed(before: Any, after: Any) -> Iterator[DraftChange]:
    entry = _("Entry %(number)d") % {"number": after.number}
    if after.history_type == "-":
        yield DraftChange.of(after, entry, before.summary, _("removed"))
        return
    names = _cell_names()
    for field in _CELLS:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            what = _("%(entry)s, %(field)s") % {"entry": entry, "field": names[field]}
            yield DraftChange.of(after, what, _shown(old), _shown(new))


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
