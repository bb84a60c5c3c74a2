"""Changing one cell."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from disclosure.ledger.canonical import from_canonical, to_canonical
from disclosure.ledger.repair import apply_fix
from disclosure.ledger.rules import check
from disclosure.ledger.types import CannotRepair, Statement
from tests.disclosure.ledger.builders import (
    ACCOUNTS,
    Book,
    Rows,
    Sheet,
    Style,
    as_xlsx,
    books,
    make_line,
    make_statement,
    read,
    styles,
    with_totals,
)


def statement() -> Statement:
    return with_totals(make_statement([make_line(1), make_line(2)]))


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("receipt", "￥1,234.50", Decimal("1234.50")), ("receipt", "", None), ("receipt", "0", None),
        ("payment", "壹佰元整", Decimal("100.00")), ("balance", "0", Decimal("0.00")),
        ("date", "7月5日", date(2026, 7, 5)),
        ("date", "", None), ("summary", " 承包费\n（二期） ", "承包费 （二期）"), ("handler", "孙德胜", "孙德胜"),
        ("account", "514 公益支出", "514"), ("account", "", None), ("note", "", ""), ("voucher", "记-9", "记-9"),
    ],
)  # fmt: skip
def test_a_cell_of_an_entry(field: str, typed: str, value: Any) -> None:
    before = statement()
    after = apply_fix(before, 2, field, typed, accounts=ACCOUNTS)
    assert getattr(after.lines[1], field) == value
    assert after.lines[0] == before.lines[0]
    assert before == statement()


@pytest.mark.parametrize(
    ("line", "field", "typed"),
    [
        (1, "receipt", "很多"), (1, "receipt", "1.234"), (1, "date", "9月31日"), (1, "date", "7月"),
        (1, "account", "土地"),
        (1, "number", "3"), (1, "handler", "某" * 61), (3, "summary", "x"), (0, "summary", "x"), (None, "opening", ""),
        (None, "stated_closing", "x"), (None, "layout", "grid"), (None, "subtotals.9.receipts", "1"),
        (None, "subtotals.0.label", "1"), (None, "signers.谁", "x"), (1, "balances", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_repaired_is_refused_in_a_sentence(line: int | None, field: str, typed: str) -> None:
    with pytest.raises(CannotRepair, match=r"\w+.*\.$"):
        apply_fix(statement(), line, field, typed, accounts=ACCOUNTS)


def test_cells_of_the_statement() -> None:
    changed = apply_fix(statement(), None, "opening", "900")
    changed = apply_fix(changed, None, "stated_closing", "1,100.00")
    changed = apply_fix(changed, None, "cash", "")
    changed = apply_fix(changed, None, "title", "新题")
    changed = apply_fix(changed, None, "signers.会计", "李桂香")
    changed = apply_fix(changed, None, "subtotals.0.receipts", "5")
    assert (changed.opening, changed.stated_closing, changed.cash) == (Decimal("900.00"), Decimal("1100.00"), None)
    assert (changed.title, changed.signers["会计"], changed.subtotals[0].receipts) == (
        "新题",
        "李桂香",
        Decimal("5.00"),
    )


def test_a_repair_takes_away_what_reading_found_at_the_cell() -> None:
    rows: Rows = [
        ["日期", "摘要", "收入", "支出", "余额"],
        [None, "上期结余", None, None, 0],
        ["七月初", "承包费", "一百多", None, 100],
    ]
    broken = read(as_xlsx(rows))
    assert [problem.field for problem in broken.problems] == ["receipt", "date"]
    mended = apply_fix(apply_fix(broken, 1, "receipt", "100"), 1, "date", "7-3")
    assert mended.problems == ()
    assert [one for one in check(mended, previous_closing=None) if one.is_error] == []


def test_a_missing_opening_can_be_typed() -> None:
    rows: Rows = [["日期", "摘要", "收入", "支出"], ["7月1日", "承包费", 100, None], [None, "期末结余", 150, None]]
    broken = read(as_xlsx(rows))
    assert [one.rule for one in check(broken, previous_closing=None) if one.is_error] == ["READ"]
    mended = apply_fix(broken, None, "opening", "50")
    assert [one for one in check(mended, previous_closing=None) if one.is_error] == []


@settings(max_examples=10, deadline=None)
@given(books(), styles())
def test_canonical_documents_lose_nothing(book: Book, style: Style) -> None:
    sheet = Sheet(book, style)
    written = read(as_xlsx(sheet.rows, sheet.merges))
    assert from_canonical(to_canonical(written)) == written


def test_canonical_documents_hold_findings_and_refuse_what_they_are_not() -> None:
    rows: Rows = [["日期", "摘要", "收入", "支出"], ["7月1日", "承包费", "许多", None]]
    written = read(as_xlsx(rows))
    document = to_canonical(written)
    assert from_canonical(document) == written
    assert document["lines"][0]["date"] == "2026-07-01"
    assert document["opening"] == "0.00"
    for wrong in ({}, {**document, "schema": 2}, {"schema": 1}, {**document, "colour": "red"}):
        with pytest.raises(ValueError, match="statement"):
            from_canonical(wrong)
