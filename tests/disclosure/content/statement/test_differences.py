"""What one statement says otherwise than another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from disclosure.content.statement.queries.differences import FigureChange
from disclosure.content.statement.queries.differences import statement_difference as difference
from disclosure.ledger.canonical import to_canonical
from disclosure.ledger.types import Line, Statement
from tests.factories import ledger

MOVEMENTS = (("土地承包费", "200.00", ""), ("保洁员工资", "", "150.00"), ("垃圾清运费", "", "27.93"))


def document(statement: Statement | None = None, **said: Any) -> dict[str, Any]:
    """Return a parsed canonical document."""
    held = None
    if statement:
        held = {
            **to_canonical(statement),
            "receipts": f"{statement.receipts:.2f}",
            "payments": f"{statement.payments:.2f}",
            "closing": f"{statement.closing:.2f}",
            "answers": [{"rule": "W-DATE", "line": 1, "text": text} for text in said.pop("answers", ())],
        }
    return {"title": "题目", "body": "", "files": [], "statement": held, **said}


def with_lines(statement: Statement, *lines: Line) -> Statement:
    """Return a statement with other entries, numbered from 1."""
    return replace(statement, lines=tuple(replace(line, number=n) for n, line in enumerate(lines, start=1)))


def test_the_same_documents_differ_in_nothing() -> None:
    one = document(ledger(movements=MOVEMENTS))
    assert difference(one, one).is_empty


def test_a_corrected_amount_changes_the_entry_and_every_figure_that_follows() -> None:
    before = ledger(movements=MOVEMENTS)
    after = with_lines(before, *before.lines[:2], replace(before.lines[2], payment=Decimal("72.93")))
    found = difference(document(before), document(after))
    (change,) = found.lines
    assert (change.kind, change.fields) == ("changed", ("payment",))
    assert change.after is not None
    assert change.after.number == 3
    assert [(one.what, one.month, one.before, one.after) for one in found.figures] == [
        ("month_payments", 7, Decimal("177.93"), Decimal("222.93")),
        ("payments", None, Decimal("177.93"), Decimal("222.93")),
        ("closing", None, Decimal("1022.07"), Decimal("977.07")),
    ]


def test_a_running_balance_alone_is_no_change() -> None:
    before = ledger(movements=MOVEMENTS)
    after = with_lines(before, *(replace(line, balance=Decimal(1)) for line in before.lines))
    assert difference(document(before), document(after)).is_empty


def test_an_entry_put_in_between_does_not_make_the_later_ones_look_changed() -> None:
    before = ledger(movements=MOVEMENTS)
    extra = replace(before.lines[0], voucher="记-099", summary="补记鱼塘承包费", receipt=Decimal("30.00"))
    after = with_lines(before, before.lines[0], extra, *before.lines[1:])
    (change,) = difference(document(before), document(after)).lines
    assert change.kind == "added"
    assert change.after is not None
    assert (change.after.summary, change.after.number) == ("补记鱼塘承包费", 2)


def test_an_entry_left_out_is_removed() -> None:
    before = ledger(movements=MOVEMENTS)
    after = with_lines(before, before.lines[0], before.lines[2])
    (change,) = difference(document(before), document(after)).lines
    assert change.kind == "removed"
    assert change.before is not None
    assert change.before.summary == "保洁员工资"


def test_in_an_uneven_stretch_entries_are_matched_by_voucher() -> None:
    before = ledger(movements=MOVEMENTS)
    split = replace(before.lines[1], voucher="记-098", payment=Decimal("50.00"))
    rest = replace(before.lines[1], payment=Decimal("100.00"))
    after = with_lines(before, before.lines[0], split, rest, before.lines[2])
    changes = difference(document(before), document(after)).lines
    assert [(one.kind, one.after.voucher if one.after else "") for one in changes] == [
        ("added", "记-098"),
        ("changed", "记-002"),
    ]


def test_every_field_that_changed_is_named() -> None:
    before = ledger(movements=MOVEMENTS)
    other = replace(before.lines[0], date=date(2026, 8, 3), handler="钱秀兰")
    after = with_lines(before, other, *before.lines[1:])
    found = difference(document(before), document(after))
    assert found.lines[0].fields == ("date", "handler")
    assert FigureChange("month_receipts", Decimal("200.00"), Decimal("0.00"), 7) in found.figures
    assert FigureChange("month_receipts", Decimal("0.00"), Decimal("200.00"), 8) in found.figures


def test_an_opening_that_changed_is_a_figure() -> None:
    before, after = ledger(movements=MOVEMENTS), ledger(movements=MOVEMENTS, opening="1010.00")
    assert [one.what for one in difference(document(before), document(after)).figures] == ["opening", "closing"]


def test_answers_to_warnings_are_compared() -> None:
    found = difference(document(ledger(), answers=["旧说明"]), document(ledger(), answers=["新说明"]))
    assert found.answers == (("旧说明", "新说明"),)


def test_a_statement_in_the_place_of_a_text_is_all_new() -> None:
    found = difference(document(), document(ledger()))
    assert [change.kind for change in found.lines] == ["added", "added"]
    assert [one.what for one in found.figures] == ["opening", "receipts", "payments", "closing"]


amounts = st.decimals(min_value="0.01", max_value="99999.99", places=2).map(str)


@given(
    before=st.lists(st.tuples(st.sampled_from("甲乙丙丁"), amounts, st.just("")), min_size=1, max_size=8),
    after=st.lists(st.tuples(st.sampled_from("甲乙丙丁"), amounts, st.just("")), min_size=1, max_size=8),
)
def test_what_changed_accounts_for_the_difference_of_the_totals(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    one, two = ledger(movements=tuple(before)), ledger(movements=tuple(after))
    found = difference(document(one), document(two))
    told = sum(
        (
            (change.after.movement if change.after else Decimal(0))
            - (change.before.movement if change.before else Decimal(0))
            for change in found.lines
        ),
        Decimal(0),
    )
    assert told == two.receipts - one.receipts
