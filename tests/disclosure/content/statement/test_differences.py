"""What one statement says otherwise than another."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from disclosure.content.statement.presenters.differences import line_changes, statement_changes, statement_lines
from disclosure.ledger.canonical import to_canonical
from disclosure.ledger.types import Line, Statement
from tests.factories import ledger

MOVEMENTS = (("土地承包费", "200.00", ""), ("保洁员工资", "", "150.00"), ("垃圾清运费", "", "27.93"))


def document(statement: Statement | None = None, **fields: Any) -> dict[str, Any]:
    """Return a parsed canonical document."""
    held = None
    if statement:
        held = {
            **to_canonical(statement),
            "receipts": f"{statement.receipts:.2f}",
            "payments": f"{statement.payments:.2f}",
            "closing": f"{statement.closing:.2f}",
            "answers": [{"rule": "W-DATE", "line": 1, "text": text} for text in fields.pop("answers", ())],
        }
    return {"title": "题目", "body": "", "files": [], "statement": held, **fields}


def with_lines(statement: Statement, *lines: Line) -> Statement:
    """Return a statement with other entries, numbered from 1."""
    return replace(statement, lines=tuple(replace(line, number=n) for n, line in enumerate(lines, start=1)))


def rows(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what the page of the later one says of the difference."""
    return [(str(one.what), str(one.before), str(one.after)) for one in statement_changes(before, after)]


def changes(before: Statement, after: Statement) -> list[tuple[Line | None, Line | None]]:
    """Return the entries that changed, as they were and as they are."""
    return list(line_changes(before.lines, after.lines))


@pytest.mark.django_db
def test_entries_that_changed_are_shown_whole_with_the_balance_that_follows() -> None:
    before = ledger(movements=MOVEMENTS)
    after = with_lines(before, *before.lines[:2], replace(before.lines[2], payment=Decimal("72.93"), balance=None))
    found = statement_lines(document(before), document(after))
    assert found is not None
    heads = [column.css for column in found.columns]
    assert heads[:7] == ["c-date", "c-vou", "c-sum", "c-acc", "c-out", "c-bal", "c-who"]
    [line] = found.lines
    assert line.name == "第 3 笔"
    assert line.before is not None
    assert line.after is not None
    assert [(old, new) for old, new in zip(line.before, line.after, strict=True) if old != new] == [
        ("27.93", "72.93"),
        ("1,022.07", ""),
    ]
    assert [column.css for column in found.columns if column.follows] == ["c-bal"]


@pytest.mark.django_db
def test_an_entry_put_in_or_taken_out_has_one_side_only() -> None:
    before = ledger(movements=MOVEMENTS)
    shorter = with_lines(before, *before.lines[:2])
    for first, second, name in ((before, shorter, "第 3 笔，删去"), (shorter, before, "第 3 笔，新增")):
        found = statement_lines(document(first), document(second))
        assert found is not None
        [line] = found.lines
        assert (line.name, line.before is None) == (name, first is shorter)


def test_the_same_documents_differ_in_nothing() -> None:
    one = document(ledger(movements=MOVEMENTS))
    assert rows(one, one) == []


def test_a_corrected_amount_changes_the_entry_and_every_figure_that_follows() -> None:
    before = ledger(movements=MOVEMENTS)
    after = with_lines(before, *before.lines[:2], replace(before.lines[2], payment=Decimal("72.93")))
    assert rows(document(before), document(after)) == [
        ("第 3 笔 垃圾清运费", "27.93", "72.93"),
        ("本期支出", "177.93", "222.93"),
        ("期末结余", "1,022.07", "977.07"),
        ("7月支出合计", "177.93", "222.93"),
    ]


def test_a_running_balance_alone_is_no_change() -> None:
    before = ledger(movements=MOVEMENTS)
    after = with_lines(before, *(replace(line, balance=Decimal(1)) for line in before.lines))
    assert rows(document(before), document(after)) == []


def test_an_entry_put_in_between_does_not_make_the_later_ones_look_changed() -> None:
    before = ledger(movements=MOVEMENTS)
    extra = replace(before.lines[0], voucher="记-099", summary="补记鱼塘承包费", receipt=Decimal("30.00"))
    after = with_lines(before, before.lines[0], extra, *before.lines[1:])
    assert changes(before, after) == [(None, after.lines[1])]
    assert rows(document(before), document(after))[0] == ("第 2 笔，新增", "", "补记鱼塘承包费 30.00")


def test_an_entry_left_out_is_removed() -> None:
    before = ledger(movements=MOVEMENTS)
    after = with_lines(before, before.lines[0], before.lines[2])
    assert changes(before, after) == [(before.lines[1], None)]
    assert rows(document(before), document(after))[0] == ("第 2 笔，删去", "保洁员工资 150.00", "")


def test_in_an_uneven_stretch_entries_are_matched_by_voucher() -> None:
    before = ledger(movements=MOVEMENTS)
    split = replace(before.lines[1], voucher="记-098", payment=Decimal("50.00"))
    rest = replace(before.lines[1], payment=Decimal("100.00"))
    after = with_lines(before, before.lines[0], split, rest, before.lines[2])
    assert changes(before, after) == [(None, after.lines[1]), (before.lines[1], after.lines[2])]


def test_every_field_that_changed_is_named() -> None:
    before = ledger(movements=MOVEMENTS)
    other = replace(before.lines[0], date=date(2026, 8, 3), handler="钱秀兰")
    after = with_lines(before, other, *before.lines[1:])
    found = rows(document(before), document(after))
    assert [what for what, _old, _new in found[:2]] == ["第 1 笔的日期", "第 1 笔的经手人"]
    assert ("7月收入合计", "200.00", "0.00") in found
    assert ("8月收入合计", "0.00", "200.00") in found


def test_an_opening_that_changed_is_a_figure() -> None:
    before, after = ledger(movements=MOVEMENTS), ledger(movements=MOVEMENTS, opening="1010.00")
    assert [what for what, _old, _new in rows(document(before), document(after))] == ["上期结余", "期末结余"]


def test_answers_to_warnings_are_compared() -> None:
    found = rows(document(ledger(), answers=["旧说明"]), document(ledger(), answers=["新说明"]))
    assert found == [("说明", "旧说明", "新说明")]


def test_a_statement_in_the_place_of_a_text_is_all_new() -> None:
    found = [what for what, _old, _new in rows(document(), document(ledger()))]
    assert found == ["第 1 笔，新增", "第 2 笔，新增", "上期结余", "本期收入", "本期支出", "期末结余"]


amounts = st.decimals(min_value="0.01", max_value="99999.99", places=2).map(str)


@given(
    before=st.lists(st.tuples(st.sampled_from("甲乙丙丁"), amounts, st.just("")), min_size=1, max_size=8),
    after=st.lists(st.tuples(st.sampled_from("甲乙丙丁"), amounts, st.just("")), min_size=1, max_size=8),
)
def test_what_changed_accounts_for_the_difference_of_the_totals(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    one, two = ledger(movements=tuple(before)), ledger(movements=tuple(after))
    by_entries = sum(
        (
            (new.movement if new else Decimal(0)) - (old.movement if old else Decimal(0))
            for old, new in changes(one, two)
        ),
        Decimal(0),
    )
    assert by_entries == two.receipts - one.receipts
