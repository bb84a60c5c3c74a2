"""A notice period that was counted into a year whose holidays were not announced yet."""

from datetime import UTC, date, datetime

import pytest

from disclosure.notices.models import Edition
from disclosure.notices.presenters.period import on_notice, period_shown
from portal.core import calendar
from portal.core.calendar import table as calendar_table
from portal.core.calendar.table import Day
from tests.factories import Cast, cast, money_draft, published

DECEMBER = datetime(2026, 12, 28, 2, tzinfo=UTC)
"""Monday; five working days later it is another year, whose notice is not in."""

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def put_up() -> tuple[Cast, Edition]:
    people = cast()
    return people, published(people, money_draft(people, at=DECEMBER), at=DECEMBER)


def test_it_is_marked_provisional_until_the_notice_comes_in() -> None:
    _people, edition = put_up()
    period = on_notice(edition, calendar=calendar.load(), today=date(2026, 12, 29))
    assert period is not None
    assert edition.notice_to == date(2027, 1, 5)  # 1 January is guessed to be off
    assert period.counted_again is None
    assert period_shown(edition, period).provisional


def test_it_is_counted_again_and_what_was_published_stays() -> None:
    people, edition = put_up()
    days = [
        Day(date(2027, 1, 1), is_working=False, name_zh="元旦"),
        Day(date(2027, 1, 2), is_working=True, name_zh="补班"),
    ]
    calendar_table.import_notice(actor=people.administrator, year=2027, days=days, at=DECEMBER)
    edition.refresh_from_db()
    assert edition.notice_to == date(2027, 1, 5)
    period = on_notice(edition, calendar=calendar.load(), today=date(2027, 1, 4))
    assert period is not None
    assert period.counted_again == date(2027, 1, 4)
    shown = period_shown(edition, period)
    assert not shown.provisional
    assert "counted with them, the last day is 4 January 2027." in shown.note


def test_a_period_that_was_certain_is_not_counted_again() -> None:
    people = cast()
    edition = published(people, money_draft(people))
    period = on_notice(edition, calendar=calendar.load(), today=date(2026, 10, 20))
    assert period is not None
    assert period.counted_again is None
    assert not period_shown(edition, period).provisional
