"""A statement as data to download. The table is Chinese, like the notice; JSON carries both names of accounts."""

from typing import Any

from disclosure.content.statement.models import StatementLine
from disclosure.content.statement.queries import AccountSum, read
from disclosure.notices.models import Edition
from disclosure.notices.registry import Table

COLUMNS = (
    ("number", "序号", 6),
    ("date", "日期", 12),
    ("voucher", "凭证号", 14),
    ("summary", "摘要", 34),
    ("account", "科目编码", 10),
    ("account_zh", "科目", 18),
    ("receipt", "收入", 15),
    ("payment", "支出", 15),
    ("balance", "余额", 15),
    ("handler", "经手人", 10),
    ("witness", "证明人", 10),
    ("approver", "审批人", 10),
    ("note", "备注", 24),
)
"""Key of the data, head and width of each column."""
HEADS = tuple(head for _key, head, _width in COLUMNS)


def statement_table(edition: Edition) -> Table | None:
    """Return the entries between opening and closing balance; None where an edition has no statement."""
    reading = read(edition)
    if reading is None:
        return None
    statement = reading.statement
    rows: list[dict[str, Any]] = [
        {"summary": "上期结余", "balance": statement.opening},
        *(_cells(line) for line in reading.lines),
        {
            "summary": "合计与期末结余",
            "receipt": statement.receipts,
            "payment": statement.payments,
            "balance": statement.closing,
        },
    ]
    cells = [tuple(row.get(key) for key, _head, _width in COLUMNS) for row in rows]
    return Table(HEADS, tuple(width for _key, _head, width in COLUMNS), cells, wraps=False)


def statement_data(edition: Edition) -> dict[str, Any] | None:
    """Return the statement as the download in JSON has it; amounts are in yuan."""
    reading = read(edition)
    if reading is None:
        return None
    statement, sums = reading.statement, reading.sums
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


def _sum(one: AccountSum) -> dict[str, Any]:
    return {"account": one.account.code if one.account else None, "amount": one.amount}


def _cells(line: StatementLine) -> dict[str, Any]:
    day, code = line.date.isoformat() if line.date else "", line.account_id or ""
    return _line(line) | {"date": day, "account": code}


def _line(line: StatementLine) -> dict[str, Any]:
    names = {
        "account": line.account_id,
        "account_zh": line.account.name_zh if line.account else line.account_text,
        "account_en": line.account.name_en if line.account else None,
    }
    data = {key: getattr(line, key) for key, _head, _width in COLUMNS if key not in names}
    return data | names
