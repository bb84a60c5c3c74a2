"""Changing one cell of a statement, as typed: the repair of a finding, or the clerk's own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.accounts import Accounts
from disclosure.ledger.builder import MAX_LENGTHS
from disclosure.ledger.dates import UnreadableDate, parse_date
from disclosure.ledger.types import CannotRepair, Line, Statement
from portal.core.workbooks.money import UnreadableAmount, parse_amount
from portal.core.workbooks.written import tidy

UNREADABLE_AMOUNT = gettext_noop("“%(read)s” is no amount. Write it in figures, such as 1234.56.")
MORE_DECIMALS = gettext_noop("%(read)s has more than two decimals. Write yuan and cents, such as 1234.56.")
UNREADABLE_DATE = gettext_noop("“%(read)s” is no date. Write it as 2026-07-01.")
UNKNOWN_ACCOUNT = gettext_noop("“%(read)s” is not in the chart of accounts. Choose one from the list.")
TOO_LONG = gettext_noop("This is too long. Keep it to %(limit)s characters.")
NEEDS_OPENING = gettext_noop("The opening balance cannot be left blank. Write 0 if there was none.")
NO_SUCH_LINE = gettext_noop("There is no entry %(line)s in this statement. Check it again and choose from the list.")
NO_SUCH_FIELD = gettext_noop("“%(field)s” cannot be changed here. Fix it in the sheet and send it again.")

_TEXTS = frozenset({"voucher", "summary", "handler", "witness", "approver", "note", "payee", "method"})
_TOTALS = frozenset({"opening", "stated_closing", "cash", "bank"})


def apply_fix(
    statement: Statement, line_number: int | None, field: str, value_text: str, *, accounts: Accounts | None = None
) -> Statement:
    """Return a new statement with one cell changed; nothing is recomputed but the cell itself.

    Without a line number the cell is the statement's own: `opening`, `stated_closing`, `cash`, `bank`, `title`,
    `signers.<role>`, `subtotals.<index>.<column>`. The field `balances` restates the balance of an entry and of all
    after it that go on from it. A blank value empties the cell; without the chart no account can be set.

    Raises:
        CannotRepair: If there is no such cell, or the value cannot be read.
    """
    if line_number is None:
        return _change_statement(statement, field, value_text)
    if not 1 <= line_number <= len(statement.lines):
        raise CannotRepair(NO_SUCH_LINE, line=str(line_number))
    if field == "balances":
        return _restate(statement, line_number, value_text)
    line = _change_line(statement, statement.lines[line_number - 1], field, value_text, accounts)
    lines = (*statement.lines[: line_number - 1], line, *statement.lines[line_number:])
    changed = replace(statement, lines=lines, columns=statement.columns | {field})
    return _without_problems(changed, line_number, field)


def _change_line(statement: Statement, line: Line, field: str, text: str, accounts: Accounts | None) -> Line:
    if field in _TEXTS:
        return replace(line, **{field: _short_enough(field, text)})  # type: ignore[arg-type]
    if field == "balance":
        return replace(line, balance=read_amount(text))
    if field in {"receipt", "payment"}:
        # Capital numerals were those of the amount that is now replaced.
        return replace(line, **{field: read_amount(text) or None, "capital": None})  # type: ignore[arg-type]
    if field == "date":
        return _change_date(statement, line, text)
    if field == "account":
        return _change_account(line, text, accounts)
    raise CannotRepair(NO_SUCH_FIELD, field=field)


def _short_enough(field: str, text: str) -> str:
    kept = tidy(text)
    if len(kept) > MAX_LENGTHS.get(field, len(kept)):
        raise CannotRepair(TOO_LONG, limit=str(MAX_LENGTHS[field]))
    return kept


def _change_date(statement: Statement, line: Line, text: str) -> Line:
    period = Period.parse(statement.period)
    return replace(line, date=read_day(text, period), date_text=tidy(text))


def _change_account(line: Line, text: str, accounts: Accounts | None) -> Line:
    if not tidy(text):
        return replace(line, account=None, account_text="")
    code = accounts.match(text) if accounts else None
    if code is None:
        raise CannotRepair(UNKNOWN_ACCOUNT, read=tidy(text))
    return replace(line, account=code, account_text=_short_enough("account", text))


def read_day(text: str, period: Period) -> date | None:
    """Read a day that was typed; the period gives its year, and of one month the month too.

    Raises:
        CannotRepair: If it is no day.
    """
    month = period.first.month if period.months == 1 else None
    try:
        read = parse_date(text, period=period, month=month)
        if read is not None and read.day is None:
            raise UnreadableDate(text)
    except UnreadableDate:
        raise CannotRepair(UNREADABLE_DATE, read=tidy(text)) from None
    return read.day if read else None


def read_amount(text: str) -> Decimal | None:
    """Read an amount that was typed; raise CannotRepair where it is none."""
    try:
        read = parse_amount(text)
    except UnreadableAmount:
        raise CannotRepair(UNREADABLE_AMOUNT, read=tidy(text)) from None
    if read and read.has_more_decimals:
        raise CannotRepair(MORE_DECIMALS, read=tidy(text))
    return read.value if read else None


def _change_statement(statement: Statement, field: str, text: str) -> Statement:
    head, _, rest = field.partition(".")
    if field in _TOTALS:
        amount = read_amount(text)
        if field == "opening" and amount is None:
            raise CannotRepair(NEEDS_OPENING)
        capital = None if field == "stated_closing" else statement.closing_capital
        changes: dict[str, Any] = {field: amount, "closing_capital": capital}
        return _without_problems(replace(statement, **changes), None, field)
    if field == "title":
        return replace(statement, title=tidy(text))
    if head == "signers" and rest in statement.signers:
        return replace(statement, signers={**statement.signers, rest: tidy(text)})
    if head == "subtotals":
        return _change_subtotal(statement, rest, text)
    raise CannotRepair(NO_SUCH_FIELD, field=field)


def _change_subtotal(statement: Statement, place: str, text: str) -> Statement:
    index_text, _, column = place.partition(".")
    known = index_text.isdecimal() and int(index_text) < len(statement.subtotals)
    if not known or column not in {"receipts", "payments", "balance"}:
        raise CannotRepair(NO_SUCH_FIELD, field=f"subtotals.{place}")
    index = int(index_text)
    changes: dict[str, Any] = {column: read_amount(text), "capital": None}
    subtotal = replace(statement.subtotals[index], **changes)
    return replace(statement, subtotals=(*statement.subtotals[:index], subtotal, *statement.subtotals[index + 1 :]))


def _restate(statement: Statement, line_number: int, text: str) -> Statement:
    """Put a balance right, and with it every balance after it, to the closing, that went on from the wrong one."""
    wanted, line = read_amount(text), statement.lines[line_number - 1]
    if wanted is None or line.balance is None:
        raise CannotRepair(NO_SUCH_FIELD, field="balances")
    change = wanted - line.balance
    lines = tuple(
        replace(other, balance=other.balance + change)
        if other.number >= line_number and other.balance is not None
        else other
        for other in statement.lines
    )
    subtotals = tuple(
        replace(row, balance=row.balance + change) if row.after_line >= line_number and row.balance is not None else row
        for row in statement.subtotals
    )
    closing = statement.stated_closing
    if closing is not None and closing + change == statement.closing:
        closing = statement.closing
    return replace(statement, lines=lines, subtotals=subtotals, stated_closing=closing)


def _without_problems(statement: Statement, line_number: int | None, field: str) -> Statement:
    fields = {field, "direction", "amount"} if field in {"receipt", "payment"} else {field}
    kept = tuple(
        problem for problem in statement.problems if not (problem.line == line_number and problem.field in fields)
    )
    return replace(statement, problems=kept)
