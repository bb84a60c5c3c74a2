"""Forms of a statement: the ledger to read, repairs of its cells, and the grid in which it is typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.queries import last_ended
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.presenters.ledgers import place_of as row_id, where
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.headings import HEADINGS
from disclosure.ledger.messages import detail, message, refusal, row_of, short
from disclosure.ledger.repair import apply_fix
from disclosure.ledger.types import ZERO, CannotRepair, Finding, Line, Statement
from portal.accounts.models import Unit
from portal.core.dates import month_day
from portal.core.money import format_money
from portal.core.texts import sentences
from portal.desk.grid.rows import Column, Grid, GridRow, place_of
from portal.desk.pages import set_choices

PERIODS_OFFERED = 8
PERSONAL = frozenset({"W-ID", "W-CARD", "W-PHONE"})
"""What no explanation makes fit for the public: it is masked or rewritten."""
MAX_LENGTH = 500
"""Characters of one repair."""
_CELL = re.compile(r"cell-(?P<line>\d{1,6}|s)-(?P<field>[\w.]{1,40})")


class UploadForm(forms.Form):
    """Unit, period and file; a clerk of one unit is not asked for it."""

    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.ChoiceField(label=_("Period"))
    file = forms.FileField(
        label=_("Ledger"),
        help_text=_("xlsx, xls, ods or csv, as you keep it. Nothing is saved before it has been checked."),
        error_messages={
            "required": _("Choose the file of the ledger."),
            "empty": _("The file is empty. Save the ledger again and choose it once more."),
        },
    )

    def __init__(self, *args: Any, units: Sequence[Unit], today: date, entry: CatalogueEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])
        periods = last_ended(entry, units, today=today, count=PERIODS_OFFERED)
        set_choices(self, "period", [(str(one), name_of(one)) for one in periods])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].code  # whatever the address asks for, or does not


class StatementGrid(Grid):
    """The entries of a statement, and the four figures above them."""

    columns = (
        Column("date", HEADINGS["date"], "g-date", "date", placeholder="07-01"),
        Column("voucher", HEADINGS["voucher"], "g-vou"),
        Column("summary", HEADINGS["summary"], "g-sum"),
        Column("account", HEADINGS["account"], "g-acc", "choice"),
        Column("receipt", HEADINGS["receipt"], "g-amt", "amount"),
        Column("payment", HEADINGS["payment"], "g-amt", "amount"),
        Column("balance", HEADINGS["balance"], "g-bal", "reckoned"),
        Column("handler", HEADINGS["handler"], "g-who"),
        Column("witness", HEADINGS["witness"], "g-who"),
        Column("approver", HEADINGS["approver"], "g-who"),
        Column("note", HEADINGS["note"], "g-note"),
    )
    above = (
        Column("opening", _("Opening balance"), kind="amount"),
        Column("stated_closing", _("Closing balance in your book"), kind="amount"),
        Column("cash", _("Cash"), kind="amount"),
        Column("bank", _("Bank deposits"), kind="amount"),
    )
    knows_before = True

    @classmethod
    def showing(cls, statement: Statement | None, opening: Decimal | None) -> StatementGrid:
        if statement is None:
            return cls.filled([], {"opening": format_money(opening)})
        period = Period.parse(statement.period)
        rows = [
            GridRow(index, _texts(line, period), was=line.number, number=line.number)
            for index, line in enumerate(statement.lines)
        ]
        return cls.filled(rows, {name: format_money(getattr(statement, name)) for name in TOTALS})

    @classmethod
    def cell_of(cls, finding: Finding) -> str:
        """Return the id of the cell a finding is of, else of the row; the grid must be that of the saved statement."""
        name = finding.field or ""
        if finding.line is None:
            return name if name in TOTALS else row_id(finding)
        return f"{cls.prefix}-{finding.line - 1}-{name}" if name in _TYPED else row_id(finding)

    @classmethod
    def sentence_of(cls, finding: Finding) -> str:
        """Return the text of a finding, with row and column as the grid shows them where it is of a cell of it."""
        if finding.line is None or finding.field not in _TYPED:
            return message(finding)
        place = place_of(finding.line, HEADINGS[finding.field])
        return gettext("%(name)s: %(reason)s") % {"name": place, "reason": _reason(finding)}

    def remark(self, findings: Iterable[Finding]) -> None:
        """Say below the cells of the saved statement what its check asks of them."""
        for one in findings:
            if one.line is not None and one.field in _TYPED:
                remarks = self.rows[one.line - 1].remarks
                remarks[one.field] = sentences(remarks.get(one.field, ""), _reason(one))

    def read(self, *, before: Statement | None, title: str, period: str, accounts: Accounts) -> Statement | None:
        """Read every cell; None where one cannot be read, which is then noted beside it.

        Where nothing differs from the statement before, that is returned with the balances and totals of its sheet.
        """
        known = {line.number: line for line in before.lines} if before else {}
        empty = Statement(title, period, unit_of_amounts="元", opening=ZERO, columns=_COLUMNS, layout="grid")
        statement = self._totals_read(before or empty)
        lines: list[Line] = []
        for row in self.rows:
            if not row.is_blank:
                row.number = len(lines) + 1
                old = known.get(row.was or 0)
                lines.append(_line_read(row, old, statement, accounts))
        if self.is_wrong:
            return None
        if before and _is_unchanged(before, statement, lines):
            return before
        return replace(
            statement, lines=tuple(lines), subtotals=(), columns=_COLUMNS, layout="grid", problems=(), opening_row=None
        )

    def _totals_read(self, statement: Statement) -> Statement:
        for name in TOTALS:
            try:
                statement = apply_fix(statement, None, name, self.totals.get(name, ""))
            except CannotRepair as fault:
                self.errors[name] = refusal(fault)
        return statement


TOTALS = tuple(column.name for column in StatementGrid.above)
_COLUMNS = frozenset(column.name for column in StatementGrid.columns)
_TYPED = _COLUMNS - {"balance"}


def _reason(finding: Finding) -> str:
    return gettext("%(short)s. %(detail)s") % {"short": short(finding), "detail": detail(finding)}


def _line_read(row: GridRow, old: Line | None, statement: Statement, accounts: Accounts) -> Line:
    """Read a row into an entry; what the grid does not show of the entry before stays with it."""
    number = row.number or 1
    line = replace(old, number=number, balance=None) if old else Line(number=number, row=None)
    alone = replace(statement, lines=(replace(line, number=1),), problems=())
    shown = _texts(line, Period.parse(statement.period))
    for name in shown:
        text = row.texts.get(name, "")
        if text.strip() == shown[name]:
            continue
        if name == "account" and text:
            text = f"{text} {accounts.name(text)}".strip()
        try:
            alone = apply_fix(alone, 1, name, text, accounts=accounts)
        except CannotRepair as fault:
            row.errors[name] = refusal(fault)
    return replace(alone.lines[0], number=number)


def _texts(line: Line, period: Period) -> dict[str, str]:
    cells = {column.name: getattr(line, column.name) for column in StatementGrid.columns if column.kind != "reckoned"}
    texts = {"date": _day(line, period), "account": line.account or ""}
    return cells | texts | {"receipt": format_money(line.receipt), "payment": format_money(line.payment)}


def _day(line: Line, period: Period) -> str:
    """Return the day of an entry, without its year where the period gives it."""
    if line.date is None:
        return line.date_text
    return month_day(line.date) if period.first <= line.date <= period.last else line.date.isoformat()


def _is_unchanged(before: Statement, typed: Statement, lines: list[Line]) -> bool:
    same_totals = all(getattr(before, name) == getattr(typed, name) for name in TOTALS)
    return same_totals and lines == [replace(line, balance=None) for line in before.lines]


def cell_name(line: int | None, name: str) -> str:
    """Return the name of the input for a cell."""
    return f"cell-{'s' if line is None else line}-{name}"


def answer_name(key: str) -> str:
    """Return the name of the input for the explanation of a finding."""
    return f"answer-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


class RepairForm(forms.Form):
    """The repairs of one page, which are one form, so that it works without a script.

    The input `cell-5-balance` is the new balance of entry 5, `cell-s-cash` the cash of the statement itself,
    `answer-4f2a…` the explanation of one finding. A button named `press` has such a name as its value, with what
    to put there, so that a suggestion is followed only where it was pressed.

    Attributes:
        fixes: New text by entry number (None for the statement) and field. An empty input changes nothing.
        given: Explanations by the key of their finding; empty ones are removed.
    """

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        findings: Sequence[Finding] = (),
        answers: Mapping[str, str] | None = None,
        ledger: Statement | None = None,
        accounts: Accounts | None = None,
        **kwargs: Any,
    ) -> None:
        pressed, _equals, value = data.get("press", "").partition("=") if data else ("", "", "")
        super().__init__(None if data is None else {**data, pressed: value}, auto_id="%s", **kwargs)
        self.ledger, self.accounts = ledger, accounts
        self.fixes: dict[tuple[int | None, str], str] = {}
        self.given: dict[str, str] = {}
        self.keys = {answer_name(one.key): one.key for one in findings}
        for one in findings:
            self._offer(one, answers or {})
        for name in filter(_CELL.fullmatch, self.data):
            self.fields.setdefault(name, _text_field(name))

    def _offer(self, finding: Finding, answers: Mapping[str, str]) -> None:
        name, place = finding.field or "", {"where": row_of(finding) or where(finding)}
        column = (_OF_STATEMENT if finding.line is None else _OF_LINE).get(name)
        if column or (finding.line is None and finding.fix and name.startswith("subtotals.")):
            field = str(column.label) if column else gettext("Amount")
            attributes = {"placeholder": field}
            if column is None or column.kind in ("amount", "reckoned"):
                attributes["inputmode"] = "decimal"
            if name == "account":
                attributes["list"] = "chart"
            label = gettext("%(where)s: %(field)s") % {**place, "field": field}
            cell = self.fields[cell_name(finding.line, name)] = _text_field(label, **attributes)
            if name == "date":
                cell.widget.input_type = "date"
        if not finding.is_error and finding.rule not in PERSONAL:
            attributes = {"placeholder": gettext("Explanation; it is published with the ledger")}
            answer = self.fields[answer_name(finding.key)] = _text_field(
                gettext("%(where)s: explanation") % place, **attributes
            )
            answer.initial = answers.get(finding.key, "")

    def offered(self, name: str) -> forms.BoundField | None:
        """Return an input by its name, if there is one."""
        return self[name] if name in self.fields else None

    def clean(self) -> None:
        """Try each new value on the ledger, and note those that cannot be read."""
        ledger = self.ledger
        for name, text in self.cleaned_data.copy().items():
            cell = _CELL.fullmatch(name)
            if not cell:
                if name in self.data:
                    self.given[self.keys[name]] = text
            elif text:
                line = None if cell["line"] == "s" else int(cell["line"])
                self.fixes[line, cell["field"]] = text
                try:
                    ledger = ledger and apply_fix(ledger, line, cell["field"], text, accounts=self.accounts)
                except CannotRepair as fault:
                    self.add_error(name, refusal(fault))


def _text_field(label: str, **attributes: str) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off", **attributes})
    return forms.CharField(label=label, required=False, max_length=MAX_LENGTH, widget=widget)


_OF_LINE = {column.name: column for column in StatementGrid.columns}
_OF_STATEMENT = {column.name: column for column in StatementGrid.above}
