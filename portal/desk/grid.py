"""Rows that are typed in a grid: read cell by cell, and shown again with what is wrong beside its cell.

A room declares the columns and reads the rows. With the prefix `row`, `row-3-amount` is the amount of the
fourth row. Rows that say nothing are left out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import Words
from portal.desk.pages import seen_in, texts_of
from portal.desk.views import DeskView, see_other

MAX_LENGTHS = 300
"""Characters taken of one cell."""
MORE_ROWS = 10
"""Rows that are added at a time."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid.

    Attributes:
        kind: `text`, `amount` in yuan, `choice`, or `reckoned` for what only the browser shows.
        datalist: The `id` of the list of what is proposed.
    """

    name: str
    label: Words
    css: str = ""
    kind: str = "text"
    placeholder: str = ""
    datalist: str = ""


@dataclass(slots=True)
class GridRow:
    """One row.

    Attributes:
        was: The number of the entry it was when the page was opened; None for a new one.
        number: The number of the entry it is, once it was read.
    """

    index: int
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    was: int | None = None
    number: int | None = None

    @property
    def is_blank(self) -> bool:
        return not any(text.strip() for text in self.texts.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is shown."""

    column: Column
    id: str
    label: str
    value: str
    is_wrong: bool
    note: str
    choices: Sequence[tuple[str, Words]]


class Grid:
    """Rows, and single figures above them.

    Attributes:
        at_least: Rows of a fresh grid.
        knows_before: Whether each row says which entry it was when the page was opened.
    """

    columns: ClassVar[tuple[Column, ...]]
    above: ClassVar[tuple[Column, ...]] = ()
    prefix: ClassVar[str] = "row"
    row_label: ClassVar[Words] = gettext_lazy("Row %(number)d")
    at_least: ClassVar[int] = 12
    blank: ClassVar[int] = 3
    most: ClassVar[int] = 600
    knows_before: ClassVar[bool] = False

    def __init__(self, rows: list[GridRow], totals: Mapping[str, str] | None = None) -> None:
        self.rows = rows
        self.totals = dict(totals or {})
        self.errors: dict[str, str] = {}
        self.choices: dict[str, Sequence[tuple[str, Words]]] = {}

    @classmethod
    def filled(cls, rows: list[GridRow], totals: Mapping[str, str] | None = None) -> Self:
        grid = cls(rows, totals)
        grid.pad(max(cls.at_least - len(rows), cls.blank))
        return grid

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> Self:
        rows: dict[int, GridRow] = {}
        named = re.compile(rf"{cls.prefix}-(\d{{1,4}})-([a-z_]{{1,12}})", re.ASCII)
        names = {column.name for column in cls.columns if column.kind != "reckoned"}
        for name, text in data.items():
            found = named.fullmatch(name)
            if not found or int(found[1]) >= cls.most:
                continue
            row = rows.setdefault(int(found[1]), GridRow(int(found[1])))
            if found[2] == "was" and cls.knows_before:
                row.was = int(text) if text.isdecimal() and len(text) < 10 else None
            elif found[2] in names:
                row.texts[found[2]] = text[:MAX_LENGTHS]
        for index, key in enumerate(sorted(rows)):
            rows[key].index = index
        totals = {figure.name: data.get(figure.name, "")[:MAX_LENGTHS] for figure in cls.above}
        return cls([rows[key] for key in sorted(rows)], totals)

    def pad(self, count: int) -> None:
        """Add blank rows, up to the most that is taken."""
        for _row in range(count):
            if len(self.rows) < self.most:
                self.rows.append(GridRow(len(self.rows)))

    @property
    def is_wrong(self) -> bool:
        """Whether a cell or a figure has an error."""
        return bool(self.errors) or any(row.errors for row in self.rows)

    def faults(self) -> list[dict[str, str]]:
        """Return what is wrong with links to the cells, for `desk/_grid_errors.html`."""
        labels = {column.name: column.label for column in (*self.above, *self.columns)}
        listed = [
            {"href": f"#{name}", "text": _("%(name)s: %(reason)s") % {"name": labels[name], "reason": reason}}
            for name, reason in self.errors.items()
        ]
        for row in self.rows:
            of_row = str(self.row_label) % {"number": row.number or row.index + 1}
            for name, reason in row.errors.items():
                place = _("%(entry)s, %(field)s") % {"entry": of_row, "field": labels[name]}
                text = _("%(name)s: %(reason)s") % {"name": place, "reason": reason}
                listed.append({"href": f"#{self.prefix}-{row.index}-{name}", "text": text})
        return listed

    def shown(self) -> Iterable[tuple[GridRow, list[Cell]]]:
        """Yield each row with its cells, for `desk/_grid.html`."""
        for row in self.rows:
            yield row, [self._cell(row, column) for column in self.columns]

    def _cell(self, row: GridRow, column: Column) -> Cell:
        return Cell(
            column=column,
            id=f"{self.prefix}-{row.index}-{column.name}",
            label=_("%(column)s, row %(number)d") % {"column": column.label, "number": row.index + 1},
            value=row.texts.get(column.name, ""),
            is_wrong=column.name in row.errors,
            note=row.notes.get(column.name, ""),
            choices=self.choices.get(column.name, ()),
        )


class GridView(DeskView):
    """A page on which rows are typed and saved, finished or not.

    What cannot be read is marked beside its cell and nothing is saved (422); after a lost race the person is
    warned, and keeps what they typed (409).
    """

    template_name: ClassVar[str]
    grid_class: ClassVar[type[Grid]]

    def showing(self) -> Grid:
        """Return the grid of what is there so far."""
        raise NotImplementedError

    def version(self) -> int:
        """Return the version of what is there now."""
        raise NotImplementedError

    def read(self, grid: Any) -> Any:
        """Read the grid; None where a cell cannot be read, which is then noted beside it."""
        raise NotImplementedError

    def save(self, read: Any, seen: int | None) -> str:
        """Save what was read, unless it changed after the version that was seen; return the success message."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, grid: Any) -> dict[str, Any]:
        return {"crumbs": self.crumbs()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(self.showing(), seen=self.version())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        grid, seen = self.grid_class.posted(texts_of(request)), seen_in(request)
        if "more" in request.POST:
            grid.pad(MORE_ROWS)
            return self.page(grid, seen=seen)
        read = self.read(grid)
        if read is None:
            return self.page(grid, seen=seen, status=422)
        try:
            message = self.save(read, seen)
        except NotAllowed:
            raise
        except Refused as refusal:
            return self.page(grid, seen=self.version(), refusal=str(refusal), status=refusal.status)
        messages.success(request, message)
        return see_other(self.get_success_url())

    def page(self, grid: Grid, *, seen: int | None, refusal: str = "", status: int = 200) -> HttpResponse:
        context = {"grid": grid, "seen": seen, "refusal": refusal, "faults": grid.faults()}
        return render(self.request, self.template_name, self.get_context_data(grid) | context, status=status)
