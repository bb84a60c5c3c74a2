"""The identities: a consistent ledger has no error, and one wrong cell is one error at that cell."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from disclosure.ledger.repair import apply_fix
from disclosure.ledger.rules import check
from disclosure.ledger.types import Finding, Statement, Subtotal
from tests.disclosure.ledger.builders import ACCOUNTS, DATA, Book, books, make_line, make_statement, read, with_totals

some = settings(max_examples=80, deadline=None)


def errors(statement: Statement, previous: Decimal | None = None) -> list[Finding]:
    return [finding for finding in check(statement, previous_closing=previous) if finding.is_error]


def only(statement: Statement, previous: Decimal | None = None) -> Finding:
    found = errors(statement, previous)
    assert len(found) == 1, [(finding.rule, finding.line, finding.field, finding.params) for finding in found]
    return found[0]


def places(found: Sequence[Finding]) -> list[tuple[str, int | None, str | None]]:
    return [(finding.rule, finding.line, finding.field) for finding in found]


def from_book(book: Book) -> Statement:
    lines = [
        make_line(
            number,
            date=entry.day,
            summary=entry.summary,
            **({"receipt": entry.amount} if entry.amount > 0 else {"payment": -entry.amount}),
        )
        for number, entry in enumerate(book.entries, start=1)
    ]
    return with_totals(make_statement(lines, opening=str(book.opening)))


def mend(statement: Statement, finding: Finding) -> Statement:
    assert finding.fix is not None
    return apply_fix(statement, finding.fix.line, finding.fix.field, finding.fix.value, accounts=ACCOUNTS)


differences = st.integers(-500_000, 500_000).filter(bool).map(lambda value: Decimal(value).scaleb(-2))


@some
@given(books())
def test_a_consistent_ledger_has_no_error(book: Book) -> None:
    assert errors(from_book(book), book.opening) == []


@some
@given(books(least=2), st.data(), differences)
def test_a_wrong_balance_is_one_error_where_it_is(book: Book, data: st.DataObject, off: Decimal) -> None:
    statement = from_book(book)
    number = data.draw(st.integers(1, len(statement.lines)))
    line = statement.lines[number - 1]
    assert line.balance is not None
    lines = list(statement.lines)
    lines[number - 1] = replace(line, balance=line.balance + off)
    wrong = replace(statement, lines=tuple(lines))
    finding = only(wrong, book.opening)
    assert (finding.rule, finding.line, finding.field, finding.params["case"]) == ("I4", number, "balance", "balance")
    assert mend(wrong, finding) == statement


@some
@given(books(least=2), st.data(), differences)
def test_a_wrong_amount_is_one_error_where_it_is(book: Book, data: st.DataObject, off: Decimal) -> None:
    statement = from_book(book)
    number = data.draw(st.integers(1, len(statement.lines)))
    line = statement.lines[number - 1]
    side = "receipt" if line.receipt is not None else "payment"
    wrong_amount = (line.amount or Decimal(0)) + off
    wrong = apply_line(statement, number, side, wrong_amount)
    finding = only(wrong, book.opening)
    assert (finding.rule, finding.line, finding.field) == ("I4", number, side)
    assert mend(wrong, finding) == statement


def apply_line(statement: Statement, number: int, side: str, amount: Decimal | None) -> Statement:
    lines = list(statement.lines)
    changed: dict[str, Any] = {side: amount}
    lines[number - 1] = replace(lines[number - 1], **changed)
    return replace(statement, lines=tuple(lines))


@some
@given(books(), differences)
def test_a_wrong_closing_is_one_error(book: Book, off: Decimal) -> None:
    statement = from_book(book)
    wrong = replace(statement, stated_closing=book.closing + off)
    finding = only(wrong, book.opening)
    assert (finding.rule, finding.line, finding.field) == ("I1", None, "stated_closing")
    assert finding.params["read"] == str(book.closing + off)
    assert mend(wrong, finding) == statement


@some
@given(books(), differences)
def test_a_wrong_opening_is_one_error(book: Book, off: Decimal) -> None:
    statement = from_book(book)
    wrong = replace(statement, opening=book.opening + off)
    finding = only(wrong)
    assert (finding.rule, finding.field, finding.params["case"]) == ("I4", "opening", "opening")
    assert mend(wrong, finding) == statement
    # Where the period before tells, that is the rule it breaks.
    assert places([only(wrong, book.opening)]) == [("I2", None, "opening")]


@some
@given(books(), differences)
def test_wrong_cash_is_one_error(book: Book, off: Decimal) -> None:
    statement = from_book(book)
    assert statement.bank is not None
    finding = only(replace(statement, bank=statement.bank + off), book.opening)
    assert (finding.rule, finding.row, finding.field) == ("I3", 99, "bank")


@some
@given(books(least=2), st.data(), differences)
def test_a_wrong_total_is_one_error(book: Book, data: st.DataObject, off: Decimal) -> None:
    statement = from_book(book)
    index = data.draw(st.integers(0, len(statement.subtotals) - 1))
    side = data.draw(st.sampled_from(("receipts", "payments")))
    row = statement.subtotals[index]
    changed = replace(row, **{side: getattr(row, side) + off})
    rows = (*statement.subtotals[:index], changed, *statement.subtotals[index + 1 :])
    wrong = replace(statement, subtotals=rows)
    finding = only(wrong, book.opening)
    assert (finding.rule, finding.row, finding.field) == ("I4", row.row, f"subtotals.{index}.{side}")
    assert mend(wrong, finding) == statement


@some
@given(books(least=2), st.data())
def test_an_amount_in_the_wrong_column_is_one_error(book: Book, data: st.DataObject) -> None:
    statement = from_book(book)
    number = data.draw(st.integers(1, len(statement.lines)))
    line = statement.lines[number - 1]
    wrong_line = replace(line, receipt=line.payment, payment=line.receipt)
    lines = (*statement.lines[: number - 1], wrong_line, *statement.lines[number:])
    finding = only(replace(statement, lines=lines), book.opening)
    assert (finding.rule, finding.line) == ("I4", number)


@some
@given(books(least=2), st.data())
def test_an_amount_left_out_is_one_error(book: Book, data: st.DataObject) -> None:
    statement = from_book(book)
    number = data.draw(st.integers(1, len(statement.lines)))
    line = statement.lines[number - 1]
    side = "receipt" if line.receipt is not None else "payment"
    wrong = apply_line(statement, number, side, None)
    finding = only(wrong, book.opening)
    assert (finding.rule, finding.line, finding.field) == ("I4", number, side)
    assert mend(wrong, finding) == statement


def test_two_wrong_balances_side_by_side_are_two_errors() -> None:
    statement = with_totals(make_statement([make_line(number) for number in range(1, 6)]))
    lines = list(statement.lines)
    lines[1] = replace(lines[1], balance=Decimal("1237.00"))
    lines[2] = replace(lines[2], balance=Decimal("1399.00"))
    found = errors(replace(statement, lines=tuple(lines)))
    assert places(found) == [("I4", 2, "balance"), ("I4", 3, "balance")]


def test_balances_carried_on_from_a_slip_are_one_error_and_a_wrong_closing() -> None:
    """The totals vouch for the amounts, so the balances are wrong, and so is the closing."""
    statement = with_totals(make_statement([make_line(number) for number in range(1, 6)]))
    lines = [
        replace(line, balance=line.balance + 10) if line.number >= 3 and line.balance is not None else line
        for line in statement.lines
    ]
    wrong = replace(statement, lines=tuple(lines), stated_closing=Decimal("1510.00"))
    found = errors(wrong)
    assert places(found) == [("I4", 3, "balance"), ("I1", None, "stated_closing")] or places(found) == [
        ("I1", None, "stated_closing"), ("I4", 3, "balance"),
    ]  # fmt: skip
    carried = next(finding for finding in found if finding.rule == "I4")
    assert carried.params["case"] == "carried"
    assert errors(mend(wrong, carried)) == []


def test_a_wrong_amount_without_balances_is_found_at_its_month() -> None:
    statement = with_totals(make_statement([make_line(number) for number in range(1, 4)]))
    bare = replace(statement, lines=tuple(replace(line, balance=None) for line in statement.lines))
    finding = only(apply_line(bare, 2, "receipt", Decimal("150.00")))
    assert (finding.rule, finding.row, finding.params["carried"]) == ("I4", statement.subtotals[0].row, "1")
    assert finding.fix is None


def test_i1_without_balances_or_totals() -> None:
    statement = make_statement([make_line(1)])
    bare = replace(statement, lines=(replace(statement.lines[0], balance=None),), stated_closing=Decimal("1200.00"))
    finding = only(bare)
    assert finding.rule == "I1"
    assert finding.params["expected"] == "1100.00"
    assert finding.params["difference"] == "100.00"


def test_i2_compares_with_the_period_before() -> None:
    statement = make_statement([make_line(1)])
    assert errors(statement, Decimal("1000.00")) == []
    finding = only(statement, Decimal("999.00"))
    assert (finding.rule, finding.row, finding.params["expected"]) == ("I2", 4, "999.00")
    rules = {finding.rule for finding in check(statement, previous_closing=None)}
    assert "W-OPENING-UNKNOWN" in rules
    assert "I2" not in rules


def test_i3_runs_only_where_both_are_stated() -> None:
    statement = make_statement([make_line(1)])
    assert errors(replace(statement, cash=Decimal("1.00"))) == []
    assert only(replace(statement, cash=Decimal("1.00"), bank=Decimal("1.00"))).rule == "I3"


def test_totals_that_include_the_balances_agree() -> None:
    """A sheet drawn as an account has the same total on both sides."""
    statement = make_statement([make_line(1), make_line(2, payment=Decimal("30.00"))])
    both = Subtotal("total", 9, "合计", 2, receipts=Decimal("1100.00"), payments=Decimal("1100.00"))
    assert errors(replace(statement, subtotals=(both,))) == []


def test_year_to_date_may_carry_earlier_quarters_but_must_grow_by_the_entries() -> None:
    statement = make_statement([make_line(number) for number in range(1, 4)])
    first = Subtotal("cumulative", 7, "本年累计", 1, receipts=Decimal("5100.00"), payments=Decimal("70.00"))
    second = Subtotal("cumulative", 9, "本年累计", 3, receipts=Decimal("5300.00"), payments=Decimal("70.00"))
    assert errors(replace(statement, subtotals=(first, second))) == []
    wrong = replace(second, receipts=Decimal("5400.00"))
    assert only(replace(statement, subtotals=(first, wrong))).field == "subtotals.1.receipts"
    january = replace(statement, period="2026Q1", subtotals=(first, second))
    assert {finding.rule for finding in errors(january)} == {"I4"}


def test_pages_and_balances_between_entries() -> None:
    statement = make_statement([make_line(number) for number in range(1, 5)])
    page = Subtotal("page", 7, "本页合计", 2, receipts=Decimal("200.00"), payments=Decimal("0.00"))
    carried = Subtotal("carried", 8, "过次页", 2, receipts=Decimal("200.00"), balance=Decimal("1200.00"))
    brought = Subtotal("brought", 9, "承前页", 2, receipts=Decimal("200.00"), balance=Decimal("1200.00"))
    last = Subtotal("page", 12, "本页合计", 4, receipts=Decimal("200.00"))
    rows = (page, carried, brought, last)
    assert errors(replace(statement, subtotals=rows)) == []
    wrong = replace(statement, subtotals=(page, carried, replace(brought, balance=Decimal("1300.00")), last))
    finding = only(wrong)
    assert (finding.row, finding.field, finding.params["case"]) == (9, "subtotals.2.balance", "row_balance")
    assert errors(mend(wrong, finding)) == []


@pytest.mark.parametrize("number", [1, 3, 5])
def test_an_unreadable_amount_is_one_error(number: int) -> None:
    content = (DATA / "ledgers" / "beigou-2026Q3-gb18030.csv").read_bytes().decode("gb18030").splitlines()
    cells = content[3 + number].split(",")
    column = 3 if cells[3] else 4
    cells[column] = "约" + cells[column]
    content[3 + number] = ",".join(cells)
    statement = read("\n".join(content).encode("gb18030"))
    finding = only(statement, Decimal("98120.00"))
    assert (finding.rule, finding.line, finding.row) == ("READ", number, number + 4)
    repaired = apply_fix(statement, number, finding.field or "", cells[column].removeprefix("约"))
    assert errors(repaired, Decimal("98120.00")) == []


def test_keys_survive_rows_put_in_above() -> None:
    statement = make_statement([make_line(1), make_line(2, handler="")])
    before = {finding.key for finding in check(statement, previous_closing=None)}
    moved = make_statement(
        [make_line(1), make_line(2, voucher="记-07900"), make_line(3, handler="", voucher="记-07002")]
    )
    after = {finding.key for finding in check(moved, previous_closing=None) if finding.rule == "W-EMPTY-HANDLER"}
    assert after
    assert after <= before
