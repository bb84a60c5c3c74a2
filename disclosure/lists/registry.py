"""What a form hands to this room: its line, its columns, and what offices call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from django.db import models
from django.utils.translation import override

from disclosure.lists.models import ListLine
from disclosure.notices.models import Edition
from disclosure.notices.registry import Finding
from disclosure.posters.rules.content import PosterContent
from portal.core.registry import Registry
from portal.core.workflow import Words

Kind = Literal["text", "amount", "quantity", "number", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. What it may hold and what it is called is said by its field.

    Attributes:
        name: Name of the field of the line, of at most twelve letters.
        heads: What else offices call it in their workbooks, in Chinese and without spaces or units.
        css: What the style sheet calls it in the grid.
        is_summed: Whether its sum stands below the list.
        is_telephone: Whether telephones stand in it that everybody is to know.
        is_repeated: Whether a cell merged over several rows holds for each of them.
        is_titled: Whether a title or a row between the lines may name the choice for those below it.
    """

    name: str
    heads: tuple[str, ...] = ()
    css: str = ""
    is_summed: bool = False
    is_telephone: bool = False
    is_repeated: bool = False
    is_titled: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage that follows from two columns. It is shown, and checked where a workbook says it, but not kept.

    Attributes:
        heads: What offices call it, in Chinese and without spaces and brackets.
        is_change: Whether it says by how much `part` is more than `whole`, not how much of it.
    """

    heading: Words
    heads: tuple[str, ...]
    part: str
    whole: str
    is_change: bool = False

    def of(self, part: Decimal | None, whole: Decimal | None) -> Decimal | None:
        """Return it in per cent; None where a figure is missing, or there is nothing to divide by."""
        if part is None or not whole:
            return None
        return 100 * (part - whole if self.is_change else part) / whole


@dataclass(frozen=True, slots=True)
class Result:
    """A row that follows from the groups of a list, such as what is owned in all.

    Attributes:
        heads: What offices call it, in Chinese.
        signs: 1 or -1 for each group of lines that is added or taken away.
        then: The group of the lines below it in workbooks, where it says so.
    """

    label: Words
    heads: tuple[str, ...]
    signs: Mapping[str, int]
    then: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class ListForm:
    """A form of notice that is a list.

    Attributes:
        key: Its value in the catalogue and in the canonical document.
        model: A line of it.
        columns: In their order. The first one names the line.
        heading: What stands above the list.
        never: Columns of workbooks that are left out and of which the clerk is told, such as ID numbers and causes.
        amounts_unit: What amounts are in, above the list.
        note: What is said below it.
        group: The column by which pages and posters part the lines; sums stand below each group then.
        part: Column and value that make a line a part of the one above, which adds nothing to sums.
        shares: Percentages beside the columns.
        results: Rows that follow from several groups, each shown below the last of them.
        findings: Called with the lines, returns what the check of the whole list raises.
        template: What shows it on pages; it is given what `presenter` returns.
        presenter: Returns what the template shows; None for the plain table.
        poster: Returns what is put on a poster; None for the plain table.
        pictured: The column by which photographs of its lines are named; empty where they have none.
    """

    key: str
    order: int
    label: Words
    model: type[ListLine]
    columns: tuple[Column, ...]
    heading: Words
    never: tuple[str, ...] = ()
    group: str = ""
    part: tuple[str, str] = ("", "")
    shares: tuple[Share, ...] = ()
    results: tuple[Result, ...] = ()
    note: Words = ""
    findings: Callable[[Sequence[Any]], Iterable[Finding]] = lambda _lines: ()
    template: str = "disclosure/lists/_list.html"
    presenter: Callable[[Edition], Any] | None = None
    poster: Callable[[Edition], PosterContent | None] | None = None
    pictured: str = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def has_amounts(self) -> bool:
        """Whether a column is in yuan."""
        return any(self.kind(name) == "amount" for name in self.names)

    def field(self, name: str) -> models.Field[Any, Any]:
        """Return the field of a column."""
        found: models.Field[Any, Any] = self.model._meta.get_field(name)  # type: ignore[assignment]
        return found

    def kind(self, name: str) -> Kind:
        """Return what kind of value stands in a column; amounts are those with two places."""
        match self.field(name):
            case models.DecimalField(decimal_places=2):
                return "amount"
            case models.DecimalField():
                return "quantity"
            case models.DateField():
                return "date"
            case models.IntegerField():
                return "number"
            case models.Field(choices=[_first, *_rest]):
                return "choice"
        return "text"

    def heading_of(self, name: str) -> str:
        """Return what a column is called, in the active language."""
        return str(self.field(name).verbose_name)

    def heading_zh(self, name: str) -> str:
        """Return what a column is called in Chinese, as the notice and its workbook have it."""
        with override("zh-hans"):
            return str(self.field(name).verbose_name)


LISTS: Registry[ListForm] = Registry("list of a notice")
