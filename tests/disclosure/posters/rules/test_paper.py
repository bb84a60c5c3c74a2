"""Widths of text and sizes of titles."""

import pytest
from hypothesis import given, strategies as st

from disclosure.posters.rules.paper import MM_PER_PT, em, points_for, title_lines

MEASURE = {"width": 265.0, "largest": 37.0, "smallest": 28.0}


def test_a_chinese_character_is_one_em() -> None:
    assert em("柳树村（续）") == 6
    assert em("") == 0
    assert 0.5 < em("8") < 0.65
    assert em("1,234.50") < 8 * 0.6


def test_a_short_title_keeps_the_largest_size() -> None:
    assert title_lines("村务公开", **MEASURE) == (("村务公开",), 37.0)


def test_a_longer_title_shrinks_before_it_breaks() -> None:
    lines, points = title_lines("柳树村2026年第三季度财务收支逐笔逐项公开情况表", **MEASURE)
    assert len(lines) == 1
    assert 28 <= points < 37


def test_a_long_title_breaks_and_keeps_numbers_whole() -> None:
    title = "青石镇柳树村村民委员会关于2026年第三季度村级集体经济组织财务收支逐笔逐项公开情况的公示"
    lines, points = title_lines(title, **MEASURE)
    assert len(lines) == 2
    assert "".join(lines) == title
    assert points >= 28
    assert not (lines[0][-1].isdigit() and lines[1][0].isdigit())


@given(st.text(st.sampled_from("柳树村年第（）、的2026QSab-"), min_size=1, max_size=120))
def test_every_title_fits_and_loses_nothing(title: str) -> None:
    lines, points = title_lines(title, **MEASURE)
    assert "".join(lines) == title
    assert 28 <= points <= 37
    assert all(em(line) * points * MM_PER_PT <= MEASURE["width"] for line in lines)


def test_points_stay_within_limits() -> None:
    assert points_for("", width=10, largest=24, smallest=12) == 24
    assert points_for("9" * 200, width=10, largest=24, smallest=12) == 12
    assert points_for("476,532.72", width=54, largest=24, smallest=12) == pytest.approx(24)
