"""How dates and times are written in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from portal.core import dates
from portal.core.language import is_chinese

DAY = date(2026, 10, 6)
LATE_EVENING = datetime(2026, 10, 20, 16, 5, tzinfo=UTC)  # 0:05 of the 21st in Shanghai


@pytest.mark.parametrize(
    ("language", "day", "full", "weekday", "short"),
    [
        ("zh-hans", "10月6日", "2026年10月6日", "星期二", "周二"),
        ("en", "6 October", "6 October 2026", "Tuesday", "Tue"),
    ],
)
def test_a_day_in_each_language(language: str, day: str, full: str, weekday: str, short: str) -> None:
    with translation.override(language):
        assert dates.day(DAY) == day
        assert dates.full_date(DAY) == full
        assert dates.weekday(DAY) == weekday
        assert dates.short_weekday(DAY) == short
        assert dates.month_day(DAY) == "10-06"


@pytest.mark.parametrize(("language", "month"), [("zh-hans", "10月"), ("en", "October")])
def test_a_month_in_each_language(language: str, month: str) -> None:
    with translation.override(language):
        assert dates.month_name(DAY) == month


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "2026年10月21日 0:05"), ("en", "21 October 2026, 0:05")])
def test_a_moment_is_shown_in_the_portals_zone(language: str, written: str) -> None:
    with translation.override(language):
        assert dates.moment(LATE_EVENING) == written
        assert dates.local_date(LATE_EVENING) == date(2026, 10, 21)


@pytest.mark.parametrize(
    ("first", "last", "chinese", "english"),
    [
        (date(2026, 10, 20), date(2026, 10, 26), "2026年10月20日至26日", "20 to 26 October 2026"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026年7月1日至9月30日", "1 July to 30 September 2026"),
        (date(2026, 12, 30), date(2027, 1, 6), "2026年12月30日至2027年1月6日", "30 December 2026 to 6 January 2027"),
        (
            date(2026, 10, 20),
            date(2027, 10, 26),
            "2026年10月20日至2027年10月26日",
            "20 October 2026 to 26 October 2027",
        ),
        (DAY, DAY, "2026年10月6日", "6 October 2026"),
    ],
)
def test_a_range_says_month_and_year_once(first: date, last: date, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert dates.date_range(first, last) == chinese
    with translation.override("en"):
        assert dates.date_range(first, last) == english


def test_without_an_active_language_the_default_is_used() -> None:
    with translation.override(None):
        assert is_chinese()
