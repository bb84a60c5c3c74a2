"""Figures of ratings as pure functions: shares with their bases, and what is too small to be broken down."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accountability.ratings.rules import ENOUGH, SMALL, Tally, broken_down, quarter_of

TALLIES = st.builds(Tally, *(st.integers(0, 9) for _score in range(4)))


def test_a_share_has_its_base() -> None:
    tally = Tally(very=5, satisfied=2, fairly=1, not_satisfied=1, by_slip=4)
    assert (tally.count, tally.content, tally.percent) == (9, 7, Decimal("77.8"))
    assert Tally().percent is None


@pytest.mark.parametrize(
    ("tally", "is_below"),
    [
        (Tally(very=7, not_satisfied=3), True),
        (Tally(very=8, not_satisfied=2), False),
        (Tally(very=6, not_satisfied=3), False),
        (Tally(satisfied=79, fairly=21), True),
    ],
)
def test_a_window_is_below_the_target_where_enough_people_say_so(tally: Tally, is_below: bool) -> None:
    assert tally.is_below_target is is_below
    assert tally.is_below_target is False or tally.count >= ENOUGH


def test_small_ones_are_left_out_and_the_next_smallest_with_one_that_could_be_found() -> None:
    months = {1: Tally(very=2), 2: Tally(very=30), 3: Tally(very=7)}
    assert broken_down(months) == {1: None, 2: months[2], 3: None}
    both_small = {1: Tally(very=3), 2: Tally(very=3), 3: Tally(very=9)}
    assert broken_down(both_small) == {1: None, 2: None, 3: both_small[3]}
    assert broken_down({1: Tally(very=9)}) == {1: Tally(very=9)}
    assert broken_down({1: Tally(very=1)}) == {1: None}


@given(st.dictionaries(st.integers(1, 12), TALLIES))
def test_nothing_small_is_shown_and_nothing_small_can_be_found_by_subtraction(months: dict[int, Tally]) -> None:
    shown = broken_down(months)
    assert shown.keys() == months.keys()
    left_out = sum(months[month].count for month, tally in shown.items() if tally is None)
    for month, tally in shown.items():
        assert tally in (None, months[month])
        assert tally is None or not 0 < tally.count < SMALL
    is_anything_shown = any(tally is not None and tally.count for tally in shown.values())
    assert not (is_anything_shown and 0 < left_out < SMALL)


def test_quarters() -> None:
    assert [quarter_of(month) for month in range(1, 13)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
