"""A list as a table, in Chinese like the notice, and the empty workbook to fill in."""

from typing import Any

from django.utils.translation import override

from disclosure.lists.queries import as_text, lines_of, sums
from disclosure.lists.registry import Kind, ListForm
from disclosure.notices.models import Edition
from disclosure.notices.registry import Table
from portal.core.spreadsheets import as_xlsx

_WIDTHS: dict[Kind, int] = {"text": 18, "amount": 14, "quantity": 10, "number": 8, "date": 13, "choice": 12}


def list_table(form: ListForm, edition: Edition) -> Table | None:
    """Return the lines as a table to download; None where there are none."""
    lines = lines_of(form, edition)
    if not lines:
        return None
    rows = [(line.number, *(_cell(form, name, getattr(line, name)) for name in form.names)) for line in lines]
    totals = sums(form, lines)
    if totals:
        first, *rest = form.names
        rows.append((None, totals.get(first, "合计"), *(totals.get(name) for name in rest)))
    return Table(heads(form), widths(form), rows)


def empty_workbook(form: ListForm, *, title: str) -> bytes:
    """Return a workbook with the heads alone, for an office to fill in."""
    return as_xlsx([heads(form)], sheet="名单", widths=widths(form), title=title)


def heads(form: ListForm) -> tuple[str, ...]:
    """Return the heads of the table, in Chinese."""
    return ("序号", *(form.heading_zh(name) for name in form.names))


def widths(form: ListForm) -> tuple[int, ...]:
    """Return the widths of the columns in characters."""
    return (6, *(_WIDTHS[form.kind(name)] for name in form.names))


def _cell(form: ListForm, name: str, value: Any) -> Any:
    match form.kind(name):
        case "amount" | "number":
            return value
        case "date":
            return value.isoformat() if value else ""
        case "choice":
            with override("zh-hans"):
                return as_text(form, name, value)
        case "quantity":
            return "" if value is None else f"{value.normalize():f}"
    return value
