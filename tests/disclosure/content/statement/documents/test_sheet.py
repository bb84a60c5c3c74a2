"""Rows of a table and what they add up to."""

from dataclasses import replace
from decimal import Decimal

from disclosure.content.statement.documents.sheet import after_total, rows_of, total
from disclosure.ledger.types import Subtotal
from tests.disclosure.posters.samples import liushu, many, statement, two_sided


def test_months_follow_their_lines_and_end_the_sheet() -> None:
    rows = rows_of(liushu())
    labels = {index: row.subtotal.label for index, row in enumerate(rows) if row.subtotal}
    assert labels == {10: "7月合计", 21: "8月合计", 32: "9月合计"}
    assert all(rows[index].glued and rows[index].month_end for index in labels)
    assert not any(row.month_end for row in rows if row.line)


def test_a_month_ends_without_a_subtotal_too() -> None:
    rows = rows_of(replace(liushu(), subtotals=()))
    assert [row.line.number for row in rows if row.line and row.month_end] == [10, 20, 30]


def test_rows_add_up_to_the_statement() -> None:
    for which in (liushu(), many(120), two_sided(), statement()):
        sums = total(rows_of(which))
        assert (sums.receipts, sums.payments) == (which.receipts, which.payments)
        assert sums.balance == which.closing


def test_balances_are_those_of_the_ledger() -> None:
    rows = rows_of(liushu())
    assert all(row.balance == row.line.balance for row in rows if row.line)


def test_totals_of_the_ledgers_own_pages_are_left_out() -> None:
    kinds = ("page", "carried", "brought", "opening", "closing", "month", "day", "subtotal")
    subtotals = tuple(Subtotal(kind, None, kind, 3) for kind in kinds)
    rows = rows_of(replace(liushu(), subtotals=subtotals))
    assert [row.subtotal.label for row in rows if row.subtotal] == ["month", "day", "subtotal"]


def test_the_total_of_the_period_is_the_tables_own_and_running_totals_follow_it() -> None:
    year = Subtotal("cumulative", None, "本年累计", 30, None, Decimal(1), Decimal(2))
    which = replace(liushu(), subtotals=(Subtotal("quarter", None, "本季合计", 30), year))
    assert not any(row.subtotal for row in rows_of(which))
    assert after_total(which) == (year,)
    assert after_total(statement()) == ()


def test_nothing_moved() -> None:
    (row,) = rows_of(statement())
    assert (row.line, row.other, row.subtotal) == (None, None, None)
    assert row.balance == statement().opening


def test_two_sides_are_set_beside_each_other() -> None:
    rows = rows_of(two_sided())
    beside = [(row.line and row.line.summary, row.other and row.other.summary) for row in rows]
    assert beside == [("转移支付", "误工补贴"), ("土地承包", "电费"), ("利息", "道路维修"), (None, "慰问")]
