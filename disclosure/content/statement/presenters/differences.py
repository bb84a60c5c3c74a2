"""What changed of a statement: between two editions, and while its draft was written.

Entries are matched by their content, not by their number, so that an entry put in between does not make every
later one look changed. Running balances are left out: they follow from the movements.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from disclosure.content.statement import queries
from disclosure.content.statement.models import LINE_FIELDS, StatementLine
from disclosure.ledger.canonical import from_canonical
from disclosure.ledger.messages import column_name
from disclosure.ledger.types import ZERO, Line, Statement
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import changed_paragraphs, opcodes
from disclosure.notices.registry import ChangedLine, ChangedLines, Difference, Document, LineColumn
from portal.core import dates
from portal.core.money import format_change, format_money
from portal.core.texts import as_written
from portal.desk.trail import TrailLine, changed, successive

AMOUNTS = ("receipt", "payment")
FIELDS = tuple(name.removesuffix("_id") for name in LINE_FIELDS if name != "balance")
"""What is compared of an entry. Its number and its running balance follow from the entries before it."""

FIGURES = {
    "opening": gettext_lazy("Opening balance"),
    "receipts": gettext_lazy("Receipts"),
    "payments": gettext_lazy("Payments"),
    "closing": gettext_lazy("Closing balance"),
    "cash": gettext_lazy("Cash"),
    "bank": gettext_lazy("Bank deposits"),
}
DERIVED = frozenset({"receipts", "payments", "closing", "answers"})
"""What the canonical document has of a statement beside what was read."""


def statement_changes(before: Document, after: Document) -> Iterator[Difference]:
    """Yield what changed of the statement of two canonical documents: explanations, entries, figures."""
    for was, now in changed_paragraphs(_answers(before), _answers(after)):
        yield Difference(_("Explanations"), as_written(was), as_written(now))
    first, second = _statement(before), _statement(after)
    for old, new in line_changes(first.lines if first else (), second.lines if second else ()):
        yield from _line_rows(old, new)
    yield from _figure_rows(first, second)


def line_changes(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Yield each entry that changed, as it was and as it is; None where it was added or removed."""
    compared = ([tuple(getattr(line, name) for name in FIELDS) for line in lines] for lines in (before, after))
    for tag, start, end, other_start, other_end in opcodes(*compared):
        if tag != "equal":
            yield from _paired(before[start:end], after[other_start:other_end])


LINE_COLUMNS = (
    ("date", "c-date", None),
    ("voucher", "c-vou", None),
    ("summary", "c-sum", None),
    ("account", "c-acc", None),
    ("receipt", "c-in", pgettext_lazy("mark of a receipt", "in")),
    ("payment", "c-out", pgettext_lazy("mark of a payment", "out")),
    ("balance", "c-bal", pgettext_lazy("label in an entry", "balance")),
    ("handler", "c-who", pgettext_lazy("label in an entry", "handled by")),
    ("witness", "c-who", pgettext_lazy("label in an entry", "witness")),
    ("approver", "c-who", pgettext_lazy("label in an entry", "approved by")),
    ("note", "c-who", None),
    ("payee", "c-who", None),
    ("method", "c-who", None),
)
"""The columns of changed entries: field, class of the style sheet, and what stands before it on a phone."""


def statement_lines(before: Document, after: Document) -> ChangedLines | None:
    """Return the entries that changed between two canonical documents; None where neither has a statement."""
    first, second = _statement(before), _statement(after)
    pairs = list(line_changes(first.lines if first else (), second.lines if second else ()))
    lines = [line for pair in pairs for line in pair if line]
    if not lines:
        return None
    names = queries.account_names({line.account for line in lines if line.account})
    shown = [column for column in LINE_COLUMNS if any(getattr(line, column[0]) for line in lines)]

    def cells(line: Line | None) -> list[str] | None:
        return None if line is None else [_cell(line, field, names) for field, _css, _label in shown]

    return ChangedLines(
        [
            LineColumn(capfirst(column_name(field)), css, str(label or ""), field == "balance")
            for field, css, label in shown
        ],
        [ChangedLine(_entry_name(old, new), cells(old), cells(new)) for old, new in pairs],
    )


def _entry_name(old: Line | None, new: Line | None) -> str:
    number = {"number": (new or old or Line(0, None)).number}
    if old and new:
        return _("Entry %(number)d") % number
    return (_("Entry %(number)d, added") if new else _("Entry %(number)d, removed")) % number


def _cell(line: Line, field: str, names: Mapping[str, str]) -> str:
    value = getattr(line, field)
    if field == "account":
        return f"{value} {names.get(value, '')}".strip() if value else as_written(line.account_text)
    if field == "date":
        return dates.month_day(value) if value else ""
    return format_money(value) if isinstance(value, Decimal) else as_written(value or "")


def statement_draft_changes(edition: Edition) -> Iterator[TrailLine]:
    """Yield what was changed of each entry, cell by cell."""
    records = StatementLine.history.filter(statement__edition=edition).select_related("history_user")
    for before, after in successive(records):
        entry = _("Entry %(number)d") % {"number": after.number}
        if after.history_type == "-":
            yield changed(after, entry, before.summary, _("removed"))
            continue
        for field in FIELDS:
            old, new = (getattr(one, "account_id" if field == "account" else field) for one in (before, after))
            if old != new and field != "account_text":
                what = _("%(entry)s, %(field)s") % {"entry": entry, "field": column_name(field)}
                yield changed(after, what, _recorded(old), _recorded(new))


def _statement(document: Document) -> Statement | None:
    stored = document.get("statement")
    return from_canonical({name: stored[name] for name in stored.keys() - DERIVED}) if stored else None


def _answers(document: Document) -> list[str]:
    return [answer["text"] for answer in (document.get("statement") or {}).get("answers", ())]


def _paired(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Pair the entries of a stretch that differs: those as many in order, else by their voucher."""
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
        return
    by_voucher = {line.voucher: line for line in before if line.voucher}
    matched = [(by_voucher.pop(line.voucher, None), line) for line in after]
    kept = {old.number for old, _new in matched if old}
    yield from ((old, None) for old in before if old.number not in kept)
    yield from matched


def _line_rows(old: Line | None, new: Line | None) -> Iterator[Difference]:
    if old and new:
        for field in FIELDS:
            if getattr(old, field) != getattr(new, field):
                values = _value(old, field), _value(new, field)
                yield Difference(_cell_name(new, field), *values, field not in AMOUNTS, of_line=True)
    elif new:
        yield Difference(_entry_name(old, new), "", _summary(new), of_line=True)
    elif old:
        yield Difference(_entry_name(old, new), _summary(old), "", of_line=True)


def _cell_name(line: Line, field: str) -> SafeString:
    """Name a field of an entry; an amount is named by the summary beside it."""
    if field in AMOUNTS:
        return format_html(_("Entry {number}, {summary}"), number=line.number, summary=as_written(line.summary))
    return format_html(_("Entry {number}, {field}"), number=line.number, field=column_name(field))


def _summary(line: Line) -> SafeString:
    return format_html("{} {}", as_written(line.summary), format_money(line.amount))


def _value(line: Line, field: str) -> SafeString | str:
    value = getattr(line, field)
    if field in AMOUNTS:
        return format_money(value)
    if field == "date":
        return dates.full_date(value) if value else ""
    return as_written(value or "")


def _figure_rows(before: Statement | None, after: Statement | None) -> Iterator[Difference]:
    for figure, label in FIGURES.items():
        yield from _figure_row(before, after, figure, str(label))
    if before and after:
        old, new = _months(before), _months(after)
        for month in sorted(old.keys() | new.keys()):
            name = dates.month_name(date(1, month, 1))
            for side, what in enumerate((_("Receipts in %(month)s"), _("Payments in %(month)s"))):
                if old[month][side] != new[month][side]:
                    yield _amounts(what % {"month": name}, old[month][side], new[month][side])


def _months(statement: Statement) -> dict[int, tuple[Decimal, Decimal]]:
    sums: dict[int, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for line in statement.lines:
        if line.date:
            receipts, payments = sums[line.date.month]
            sums[line.date.month] = (receipts + (line.receipt or 0), payments + (line.payment or 0))
    return sums


def _figure_row(before: Statement | None, after: Statement | None, figure: str, what: str) -> Iterator[Difference]:
    first, second = (getattr(one, figure) if one else None for one in (before, after))
    if first != second:
        yield _amounts(what, first, second)


def _amounts(what: str, before: Decimal | None, after: Decimal | None) -> Difference:
    by = format_change(before, after)
    return Difference(what, format_money(before), format_money(after), text=False, by=by)


def _recorded(value: Any) -> str:
    if isinstance(value, date):
        return dates.month_day(value)
    return format_money(value) if isinstance(value, Decimal) else str(value or "")
