"""Ledgers by category: receipts left and payments right, or one below the other."""

from decimal import Decimal

import pytest

from disclosure.ledger.rules import check
from disclosure.ledger.types import Finding, Statement
from portal.core.workbooks.faults import UnreadableFile
from tests.disclosure.ledger.builders import Merges, Rows, as_csv, as_xlsx, read


def errors(statement: Statement) -> list[Finding]:
    return [finding for finding in check(statement, previous_closing=None) if finding.is_error]


def figures(statement: Statement) -> tuple[str, str, str, str, int]:
    return (
        str(statement.opening), str(statement.receipts), str(statement.payments), str(statement.closing),
        len(statement.lines),
    )  # fmt: skip


USUAL: Rows = [
    ["石桥村2026年第三季度收支公开表"],
    ["收入项目", "金额", "备注", "支出项目", "金额", "备注"],
    ["转移支付", 5200, None, "误工补贴", 1860, None],
    ["经营收入", 1860, None, "电费", 213.47, None],
    [None, None, None, "慰问", 300, None],
    ["合计", 7060, None, "合计", 2373.47, None],
    ["上期结余", 1000, None, "期末结余", 5686.53, None],
    ["村党支部书记：", None, None, "会计：", None, None],
]


def test_the_usual_form_numbers_receipts_first() -> None:
    statement = read(as_xlsx(USUAL, [(0, 0, 0, 5)]))
    assert errors(statement) == []
    assert figures(statement) == ("1000.00", "7060.00", "2373.47", "5686.53", 5)
    assert [(line.summary, line.row) for line in statement.lines] == [
        ("转移支付", 3), ("经营收入", 4), ("误工补贴", 3), ("电费", 4), ("慰问", 5),
    ]  # fmt: skip
    assert [line.account for line in statement.lines] == [None, "501", None, None, None]
    assert statement.layout == "two_sided"


def test_a_head_in_two_rows() -> None:
    rows: Rows = [
        ["收入部分", None, None, "支出部分", None, None],
        ["项 目", "金 额", "备注", "项 目", "金 额", "备注"],
        *USUAL[2:],
    ]
    merges: Merges = [(0, 0, 0, 2), (0, 3, 0, 5)]
    for content in (as_xlsx(rows, merges), as_xlsx(rows), as_csv(rows)):
        statement = read(content)
        assert errors(statement) == []
        assert figures(statement)[:3] == ("1000.00", "7060.00", "2373.47")


def test_an_account_that_balances_on_both_sides() -> None:
    rows: Rows = [
        ["收入项目", "金额（元）", "支出项目", "金额（元）"],
        ["上期结余", 1000, "误工补贴", 1860],
        ["转移支付", 5200, "电费", 213.47],
        [None, None, "期末结余", 4126.53],
        ["总计", 6200, "总计", 6200],
    ]
    statement = read(as_xlsx(rows))
    assert errors(statement) == []
    assert figures(statement)[:4] == ("1000.00", "5200.00", "2073.47", "4126.53")


def test_numbered_groups_are_sums_of_what_is_below() -> None:
    rows: Rows = [
        ["收入项目", "金额", "支出项目", "金额"],
        ["一、经营收入", 300, "一、管理费用", 50],
        ["1.土地承包", 100, "1.办公费", 20],
        ["2.房屋出租", 200, "2.差旅费", 30],
        ["二、补助收入", 5, "二、公益支出", 7],
        ["收入合计", 305, "支出合计", 57],
        ["上期结余", 10, "期末结余", 258],
    ]
    statement = read(as_xlsx(rows))
    assert errors(statement) == []
    assert figures(statement) == ("10.00", "305.00", "57.00", "258.00", 6)
    rows[2][1] = 110
    assert [finding.rule for finding in errors(read(as_xlsx(rows)))] == ["I4"]


def test_parts_of_a_row_above_do_not_count_twice() -> None:
    rows: Rows = [
        ["收入项目", "金额", "支出项目", "金额"],
        ["土地承包", 300, "工资", 50],
        ["其中：一组", 100, "其中：保洁", 20],
        ["合计", 300, "合计", 50],
        ["上期结余", 10, "期末结余", 260],
    ]
    assert figures(read(as_xlsx(rows)))[1:3] == ("300.00", "50.00")


def test_categories_without_an_amount_are_left_out() -> None:
    rows: Rows = [
        ["收入项目", "金额", "支出项目", "金额"],
        ["土地承包", 300, "工资", 50],
        ["光伏收益", None, "招待费", "0.00"],
        ["捐赠", "—", "修路", "-"],
        ["上期结余", 0, "期末结余", 250],
    ]
    assert len(read(as_xlsx(rows)).lines) == 2


@pytest.mark.parametrize(("row", "column"), [(2, 1), (4, 4)])
def test_a_wrong_amount_is_one_error(row: int, column: int) -> None:
    rows = [list(values) for values in USUAL]
    rows[row][column] = 9999
    found = errors(read(as_xlsx(rows)))
    assert [finding.rule for finding in found] == ["I4"]
    assert found[0].row == 6
    assert found[0].params["closing"] != found[0].params["stated_closing"]


def test_an_amount_that_cannot_be_read_is_one_error_at_its_entry() -> None:
    rows = [list(values) for values in USUAL]
    rows[3][4] = "贰百多"
    found = errors(read(as_xlsx(rows)))
    assert [(finding.rule, finding.row, finding.line) for finding in found] == [("READ", 4, 4)]


def test_what_a_form_by_category_lacks_is_one_warning() -> None:
    found = check(read(as_xlsx(USUAL)), previous_closing=Decimal("1000.00"))
    assert [finding.rule for finding in found] == ["W-COLUMN"]


SECTIONS: Rows = [
    ["石桥村2026年第三季度收支公开表"],
    ["项目", "金额", "备注"],
    ["一、上期结余", 1000, None],
    ["二、本期收入", 7060, None],
    ["转移支付", 5200, None],
    ["经营收入", 1860, None],
    ["三、本期支出", 2373.47, None],
    ["误工补贴", 1860, None],
    ["电费", 513.47, None],
    ["四、期末结余", 5686.53, None],
    ["其中：现金", 86.53, None],
    ["银行存款", 5600, None],
]


def test_sections_one_below_the_other() -> None:
    statement = read(as_xlsx(SECTIONS))
    assert errors(statement) == []
    assert figures(statement) == ("1000.00", "7060.00", "2373.47", "5686.53", 4)
    assert statement.layout == "sections"
    assert (statement.cash, statement.bank) == (Decimal("86.53"), Decimal("5600.00"))


def test_sections_with_a_head_each() -> None:
    rows: Rows = [
        ["一、收入"],
        ["日期", "摘要", "金额", "经手人"],
        ["2026-07-01", "承包费", 300, "甲"],
        ["合计", None, 300, None],
        ["二、支出"],
        ["日期", "摘要", "金额", "经手人"],
        ["2026-07-05", "电费", 40, "乙"],
        ["2026-07-06", "工资", 60, "乙"],
        ["合计", None, 100, None],
        ["上期结余", None, 10, None],
        ["期末结余", None, 210, None],
    ]
    statement = read(as_xlsx(rows))
    assert errors(statement) == []
    assert figures(statement) == ("10.00", "300.00", "100.00", "210.00", 3)


def test_four_figures_alone_make_a_ledger() -> None:
    rows: Rows = [
        ["项目", "金额"],
        ["上期结余", 10],
        ["本期收入", 300],
        ["本期支出", 100],
        ["期末结余", 210],
    ]
    statement = read(as_xlsx(rows))
    assert errors(statement) == []
    assert figures(statement) == ("10.00", "300.00", "100.00", "210.00", 2)


def test_amounts_of_no_side_are_no_ledger() -> None:
    rows: Rows = [["项目", "金额", "备注"], ["电脑", 5000, None], ["桌子", 300, None]]
    with pytest.raises(UnreadableFile, match="which are receipts and which payments"):
        read(as_xlsx(rows))
