"""Spans, rates, and what is left out where figures are small."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, strategies as st

from petitions.outcomes.enums import RateKey
from petitions.outcomes.rules import Rate, hide, hide_rate, span, year_so_far


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_span_has_its_days(code: str, first: date, last: date) -> None:
    found = span(code)
    assert (found.first, found.last, found.code) == (first, last, code)
    assert found.before.first.year == first.year - 1


@pytest.mark.parametrize("code", ["", "26", "2026Q5", "2026-13", "2026-00", "2026q1", "2026 "])
def test_what_is_no_span_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=code or "^$"):
        span(code)


def test_the_present_year_is_counted_up_to_the_last_month() -> None:
    assert year_so_far(2026, date(2026, 10, 15)).last == date(2026, 9, 30)
    assert year_so_far(2025, date(2026, 10, 15)).last == date(2025, 12, 31)
    assert year_so_far(2026, date(2026, 1, 15)).last == date(2025, 12, 31)


@given(cells=st.lists(st.integers(min_value=0, max_value=12), max_size=9), limit=st.integers(min_value=1, max_value=5))
def test_no_small_figure_is_shown_or_can_be_found_by_subtraction(cells: list[int], limit: int) -> None:
    shown = hide(cells, limit)
    assert all(cell is None or cell == real for cell, real in zip(shown, cells, strict=True))
    assert not [cell for cell in shown if cell is not None and 0 < cell < limit]
    hidden = [real for cell, real in zip(shown, cells, strict=True) if cell is None]
    assert hidden or shown == cells
    if not any(0 < cell < limit for cell in cells):
        assert not hidden, "nothing is hidden without need"


@pytest.mark.parametrize("limit", [2, 3, 4])
def test_who_knows_the_sum_and_the_rule_finds_no_figure_that_was_left_out(limit: int) -> None:
    meant: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = {}
    for cells in product(range(limit + 3), repeat=4):
        meant.setdefault((sum(cells), tuple(hide(cells, limit))), []).append(cells)
    for (_sum, shown), may_be in meant.items():
        if may_be == [(1, 1, 1, 1)]:
            continue  # the sum itself tells this one
        for place, cell in enumerate(shown):
            if cell is None:
                assert len({cells[place] for cells in may_be}) > 1, (shown, may_be)


def test_a_rate_says_what_it_was_counted_from_or_nothing() -> None:
    assert Rate(RateKey.CLOSED, 45, 47).percent == 95.7
    assert Rate(RateKey.CLOSED, 0, 0).percent is None
    assert hide_rate(Rate(RateKey.CLOSED, 45, 47), 3) == Rate(RateKey.CLOSED, 45, 47)
    assert hide_rate(Rate(RateKey.CLOSED, 2, 47), 3) == Rate(RateKey.CLOSED, None, None)
    assert hide_rate(Rate(RateKey.CLOSED, 2, 2), 3).percent is None
    assert hide_rate(Rate(RateKey.REPEATED, 0, 9), 3).percent == 0
