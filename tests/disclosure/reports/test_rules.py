"""The form of 2021 as it is printed, and the check of its sums."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from disclosure.reports.rules import ACROSS, DOWN, PLACES, POSTER_TABLES, TABLES, Slip, Table, cell, check, with_totals
from disclosure.requests.enums import Applicant
from disclosure.requests.rules import GROUNDS
from tests.disclosure.reports.making import SOUND

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROWS = """\
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
三、本年度办理结果|（一）予以公开
（二）部分公开（区分处理的，只计这一情形，不计其他情形）
（三）不予公开|1.属于国家秘密
2.其他法律行政法规禁止公开
3.危及“三安全一稳定”
4.保护第三方合法权益
5.属于三类内部事务信息
6.属于四类过程性信息
7.属于行政执法案卷
8.属于行政查询事项
（四）无法提供|1.本机关不掌握相关政府信息
2.没有现成信息需要另行制作
3.补正后申请内容仍不明确
（五）不予处理|1.信访举报投诉类申请
2.重复申请
3.要求提供公开出版物
4.无正当理由大量反复申请
5.要求行政机关确认或重新出具已获取信息
（六）其他处理|1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
3.其他
（七）总计
四、结转下年度继续办理
""".splitlines()
"""The rows of part 3 as the form of the State Council's office has them, with the heads that begin in each."""
ENDS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def _table(key: str) -> Table:
    return next(table for table in TABLES if table.key == key)


def _written(table: Table) -> tuple[list[list[str]], list[str]]:
    with translation.override("zh-hans"):
        heads = [[str(head.text) for head in row] for row in table.heads]
        return heads, ["|".join(str(head.text) for head in line.heads) for line in table.lines]


def test_part_3_has_exactly_the_rows_and_columns_of_the_official_form() -> None:
    heads, rows = _written(_table("requests"))
    assert rows == ROWS
    assert heads[0][1:] == ["申请人情况"]
    assert heads[1] == ["自然人", "法人或其他组织", "总计"]
    assert heads[2] == COLUMNS[1:-1]
    with translation.override("zh-hans"):
        printed = [[str(PLACES[name].column) for name in line.cells] for line in _table("requests").lines]
    assert printed == [COLUMNS] * len(ROWS)


def test_parts_2_and_4_are_those_of_the_form() -> None:
    assert _written(_table("rules")) == (
        [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]],
        ["规章", "行政规范性文件"],
    )
    assert _written(_table("permits")) == ([["信息内容", "本年处理决定数量"]], ["行政许可"])
    assert _written(_table("enforcement")) == ([["信息内容", "本年处理决定数量"]], ["行政处罚", "行政强制"])
    assert _written(_table("fees")) == ([["信息内容", "本年收费金额（单位：万元）"]], ["行政事业性收费"])
    assert _written(_table("disputes")) == (
        [["行政复议", "行政诉讼"], ["未经复议直接起诉", "复议后起诉"], ENDS * 3],
        [""],
    )
    with translation.override("zh-hans"):
        assert [str(table.title) for table in TABLES][:4] == [f"第二十条第（{one}）项" for one in "一五六八"]


@pytest.mark.parametrize("table", [*TABLES, POSTER_TABLES[-1]], ids=lambda table: table.key)
def test_heads_and_cells_fill_every_table_without_a_gap(table: Table) -> None:
    rows = [*table.heads, *(line.heads for line in table.lines)]
    cells = [0] * len(table.heads) + [len(line.cells) for line in table.lines]
    width = sum(head.columns for head in table.heads[0])
    filled = [0] * len(rows)
    for number, heads in enumerate(rows):
        filled[number] += cells[number]
        for head in heads:
            for below in range(head.rows):
                filled[number + below] += head.columns
    assert filled == [width] * len(rows)


def test_a_sound_report_raises_nothing_and_a_blank_one_neither() -> None:
    assert check(SOUND) == []
    assert check({}) == []
    assert check(SOUND, {}) == []


@pytest.mark.parametrize(
    ("name", "slips"),
    [
        ("requests-received-total", {Slip.ACROSS, Slip.BALANCE}),
        ("requests-results-total", {Slip.ACROSS, Slip.DOWN, Slip.BALANCE}),
        ("requests-results-legal", {Slip.ACROSS, Slip.DOWN, Slip.BALANCE}),
        ("requests-process-person", {Slip.ACROSS, Slip.DOWN}),
        ("requests-process-total", {Slip.ACROSS, Slip.DOWN}),
        ("requests-carried_on-other", {Slip.ACROSS, Slip.BALANCE}),
        ("requests-carried_over-person", {Slip.ACROSS, Slip.BALANCE, Slip.CARRIED}),
        ("disputes-reviews-total", {Slip.DISPUTES}),
        ("disputes-after-corrected", {Slip.DISPUTES}),
        ("rules-regulations-in_force", {Slip.REGULATIONS}),
        ("rules-normative-in_force", set()),
        ("fees-fees-amount", set()),
    ],
)
def test_a_figure_that_does_not_fit_is_named(name: str, slips: set[Slip]) -> None:
    wrong = {**SOUND, name: SOUND.get(name, Decimal(0)) + 1}
    found = check(wrong, {})
    assert {fault.slip for fault in found} == slips
    assert len({fault.key for fault in found}) == len(found)
    column = name.rsplit("-", 1)[-1]
    for fault in found:
        assert fault.found != fault.due
        assert fault.cell == name or fault.cell.endswith((column, "total"))


def test_what_is_carried_over_is_what_last_year_carried_on() -> None:
    before = {"requests-carried_on-person": Decimal(2), "requests-carried_on-total": Decimal(2)}
    found = check(SOUND, before)
    assert [(one.slip, one.cell, one.found, one.due) for one in found] == [
        (Slip.CARRIED, f"requests-carried_over-{column}", Decimal(0), Decimal(2)) for column in ("person", "total")
    ]
    assert check(SOUND, None) == []


INNER = [cell("requests", row, column) for row in ("received", "carried_over", *GROUNDS) for column in Applicant]


@given(st.dictionaries(st.sampled_from(INNER), st.integers(0, 99).map(Decimal)))
def test_totals_that_are_added_up_fit_every_row_and_column(figures: dict[str, Decimal]) -> None:
    summed = with_totals(figures)
    assert all(summed[one.cell] == one.of(summed) for one in (*ACROSS, *DOWN))
    assert {fault.slip for fault in check(summed)} <= {Slip.BALANCE}
