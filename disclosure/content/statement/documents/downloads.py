"""A statement as data to take away. The table is Chinese, like the notice; JSON carries both names of accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from disclosure.content.statement.models.statement import StatementLine
from disclosure.content.statement.queries.breakdown import AccountSum, breakdown
from disclosure.content.statement.queries.reading import read
from disclosure.notices.models import Edition
from disclosure.notices.registry.parts import Table

HEADS = (
    "序号",
    "日期",
    "凭证号",
    "摘要",
    "科目编码",
    "科目",
    "收入",
    "支出",
    "余额",
    "经手人",
    "证明人",
    "审批人",
    "备注",
)
_WIDTHS = (6, 12, 14, 34, 10, 18, 15, 15, 15, 10, 10, 10, 24)

Value = str | int | Decimal | None
Row = tuple[Value, ...]


def statement_table(edition: Edition) -> Table | None:
    """Return the entries between opening and closing balance; None where an edition has no statement."""
    reading = read(edition)
    if reading is None:
        return None
    statement = reading.statement
    total = _row(
        summary="合计与期末结余",
        receipt=statement.receipts,
        payment=statement.payments,
        balance=statement.closing,
    )
    opening = _row(summary="上期结余", balance=statement.opening)
    rows = [opening, *(_line_row(line) for line in reading.lines), total]
    return Table(HEADS, _WIDTHS, rows, wraps=False)


def statement_data(edition: Edition) -> dict[str, Any] | None:
    """Return what the download as JSON says of the statement; amounts are in yuan."""
    reading = read(edition)
    if reading is None:
        return None
    statement, sums = reading.statement, breakdown(reading.lines)
    return {
        "currency": "CNY",
        "opening": statement.opening,
        "receipts": statement.receipts,
        "payments": statement.payments,
        "closing": statement.closing,
        "receipts_by_account": [_sum(one) for one in sums.receipts],
        "payments_by_account": [_sum(one) for one in sums.payments],
        "income": sums.income,
        "earmarked": sums.earmarked,
        "recovered": sums.recovered,
        "borrowed": sums.borrowed,
        "expense": sums.expense,
        "lines": [_line(line) for line in reading.lines],
        "answers": [{"rule": answer.rule, "line": answer.line, "text": answer.text} for answer in reading.answers],
    }


def _line_row(line: StatementLine) -> Row:
    return _row(
        number=line.number,
        date=line.date.isoformat() if line.date else "",
        voucher=line.voucher,
        summary=line.summary,
        code=line.account.code if line.account else "",
        account=line.account.name_zh if line.account else line.account_text,
        receipt=line.receipt,
        payment=line.payment,
        balance=line.balance,
        handler=line.handler,
        witness=line.witness,
        approver=line.approver,
        note=line.note,
    )


def _row(
    *,
    number: Value = None,
    date: Value = None,
    voucher: Value = None,
    summary: Value = None,
    code: Value = None,
    account: Value = None,
    receipt: Value = None,
    payment: Value = None,
    balance: Value = None,
    handler: Value = None,
    witness: Value = None,
    approver: Value = None,
    note: Value = None,
) -> Row:
    """Return one row in the order of `HEADS`."""
    who = (handler, witness, approver)
    return (number, date, voucher, summary, code, account, receipt, payment, balance, *who, note)


def _sum(one: AccountSum) -> dict[str, Any]:
    return {"account": one.account.code if one.account else None, "amount": one.amount}


def _line(line: StatementLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "date": line.date,
        "voucher": line.voucher,
        "summary": line.summary,
        "account": line.account_id,
        "account_zh": line.account.name_zh if line.account else line.account_text,
        "account_en": line.account.name_en if line.account else None,
        "receipt": line.receipt,
        "payment": line.payment,
        "balance": line.balance,
        "handler": line.handler,
        "witness": line.witness,
        "approver": line.approver,
        "note": line.note,
    }
