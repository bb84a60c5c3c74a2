"""Dates in every form they are written in."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from disclosure.catalogue.rules.periods import Period
from disclosure.ledger.dates import ReadDate, UnreadableDate, parse_date, parse_month
from tests.disclosure.ledger.builders import DATE_FORMS, Value

QUARTER = Period.parse("2026Q3")
SMALL = "〇一二三四五六七八九"
in_quarter = st.dates(QUARTER.first, QUARTER.last)


def small(number: int) -> str:
    """Write a number under 100 in small numerals."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{SMALL[tens]}十" if tens else "")
    return head + (SMALL[ones] if ones or not tens else "")


def day(raw: Value, period: Period = QUARTER, month: int | None = None) -> date | None:
    assert raw is not None
    read = parse_date(raw, period=period, month=month)
    return read.day if read else None


@given(in_quarter, st.sampled_from(sorted(DATE_FORMS)))
def test_each_written_form_is_read(when: date, form: str) -> None:
    assert day(DATE_FORMS[form](when)) == when


@given(in_quarter)
def test_small_numerals(when: date) -> None:
    year = "".join(SMALL[int(digit)] for digit in str(when.year))
    assert day(f"{year}年{small(when.month)}月{small(when.day)}日") == when
    assert day(f"{small(when.month)}月{small(when.day)}日") == when


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_year_that_is_written_counts_even_outside_the_period(when: date) -> None:
    assert day(when.isoformat()) == when
    assert day(f"{when:%Y%m%d}") == when
    assert day((when - date(1899, 12, 30)).days) == when
    assert day(str((when - date(1899, 12, 30)).days)) == when
    assert day(f"{when:%y}.{when.month}.{when.day}") == when


@given(st.sampled_from(("2026", "2026H1", "2026Q1", "2026Q4", "2026-07")), st.integers(0, 364))
def test_a_year_that_is_missing_comes_from_the_period(text: str, offset: int) -> None:
    period = Period.parse(text)
    when = period.first + timedelta(days=offset % ((period.last - period.first).days + 1))
    assert day(f"{when.month}月{when.day}日", period) == when


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-01 00:00:00", "2026-07-01"), ("2026-07-01T08:30:00", "2026-07-01"),
        ("2026年7月1日 星期三", "2026-07-01"),
        ("2026.07.01.", "2026-07-01"), ("2026、7、1", "2026-07-01"), ("2026年07月01号", "2026-07-01"),
        ("7/1", "2026-07-01"),
        ("0701", "2026-07-01"), ("260701", "2026-07-01"), ("七月廿一日", "2026-07-21"), ("7月份3日", "2026-07-03"),
        ("12月28日", "2026-12-28"), ("7 月 1 日", "2026-07-01"), ("7/1/2026", "2026-07-01"),
    ],
)  # fmt: skip
def test_forms(text: str, expected: str) -> None:
    assert day(text) == date.fromisoformat(expected)


def test_the_december_before_a_first_quarter_is_of_the_year_before() -> None:
    assert day("12-28", Period.parse("2026Q1")) == date(2025, 12, 28)


def test_a_day_alone_needs_a_month() -> None:
    assert day("5日", month=8) == date(2026, 8, 5)
    assert day(15.0, month=8) == date(2026, 8, 15)
    for raw in ("5日", "15", 5.0):
        with pytest.raises(UnreadableDate):
            parse_date(raw, period=QUARTER)


def test_a_number_may_have_lost_its_zero() -> None:
    read = parse_date(7.1, period=QUARTER)
    assert read == ReadDate(date(2026, 7, 1), 7, other=date(2026, 7, 10))
    written = parse_date("7.10", period=QUARTER)
    assert written == ReadDate(date(2026, 7, 10), 7)


def test_a_month_alone_names_no_day() -> None:
    for text in ("7月", "2026年7月", "七月份", "2026-07", "2026.7"):
        assert parse_date(text, period=QUARTER) == ReadDate(None, 7)


@pytest.mark.parametrize(
    "raw",
    ["2026-09-31", "2月30日", "7.1-7.5", "abc", "第三季度", "0", "13月1日", "2026-13-01", "99999999", "年月日", 0.5],
)
def test_what_is_no_date(raw: str | float) -> None:
    with pytest.raises(UnreadableDate):
        parse_date(raw, period=QUARTER)


@given(st.text(max_size=14) | st.floats())
def test_anything_is_a_date_or_refused(raw: str | float) -> None:
    try:
        read = parse_date(raw, period=QUARTER)
    except UnreadableDate:
        return
    assert read is None or read.day is None or isinstance(read.day, date)


def test_cells_that_are_dates() -> None:
    assert day(date(2026, 7, 1)) == date(2026, 7, 1)
    assert parse_date("", period=QUARTER) is None


@pytest.mark.parametrize(("raw", "month"), [("7", 7), (7.0, 7), ("七", 7), ("7月", 7), ("13", None), ("合计", None)])
def test_months(raw: str | float, month: int | None) -> None:
    assert parse_month(raw) == month
