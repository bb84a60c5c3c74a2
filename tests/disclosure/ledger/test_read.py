"""The ledgers of the repository, against what they are known to say."""

import json
from decimal import Decimal
from typing import Any

import pytest

from disclosure.ledger.canonical import from_canonical, to_canonical
from disclosure.ledger.heads import combine, recognise
from disclosure.ledger.labels import read_label, read_pairs, read_signers, read_unit
from disclosure.ledger.read import period_named
from disclosure.ledger.rules import check
from disclosure.ledger.types import plain
from tests.disclosure.ledger.builders import DATA, read

EXPECTED: dict[str, Any] = json.loads((DATA / "ledgers" / "expected.json").read_text(encoding="utf-8"))
RULE_OF = {
    "date outside the period": "W-DATE",
    "voucher of line 10 again": "W-VOUCHER",
    "no handler": "W-EMPTY-HANDLER",
    "entertainment": "W-ENTERTAINMENT",
    "ID number in the text": "W-ID",
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_figures(name: str) -> None:
    known = EXPECTED[name]
    statement = read((DATA / "ledgers" / name).read_bytes(), period=known["period"], name=name)
    found = {key: plain(getattr(statement, key)) for key in ("opening", "receipts", "payments", "closing")}
    assert found == {key: known[key] for key in found}
    assert len(statement.lines) == known["lines"]
    assert statement.problems == ()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_findings(name: str) -> None:
    known = EXPECTED[name]
    statement = read((DATA / "ledgers" / name).read_bytes(), period=known["period"], name=name)
    found = check(statement, previous_closing=statement.opening)
    errors = [(one.rule, one.line) for one in found if one.is_error]
    assert sorted(errors, key=str) == sorted(((one["rule"], one["line"]) for one in known["errors"]), key=str)
    warnings = {(one.rule, one.line) for one in found if not one.is_error}
    assert {(RULE_OF[one["what"]], one["line"]) for one in known["warnings"]} <= warnings
    assert {rule for rule, line in warnings if line is None} <= {"W-COLUMN"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_canonical_documents_lose_nothing(name: str) -> None:
    statement = read((DATA / "ledgers" / name).read_bytes(), period=EXPECTED[name]["period"])
    assert from_canonical(json.loads(json.dumps(to_canonical(statement)))) == statement


def test_signers_cash_and_bank() -> None:
    statement = read((DATA / "ledgers" / "liushu-2026Q3.xlsx").read_bytes())
    assert statement.signers == {"村党支部书记": "刘守义", "监委会主任": "周明远", "会计": "钱秀兰"}
    assert (statement.cash, statement.bank) == (Decimal("860.50"), Decimal("475672.22"))
    assert statement.title == "柳树村2026年第三季度财务收支逐笔逐项公开表"
    assert [(row.kind, row.after_line, row.month) for row in statement.subtotals] == [
        ("month", 10, 7), ("month", 20, 8), ("month", 30, 9), ("quarter", 30, None),
    ]  # fmt: skip
    first = statement.lines[0]
    assert (first.number, first.row, first.account, first.voucher) == (1, 5, "514", "记-07001")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("收 入 金 额", "receipt"), ("收入（元）", "receipt"), ("借方金额", "receipt"), ("收方", "receipt"),
        ("支出\n金额", "payment"),
        ("贷方", "payment"), ("付方金额（万元）", "payment"), ("余  额", "balance"), ("结存", "balance"),
        ("摘　要", "summary"),
        ("事由", "summary"), ("内容", "summary"), ("凭证字号", "voucher"), ("凭证号", "voucher"),
        ("经手人（签字）", "handler"),
        ("经办人", "handler"), ("验收人", "witness"), ("证明人", "witness"), ("批准人", "approver"), ("备 注", "note"),
        ("会计科目", "account"), ("序号", "number"), ("记账日期", "date"), ("收款人", "payee"), ("支付方式", "method"),
    ],
)  # fmt: skip
def test_heads(text: str, field: str) -> None:
    head = recognise(text)
    assert head is not None
    assert head.field == field


@pytest.mark.parametrize(
    "text", ["", "柳树村", "公开日期：2026年10月15日", "财务收支公开表", "1", "单位：元", "孙德胜"]
)
def test_no_heads(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("top", "sub", "field"),
    [
        ("2026年", "月", "month"), ("凭证", "字", "voucher_word"), ("凭证", "号", "voucher"),
        ("收入", "金额", "amount"),
        ("签字", "经手人", "handler"), ("收支金额", "支出", "payment"), ("借方", "", "receipt"),
        ("", "摘要", "summary"),
    ],
)  # fmt: skip
def test_heads_in_two_rows(top: str, sub: str, field: str) -> None:
    head = combine(top, sub)
    assert head is not None
    assert head.field == field


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("上期结余", "opening"), ("上年结转", "opening"), ("期初余额", "opening"), ("一、上季结余", "opening"),
        ("7月合计", "month"),
        ("本 月 合 计", "month"), ("月计", "month"), ("七月份合计", "month"), ("本季合计", "quarter"),
        ("第三季度合计", "quarter"),
        ("合计：", "total"), ("总 计", "total"), ("本期合计", "total"), ("本页合计", "page"),
        ("本年累计", "cumulative"),
        ("承前页", "brought"), ("过次页", "carried"), ("期末结余", "closing"), ("本期结余", "closing"),
        ("结转下季", "closing"),
        ("其中：库存现金", "cash"), ("银行存款（农商行）", "bank"), ("小计", "subtotal"), ("收入合计", "total"),
    ],
)  # fmt: skip
def test_labels(text: str, kind: str) -> None:
    label = read_label(text)
    assert label is not None
    assert label.kind == kind


@pytest.mark.parametrize(
    "text", ["", "银行存款利息", "收回上年结余款", "村委会支出", "现金支出", "合计时多收退回", "土地承包费"]
)
def test_no_labels(text: str) -> None:
    assert read_label(text) is None


def test_running_text() -> None:
    pairs = [(label.kind, text.strip()) for label, text in read_pairs("上期结余：64,310.22元；期末结余 79018.33")]
    assert pairs == [("opening", "64,310.22元"), ("closing", "79018.33")]
    assert read_signers("书记：   主任：张三  会计：李四") == {"书记": "", "主任": "张三", "会计": "李四"}
    assert [read_unit(text) for text in ("单位：元", "（单位：万元）", "金额单位：人民币元", "单位：柳树村")] == [
        "元", "万元", "元", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("柳树村2026年第三季度公开表", "2026Q3"), ("2026年3季度", "2026Q3"), ("二〇二六年七月份收支表", "2026-07"),
        ("2026年度上半年", "2026H1"), ("公开日期：2026年10月15日", None), ("财务公开表", None), ("2026年度", None),
    ],
)  # fmt: skip
def test_periods_in_titles(text: str, period: str | None) -> None:
    named = period_named(text)
    assert (str(named) if named else None) == period
