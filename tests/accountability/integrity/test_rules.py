"""Tests of shares, of figures that name nobody, and of periods. No database."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from accountability.integrity.rules import Period, Told, is_low, percent, told_apart


@pytest.mark.parametrize(
    ("present", "due", "share", "low"),
    [(0, 0, None, False), (4, 5, 80, False), (79, 100, 79, True), (799, 1000, 79, True), (5, 5, 100, False)],
)
def test_an_activity_is_marked_below_four_of_five(present: int, due: int, share: int | None, low: bool) -> None:
    assert percent(present, due) == share
    assert is_low(present, due) is low


def test_kinds_with_few_talks_stand_together() -> None:
    counts = {"routine": 24, "reminder": 17, "appointment": 9, "admonishing": 2, "other": 1}
    assert told_apart(counts) == [
        Told(("routine",), 24),
        Told(("reminder",), 17),
        Told(("appointment",), 9),
        Told(("admonishing", "other"), 3),
    ]


def test_what_is_put_together_is_joined_by_another_kind_where_it_would_still_be_few() -> None:
    assert told_apart({"routine": 9, "reminder": 4, "admonishing": 1, "other": 0}) == [
        Told(("routine",), 9),
        Told(("reminder", "admonishing", "other"), 5),
    ]


def test_few_talks_altogether_are_not_told_apart() -> None:
    assert told_apart({"routine": 1, "admonishing": 1}) == []
    assert told_apart({"routine": 2, "admonishing": 2}) == [Told(("routine", "admonishing"), 4)]


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e"]), st.integers(0, 30), min_size=1))
def test_nothing_below_three_is_told_and_nothing_is_lost(counts: dict[str, int]) -> None:
    told = told_apart(counts)
    assert all(one.count >= 3 for one in told)
    total = sum(counts.values())
    assert sum(one.count for one in told) == (total if total >= 3 else 0)
    kinds = [kind for one in told for kind in one.kinds]
    assert len(kinds) == len(set(kinds))


def test_periods_are_read_and_know_their_days() -> None:
    month, quarter = Period.parse("2025-12"), Period.parse("2026Q1")
    assert (month.first_day, month.last_day) == (date(2025, 12, 1), date(2025, 12, 31))
    assert (quarter.first_day, quarter.last_day) == (date(2026, 1, 1), date(2026, 3, 31))
    assert str(quarter.before) == "2025Q4"
    assert str(Period.parse("2026-01").before) == "2025-12"
    assert str(Period.of(date(2026, 8, 15), is_quarter=True)) == "2026Q3"
    for text in ("2026", "2026-13", "2026Q5", "2026-7"):
        with pytest.raises(ValueError, match=text):
            Period.parse(text)
