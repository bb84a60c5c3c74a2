"""The lines of a list, typed in a grid: rows of texts, read cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import Any, ClassVar

from django.utils.translation import gettext_noop, override

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.messages import refusal
from disclosure.ledger.repair import read_amount, read_day
from disclosure.ledger.types import CannotRepair
from disclosure.lists.actions import MOST_LINES, faults
from disclosure.lists.queries import as_text
from disclosure.lists.registry import Kind, ListForm
from portal.core.workbooks.money import NOTHING
from portal.core.workbooks.written import narrow, squash, tidy
from portal.desk.grid.rows import Column, Grid, GridRow

UNREADABLE_NUMBER = gettext_noop("“%(read)s” is no number. Write it in figures, such as 12 or 3.5.")
UNKNOWN_CHOICE = gettext_noop("“%(read)s” is not in the list. Choose one.")

_GRID_KINDS: dict[Kind, str] = {"amount": "amount", "date": "date", "choice": "choice"}
_WIDTHS: dict[Kind, str] = {
    "amount": "g-amt",
    "date": "g-day",
    "quantity": "g-qty",
    "number": "g-qty",
    "choice": "g-pick",
    "text": "g-text",
}


@dataclass(frozen=True, slots=True)
class ListColumn(Column):
    """A column of a list; where the list has groups, one sum of all says nothing."""

    is_summed: bool = False

    @property
    def is_figure(self) -> bool:
        return self.is_summed


class ListGrid(Grid):
    """The lines of a list."""

    form: ClassVar[ListForm]
    prefix = "line"
    at_least, most = 6, MOST_LINES

    @classmethod
    def showing(cls, lines: Iterable[Any]) -> ListGrid:
        grid = cls.filled([GridRow(index, _texts(cls.form, line)) for index, line in enumerate(lines)])
        return grid.with_choices()

    def with_choices(self) -> ListGrid:
        """Offer what can be chosen."""
        self.choices = {name: self.form.field(name).flatchoices for name in self.form.names}
        return self

    def read(self, *, period: Period, published: Collection[str]) -> list[Any] | None:
        """Read every row that is not blank; None where one is wrong, which is then noted below its cell."""
        lines = [self._line(row, period, published) for row in self.rows if not row.is_blank]
        return None if self.is_wrong else lines

    def _line(self, row: GridRow, period: Period, published: Collection[str]) -> Any:
        line = self.form.model()
        for name in self.form.names:
            try:
                setattr(line, name, _value(self.form, name, row.texts.get(name, ""), period))
            except CannotRepair as fault:
                row.errors[name] = refusal(fault)
        # What could not be read takes precedence over what is missing.
        row.errors = {**faults(self.form, line, published=published), **row.errors}
        return line


@cache
def grid_of(form: ListForm) -> type[ListGrid]:
    """Return the grid of a form."""
    columns = tuple(_column(form, name) for name in form.names)
    return type("Grid", (ListGrid,), {"form": form, "columns": columns})


def _column(form: ListForm, name: str) -> Column:
    kind, own = form.kind(name), next(one for one in form.columns if one.name == name)
    return ListColumn(
        name,
        form.field(name).verbose_name,
        own.css or _WIDTHS[kind],
        _GRID_KINDS.get(kind, "text"),
        is_summed=own.is_summed and not form.group,
    )


def _texts(form: ListForm, line: Any) -> dict[str, str]:
    """Return a line as it stands in the grid: choices and days by their values."""
    values = {name: getattr(line, name) for name in form.names}
    return {
        name: as_text(form, name, value) if form.kind(name) != "choice" else str(value)
        for name, value in values.items()
    }


def _value(form: ListForm, name: str, text: str, period: Period) -> Any:
    readers: dict[Kind, Callable[[str], Any]] = {
        "amount": read_amount,
        "quantity": read_number,
        "number": _whole,
        "date": partial(read_day, period=period),
        "choice": partial(_choice, form, name),
        "text": tidy,
    }
    return readers[form.kind(name)](text)


def read_number(text: str) -> Decimal | None:
    """Read a quantity, which is no amount.

    Raises:
        CannotRepair: It is no number.
    """
    written = narrow(text).replace(",", "")
    try:
        found = None if written in NOTHING else Decimal(written)
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and (not found.is_finite() or abs(found) >= Decimal(10) ** 10):
        raise CannotRepair(UNREADABLE_NUMBER, read=tidy(text))
    return found


def _whole(text: str) -> int | None:
    number = read_number(text)
    if number is not None and (number != number.to_integral_value() or number < 0):
        raise CannotRepair(UNREADABLE_NUMBER, read=tidy(text))
    return None if number is None else int(number)


def _choice(form: ListForm, name: str, text: str) -> str:
    """Read a choice by its value, or by what it is called in any language."""
    wanted = squash(text).lower()
    for value, label in form.field(name).flatchoices:
        called = {str(value)}
        for language in ("zh-hans", "en"):
            with override(language):
                called.add(squash(str(label)).lower())
        if wanted in called:
            return str(value)
    if wanted:
        raise CannotRepair(UNKNOWN_CHOICE, read=tidy(text))
    return ""
