"""What changed between two statements, as rows of `components/difference.html`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disclosure.content.statement.queries.differences import FigureChange, LineChange, statement_difference
from disclosure.ledger.types import Line
from disclosure.notices.registry.parts import Difference, Document
from portal.core import dates
from portal.core.money import format_money
from portal.core.texts import as_written

AMOUNTS = ("receipt", "payment")


def statement_changes(before: Document, after: Document) -> Iterator[Difference]:
    """Yield what changed of the statement of two canonical documents: explanations, entries, figures."""
    found = statement_difference(before, after)
    for old, new in found.answers:
        yield Difference(_("Explanations"), as_written(old), as_written(new))
    for change in found.lines:
        yield from _line_rows(change)
    for figure in found.figures:
        yield Difference(_figure_name(figure), format_money(figure.before), format_money(figure.after), text=False)


def _line_rows(change: LineChange) -> Iterator[Difference]:
    old, new = change.before, change.after
    if new is None or old is None:
        known = new or old
        if known is not None:
            what = _("Entry {number}, added") if old is None else _("Entry {number}, removed")
            yield Difference(format_html(what, number=known.number), _whole(old), _whole(new))
        return
    for field in change.fields:
        yield Difference(_named(new, field), _value(old, field), _value(new, field), text=field not in AMOUNTS)


def _named(line: Line, field: str) -> SafeString:
    """Name a field of an entry; an amount needs no name of its own."""
    if field in AMOUNTS:
        return format_html(_("Entry {number}, {summary}"), number=line.number, summary=as_written(line.summary))
    return format_html(_("Entry {number}, {field}"), number=line.number, field=_field_names()[field])


def _field_names() -> dict[str, str]:
    return {
        "date": _("date"),
        "voucher": _("voucher"),
        "summary": _("summary"),
        "account": _("account"),
        "account_text": _("account as written"),
        "handler": _("handled by"),
        "witness": _("witness"),
        "approver": _("approved by"),
        "note": _("note"),
    }


def _whole(line: Line | None) -> SafeString | str:
    """Return an entry in one cell: its summary and its amount."""
    if line is None:
        return ""
    return format_html("{} {}", as_written(line.summary), format_money(line.amount))


def _value(line: Line, field: str) -> SafeString | str:
    value = getattr(line, field)
    if field in AMOUNTS:
        return format_money(value)
    if field == "date":
        return dates.full_date(value) if value else ""
    return as_written(value or "")


def _figure_name(change: FigureChange) -> str:
    if change.month:
        month = dates.month_name(date(1, change.month, 1))
        return {
            "month_receipts": _("Receipts in %(month)s"),
            "month_payments": _("Payments in %(month)s"),
        }[change.what] % {"month": month}
    return {
        "opening": _("Opening balance"),
        "receipts": _("Receipts"),
        "payments": _("Payments"),
        "closing": _("Closing balance"),
        "cash": _("Cash"),
        "bank": _("Bank deposits"),
    }[change.what]
