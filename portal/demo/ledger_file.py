"""A quarter as the file of an office, read back by the portal's reader with that office's slips."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from disclosure.ledger.accounts import Accounts
from disclosure.ledger.read import read_ledger
from disclosure.ledger.types import Statement

HEAD = ("序号", "日期", "凭证号", "摘要", "科目", "收入", "支出", "余额", "经手人", "证明人", "审批人", "备注")


def reread(statement: Statement, slips: Mapping[str, Any], accounts: Accounts) -> Statement:
    """Write a statement as CSV the way one office does, and read it as an upload would be.

    Args:
        statement: What is right.
        slips: `period`, what the title says instead; `opening` false, where its row is left out;
            `decimals`, the summary of an entry whose amount has three places.
        accounts: The chart.
    """
    title = statement.title
    if "period" in slips:
        title = f"{title[: title.index('2')]}{slips['period']}财务收支公开表"
    text = StringIO()
    sheet = csv.writer(text)
    sheet.writerows([(title,), ("单位：元",), HEAD])
    if slips.get("opening", True):
        sheet.writerow(("", "", "", "上期结余", "", "", "", statement.opening))
    slip = next((line.number for line in statement.lines if line.summary == slips.get("decimals")), None)
    for line in statement.lines:
        tail = "4" if line.number == slip else ""  # a tenth of a cent, rounded away
        amounts = (line.receipt or "", f"{line.payment}{tail}" if line.payment else "", line.balance)
        hands = (line.handler, line.witness, line.approver, line.note)
        sheet.writerow((line.number, line.date, line.voucher, line.summary, line.account, *amounts, *hands))
    sheet.writerow(("", "", "", "本季合计", "", statement.receipts, statement.payments))
    sheet.writerow(("", "", "", "期末结余", "", "", "", statement.closing))
    sheet.writerow([f"{role}：{name}" for role, name in statement.signers.items()])
    content = text.getvalue().encode("utf-8-sig")
    return read_ledger(content, name=f"{title}.csv", period=statement.period, accounts=accounts)
