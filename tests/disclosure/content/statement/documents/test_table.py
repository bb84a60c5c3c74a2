"""Columns and cells."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from disclosure.content.statement.documents.table import table_of
from disclosure.ledger.types import Statement
from disclosure.posters.enums import PaperSize
from disclosure.posters.rules.content import Table
from disclosure.posters.rules.paper import PAPERS
from tests.disclosure.posters.samples import beside, liushu, many, note, statement, two_sided

A3, A4 = PAPERS[PaperSize.A3], PAPERS[PaperSize.A4]


def heads(table: Table) -> list[str]:
    return ["/".join(column.head) for column in table.columns]


def all_lines(which: Statement, **changes: Any) -> Statement:
    return replace(which, lines=tuple(replace(line, **changes) for line in which.lines))


def texts(table: Table, index: int) -> list[str]:
    return [cell.text for cell in table.rows[index].cells]


def test_one_fact_a_column_where_there_is_room() -> None:
    table = table_of(beside(liushu()), A3)
    assert heads(table) == ["序", "日期", "凭证号", "摘要", "科目", "收入", "支出", "余额", "经手人", "证明人"]
    assert table.points == 14
    expected = ["1", "07-01", "记-07001", "慰问困难党员", "公益支出", "", "1,718.40", "294,805.86", "李桂香", "周明远"]
    assert texts(table, 0) == expected


def test_two_facts_a_column_where_there_is_not() -> None:
    table = table_of(beside(liushu()), A4)
    assert heads(table) == ["序", "日期/凭证号", "摘要/科目", "收入", "支出", "余额", "经手人/证明人"]
    assert table.points >= 10.5
    cell = table.rows[0].cells[1]
    assert (cell.text, *cell.below) == ("07-01", "记-07001")


@pytest.mark.parametrize("paper", [A3, A4])
def test_columns_fill_the_measure(paper: Any) -> None:
    for which in (liushu(), many(60), two_sided(), statement()):
        table = table_of(beside(which), paper)
        assert sum(column.width for column in table.columns) == pytest.approx(paper.table)
        assert all(column.width > 0 for column in table.columns)


def test_one_approver_is_named_below() -> None:
    table = table_of(beside(liushu()), A3)
    assert "审批人" not in heads(table)
    assert table.remarks[0] == "各笔审批人：刘守义。"


def test_two_approvers_have_their_column() -> None:
    which = liushu()
    other = replace(which.lines[3], approver="陈志平")
    table = table_of(beside(replace(which, lines=(*which.lines[:3], other, *which.lines[4:]))), A3)
    assert heads(table)[-1] == "审批人"
    assert not any("审批人" in sentence for sentence in table.remarks)


def test_a_line_nobody_approved_keeps_the_column() -> None:
    which = liushu()
    blank = replace(which.lines[0], approver="")
    assert "审批人" in heads(table_of(beside(replace(which, lines=(blank, *which.lines[1:]))), A3))


def test_a_column_the_ledger_does_not_have_is_named() -> None:
    which = all_lines(liushu(), approver="", voucher="")
    table = table_of(beside(replace(which, columns=which.columns - {"approver", "voucher"})), A3)
    assert not {"审批人", "凭证号"} & set(heads(table))
    assert table.remarks[0] == "原表没有凭证号、审批人栏。"


def test_a_column_nobody_filled_in_is_named_otherwise() -> None:
    table = table_of(beside(all_lines(liushu(), witness="")), A3)
    assert "证明人" not in heads(table)
    assert "各笔都没有填写证明人。" in table.remarks


def test_where_the_balance_lies_is_written_as_far_as_known() -> None:
    both = table_of(beside(liushu()), A3).remarks
    assert "期末结余中库存现金 860.50，银行存款 475,672.22。" in both
    cash = table_of(beside(replace(liushu(), bank=None)), A3).remarks
    assert "期末结余中库存现金 860.50。" in cash


def test_an_account_is_never_guessed() -> None:
    which = liushu()
    vague = replace(which.lines[0], account=None, account_text="")
    known = replace(which.lines[1], account=None, account_text="慰问费")
    strange = replace(which.lines[2], account="999")
    table = table_of(beside(replace(which, lines=(vague, known, strange, *which.lines[3:]))), A3)
    assert [texts(table, index)[4] for index in range(3)] == ["未分类", "慰问费", "999"]


def test_no_account_at_all_drops_the_column() -> None:
    table = table_of(beside(all_lines(liushu(), account=None)), A3)
    assert "科目" not in heads(table)


def test_years_are_written_where_there_are_two() -> None:
    which = liushu()
    early = replace(which.lines[0], date=which.lines[0].date.replace(year=2025))  # type: ignore[union-attr]
    table = table_of(beside(replace(which, lines=(early, *which.lines[1:]))), A3)
    assert texts(table, 0)[1] == "2025-07-01"


def test_a_date_that_could_not_be_read_is_printed_as_written() -> None:
    which = liushu()
    odd = replace(which.lines[0], date=None, date_text="七月上旬")
    assert texts(table_of(beside(replace(which, lines=(odd, *which.lines[1:]))), A3), 0)[1] == "七月上旬"


def test_marks_notes_and_what_is_below() -> None:
    which = liushu()
    paid = replace(which.lines[0], payee="宏达公司", method="转账", note="附合同")
    poster = beside(
        replace(which, lines=(paid, *which.lines[1:])),
        corrected_lines=frozenset({1}),
        notes=(note(None, "总说明"), note(1, "说明")),
    )
    row = table_of(poster, A3).rows[0]
    assert row.style == "mark"
    cell = row.cells[3]
    assert (cell.text, cell.mark, cell.notes) == ("慰问困难党员", "更正", (2,))
    assert cell.below == ("收款：宏达公司，转账", "附合同")


def test_negative_amounts_have_a_true_minus() -> None:
    table = table_of(beside(replace(liushu(), opening=Decimal("-500000.00"))), A3)
    assert table.opening[0].cells[7].text == "−500,000.00"


def test_the_total_is_named_after_the_period() -> None:
    labels = {"2026Q3": "本季合计", "2026-07": "本月合计", "2026H1": "本半年合计", "2026": "本年合计", "": "本期合计"}
    for period, label in labels.items():
        assert table_of(beside(replace(liushu(), period=period)), A3).closing[0].cells[3].text == label


def test_two_sides() -> None:
    table = table_of(beside(two_sided()), A3)
    assert heads(table) == ["收入项目", "金额", "支出项目", "金额"]
    assert texts(table, 0) == ["转移支付", "52,000.00", "误工补贴", "18,600.00"]
    assert texts(table, 3) == ["", "", "慰问", "3,000.00"]
    closing = [[cell.text for cell in row.cells] for row in table.closing]
    assert closing[0] == ["本季合计", "70,712.36", "本季合计", "55,234.70"]
    assert closing[1] == ["上期结余", "296,524.26", "期末结余", "312,001.92"]


def test_no_movement() -> None:
    table = table_of(beside(statement()), A3)
    assert "本期没有发生收支" in texts(table, 0)
    assert [cell.text for cell in table.closing[0].cells][-3:] == ["0.00", "0.00", "296,524.26"]


def test_a_very_long_summary_gets_more_room() -> None:
    which = liushu()
    long = replace(which.lines[0], summary="修路" * 100)
    short, wide = (
        table_of(beside(each), A4).columns for each in (which, replace(which, lines=(long, *which.lines[1:])))
    )
    room = [next(column.width for column in columns if column.names_row) for columns in (short, wide)]
    assert room[1] >= room[0]


def test_rows_of_one_shape_are_known_and_others_are_not() -> None:
    which = liushu()
    long = replace(which.lines[0], summary="修路" * 100)
    table = table_of(beside(replace(which, lines=(long, *which.lines[1:]))), A3)
    assert table.shape(table.rows[1]) == table.shape(table.rows[2])
    assert table.shape(table.rows[0]) == "row-0"
