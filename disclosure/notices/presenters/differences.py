"""The difference of two editions as rows of `components/difference.html`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disclosure.ledger.types import Line
from disclosure.notices.queries.differences import (
    AllotmentChange,
    Difference,
    Document,
    FigureChange,
    LineChange,
    TextChange,
)
from disclosure.opinions.queries.corrections import short_numbers
from portal.core import dates
from portal.core.money import format_money
from portal.core.texts import as_written

Row = dict[str, Any]
AMOUNTS = ("receipt", "payment")


def rows(difference: Difference) -> list[Row]:
    """Return what changed, row by row: words, entries, lines of an allocation, figures."""
    return [
        *(_text_row(change) for change in difference.texts),
        *(row for change in difference.lines for row in _line_rows(change)),
        *(_allotment_row(change) for change in difference.allotments),
        *(_figure_row(change) for change in difference.figures),
    ]


def _text_row(change: TextChange) -> Row:
    names = {
        "title": _("Title"),
        "body": _("Text"),
        "files": _("Files"),
        "answers": _("Explanations"),
        "opinions": _("Opinions it answers"),
    }
    if change.field == "opinions":
        return {"what": names[change.field], "before": "", "after": listed(change.after.split()), "text": True}
    return {
        "what": names[change.field],
        "before": as_written(change.before),
        "after": as_written(change.after),
        "text": True,
    }


def listed(numbers: Iterable[str]) -> str:
    """Return numbers of opinions in a row, without that of their notice: Y1, Y3."""
    joint = "、" if dates.is_chinese() else ", "
    return joint.join(short_numbers(numbers))


def _line_rows(change: LineChange) -> Iterator[Row]:
    old, new = change.before, change.after
    if new is None or old is None:
        known = new or old
        if known is not None:
            what = _("Entry {number}, added") if old is None else _("Entry {number}, removed")
            yield {
                "what": format_html(what, number=known.number),
                "before": _whole(old),
                "after": _whole(new),
                "text": True,
            }
        return
    for field in change.fields:
        yield {
            "what": _named(new, field),
            "before": _value(old, field),
            "after": _value(new, field),
            "text": field not in AMOUNTS,
        }


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


def _allotment_row(change: AllotmentChange) -> Row:
    known = change.after or change.before or {}
    number = known["number"]
    if change.before is None:
        what = _("Line %(number)d, added")
    else:
        what = _("Line %(number)d, removed") if change.after is None else _("Line %(number)d")
    return {
        "what": what % {"number": number},
        "before": _allotment(change.before),
        "after": _allotment(change.after),
        "text": True,
    }


def _allotment(line: Document | None) -> SafeString | str:
    """Return a line of an allocation in one cell: who, for what, how much, when."""
    if line is None:
        return ""
    said = [line["unit"]["name"] if line["unit"] else line["recipient"], line["fund"]]
    paid = dates.full_date(date.fromisoformat(line["paid_on"])) if line["paid_on"] else ""
    return format_html(
        "{} {} {} {}", as_written(" ".join(said)), format_money(Decimal(line["amount"])), paid, as_written(line["note"])
    )


def _figure_row(change: FigureChange) -> Row:
    return {
        "what": _figure_name(change),
        "before": format_money(change.before),
        "after": format_money(change.after),
        "text": False,
    }


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
        "allotted": _("Allocated in all"),
    }[change.what]
