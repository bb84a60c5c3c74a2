"""Periods: written forms, arithmetic, names."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from disclosure.catalogue.enums import REGULAR, Cadence
from disclosure.catalogue.rules.periods import Period

days = st.dates(min_value=date(1901, 1, 1), max_value=date(2098, 12, 31))
periods = st.builds(Period.containing, days, st.sampled_from(REGULAR))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_bounds(text: str, first: date, last: date) -> None:
    period = Period.parse(text)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("text", ["", "2026Q5", "2026H3", "2026-13", "2026-7", "26Q3", "2026Q3 ", "２０２６"])
def test_other_texts_are_no_periods(text: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        Period.parse(text)


@given(periods)
def test_written_and_read_again(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods, st.integers(-20, 20))
def test_shifting_there_and_back(period: Period, count: int) -> None:
    if 1901 <= period.shifted(count).first.year <= 2098:
        assert period.shifted(count).shifted(-count) == period


@given(periods)
def test_periods_follow_without_gap(period: Period) -> None:
    assert (period.next.first - period.last).days == 1
    assert period.next.previous == period


@given(days, st.sampled_from(REGULAR))
def test_a_day_lies_in_the_period_that_contains_it(day: date, cadence: Cadence) -> None:
    assert Period.containing(day, cadence).contains(day)


def test_names() -> None:
    period = Period.parse("2026Q3")
    assert (period.name_zh, period.name_en) == ("2026年第三季度", "third quarter of 2026")
    assert (period.short_zh, period.short_en) == ("2026年三季度", "2026 Q3")
    assert Period.parse("2026H1").name_zh == "2026年上半年"
    assert Period.parse("2026-07").name_en == "July 2026"
