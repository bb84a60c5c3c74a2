"""The steps of reminders: their days, for whom they are, and that only the newest of the missed goes out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from portal.core.calendar.rules import Calendar, Special
from portal.messaging import rules as reminders
from portal.messaging.rules import Step, To

DUE = date(2026, 10, 20)
CALENDAR = Calendar()
AFTER_A_MONTH = DUE + timedelta(days=30)
DAYS = st.integers(0, 60)


def days_of(steps: list[Step], to: To) -> dict[str, date]:
    return {step.name: step.due for step in steps if to in step.to}


def test_an_item_that_is_owed() -> None:
    steps = reminders.of_obligation(DUE, on=AFTER_A_MONTH)
    assert days_of(steps, To.CLERK) == {
        "before-7": date(2026, 10, 13),
        "before-3": date(2026, 10, 17),
        "before-1": date(2026, 10, 19),
        "on-the-day": DUE,
        "after-week-1": date(2026, 10, 21),
        "after-week-2": date(2026, 10, 28),
        "after-week-3": date(2026, 11, 4),
        "after-week-4": date(2026, 11, 11),
        "after-week-5": date(2026, 11, 18),
    }
    assert list(days_of(steps, To.HEAD)) == [f"after-week-{number}" for number in range(1, 6)]
    assert days_of(steps, To.PUBLISHER) == {"escalation-publisher": date(2026, 10, 23)}
    assert days_of(steps, To.SECRETARY) == {"escalation-secretary": date(2026, 10, 30)}
    assert not days_of(steps, To.NEXT)


def test_nothing_comes_before_its_day() -> None:
    assert reminders.of_obligation(DUE, on=DUE - timedelta(days=8)) == []
    assert [step.name for step in reminders.of_obligation(DUE, on=DUE - timedelta(days=7))] == ["before-7"]
    assert [step.name for step in reminders.of_obligation(DUE, on=DUE)][-1] == "on-the-day"


def test_what_was_handed_in_is_a_matter_of_those_it_waits_for() -> None:
    assert reminders.of_obligation(DUE, on=DUE, is_on_its_way=True) == []
    steps = reminders.of_obligation(DUE, on=DUE + timedelta(days=3), is_on_its_way=True)
    assert not days_of(steps, To.CLERK)
    assert list(days_of(steps, To.NEXT)) == list(days_of(steps, To.HEAD)) == ["after-week-1"]
    assert list(days_of(steps, To.PUBLISHER)) == ["escalation-publisher"]


def test_an_answer_is_spoken_of_on_the_working_day_before() -> None:
    monday = date(2026, 10, 19)
    steps = reminders.of_answer(monday, on=monday + timedelta(days=10), calendar=CALENDAR)
    assert days_of(steps, To.CLERK) == {
        "before-1": date(2026, 10, 16),
        "on-the-day": monday,
        "after-week-1": date(2026, 10, 20),
        "after-week-2": date(2026, 10, 27),
    }
    assert days_of(steps, To.SECRETARY) == {"escalation-secretary": date(2026, 10, 29)}
    assert [step.kind for step in steps] == ["answer_due"] * 2 + [
        "answer_overdue",
        "answer_escalation",
        "answer_overdue",
        "answer_escalation",
    ]


def test_waiting_is_counted_in_working_days() -> None:
    # Friday 25 September 2026 is Mid-Autumn, and the first week of October is off.
    steps = reminders.of_waiting(
        date(2026, 9, 22), on=date(2026, 10, 31), longer_than=reminders.WAITS, kind="waiting", calendar=CALENDAR
    )
    worked = [CALENDAR.count(date(2026, 9, 22), step.due) for step in steps]
    assert worked == [4, 9, 14, 19]
    assert [step.name for step in steps] == ["waiting-1", "waiting-2", "waiting-3", "waiting-4"]


def test_a_holiday_moves_what_waits() -> None:
    since, on = date(2026, 11, 2), date(2026, 11, 6)
    first = reminders.of_waiting(since, on=on, longer_than=3, kind="waiting", calendar=CALENDAR)
    assert [step.due for step in first] == [on]
    flood = Calendar(overrides={date(2026, 11, 4): Special(is_working=False)})
    assert reminders.of_waiting(since, on=on, longer_than=3, kind="waiting", calendar=flood) == []


def test_a_poster_on_its_last_day_and_each_week() -> None:
    steps = reminders.of_posting(DUE, on=DUE + timedelta(days=15), kind="posting_ends")
    assert [step.due for step in steps] == [DUE, DUE + timedelta(days=7), DUE + timedelta(days=14)]


@pytest.mark.parametrize("name", ["before", "after-week-", "soon", "on-the-night", "escalation-mayor"])
def test_a_name_that_is_no_step(name: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        reminders.place_of(name)


def sent_steps(turns: list[int], moves: dict[int, int], audience: frozenset[To]) -> list[tuple[Step, int]]:
    """Run on some days, the day the item is due moving meanwhile; return what one person was sent, and when."""
    sent: list[tuple[Step, int]] = []
    for turn in turns:
        moved = sum(days for when, days in moves.items() if when <= turn)
        on, due = DUE + timedelta(days=turn - 20), DUE + timedelta(days=moved)
        for _twice in range(2):
            steps = [step for step in reminders.of_obligation(due, on=on) if step.to & audience]
            step = reminders.newest(steps, sent={earlier.name for earlier, _turn in sent}, on=on)
            if step:
                sent.append((step, turn))
    return sent


@given(
    turns=st.lists(DAYS, max_size=40).map(sorted),
    moves=st.dictionaries(DAYS, st.integers(0, 5), max_size=3),
    audience=st.frozensets(st.sampled_from(To), min_size=1),
)
def test_of_several_missed_steps_only_the_newest_goes_out(
    turns: list[int], moves: dict[int, int], audience: frozenset[To]
) -> None:
    sent = sent_steps(turns, moves, audience)
    names = [step.name for step, _turn in sent]
    assert len(names) == len(set(names)), "a step went out twice"
    assert [step.place for step, _turn in sent] == sorted(step.place for step, _turn in sent), "an older one came late"
    assert len({turn for _step, turn in sent}) == len(sent), "two steps of one cause went out on one day"
    for step, turn in sent:
        moved = sum(days for when, days in moves.items() if when <= turn)
        on = DUE + timedelta(days=turn - 20)
        come = reminders.of_obligation(DUE + timedelta(days=moved), on=on)
        assert step == max((each for each in come if each.to & audience), key=lambda each: each.place)


@given(st.lists(DAYS, min_size=1, max_size=40).map(sorted))
def test_a_person_reminded_on_each_day_gets_every_step(turns: list[int]) -> None:
    clerk = frozenset({To.CLERK})
    every = sent_steps(list(range(turns[-1] + 1)), {}, clerk)
    on = DUE + timedelta(days=turns[-1] - 20)
    wanted = [step.name for step in reminders.of_obligation(DUE, on=on) if step.to & clerk]
    assert [step.name for step, _turn in every] == wanted
