"""Scores and grades: exact against worked examples, and the same in whatever order things happened."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from accountability.assessment.enums import Grade, RuleKind, Scheme
from accountability.assessment.rules.scoring import (
    GRADES,
    Entry,
    Item,
    Table,
    grade_by_points,
    grade_by_rule,
    is_far_apart,
    proposed_grades,
    score,
)

D = Decimal
ITEMS = tuple(Item(number, D(points)) for number, points in enumerate((10, 10, 10, 20, 20, 20, 10), start=1))
TABLE = Table(ITEMS, bonus_cap=D(3), scheme=Scheme.FOUR, limits=(D(90), D(75), D(60)), best_share=25)
DEDUCTION, BONUS, VETO = RuleKind.DEDUCTION, RuleKind.BONUS, RuleKind.VETO


def lost(item: int, points: str, cases: int = 1) -> Entry:
    return Entry(DEDUCTION, cases, D(points), item)


EXAMPLE = [
    lost(1, "5"),
    lost(1, "1", 2),
    lost(2, "2"),
    lost(3, "1"),
    lost(4, "2", 6),
    lost(4, "0.5", 3),
    lost(5, "3"),
    lost(5, "2"),
    lost(6, "2"),
    lost(6, "1", 2),
    lost(6, "2"),
    lost(7, "2", 2),
    Entry(BONUS, 1, D(1)),
    Entry(VETO, 1, D(0)),
]
"""The village of the prototype: 61.5 points, 1 of bonus, and a veto."""


def test_worked_example() -> None:
    result = score(TABLE, EXAMPLE)
    assert [item.score for item in result.items] == [D(text) for text in ("3", "8", "9", "6.5", "15", "14", "6")]
    assert (result.subtotal, result.bonus, result.total) == (D("61.5"), D(1), D("62.5"))
    assert grade_by_points(TABLE, result.total) == Grade.BASIC
    assert grade_by_rule(TABLE, result.total, is_vetoed=result.is_vetoed) == Grade.FAILING


def test_nothing_found_is_full_points() -> None:
    assert score(TABLE, []).total == D(100)


def test_an_item_never_goes_below_nothing() -> None:
    result = score(TABLE, [lost(1, "5", 3), lost(2, "2")])
    assert (result.items[0].deducted, result.items[0].score) == (D(15), D(0))
    assert result.total == D(88), "what is too much in one item costs nothing in another"


def test_all_items_at_their_floor() -> None:
    assert score(TABLE, [lost(item.number, "9.9", 99) for item in ITEMS]).total == D(0)


@pytest.mark.parametrize(("cases", "counts"), [(0, "0"), (1, "2"), (2, "3"), (9, "3")])
def test_bonus_stands_apart_up_to_its_limit(cases: int, counts: str) -> None:
    result = score(TABLE, [Entry(BONUS, cases, D(2)), lost(1, "5", 9)])
    assert result.bonus == D(counts)
    assert (result.subtotal, result.total) == (D(90), D(90) + D(counts)), "bonus fills no item up"


def test_bonus_may_lift_the_total_above_a_hundred() -> None:
    assert score(TABLE, [Entry(BONUS, 1, D(2))]).total == D(102)


def test_a_veto_of_no_case_applies_to_nobody() -> None:
    assert not score(TABLE, [Entry(VETO, 0, D(0))]).is_vetoed
    assert score(TABLE, [Entry(VETO, 1, D(0))]).is_vetoed


@pytest.mark.parametrize("total", ["103", "90", "0"])
def test_a_veto_fails_whatever_the_points(total: str) -> None:
    for scheme, limits in ((Scheme.FOUR, TABLE.limits), (Scheme.THREE, TABLE.limits[:2])):
        table = Table(ITEMS, D(3), scheme, limits)
        assert grade_by_rule(table, D(total), is_vetoed=True) == GRADES[scheme][-1]


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("90", Grade.EXCELLENT),
        ("89.9", Grade.COMPETENT),
        ("75", Grade.COMPETENT),
        ("74.9", Grade.BASIC),
        ("60", Grade.BASIC),
        ("59.9", Grade.FAILING),
        ("0", Grade.FAILING),
    ],
)
def test_limits_of_four_grades(total: str, grade: Grade) -> None:
    assert grade_by_points(TABLE, D(total)) == grade


@pytest.mark.parametrize(
    ("total", "grade"), [("90", Grade.SATISFACTORY), ("75", Grade.BASICALLY), ("74.9", Grade.UNSATISFACTORY)]
)
def test_limits_of_three_grades(total: str, grade: Grade) -> None:
    assert grade_by_points(Table(ITEMS, D(3), Scheme.THREE, (D(90), D(75))), D(total)) == grade


def test_the_best_grade_has_a_share() -> None:
    results = {number: (D(99) - number, False) for number in range(8)}
    grades = proposed_grades(TABLE, results)
    assert [grades[number] for number in range(8)] == [Grade.EXCELLENT] * 2 + [Grade.COMPETENT] * 6


def test_of_equal_points_all_or_none_get_the_best() -> None:
    results = {number: (D(95), False) for number in range(3)} | {9: (D(96), False)}
    grades = proposed_grades(TABLE, results)
    assert grades == {0: Grade.COMPETENT, 1: Grade.COMPETENT, 2: Grade.COMPETENT, 9: Grade.EXCELLENT}


def test_who_is_vetoed_takes_no_place_of_the_best() -> None:
    results = {1: (D(99), True), 2: (D(95), False), 3: (D(80), False), 4: (D(80), False)}
    assert proposed_grades(TABLE, results)[2] == Grade.EXCELLENT
    assert proposed_grades(TABLE, results)[1] == Grade.FAILING


def test_a_difference_of_the_limit_need_not_be_explained() -> None:
    assert not is_far_apart(D(95), D(75), D(20))
    assert is_far_apart(D("95.1"), D(75), D(20))
    assert is_far_apart(D(60), D(81), D(20))


entries = st.one_of(
    st.builds(
        Entry,
        st.just(DEDUCTION),
        st.integers(0, 9),
        st.decimals(D("0.1"), D("9.9"), places=1),
        st.integers(1, len(ITEMS)),
    ),
    st.builds(Entry, st.just(BONUS), st.integers(0, 3), st.decimals(D("0.1"), D(3), places=1)),
    st.builds(Entry, st.just(VETO), st.integers(0, 1), st.just(D(0))),
)


@given(st.lists(entries, max_size=12).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_no_order_of_events_changes_a_score(orders: tuple[list[Entry], list[Entry]]) -> None:
    one, other = orders
    assert score(TABLE, one) == score(TABLE, other)


@given(st.lists(entries, max_size=12))
def test_a_score_stays_within_its_bounds_and_adds_up(found: list[Entry]) -> None:
    result = score(TABLE, found)
    assert all(D(0) <= item.score <= item.points for item in result.items)
    assert D(0) <= result.bonus <= TABLE.bonus_cap
    assert result.total == sum(item.score for item in result.items) + result.bonus
    assert result.is_vetoed == any(one.kind == VETO and one.cases for one in found)


@given(st.lists(entries, max_size=8), entries)
def test_another_deduction_never_raises_a_score(found: list[Entry], more: Entry) -> None:
    if more.kind == DEDUCTION:
        assert score(TABLE, [*found, more]).total <= score(TABLE, found).total


@given(st.lists(st.tuples(st.decimals(D(0), D(103), places=1), st.booleans()), max_size=12))
def test_no_more_units_get_the_best_grade_than_its_share_allows(found: list[tuple[D, bool]]) -> None:
    grades = proposed_grades(TABLE, dict(enumerate(found)))
    assert sum(1 for grade in grades.values() if grade == Grade.EXCELLENT) <= len(found) * 25 // 100


def test_grades_do_not_depend_on_the_order_of_units() -> None:
    results = [("a", (D(95), False)), ("b", (D(95), False)), ("c", (D(97), False)), ("d", (D(50), False))]
    told = {tuple(sorted(proposed_grades(TABLE, dict(order)).items())) for order in permutations(results)}
    assert len(told) == 1
