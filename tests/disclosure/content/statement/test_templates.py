"""Entries of a statement on its page, and on the page that checks a ledger."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from disclosure.content.statement.desk.checks import CheckRow
from disclosure.content.statement.desk.findings import ShownFinding
from disclosure.content.statement.models import StatementLine
from disclosure.content.statement.presenters.page import LedgerGroup, LedgerRow
from disclosure.ledger.types import Line


def piece(name: str, **context: Any) -> str:
    return render_to_string(f"disclosure/content/statement/{name}.html", {"caption": "c", **context})


def test_a_cell_without_anything_is_truly_empty() -> None:
    line = StatementLine(number=1, date=date(2026, 7, 1))
    row = LedgerRow("line", "利息", Decimal("0.50"), line=line)
    markup = piece("_ledger", groups=[LedgerGroup([row], "m7")], hide=[])
    assert re.search(r'<td class="n c-out"[^>]*></td>', markup)
    assert re.search(r'<td class="c-who"[^>]*></td>', markup)
    assert re.search(r'<td class="n c-in" data-l="收">0.50</td>', markup)
    assert '<tbody id="m7">' in markup


@pytest.mark.parametrize("column", ["date", "voucher", "account", "balance", "handler", "witness", "approver"])
def test_a_hidden_column_leaves_head_and_rows_even(column: str) -> None:
    rows = [LedgerRow("open", "上期结余"), LedgerRow("total", "合计")]
    for hide in ([], [column]):
        markup = piece("_ledger", groups=[LedgerGroup(rows)], hide=hide)
        cells = [len(re.findall(r"<t[hd] ", row)) for row in re.findall(r"<tr.*?</tr>", markup, re.DOTALL)]
        assert cells == [11 - len(hide)] * 3


def test_a_faulty_row_opens_and_underlines_what_is_wrong() -> None:
    finding = ShownFinding(
        level="error", where="第 5 笔「余额」", title="余额接不上", text="应为 2.00。", sentence="", place="r5",
        presses=[], cell=None, fold="", answer=None,
    )  # fmt: skip
    line = Line(5, None, balance=Decimal(1))
    row = CheckRow(line, id="r5", level="error", marked=frozenset({"balance", "handler"}), findings=[finding])
    markup = piece("desk/_check", rows=[row, CheckRow(line, url="#", text="第 6 到 9 行没有问题")])
    assert '<tr id="r5" class="r-err">' in markup
    assert re.findall(r"<mark>(.*?)</mark>", markup) == ["1.00", "空"]
    assert "错误 第 5 笔「余额」：余额接不上 应为 2.00。" in " ".join(re.sub(r"<[^>]+>", " ", markup).split())
    assert '<a href="#">第 6 到 9 行没有问题</a>' in markup
