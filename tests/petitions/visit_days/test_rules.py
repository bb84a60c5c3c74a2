"""Which visit days a rule has, what a day off changes, their places, and in which order people are called."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from petitions.visit_days.enums import Change, OnHoliday, RuleKind
from petitions.visit_days.rules import InLine, Occurrence, Pattern, Slot, in_order, is_late, occurrences, slots
from portal.core.calendar import Calendar

KNOWN = Calendar()
YEAR = date(2026, 1, 1), date(2026, 12, 31)
MORNING = datetime(2026, 10, 27, 1, 0, tzinfo=UTC)


def found(pattern: Pattern, first: date = YEAR[0], last: date = YEAR[1]) -> list[Occurrence]:
    return occurrences(pattern, first, last, KNOWN)


def test_every_working_day_follows_the_calendar() -> None:
    days = found(Pattern(RuleKind.DAILY, YEAR[0]), date(2026, 9, 30), date(2026, 10, 12))
    # 1 to 7 October are off, and 10 October is a Saturday that is worked.
    assert [one.day for one in days] == [date(2026, 9, 30), *(date(2026, 10, day) for day in (8, 9, 10, 12))]
    assert {one.change for one in days} == {Change.NONE}


def weekly(on_holiday: str) -> Pattern:
    return Pattern(RuleKind.WEEKLY, YEAR[0], weekdays=frozenset({2, 3}), on_holiday=on_holiday)


@pytest.mark.parametrize(
    ("on_holiday", "expected"),
    [
        (OnHoliday.CANCEL, [(date(2026, 10, 6), Change.DAY_OFF), (date(2026, 10, 7), Change.DAY_OFF)]),
        (OnHoliday.POSTPONE, [(date(2026, 10, 8), Change.POSTPONED), (date(2026, 10, 8), Change.POSTPONED)]),
        (OnHoliday.UNSTATED, [(date(2026, 10, 6), Change.NONE), (date(2026, 10, 7), Change.NONE)]),
    ],
)
def test_a_weekly_day_that_falls_on_a_day_off(on_holiday: str, expected: list[tuple[date, str]]) -> None:
    days = found(weekly(on_holiday), date(2026, 10, 5), date(2026, 10, 11))
    assert [(one.day, one.change) for one in days] == expected


def test_what_is_postponed_to_a_day_of_the_rule_is_joined_with_it() -> None:
    pattern = Pattern(
        RuleKind.WEEKLY, YEAR[0], weekdays=frozenset({3, 4}), on_holiday=OnHoliday.POSTPONE
    )  # Wednesday 7 October is off, Thursday 8 is worked and a visit day
    days = found(pattern, date(2026, 10, 7), date(2026, 10, 8))
    assert [(one.planned_on.day, one.day.day, one.change) for one in days] == [
        (7, 8, Change.JOINED),
        (8, 8, Change.NONE),
    ]
    assert [one.is_held for one in days] == [False, True]


def test_a_monthly_day_may_meet_the_end_of_the_month_and_a_weekend() -> None:
    pattern = Pattern(RuleKind.MONTHLY, YEAR[0], month_day=31, on_holiday=OnHoliday.POSTPONE)
    days = found(pattern, date(2026, 2, 1), date(2026, 5, 31))
    planned = [(one.planned_on.month, one.planned_on.day, one.day) for one in days]
    # 28 February 2026 is a Saturday that is worked; 31 May is a Sunday.
    assert planned == [
        (2, 28, date(2026, 2, 28)),
        (3, 31, date(2026, 3, 31)),
        (4, 30, date(2026, 4, 30)),
        (5, 31, date(2026, 6, 1)),
    ]


def test_a_weekend_day_that_a_rule_names_on_purpose_is_no_day_off() -> None:
    once = Pattern(RuleKind.ONCE, YEAR[0], day=date(2026, 10, 24), on_holiday=OnHoliday.CANCEL)
    assert [(one.day, one.change) for one in found(once)] == [(date(2026, 10, 24), Change.NONE)]
    saturdays = Pattern(RuleKind.WEEKLY, YEAR[0], weekdays=frozenset({6}), on_holiday=OnHoliday.CANCEL)
    october = {one.day.day: one.change for one in found(saturdays, date(2026, 10, 1), date(2026, 10, 31))}
    assert october == {3: Change.DAY_OFF, 10: Change.NONE, 17: Change.NONE, 24: Change.NONE, 31: Change.NONE}


def test_a_rule_begins_and_ends_with_its_days() -> None:
    pattern = Pattern(RuleKind.WEEKLY, date(2026, 3, 4), date(2026, 3, 18), weekdays=frozenset({3}))
    assert [one.day.day for one in found(pattern)] == [4, 11, 18]


def test_turns_count_from_the_first_day_and_never_move() -> None:
    pattern = weekly(OnHoliday.CANCEL)
    whole = {one.planned_on: one.turn for one in found(pattern)}
    part = {one.planned_on: one.turn for one in found(pattern, date(2026, 9, 1))}
    assert part == {day: turn for day, turn in whole.items() if day >= date(2026, 9, 1)}
    assert sorted(whole.values()) == list(range(len(whole)))


def test_a_year_whose_calendar_is_not_out_is_provisional() -> None:
    year = KNOWN.known_until + 1
    pattern = Pattern(RuleKind.MONTHLY, YEAR[0], month_day=20)
    assert [one.is_provisional for one in found(pattern, date(year - 1, 12, 1), date(year, 1, 31))] == [False, True]


@given(
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    on_holiday=st.sampled_from(OnHoliday.values),
    first=st.dates(date(2023, 1, 1), date(2026, 6, 1)),
    length=st.integers(0, 200),
)
def test_whatever_the_rule_each_day_it_names_is_told_once(
    weekdays: frozenset[int], on_holiday: str, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    pattern = Pattern(RuleKind.WEEKLY, date(2023, 1, 1), weekdays=weekdays, on_holiday=on_holiday)
    days = found(pattern, first, last)
    named = [
        first + timedelta(days=n) for n in range(length + 1) if (first + timedelta(days=n)).isoweekday() in weekdays
    ]
    assert [one.planned_on for one in days] == named
    assert all(one.day >= one.planned_on for one in days)
    postponed = [one for one in days if one.change == Change.POSTPONED]
    assert all(KNOWN.is_working_day(one.day) for one in postponed)


def test_the_places_of_a_day() -> None:
    assert slots(time(9), time(10), minutes=20, places=8) == [
        Slot(1, time(9), time(9, 20)),
        Slot(2, time(9, 20), time(9, 40)),
        Slot(3, time(9, 40), time(10)),
    ]
    assert len(slots(time(9), time(11, 30), minutes=20, places=4)) == 4
    assert slots(time(9), time(9, 10), minutes=20, places=1) == []


def test_late_is_who_comes_after_the_minutes_of_grace() -> None:
    assert not is_late(time(9, 20), time(9, 30), grace=10)
    assert is_late(time(9, 20), time(9, 31), grace=10)


def booked(slot: int, *, late: bool = False, at: int = 0) -> InLine:
    return InLine(100 + slot, slot, None, late, is_first=False, arrived_at=MORNING + timedelta(minutes=at))


def walk_in(ticket: int, *, first: bool = False, at: int = 0) -> InLine:
    return InLine(200 + ticket, None, ticket, is_late=False, is_first=first, arrived_at=MORNING + timedelta(minutes=at))


def keys(line: Iterable[InLine]) -> list[int]:
    return [one.key for one in line]


def test_those_who_booked_and_those_who_did_not_take_turns() -> None:
    line = [walk_in(2), booked(3), booked(1), walk_in(1), booked(2)]
    assert keys(in_order(line)) == [101, 201, 102, 202, 103]
    assert keys(in_order(line, booked_was_last=True)) == [201, 101, 202, 102, 103]


def test_who_was_not_reached_comes_first_and_latecomers_last() -> None:
    line = [
        booked(1, late=True, at=40),
        booked(2),
        walk_in(9, first=True, at=20),
        walk_in(1),
        booked(5, late=True, at=30),
    ]
    assert keys(in_order(line)) == [209, 102, 201, 105, 101]


@given(
    st.lists(
        st.builds(
            InLine,
            key=st.integers(1, 10_000),
            slot=st.one_of(st.none(), st.integers(1, 30)),
            ticket=st.integers(1, 99),
            is_late=st.booleans(),
            is_first=st.booleans(),
            arrived_at=st.integers(0, 300).map(lambda n: MORNING + timedelta(minutes=n)),
        ),
        unique_by=lambda one: one.key,
    ),
    st.booleans(),
)
def test_nobody_is_lost_and_nobody_waits_behind_two_of_the_others(line: list[InLine], booked_was_last: bool) -> None:
    ordered = in_order(line, booked_was_last=booked_was_last)
    assert sorted(keys(ordered)) == sorted(keys(line))
    rest = [one for one in ordered if not (one.is_first or one.is_late)]
    assert [one for one in ordered if one.is_first] == ordered[: sum(one.is_first for one in line)]
    for before, after in pairwise(rest):
        same = (before.slot is None) == (after.slot is None)
        others = [one for one in rest[rest.index(after) :] if (one.slot is None) != (before.slot is None)]
        assert not (same and others)
