"""Reads about the lines of a list."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from disclosure.lists.models import ListLine
from disclosure.lists.registry import ListForm
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.editions import live
from portal.accounts.models import Unit
from portal.core.dates import month_day
from portal.core.money import format_money, format_number
from portal.core.search import Line

ZERO = Decimal("0.00")
_PHOTOGRAPH = "照片-"


def lines_of(form: ListForm, edition: Edition) -> list[Any]:
    """Return the lines of an edition, in their order."""
    return list(_rows(form).filter(edition=edition))


def in_force_for(form: ListForm, unit: Unit) -> Edition | None:
    """Return the edition in which a list of a unit is in force, with its files; None where there is none."""
    rows = live().filter(form=form.key, notice__unit=unit).defer("canonical", "body")
    return rows.prefetch_related("attachments").first()


def lines_by_number(
    form: ListForm, editions: Collection[int], numbers: Collection[int] | None
) -> Iterator[tuple[int, Line]]:
    """Yield lines of editions with the key of each one's edition: those of the numbers, or all."""
    rows = _rows(form).filter(edition__in=editions)
    for row in rows if numbers is None else rows.filter(number__in=numbers):
        yield row.edition_id, _found_by(form, row)


def photograph_name(of: str) -> str:
    """Return what the photograph of a line is called among the files of its edition."""
    return f"{_PHOTOGRAPH}{of}.jpg"


def is_photograph(name: str) -> bool:
    """Return whether a file of this name is the photograph of a line."""
    return name.startswith(_PHOTOGRAPH)


def pictured_by(name: str) -> str:
    """Return which line a file of this name is a photograph of."""
    return name.rpartition(".")[0].removeprefix(_PHOTOGRAPH).strip()


def photographs_of(edition: Edition) -> dict[str, Attachment]:
    """Return the photographs of an edition by what they are of."""
    rows = edition.attachments.filter(name__startswith=_PHOTOGRAPH)
    return {pictured_by(row.name): row for row in rows}


def sums(form: ListForm, lines: Iterable[Any], signs: Mapping[str, int] | None = None) -> dict[str, Decimal]:
    """Return what the lines add up to, by the name of the column; parts of other lines are not counted again.

    Groups are added up with their `signs`. Without these a list that has groups, such as receipts and payments, makes
    no sum.
    """
    if form.group and signs is None:
        return {}
    column, value = form.part
    rows = [
        (1 if signs is None else signs.get(getattr(row, form.group), 0), row)
        for row in lines
        if not column or getattr(row, column) != value
    ]
    return {
        one.name: sum((sign * (getattr(row, one.name) or ZERO) for sign, row in rows), ZERO)
        for one in form.columns
        if one.is_summed
    }


def list_document(form: ListForm, edition: Edition) -> dict[str, Any] | None:
    """Return the lines for the canonical document; None where there are none."""
    lines = lines_of(form, edition)
    if not lines:
        return None
    return {
        "lines": [
            {"number": line.number} | {name: as_json(form, name, getattr(line, name)) for name in form.names}
            for line in lines
        ],
        "total": {name: f"{total:.2f}" for name, total in sums(form, lines).items()},
    }


def as_json(form: ListForm, name: str, value: Any) -> str | int | None:
    """Return a value as the canonical document holds it: amounts with two places, days in ISO 8601."""
    match value:
        case Decimal():
            return f"{value:.2f}" if form.kind(name) == "amount" else f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case None | int():
            return value
    return str(value)


def as_text(form: ListForm, name: str, value: Any) -> str:
    """Return a value as it is read on a page: a choice by what it is called, a figure with comma groups."""
    match form.kind(name):
        case _ if value is None or value == "":
            return ""
        case "amount":
            return format_money(value)
        case "quantity":
            return format_number(value, max(0, -int(value.normalize().as_tuple().exponent)))
        case "choice":
            return str(dict(form.field(name).flatchoices).get(value, value))
    return str(value)


def _rows(form: ListForm) -> QuerySet[ListLine]:
    return form.model._default_manager.order_by("edition", "number")


def _found_by(form: ListForm, row: Any) -> Line:
    """Return what the search shows of a line: its first column, and what else it is found by."""
    head, *rest = form.names
    amounts = [name for name in rest if form.kind(name) == "amount"]
    days = [getattr(row, name) for name in rest if form.kind(name) == "date"]
    details = (as_text(form, name, getattr(row, name)) for name in rest if name not in amounts[-1:])
    return Line(
        number=row.number,
        day=month_day(days[0]) if days and days[0] else "",
        summary=getattr(row, head),
        amount=as_text(form, amounts[-1], getattr(row, amounts[-1])) if amounts else "",
        details=" ".join(filter(None, details)),
    )
