"""Workbooks we hand out can be filled in, sent back and read."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger import template
from disclosure.ledger.rules import check
from portal.core.workbooks.faults import UnreadableFile
from tests.disclosure.ledger.builders import ACCOUNTS, DATA, make_line, make_statement, read

QUARTER = Period.parse("2026Q3")


def test_an_empty_workbook_is_no_ledger_yet() -> None:
    with pytest.raises(UnreadableFile, match="neither entries nor balances"):
        read(template.empty(unit="柳树村", period=QUARTER, accounts=ACCOUNTS))


def test_a_filled_in_workbook_is_read_even_where_no_formula_was_worked_out() -> None:
    book = load_workbook(
        io.BytesIO(template.empty(unit="柳树村", period=QUARTER, accounts=ACCOUNTS, opening=Decimal("10.50")))
    )
    sheet = book.worksheets[0]
    filled = (date(2026, 7, 1), "记-1", "承包费", "501 经营收入", 100, None, None, "甲", "乙", "丙")
    for column, value in enumerate(filled, start=2):
        if value is not None:
            sheet.cell(5, column).value = value
    written = io.BytesIO()
    book.save(written)
    statement = read(written.getvalue())
    assert [one for one in check(statement, previous_closing=Decimal("10.50")) if one.is_error] == []
    assert (statement.opening, statement.receipts, len(statement.lines)) == (Decimal("10.50"), Decimal("100.00"), 1)
    assert statement.lines[0].account == "501"
    assert statement.title == "柳树村2026年第三季度财务收支逐笔公开表"


def test_it_offers_the_chart_and_explains_how_to_fill_it_in() -> None:
    book = load_workbook(io.BytesIO(template.empty(unit="柳树村", period=QUARTER, accounts=ACCOUNTS)))
    assert book.sheetnames == ["收支明细", "科目", "说明"]
    assert book["科目"]["A1"].value == "101 库存现金"
    (offered,) = book["收支明细"].data_validations.dataValidation
    assert offered.formula1 == f"=科目!$A$1:$A${len(ACCOUNTS.entries)}"


@pytest.mark.parametrize("name", ["donghe-2026Q3-faulty.xlsx", "liushu-2026Q3.xlsx", "shiqiao-2026Q3-two-sided.xlsx"])
def test_an_annotated_copy_reads_the_same_and_what_is_wrong(name: str) -> None:
    statement = read((DATA / "ledgers" / name).read_bytes())
    found = check(statement, previous_closing=None)
    content = template.annotated(statement, found)
    again = read(content)
    assert (again.opening, again.receipts, again.payments) == (
        statement.opening,
        statement.receipts,
        statement.payments,
    )
    assert [line.summary for line in again.lines] == [line.summary for line in statement.lines]
    errors = [(one.rule, one.line) for one in found if one.is_error]
    assert [(one.rule, one.line) for one in check(again, previous_closing=None) if one.is_error] == errors
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    notes = [
        cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("错误", "提醒", "说明"))
    ]
    assert sum(str(note).count("错误：") + str(note).count("提醒：") for note in notes) == len(found)


def test_text_never_becomes_a_formula() -> None:
    line = make_line(1, summary='=HYPERLINK("http://x")', note="+1", handler="@a")
    content = template.annotated(make_statement([line]), [])
    assert read(content).lines[0].summary == line.summary
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
