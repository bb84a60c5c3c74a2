"""Time limits: the publication day, and the notice period frozen at publication."""

from datetime import date

import pytest

from disclosure.catalogue.enums import Cadence, NoticeUnit
from disclosure.catalogue.rules.owed import Item, NoticePeriod, notice_period
from disclosure.catalogue.rules.periods import Period
from portal.core.calendar.rules import Calendar

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("period", "day", "due"),
    [
        ("2026Q3", 20, date(2026, 10, 20)),  # a Tuesday
        ("2025Q4", 20, date(2026, 1, 20)),
        ("2026Q2", 19, date(2026, 7, 20)),  # the 19th is a Sunday
        ("2026Q3", 1, date(2026, 10, 8)),  # National Day, holidays until the 7th
        ("2026-01", 20, date(2026, 2, 24)),  # in the Spring Festival holidays of 2026 (15–23 February)
        ("2026", 20, date(2027, 1, 20)),
        ("2026H1", 20, date(2026, 7, 20)),
    ],
)
def test_the_publication_day_moves_to_a_working_day(period: str, day: int, due: date) -> None:
    owed, item = Period.parse(period), Item(Cadence.QUARTERLY, "village", publication_day=day)
    assert item.due_day(owed, CALENDAR).date == due


def test_working_days_begin_the_day_after_publication() -> None:
    found = notice_period(date(2026, 10, 19), days=5, unit=NoticeUnit.WORKING, calendar=CALENDAR)
    assert found == NoticePeriod(date(2026, 10, 20), date(2026, 10, 26), provisional=False)


def test_make_up_days_count_and_holidays_do_not() -> None:
    # Published on 29 September 2026: 30 September, then holidays 1–7 October, then 8, 9 and Saturday 10.
    found = notice_period(date(2026, 9, 29), days=4, unit=NoticeUnit.WORKING, calendar=CALENDAR)
    assert found == NoticePeriod(date(2026, 9, 30), date(2026, 10, 10), provisional=False)


def test_calendar_days_run_through_holidays() -> None:
    found = notice_period(date(2026, 9, 29), days=7, unit=NoticeUnit.CALENDAR, calendar=CALENDAR)
    assert found == NoticePeriod(date(2026, 9, 30), date(2026, 10, 6), provisional=False)


def test_a_year_without_a_calendar_is_provisional() -> None:
    found = notice_period(date(2030, 10, 8), days=5, unit=NoticeUnit.WORKING, calendar=CALENDAR)
    assert found is not None
    assert found.provisional


def test_no_days_no_period() -> None:
    assert notice_period(date(2026, 10, 19), days=0, unit=NoticeUnit.NONE, calendar=CALENDAR) is None
