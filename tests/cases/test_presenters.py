"""A time limit drawn day by day, so that anybody can count it again."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from portal.cases.actions import clocks
from portal.cases.models import Clock
from portal.cases.presenters import CountedDay, clock_line, counted_days
from tests.cases.making import slip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

CAME = date(2026, 9, 28)
"""The 20 working days of the limit pass the National Day holiday and a working Saturday: they end on 30 October."""


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=12)


@pytest.fixture
def clock() -> Clock:
    made = slip(at=at_noon(CAME))
    return clocks.start_clock(case=made.case, rule="reply", start=CAME, at=at_noon(CAME))


def day(found: list[list[CountedDay]], wanted: date) -> CountedDay:
    return next(one for week in found for one in week if one.day == wanted)


def test_every_day_has_its_number_or_says_why_it_has_none(clock: Clock) -> None:
    found = counted_days(clock, today=date(2026, 10, 12))
    assert (found.used, found.left, found.total, found.late) == (6, 14, 20, 0)
    assert day(found.weeks, CAME).note == "came in"
    assert day(found.weeks, date(2026, 10, 1)).kind == "rest"
    assert day(found.weeks, date(2026, 10, 10)).number == 5
    assert day(found.weeks, date(2026, 10, 12)).kind == "today"
    last = day(found.weeks, date(2026, 10, 30))
    assert (last.number, last.kind, last.note) == (20, "last", "due")
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in found.weeks)
    numbers = [one.number for week in found.weeks for one in week if one.number]
    assert numbers == list(range(1, 21))


def test_days_on_which_it_stood_still_are_shown_and_not_counted(clock: Clock) -> None:
    actor = clock.case.entered_by or slip().folder.keeper
    held = clocks.suspend(actor=actor, clock=clock, reason="asked", at=at_noon(date(2026, 10, 12)))
    found = counted_days(held, today=date(2026, 10, 14))
    assert (found.due, found.used, found.left) == (None, 6, 14)
    assert [day(found.weeks, date(2026, 10, one)).kind for one in (13, 14)] == ["still", "still"]
    gone_on = clocks.resume(actor=actor, clock=held, at=at_noon(date(2026, 10, 19)))
    found = counted_days(gone_on, today=date(2026, 10, 20))
    assert (found.due, found.used) == (date(2026, 11, 6), 7)
    assert day(found.weeks, date(2026, 10, 17)).kind == "rest", "a Saturday would not have counted anyway"


def test_what_was_extended_counts_on_and_what_is_late_says_by_how_much(clock: Clock) -> None:
    extended = clocks.extend(
        actor=slip().folder.keeper, clock=clock, days=20, reason="more to do", at=at_noon(date(2026, 10, 20))
    )
    found = counted_days(extended, today=date(2026, 12, 1))
    assert (found.total, found.left, found.due, found.late) == (40, 0, date(2026, 11, 27), 4)


def test_a_time_limit_on_one_line_says_how_far_it_is_and_how_it_was_counted(clock: Clock) -> None:
    line = clock_line(clock, "Reply", today=date(2026, 10, 12))
    assert (line.due, line.used, line.kind) == ("by 30 October 2026", "Day 6 of 20.", "")
    assert "day 20 is 30 October 2026" in line.how
    assert clock.basis in line.how
    assert clock_line(clock, "Reply", today=date(2026, 10, 28)).kind == "soon"
    assert clock_line(clock, "Reply", today=date(2026, 10, 31)).kind == "owed"


@pytest.mark.parametrize(
    ("met_on", "due", "kind"),
    [(date(2026, 10, 30), "in time, on 30 October", ""), (date(2026, 11, 2), "late, on 2 November", "owed")],
)
def test_one_that_is_met_says_whether_in_time(clock: Clock, met_on: date, due: str, kind: str) -> None:
    met = clocks.meet(clock=clock, at=at_noon(met_on))
    line = clock_line(met, "Reply", today=date(2026, 12, 1))
    assert (line.due, line.kind) == (due, kind)


def test_days_that_are_left_out_do_not_count_on_the_line_either(clock: Clock) -> None:
    actor = slip().folder.keeper
    held = clocks.leave_out(
        actor=actor, clock=clock, first=date(2026, 10, 12), last=date(2026, 10, 14), at=at_noon(date(2026, 10, 14))
    )
    assert clock_line(held, "Reply", today=date(2026, 10, 15)).used == "Day 6 of 20."


def test_a_day_that_was_chosen_is_counted_in_calendar_days() -> None:
    made = slip(at=at_noon(CAME))
    chosen = clocks.start_clock(
        case=made.case, rule="reply", start=CAME, at=at_noon(CAME), due=CAME + timedelta(days=10)
    )
    line = clock_line(chosen, "Reply", today=CAME + timedelta(days=4))
    assert (line.used, line.due) == ("Day 4 of 10.", "by 8 October 2026")
