"""A list as its pages and its poster show it, and what changed of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, override

from disclosure.lists.queries import as_text, lines_of, photographs_of, sums
from disclosure.lists.registry import ListForm, Result, Share
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.content import opcodes
from disclosure.notices.registry import ChangedLine, ChangedLines, Difference, Document, LineColumn
from portal.core import dates
from portal.core.money import format_change, format_money, format_number
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.desk.trail import TrailLine, changed, successive

FIGURES = frozenset({"amount", "quantity", "number"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `css` is `n` for figures."""

    text: str
    css: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with the texts of its cells, the first of which names it."""

    number: int
    name: str
    cells: Sequence[tuple[Head, str]]
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class ShownSum:
    """A row of sums below lines; `is_result` says whether it follows from several groups, or ends the list."""

    label: Words
    cells: Sequence[tuple[Head, str]]
    is_result: bool = True


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Lines that stand together, with the sums below them; `heading` is empty where the list has no groups."""

    heading: str
    lines: Sequence[ShownLine]
    sums: Sequence[ShownSum] = ()


@dataclass(frozen=True, slots=True)
class ShownList:
    """What `disclosure/lists/_list.html` shows. Columns in which nothing stands are left out."""

    heading: Words
    heads: Sequence[Head]
    groups: Sequence[ShownGroup]
    has_amounts: bool
    more: Words

    @property
    def lines(self) -> Sequence[ShownLine]:
        """All lines, in the order in which they are shown."""
        return [line for group in self.groups for line in group.lines]

    @property
    def note(self) -> str:
        """How many lines there are."""
        count = {"count": len(self.lines)}
        if self.has_amounts:
            return ngettext("%(count)d line, in yuan.", "%(count)d lines, in yuan.", len(self.lines)) % count
        return ngettext("%(count)d line.", "%(count)d lines.", len(self.lines)) % count


def shown_list(form: ListForm, edition: Edition) -> ShownList | None:
    """Return the list of an edition; None where it has no lines."""
    lines = lines_of(form, edition)
    if not lines:
        return None
    return _Table(form, lines).shown()


def file_url(edition: Edition, file: Attachment) -> str:
    """Return where a file of an edition is opened: before it is public on the desk."""
    if edition.is_public:
        return reverse("disclosure_files:attachment", args=[edition.notice.number, file.pk, file.name])
    return reverse("disclosure_desk:file", args=[edition.pk, file.pk])


def photograph_urls(edition: Edition) -> dict[str, str]:
    """Return where the photographs of an edition are opened, by what they are of."""
    return {of: file_url(edition, file) for of, file in photographs_of(edition).items()}


def cell(form: ListForm, name: str, value: Any) -> str:
    """Return a value as a page shows it, marked where it is Chinese on an English page."""
    if isinstance(value, date):
        return dates.full_date(value)
    return as_written(as_text(form, name, value))


def list_changes(form: ListForm, before: Document, after: Document) -> Iterator[Difference]:
    """Yield what changed of the lines of two canonical documents, and of what they add up to."""
    for old, new in _pairs(form, before, after):
        yield Difference(_line_name(old, new), _written(form, old), _written(form, new), of_line=True)
    for column in form.columns:
        old_sum, new_sum = (_sum_in(form, each, column.name) for each in (before, after))
        if old_sum != new_sum:
            what = _("%(column)s, total") % {"column": form.heading_of(column.name)}
            by = format_change(old_sum, new_sum)
            yield Difference(what, format_money(old_sum), format_money(new_sum), text=False, by=by)


def changed_lines(form: ListForm, before: Document, after: Document) -> ChangedLines | None:
    """Return the lines that changed between two canonical documents; None where none did."""
    pairs = list(_pairs(form, before, after))
    lines = [line for pair in pairs for line in pair if line]
    if not lines:
        return None
    names = [name for name in form.names if any(line.get(name) not in (None, "") for line in lines)]
    columns = [_line_column(form, name, is_first=name == names[0]) for name in names]

    def cells(line: dict[str, Any] | None) -> list[str] | None:
        return None if line is None else [cell(form, name, _value(form, name, line.get(name))) for name in names]

    return ChangedLines(columns, [ChangedLine(_line_name(old, new), cells(old), cells(new)) for old, new in pairs])


def draft_changes(form: ListForm, edition: Edition) -> Iterator[TrailLine]:
    """Yield what was changed of each line while the draft was written."""
    history: Any = form.model
    for before, after in successive(history.history.filter(edition=edition).select_related("history_user")):
        line = _("Line %(number)d") % {"number": after.number}
        old, new = _recorded(form, before), _("removed") if after.history_type == "-" else _recorded(form, after)
        if old != new:
            yield changed(after, line, old, new)


def _css(form: ListForm, name: str) -> str:
    kind = form.kind(name)
    return "n" if kind in FIGURES else "d" if kind == "date" else ""


class _Table:
    """Lays out the lines of a list: columns in which something stands, groups, percentages and sums."""

    def __init__(self, form: ListForm, lines: Sequence[Any]) -> None:
        self.form, self.lines = form, lines
        apart = {form.group, form.part[0]}
        self.names = [
            name
            for name in form.names
            if name not in apart and any(getattr(line, name) not in (None, "") for line in lines)
        ]
        amounts = [index for index, name in enumerate(self.names) if form.kind(name) == "amount"]
        after = amounts[-1] + 1 if amounts else len(self.names)
        shares = [share for share in form.shares if {share.part, share.whole} <= set(self.names)]
        columns: list[str | Share] = [*self.names[:after], *shares, *self.names[after:]]
        self.columns = [(self._head(of), of) for of in columns]

    def _head(self, of: str | Share) -> Head:
        if isinstance(of, Share):
            return Head(str(of.heading), "n")
        return Head(self.form.heading_of(of), _css(self.form, of))

    def shown(self) -> ShownList:
        return ShownList(
            heading=self.form.heading,
            heads=[head for head, _of in self.columns],
            groups=list(self._groups()) if self.form.group else [self._all()],
            has_amounts=self.form.has_amounts,
            more=self.form.note,
        )

    def _all(self) -> ShownGroup:
        totals = sums(self.form, self.lines)
        below = [ShownSum(_("Total"), self._cells(totals, _money))] if totals else []
        return ShownGroup("", [self._line(line) for line in self.lines], below)

    def _groups(self) -> Iterator[ShownGroup]:
        group, first = self.form.group, self.names[0]
        called = self._called()
        with override("zh-hans"):
            called_zh = {key: str(label) for key, label in called.items()}
        there = [key for key in called if any(getattr(line, group) == key for line in self.lines)]
        for key in there:
            lines = [line for line in self.lines if getattr(line, group) == key]
            # A line that is all of its group and called like it needs no heading.
            heading = str(called[key]) if any(getattr(line, first) != called_zh[key] for line in lines) else ""
            below = [result for result in self.form.results if self._stands_below(result, key, there)]
            sums_of = [self._sum(str(result.label), result.signs) for result in below]
            if len(lines) > 1 and any(column.is_summed for column in self.form.columns):
                own = self._sum(_("%(group)s, total") % {"group": called[key]}, {key: 1}, is_result=False)
                sums_of.insert(0, own)
            yield ShownGroup(as_written(heading), [self._line(line) for line in lines], sums_of)

    def _called(self) -> Mapping[str, Any]:
        """Return what the groups are called: choices in their order, anything else in the order in which it appears."""
        choices = self.form.field(self.form.group).flatchoices
        return dict(choices) or {value: value for value in (getattr(line, self.form.group) for line in self.lines)}

    def _stands_below(self, result: Result, key: str, there: Sequence[str]) -> bool:
        """Return whether a group is the last of those that a result follows from, of which there are several."""
        mine = [one for one in there if one in result.signs]
        return len(mine) > 1 and mine[-1] == key

    def _sum(self, label: str, signs: Mapping[str, int], *, is_result: bool = True) -> ShownSum:
        return ShownSum(label, self._cells(sums(self.form, self.lines, signs), _money), is_result)

    def _line(self, line: Any) -> ShownLine:
        values = {name: getattr(line, name) for name in self.form.names}
        column, value = self.form.part
        is_part = bool(column) and values[column] == value
        cells = self._cells(values, partial(cell, self.form))
        return ShownLine(line.number, cell(self.form, self.names[0], values[self.names[0]]), cells, is_part)

    def _cells(self, values: Mapping[str, Any], write: Callable[[str, Any], str]) -> list[tuple[Head, str]]:
        """Return the cells of a row but for the first, which names it."""
        return [
            (
                head,
                percentage(of, values.get(of.part), values.get(of.whole))
                if isinstance(of, Share)
                else write(of, values.get(of)),
            )
            for head, of in self.columns[1:]
        ]


def _money(_name: str, amount: Decimal | None) -> str:
    return format_money(amount)


def percentage(share: Share, part: Decimal | None, whole: Decimal | None) -> str:
    """Write a percentage with one place, a change with its sign; empty where there is nothing to divide by."""
    found = share.of(part, whole)
    if found is None:
        return ""
    return f"{'+' if share.is_change and found > 0 else ''}{format_number(found, 1)}%"


def _pairs(
    form: ListForm, before: Document, after: Document
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Yield each line that changed, as it was and as it is.

    Lines are compared without their numbers, because a line put in between moves the rest.
    """
    old, new = (list((each.get(form.key) or {}).get("lines", ())) for each in (before, after))
    compared = ([str(line | {"number": None}) for line in lines] for lines in (old, new))
    for tag, start, end, other_start, other_end in opcodes(*compared):
        if tag != "equal":
            yield from zip_longest(old[start:end], new[other_start:other_end])


def _line_name(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None:
        what = _("Line %(number)d, added")
    else:
        what = _("Line %(number)d, removed") if after is None else _("Line %(number)d")
    return what % {"number": (after or before or {})["number"]}


def _sum_in(form: ListForm, document: Document, name: str) -> Decimal | None:
    stored = (document.get(form.key) or {}).get("total", {}).get(name)
    return None if stored is None else Decimal(stored)


def _value(form: ListForm, name: str, stored: Any) -> Any:
    """Return the value that the canonical document holds as text."""
    return None if stored is None else form.field(name).to_python(stored)


def _written(form: ListForm, line: dict[str, Any] | None) -> SafeString | str:
    if line is None:
        return ""
    texts = (cell(form, name, _value(form, name, line.get(name))) for name in form.names)
    return format_html_join(" ", "{}", ((text,) for text in texts if text))


def _recorded(form: ListForm, record: Any) -> str:
    values = (getattr(record, name) for name in form.names)
    texts = (
        dates.full_date(value) if isinstance(value, date) else as_text(form, name, value)
        for name, value in zip(form.names, values, strict=True)
    )
    return " ".join(filter(None, texts))


def _line_column(form: ListForm, name: str, *, is_first: bool) -> LineColumn:
    kind = form.kind(name)
    css = "c-sum" if is_first else "c-in" if kind in FIGURES else "c-date" if kind == "date" else "c-acc"
    return LineColumn(form.heading_of(name), css, "" if is_first else form.heading_of(name))
