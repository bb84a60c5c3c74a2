"""Ledgers in the habits of particular offices, one test a habit."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure.ledger.rules import check
from disclosure.ledger.types import Finding, Line, Statement
from tests.disclosure.ledger.builders import Merges, Rows, Value, as_csv, as_workbook, as_xlsx, read

HEAD: list[Value] = ["日期", "凭证号", "摘要", "科目", "收入", "支出", "余额", "经手人", "证明人", "审批人"]


def entry(
    day: Value, amount: float, balance: float | None, summary: str = "土地承包费", voucher: str = ""
) -> list[Value]:
    sides = [amount, None] if amount > 0 else [None, -amount]
    return [day, voucher, summary, "501", *sides, balance, "孙德胜", "吴春花", "刘守义"]


def errors(statement: Statement) -> list[Finding]:
    return [finding for finding in check(statement, previous_closing=None) if finding.is_error]


def says(statement: Statement, opening: str, receipts: str, payments: str, lines: int) -> list[Line]:
    """Check the figures and that nothing is wrong with them."""
    assert errors(statement) == []
    found = (str(statement.opening), str(statement.receipts), str(statement.payments), len(statement.lines))
    assert found == (opening, receipts, payments, lines)
    return list(statement.lines)


def test_account_book_with_month_and_day_columns() -> None:
    """2026年 over 月 and 日, 凭证 over 字 and 号; the month is written once, a day that repeats is left out."""
    rows: Rows = [
        ["银行存款日记账"],
        ["2026年", None, "凭证", None, "摘要", "借方", "贷方", "借或贷", "余额"],
        ["月", "日", "字", "号", None, None, None, None, None],
        [7, 1, None, None, "上季结转", None, None, "借", 1000],
        [None, 3, "收", 1, "土地承包费", 500, None, "借", 1500],
        [None, None, "付", 1, "路灯电费", None, 200.5, "借", 1299.5],
        [None, 31, None, None, "本月合计", 500, 200.5, "借", 1299.5],
        [8, 6, "付", 2, "办公用品", None, 99.5, "借", 1200],
        [None, 31, None, None, "本月合计", 0, 99.5, "借", 1200],
        [None, 31, None, None, "本年累计", 5500, 4300, "借", 1200],
        [None, None, None, None, "结转下季", None, None, "借", 1200],
    ]
    merges: Merges = [(1, 0, 1, 1), (1, 2, 1, 3), *[(1, column, 2, column) for column in range(4, 9)]]
    lines = says(read(as_xlsx(rows, merges)), "1000.00", "500.00", "300.00", 3)
    assert [line.date for line in lines] == [date(2026, 7, 3), date(2026, 7, 3), date(2026, 8, 6)]
    assert [line.voucher for line in lines] == ["收-1", "付-1", "付-2"]
    # The same without merged cells, as programs export it.
    says(read(as_csv(rows)), "1000.00", "500.00", "300.00", 3)


def test_a_direction_column() -> None:
    rows: Rows = [
        ["序号", "日期", "摘要", "收支类型", "金额（元）", "经办人", "验收人", "批准人"],
        [None, None, "期初余额", None, 1000],
        [1, "2026-07-02", "上级转移支付", "收入", "12,000.00", "甲", "乙", "丙"],
        [2, "2026-07-05", "修路", "支出", "3,000.00", "甲", "乙", "丙"],
        [None, None, "期末余额", None, 10000],
    ]
    says(read(as_xlsx(rows)), "1000.00", "12000.00", "3000.00", 2)


def test_a_direction_that_cannot_be_read_is_an_error() -> None:
    rows: Rows = [
        ["日期", "摘要", "收支", "金额"],
        [None, "期初余额", None, 1000],
        ["2026-07-02", "上级转移支付", "？", 12],
        ["2026-07-03", "利息", "收", 1],
    ]
    found = errors(read(as_xlsx(rows)))
    assert [(finding.rule, finding.line, finding.field) for finding in found] == [("READ", 1, "direction")]


def test_cash_and_bank_have_columns_of_their_own() -> None:
    rows: Rows = [
        ["日期", "摘要", "收入", None, "支出", None, "结存", None],
        [None, None, "现金", "银行存款", "现金", "银行存款", "现金", "银行存款"],
        [None, "上期结存", None, None, None, None, 100, 900],
        ["7月2日", "承包费", 50, 450.5, None, None, 150, 1350.5],
        ["7月9日", "电费", None, None, 20, 30, 130, 1320.5],
        [None, "本期合计", 50, 450.5, 20, 30, None, None],
        [None, "期末结存", None, None, None, None, 130, 1320.5],
    ]
    merges: Merges = [(0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1)]
    lines = says(read(as_xlsx(rows, merges)), "1000.00", "500.50", "50.00", 2)
    assert lines[1].balance == Decimal("1450.50")


def test_pages_with_their_heads_and_carried_forward_rows() -> None:
    rows: Rows = [
        ["南坪村2026年第三季度收支明细表"],
        HEAD,
        [None, None, "上期结余", None, None, None, 1000],
        entry("2026-07-01", 100, 1100),
        entry("2026-07-02", -50, 1050),
        [None, None, "本页合计", None, 100, 50, 1050],
        [None, None, "过次页", None, 100, 50, 1050],
        ["南坪村2026年第三季度收支明细表"],
        HEAD,
        [None, None, "承前页", None, 100, 50, 1050],
        entry("2026-07-03", 70, 1120),
        [None, None, "本页合计", None, 70, 0, 1120],
        [None, None, "累计", None, 170, 50, 1120],
        ["第 2 页 共 2 页"],
    ]
    statement = read(as_xlsx(rows, [(0, 0, 0, 9), (7, 0, 7, 9)]))
    says(statement, "1000.00", "170.00", "50.00", 3)
    assert statement.stated_closing == Decimal("1120.00")


def test_month_headings_over_days() -> None:
    rows: Rows = [
        HEAD,
        [None, None, "上期结余", None, None, None, 1000],
        ["七月份"],
        entry("3日", 100, 1100),
        entry("15", -50, 1050),
        ["八月份"],
        entry("2日", 70, 1120),
    ]
    lines = says(read(as_xlsx(rows, [(2, 0, 2, 9)])), "1000.00", "170.00", "50.00", 3)
    assert [line.date for line in lines] == [date(2026, 7, 3), date(2026, 7, 15), date(2026, 8, 2)]


def test_a_month_needs_no_month() -> None:
    rows: Rows = [HEAD, [None, None, "上月结余", None, None, None, 10], entry(5, 1, 11), entry("06", 1, 12)]
    statement = read(as_xlsx(rows), period="2026-07")
    assert [line.date for line in says(statement, "10.00", "2.00", "0.00", 2)] == [date(2026, 7, 5), date(2026, 7, 6)]


def test_dates_as_numbers_settle_the_tenth_by_their_neighbours() -> None:
    """A workbook turns 7.10 into 7.1."""
    rows: Rows = [HEAD, [None, None, "上期结余", None, None, None, 0]]
    rows += [entry(day, 1, None) for day in (7.1, 7.9, 7.1, 7.15, 8.2, 8.2, 8.25)]
    days = [line.date for line in read(as_xlsx(rows)).lines]
    assert days == [
        date(2026, 7, 1), date(2026, 7, 9), date(2026, 7, 10), date(2026, 7, 15), date(2026, 8, 2), date(2026, 8, 2),
        date(2026, 8, 25),
    ]  # fmt: skip


def test_ditto_marks_and_cells_merged_downwards() -> None:
    rows: Rows = [
        HEAD,
        [None, None, "上期结余", None, None, None, 1000],
        entry("2026-07-03", 100, 1100),
        [*entry("〃", 50, 1150)[:7], "〃", "同上", '"'],
        [*entry("2026-07-08", 10, 1160)[:7], "李桂香", None, None],
        [*entry(None, 10, 1170)[:7], None, "吴春花", "刘守义"],
    ]
    merges: Merges = [(4, 0, 5, 0), (4, 7, 5, 7)]
    lines = says(read(as_xlsx(rows, merges)), "1000.00", "170.00", "0.00", 4)
    assert [line.date and line.date.day for line in lines] == [3, 3, 8, 8]
    assert [line.handler for line in lines] == ["孙德胜", "孙德胜", "李桂香", "李桂香"]
    assert lines[1].witness == "吴春花"
    assert lines[1].approver == "刘守义"


def test_an_amount_merged_downwards_counts_once() -> None:
    rows: Rows = [
        HEAD,
        [None, None, "上期结余", None, None, None, 0],
        entry("2026-07-03", 100, 100),
        [*entry("2026-07-04", 1, None)[:4], None, None, None, "甲", "乙", "丙"],
    ]
    statement = read(as_xlsx(rows, [(2, 4, 3, 4)]))
    assert statement.receipts == Decimal("100.00")
    assert "W-NO-AMOUNT" in {finding.rule for finding in check(statement, previous_closing=None)}


def test_balances_in_running_text() -> None:
    rows: Rows = [
        ["东河村2026年三季度收支明细"],
        ["上期结余：1,000.00元　本期收入：170.00元　本期支出：50.00元　期末结余：1,120.00元"],
        HEAD,
        entry("2026-07-03", 170, None),
        entry("2026-07-04", -50, None),
        ["合计", None, None, None, 170, 50],
        ["其中：现金20.00元，银行存款1,100.00元"],
        ["村党支部书记：", "刘守义", None, "会计：钱秀兰"],
    ]
    statement = read(as_xlsx(rows, [(1, 0, 1, 9)]))
    says(statement, "1000.00", "170.00", "50.00", 2)
    assert statement.stated_closing == Decimal("1120.00")
    assert (statement.cash, statement.bank) == (Decimal("20.00"), Decimal("1100.00"))
    assert statement.signers == {"村党支部书记": "刘守义", "会计": "钱秀兰"}


def test_balances_beside_their_labels_above_the_head() -> None:
    rows: Rows = [
        ["东河村2026年三季度收支明细"],
        ["上期结余", None, 1000, None, "期末结余", None, 1170],
        HEAD,
        entry("2026-07-03", 170, None),
    ]
    statement = read(as_xlsx(rows))
    says(statement, "1000.00", "170.00", "0.00", 1)
    assert statement.stated_closing == Decimal("1170.00")


def test_the_opening_may_stand_first_without_a_name_we_know() -> None:
    rows: Rows = [HEAD, [None, None, "上年账面数", None, None, None, 1000], entry("2026-07-03", 170, 1170)]
    says(read(as_xlsx(rows)), "1000.00", "170.00", "0.00", 1)


def test_an_opening_that_is_missing_is_worked_out_and_reported() -> None:
    statement = read(as_xlsx([HEAD, entry("2026-07-03", 170, 1170), entry("2026-07-04", -70, 1100)]))
    says(statement, "1000.00", "170.00", "70.00", 2)
    assert "W-OPENING-DERIVED" in {finding.rule for finding in statement.problems}


def test_an_opening_that_cannot_be_worked_out_is_one_error() -> None:
    rows: Rows = [HEAD, entry("2026-07-03", 170, None), [None, None, "期末结余", None, None, None, 1170]]
    found = errors(read(as_xlsx(rows)))
    assert [(finding.rule, finding.field) for finding in found] == [("READ", "opening")]


def test_capital_numerals_in_amounts_and_totals() -> None:
    rows: Rows = [
        HEAD,
        [None, None, "上期结余", None, None, None, "壹仟元整"],
        entry("2026-07-03", 1, None),
        ["合计（大写）：壹仟贰佰叁拾肆元伍角陆分", None, None, None, 1234.56],
        [None, None, "期末结余", None, None, None, "2,234.56（贰仟贰佰叁拾肆元伍角陆分）"],
    ]
    rows[2][4] = "壹仟贰佰叁拾肆元伍角陆分"
    statement = read(as_xlsx(rows))
    says(statement, "1000.00", "1234.56", "0.00", 1)
    assert "W-CAPITAL" not in {finding.rule for finding in check(statement, previous_closing=None)}
    rows[3][0] = "合计（大写）：壹仟贰佰叁拾肆元伍角柒分"
    found = check(read(as_xlsx(rows)), previous_closing=None)
    assert [finding.row for finding in found if finding.rule == "W-CAPITAL"] == [4]


def test_a_column_of_capital_numerals() -> None:
    rows: Rows = [
        ["日期", "摘要", "收入", "支出", "大写金额"],
        [None, "上期结余", 0],
        ["7月1日", "承包费", 100, None, "壹佰元整"],
        ["7月2日", "电费", None, 30, "叁拾壹元整"],
    ]
    found = check(read(as_xlsx(rows)), previous_closing=None)
    assert [finding.line for finding in found if finding.rule == "W-CAPITAL"] == [2]


def test_ten_thousands() -> None:
    rows: Rows = [
        ["柳树村财务公开（单位：万元）"],
        ["日期", "摘要", "收入", "支出", "余额"],
        [None, "上期结余", None, None, 10.5],
        ["2026-07-01", "转移支付", 3.123456, None, 13.623456],
        ["2026-07-02", "电费", None, "234.56元", 13.6],
    ]
    statement = read(as_xlsx(rows))
    says(statement, "105000.00", "31234.56", "234.56", 2)
    assert statement.unit_of_amounts == "万元"
    assert not {"W-DECIMALS", "W-SCALE"} & {finding.rule for finding in check(statement, previous_closing=None)}


def test_a_unit_in_the_head_of_each_column() -> None:
    rows: Rows = [
        ["日期", "摘要", "收入（万元）", "支出（元）", "余额（元）"],
        [None, "上期结余", None, None, 0],
        ["2026-07-01", "转移支付", 1.5, None, 15000],
        ["2026-07-02", "电费", None, 5000, 10000],
    ]
    says(read(as_xlsx(rows)), "0.00", "15000.00", "5000.00", 2)


def test_three_monthly_sheets_make_a_quarter() -> None:
    months: dict[str, tuple[Rows, Merges]] = {}
    balance = 1000
    for month in (8, 7, 9):
        start = 1000 + 100 * (month - 7)
        months[f"{month}月"] = (
            [
                HEAD,
                [None, None, "上月结余", None, None, None, start],
                entry(f"2026-0{month}-05", 100, start + 100),
                [None, None, "本月合计", None, 100, 0, start + 100],
                [None, None, "本月结余", None, None, None, start + 100],
            ],
            [],
        )
    lines = says(read(as_workbook(months)), "1000.00", "300.00", "0.00", 3)
    assert [(line.date and line.date.month, line.row, line.sheet) for line in lines] == [
        (7, 3, ""), (8, 3, "8月"), (9, 3, "9月"),
    ]  # fmt: skip
    assert balance == 1000


def test_a_finding_names_the_sheet_where_there_are_several() -> None:
    july: Rows = [HEAD, [None, None, "上月结余", None, None, None, 0], entry("2026-07-05", 100, 100)]
    august: Rows = [HEAD, [None, None, "上月结余", None, None, None, 100], entry("2026-06-05", 100, 200)]
    found = check(read(as_workbook({"7月": (july, []), "8月": (august, [])})), previous_closing=Decimal(0))
    assert [(one.rule, one.row, one.params["sheet"]) for one in found if one.rule == "W-DATE"] == [("W-DATE", 3, "8月")]


def test_the_first_entry_is_never_taken_for_a_part_of_the_head() -> None:
    """In text files amounts and dates are text like everything else."""
    rows: Rows = [
        ["日期", "用处", "收入", "支出", "其他"],
        ["2026-07-05", "工程款支出", "", "100.00", "见项目明细"],
        ["2026-07-06", "上期结余", "", "", ""],
    ]
    assert [line.summary for line in read(as_csv(rows)).lines] == ["工程款支出"]


def test_the_sheet_with_the_ledger_is_found_among_others() -> None:
    other: Rows = [["填表说明"], ["请按季填写收入和支出"]]
    blank: Rows = [HEAD]
    ledger: Rows = [HEAD, [None, None, "上期结余", None, None, None, 0], entry("2026-07-05", 100, 100)]
    sheets: dict[str, tuple[Rows, Merges]] = {"封面": (other, []), "模板": (blank, []), "明细": (ledger, [])}
    statement = read(as_workbook(sheets))
    says(statement, "0.00", "100.00", "0.00", 1)
    assert statement.sheet == "明细"
    assert "W-SHEETS" not in {finding.rule for finding in statement.problems}


def test_of_two_quarters_in_one_book_the_right_one_is_read_and_the_other_named() -> None:
    def quarter(title: str, day: str) -> tuple[Rows, Merges]:
        rows: Rows = [[title], HEAD, [None, None, "上期结余", None, None, None, 0], entry(day, 100, 100)]
        return rows, []

    sheets = {
        "二季度": quarter("柳树村2026年第二季度收支表", "2026-04-05"),
        "三季度": quarter("柳树村2026年第三季度收支表", "2026-07-05"),
    }
    statement = read(as_workbook(sheets))
    assert statement.sheet == "三季度"
    assert [finding.rule for finding in statement.problems] == ["W-SHEETS"]


def test_a_title_of_another_quarter_is_warned_of() -> None:
    rows: Rows = [["柳树村2026年第二季度收支表"], HEAD, [None, None, "上期结余", None, None, None, 0]]
    rows.append(entry("2026-07-05", 100, 100))
    found = check(read(as_xlsx(rows)), previous_closing=None)
    assert [finding.params["read"] for finding in found if finding.rule == "W-PERIOD"] == ["2026Q2"]


def test_the_printed_day_of_publication_is_not_a_date_of_the_ledger() -> None:
    rows: Rows = [["公开日期：2026年10月15日"], HEAD, [None, None, "上期结余", None, None, None, 0]]
    rows += [entry("2026-07-05", 100, 100), ["公开时间：2026年10月15日至10月20日"]]
    statement = read(as_xlsx(rows))
    assert says(statement, "0.00", "100.00", "0.00", 1)[0].date == date(2026, 7, 5)


def test_a_period_without_movements() -> None:
    rows: Rows = [
        HEAD,
        [None, None, "上期结余", None, None, None, 88.5],
        [None, None, "期末结余", None, None, None, 88.5],
    ]
    says(read(as_xlsx(rows)), "88.50", "0.00", "0.00", 0)


def test_formulas_without_results_are_not_lost() -> None:
    """A program that writes formulas saves no results; Excel does."""
    rows: Rows = [
        HEAD,
        [None, None, "上期结余", None, None, None, 0],
        entry("2026-07-05", 100, None),
        [None, None, "合计", None, "=SUM(E3:E3)", 0],
    ]
    rows[2][6] = "=G2+E3"
    says(read(as_xlsx(rows)), "0.00", "100.00", "0.00", 1)
    rows[2][4] = "=50+50"
    found = errors(read(as_xlsx(rows)))
    assert [(finding.rule, finding.line, finding.params["case"]) for finding in found] == [("READ", 1, "formula")]


@pytest.mark.parametrize("label", ["合计", "总计", "本季合计", "合 计", "收支合计", "本期合计：", "共计"])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_totals_in_any_column(label: str, column: int) -> None:
    total: list[Value] = [None] * 10
    total[column], total[4], total[5] = label, 100, 0
    rows: Rows = [HEAD, [None, None, "上期结余", None, None, None, 0], entry("2026-07-05", 100, 100), total]
    assert len(says(read(as_xlsx(rows)), "0.00", "100.00", "0.00", 1)) == 1


@pytest.mark.parametrize(
    "summary",
    [
        "银行存款利息",
        "收回上年结余款",
        "村委会办公支出",
        "现金收入补录",
        "退回合计多付款",
        "付上期工程余款",
        "7月份水电费",
    ],
)
def test_entries_that_only_sound_like_totals(summary: str) -> None:
    rows: Rows = [
        HEAD,
        [None, None, "上期结余", None, None, None, 0],
        entry("2026-07-05", 100, 100, summary, voucher="记-1"),
        entry("2026-07-06", 100, 200, summary),
    ]
    assert [line.summary for line in says(read(as_xlsx(rows)), "0.00", "200.00", "0.00", 2)] == [summary] * 2


def test_accounts_by_code_and_name_in_two_columns() -> None:
    rows: Rows = [
        ["日期", "摘要", "科目编码", "科目名称", "收入", "支出"],
        [None, "上期结余", None, None, 0],
        ["2026-07-01", "承包", 501, "经营收入", 10, None],
        ["2026-07-02", "电费", 514, "管理费用", None, 10],
    ]
    assert [line.account for line in read(as_xlsx(rows)).lines] == ["501", None]


def test_a_sheet_in_english() -> None:
    rows: Rows = [
        ["No.", "Date", "Voucher", "Summary", "Account", "Receipts", "Payments", "Balance", "Handled by", "Witness"],
        [None, None, None, "Opening balance", None, None, None, 5],
        [1, "2026-07-01", "1", "Rent", "501", 10, None, 15, "A", "B"],
        [None, None, None, "Closing balance", None, None, None, 15],
    ]
    says(read(as_xlsx(rows)), "5.00", "10.00", "0.00", 1)


def test_one_row_that_states_everything() -> None:
    rows: Rows = [
        HEAD,
        entry("2026-07-05", 100, None),
        ["上期结余", 10, "本期收入", 100, "本期支出", 0, "期末结余", 110],
        ["其中：库存现金", 1, None, "银行存款", 109],
    ]
    statement = read(as_xlsx(rows))
    says(statement, "10.00", "100.00", "0.00", 1)
    assert statement.stated_closing == Decimal("110.00")
    assert (statement.cash, statement.bank) == (Decimal("1.00"), Decimal("109.00"))


def test_a_summary_below_the_entries() -> None:
    rows: Rows = [
        HEAD,
        entry("2026-07-05", 100, None),
        entry("2026-07-06", -30, None),
        ["上期结余", None, None, None, None, None, 10],
        ["本期收入", None, None, None, None, None, 100],
        ["本期支出", None, None, None, None, None, 30],
        ["本期结余", None, None, None, None, None, 70],
        ["累计结余", None, None, None, None, None, 80],
    ]
    statement = read(as_xlsx(rows))
    says(statement, "10.00", "100.00", "30.00", 2)
    assert statement.stated_closing == Decimal("80.00")
    # What the period left over, alone, is no closing balance.
    says(read(as_xlsx(rows[:-1])), "10.00", "100.00", "30.00", 2)


def test_a_total_above_the_entries() -> None:
    rows: Rows = [HEAD, ["合计", None, None, None, 100, 30], [None, None, "上期结余", None, None, None, 10]]
    rows += [entry("2026-07-05", 100, 110), entry("2026-07-06", -30, 80)]
    says(read(as_xlsx(rows)), "10.00", "100.00", "30.00", 2)


def test_heads_nobody_listed() -> None:
    rows: Rows = [
        [
            "收支时间",
            "原始单据号",
            "资金来源及用途",
            "村集体收入（元）",
            "村集体支出（元）",
            "账上结余",
            "具体经办人",
            "验收人签名",
            "书记审批",
        ],
        [None, None, "上期结余", None, None, 10],
        ["7.5", "1", "承包费", 100, None, 110, "甲", "乙", "丙"],
    ]
    lines = says(read(as_csv(rows)), "10.00", "100.00", "0.00", 1)
    assert (lines[0].voucher, lines[0].handler, lines[0].witness, lines[0].approver) == ("1", "甲", "乙", "丙")


def test_the_sheet_of_movements_goes_before_the_one_by_category() -> None:
    summary: Rows = [
        ["收入项目", "金额", "支出项目", "金额"],
        ["承包", 100, "电费", 30],
        ["上期结余", 10, "期末结余", 80],
    ]
    detail: Rows = [HEAD, [None, None, "上期结余", None, None, None, 10], entry("2026-07-05", 100, 110)]
    statement = read(as_workbook({"汇总": (summary, []), "明细": (detail, [])}))
    assert statement.sheet == "明细"
    assert [finding.params["other"] for finding in statement.problems] == ["汇总"]
