"""A statement as it goes on a poster: the texts of its entries, and the rows of its table.

A column that is blank, or the same on every line, is replaced by a sentence below the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate, zip_longest

from disclosure.content.statement.models import Answer
from disclosure.content.statement.presenters.page import Comparison
from disclosure.ledger.types import ZERO, Line, Statement, Subtotal
from portal.core.charts import Bar
from portal.core.money import format_money

UNCLASSIFIED = "未分类"
HEADS: Mapping[str, str] = {
    "number": "序",
    "date": "日期",
    "voucher": "凭证号",
    "summary": "摘要",
    "account": "科目",
    "receipt": "收入",
    "payment": "支出",
    "balance": "余额",
    "handler": "经手人",
    "witness": "证明人",
    "approver": "审批人",
}
_INNER = frozenset({"day", "month", "quarter", "cumulative", "subtotal", "total"})
_CLOSING = frozenset({"quarter", "cumulative", "total"})  # the table ends with its own
_MAY_BE_MISSING = ("date", "voucher", "account", "handler", "witness", "approver")


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterStatement:
    """A money statement with what is shown beside it, in Chinese; without accounts or comparison there is no picture.

    `corrected_lines` are the numbers of the entries that differ from the edition before, `notes` the answers to
    warnings, printed as footnotes.
    """

    statement: Statement
    account_names: Mapping[str, str] = field(default_factory=dict)
    receipts_by_account: tuple[Bar, ...] = ()
    payments_by_account: tuple[Bar, ...] = ()
    comparison: Comparison | None = None
    notes: tuple[Answer, ...] = ()
    corrected_lines: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns that stay, the sentences for those that do not, and the words of each entry."""

    fields: tuple[str, ...]
    remarks: tuple[str, ...]
    words: Mapping[int, Mapping[str, str]]
    below: Mapping[int, tuple[str, ...]]


def facts_of(poster: PosterStatement) -> Facts:
    """Return the columns and texts of the poster's entries."""
    lines = poster.statement.lines
    years = {line.date.year for line in lines if line.date}
    pattern = "%m-%d" if len(years) <= 1 else "%Y-%m-%d"
    words = {line.number: _words(line, pattern, poster.account_names) for line in lines}
    empty = tuple(
        name
        for name in _MAY_BE_MISSING
        if not any(entry[name] for entry in words.values())
        or (name == "account" and all(entry[name] == UNCLASSIFIED for entry in words.values()))
    )
    approvers = {entry["approver"] for entry in words.values()}
    sole = approvers.pop() if len(approvers) == 1 and lines else ""
    dropped = {*empty, "approver"} if sole else set(empty)
    return Facts(
        fields=tuple(name for name in HEADS if name not in dropped),
        remarks=(*_dropped(poster, empty, sole), *_cash_and_bank(poster), *poster.remarks),
        words=words,
        below={line.number: _below(line) for line in lines},
    )


def _words(line: Line, pattern: str, accounts: Mapping[str, str]) -> dict[str, str]:
    account = line.account_text or line.account or UNCLASSIFIED
    return {
        "number": str(line.number),
        "date": line.date.strftime(pattern) if line.date else line.date_text,
        "voucher": line.voucher,
        "summary": line.summary,
        "account": accounts.get(line.account or "", account),
        "receipt": format_money(line.receipt),
        "payment": format_money(line.payment),
        "handler": line.handler,
        "witness": line.witness,
        "approver": line.approver,
    }


def _below(line: Line) -> tuple[str, ...]:
    paid = (f"收款：{line.payee}" if line.payee else "", line.method)
    return tuple(filter(None, ("，".join(filter(None, paid)), line.note)))


def _dropped(poster: PosterStatement, empty: tuple[str, ...], sole: str) -> list[str]:
    statement = poster.statement
    if not statement.lines or statement.layout == "two_sided":
        return []
    absent = [HEADS[name] for name in empty if name not in statement.columns]
    blank = [HEADS[name] for name in empty if name in statement.columns]
    sentences = [f"各笔审批人：{sole}。"] if sole else []
    if absent:
        sentences.append(f"原表没有{'、'.join(absent)}栏。")
    if blank:
        sentences.append(f"各笔都没有填写{'、'.join(blank)}。")
    return sentences


def _cash_and_bank(poster: PosterStatement) -> list[str]:
    """Name the cash and the bank deposits in the closing balance, as far as they are stated."""
    held = (("库存现金", poster.statement.cash), ("银行存款", poster.statement.bank))
    parts = [f"{label} {format_money(amount)}" for label, amount in held if amount is not None]
    return [f"期末结余中{'，'.join(parts)}。"] if parts else []


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: an entry, a pair of entries of a two-sided sheet, or a sub-total.

    Without any of them there was no movement. `receipts` and `payments` are what it adds to the totals, `other` is the
    payment beside a receipt. A sheet may well end where a month does; a row that is `glued` is on the sheet of the row
    before it.
    """

    receipts: Decimal
    payments: Decimal
    balance: Decimal
    line: Line | None = None
    other: Line | None = None
    subtotal: Subtotal | None = None
    month_end: bool = False
    glued: bool = False


def rows_of(statement: Statement) -> tuple[Row, ...]:
    """Return the rows between opening and total.

    Sub-totals of the pages of the ledger that was read are left out: the poster has other
    pages and counts its own.
    """
    if not statement.lines:
        return (Row(ZERO, ZERO, statement.opening),)
    if statement.layout == "two_sided":
        return _two_sided(statement)
    return _line_by_line(statement)


def total(rows: Iterable[Row], label: str = "") -> Subtotal:
    """Return what rows add up to, with the balance after the last of them."""
    receipts = payments = balance = ZERO
    for row in rows:
        receipts += row.receipts
        payments += row.payments
        balance = row.balance
    return sum_row(label, receipts, payments, balance)


def sum_row(
    label: str, receipts: Decimal | None = None, payments: Decimal | None = None, balance: Decimal | None = None
) -> Subtotal:
    """Return a row of sums; None leaves a cell blank."""
    return Subtotal("total", None, label, 0, None, receipts, payments, balance)


def _line_by_line(statement: Statement) -> tuple[Row, ...]:
    subtotals = _subtotals_by_line(statement)
    lines = statement.lines
    balances = list(accumulate((line.movement for line in lines), initial=statement.opening))[1:]
    rows: list[Row] = []
    for index, (line, balance) in enumerate(zip(lines, balances, strict=True)):
        after = subtotals.get(line.number, [])
        ends = _month_ends(line, lines[index + 1 :]) or any(item.kind == "month" for item in after)
        came, went = line.receipt or ZERO, line.payment or ZERO
        rows.append(Row(came, went, balance, line=line, month_end=ends and not after))
        rows += [
            Row(ZERO, ZERO, balance, subtotal=item, month_end=ends and item is after[-1], glued=True) for item in after
        ]
    return tuple(rows)


def after_total(statement: Statement) -> tuple[Subtotal, ...]:
    """Return the running totals (本年累计) below the total of the period."""
    last = statement.lines[-1].number if statement.lines else 0
    return tuple(item for item in statement.subtotals if item.kind == "cumulative" and item.after_line >= last)


def _subtotals_by_line(statement: Statement) -> dict[int, list[Subtotal]]:
    last = statement.lines[-1].number
    found: dict[int, list[Subtotal]] = {}
    for item in statement.subtotals:
        at_end = item.after_line >= last and item.kind in _CLOSING
        if item.kind in _INNER and not at_end:
            found.setdefault(item.after_line, []).append(item)
    return found


def _month_ends(line: Line, following: Sequence[Line]) -> bool:
    if line.date is None:
        return False
    later = following[0].date if following else date.max
    return later is not None and (later.year, later.month) != (line.date.year, line.date.month)


def _two_sided(statement: Statement) -> tuple[Row, ...]:
    left = [line for line in statement.lines if line.receipt is not None]
    right = [line for line in statement.lines if line.receipt is None]
    rows: list[Row] = []
    balance = statement.opening
    for receipt, payment in zip_longest(left, right):
        came = receipt.receipt or ZERO if receipt else ZERO
        went = payment.payment or ZERO if payment else ZERO
        balance += came - went
        rows.append(Row(came, went, balance, line=receipt, other=payment))
    return tuple(rows)
