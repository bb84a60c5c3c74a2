"""The roster is made of the rules, published with entries of the log, and changed by hand."""

import json
from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from petitions.visit_days.actions import days, roster, rules
from petitions.visit_days.enums import BookingState, Change, DayState, OnHoliday, RuleKind
from petitions.visit_days.models import Booking, DayEdition, VisitDay, VisitRule
from petitions.visit_days.queries.roster import days_to_come
from portal.accounts.queries import system_actor
from portal.core import recounts
from portal.core.calendar.table import Day
from portal.core.log_subjects import check_log
from portal.core.models import LogEntry, LogKind
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.site.calendar.actions import set_local_day
from tests.petitions.visit_days.making import NOW, TUESDAY, WEDNESDAY, People, booked, on, people, published, rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def planned(them: People, until: date = date(2026, 11, 4)) -> list[VisitDay]:
    return roster.plan(actor=them.publisher, town=them.town, until=until, at=NOW)


def test_the_roster_follows_the_rule_and_its_turns(them: People) -> None:
    rule(them)
    made = planned(them)
    assert [(one.day, one.number) for one in made] == [
        (day, f"{them.town.code}-JF-{day:%Y%m%d}") for day in (TUESDAY, WEDNESDAY, date(2026, 11, 3), date(2026, 11, 4))
    ]
    people_ = {one.day: [each.person for each in one.receivers.all()] for one in made}
    assert people_[TUESDAY] == [them.leader]
    assert people_[WEDNESDAY] == [them.deputy, them.secretary]
    assert made[0].receivers.get().title_zh == "镇长"
    assert not days_to_come(NOW).exists()


def test_made_again_it_stays_and_follows_a_rule_that_changed(them: People) -> None:
    kept = rule(them)
    first = {one.pk for one in planned(them)}
    assert planned(them) == []
    rules.change_rule(actor=them.publisher, rule=kept, turns=[(them.deputy, None)], fields={"weekdays": [3]}, at=NOW)
    planned(them)
    left = list(VisitDay.objects.all())
    assert {one.day.isoweekday() for one in left} == {3}
    assert {one.receivers.get().person for one in left} == {them.deputy}
    assert len(first) == 4


def test_what_was_changed_by_hand_or_published_stays(them: People) -> None:
    kept = rule(them)
    made = {one.day: one for one in planned(them)}
    days.substitute(
        actor=them.publisher, visit_day=made[TUESDAY], receivers=[(them.secretary, them.leader)], reason="开会", at=NOW
    )
    roster.publish(actor=them.publisher, visit_day=made[WEDNESDAY], at=NOW)
    rules.end_rule(actor=them.publisher, rule=kept, last_day=date(2026, 10, 22), at=NOW)
    planned(them)
    assert set(VisitDay.objects.values_list("day", flat=True)) == {TUESDAY, WEDNESDAY}


def test_a_day_off_is_told_and_published_too(them: People) -> None:
    rule(them, kind=RuleKind.ONCE, weekdays=[], day=date(2027, 1, 1), on_holiday=OnHoliday.CANCEL)
    (made,) = planned(them, until=date(2027, 1, 5))
    assert (made.state, made.change) == (DayState.CANCELLED, Change.DAY_OFF)
    roster.publish_until(actor=them.publisher, town=them.town, until=date(2027, 1, 5), at=NOW)
    assert [one.number for one in days_to_come(NOW)] == [made.number]


def test_a_late_holiday_moves_what_is_planned(them: People) -> None:
    rule(them, on_holiday=OnHoliday.POSTPONE, weekdays=[2])
    planned(them)
    set_local_day(actor=system_actor(), day=Day(TUESDAY, is_working=False, name_zh="放假", name_en="Day off"), at=NOW)
    assert VisitDay.objects.get(planned_on=TUESDAY).day == WEDNESDAY
    assert "visit days" in recounts.recount(actor=system_actor(), at=NOW)


def test_publishing_enters_the_log_and_the_log_checks_it(them: People) -> None:
    day = published(them)
    entry = LogEntry.objects.get(subject_number=day.number)
    assert (entry.kind, entry.subject_kind, entry.edition) == (LogKind.PUBLICATION, "visit_day", 1)
    document = json.loads(DayEdition.objects.get(day=day).document)
    assert document["receivers"] == [{"name": them.leader.name_zh, "title": "镇长", "stands_in_for": None}]
    assert check_log().faults == []
    DayEdition.objects.filter(day=day).update(document="{}")
    assert {one.rule for one in check_log().faults} == {"content"}


def test_the_job_publishes_the_weeks_ahead_once(them: People) -> None:
    rule(them)
    assert roster.publish_ahead(actor=system_actor(), at=NOW) == 8  # four weeks of two days
    assert roster.publish_ahead(actor=system_actor(), at=NOW) == 0


def test_a_substitute_is_announced_with_a_reason(them: People) -> None:
    day = published(them)
    changed = days.substitute(
        actor=them.publisher, visit_day=day, receivers=[(them.deputy, them.leader)], reason="到县里开会", at=NOW
    )
    receiver = changed.receivers.get()
    assert (receiver.person, receiver.stands_in_for, receiver.title_zh) == (them.deputy, them.leader, "副镇长")
    assert [one.kind for one in LogEntry.objects.filter(subject_number=day.number).order_by("edition")] == [
        LogKind.PUBLICATION,
        LogKind.CORRECTION,
    ]
    assert check_log().faults == []


@pytest.mark.parametrize("wrong", ["nobody", "same", "stranger", "for themself"])
def test_who_cannot_receive(them: People, wrong: str) -> None:
    day = published(them)
    choices: dict[str, list[days.Standing]] = {
        "nobody": [],
        "same": [(them.leader, None), (them.leader, None)],
        "stranger": [(them.clerk, None)],
        "for themself": [(them.leader, them.leader)],
    }
    with pytest.raises(Refused):
        days.substitute(actor=them.publisher, visit_day=day, receivers=choices[wrong], at=NOW)


def test_a_day_is_moved_with_its_bookings(them: People) -> None:
    day = published(them)
    mine, waiting = booked(day, 2), None
    for slot in (1, 3):
        booked(day, slot)
    waiting = booked(day, None)
    new = days.move(actor=them.publisher, visit_day=day, day=date(2026, 10, 29), reason="全镇防火演练", at=NOW)
    day.refresh_from_db()
    assert (day.state, new.state, new.moved_from, new.day) == (
        DayState.MOVED,
        DayState.PUBLISHED,
        day,
        date(2026, 10, 29),
    )
    moved = Booking.objects.get(pk=mine.pk)
    assert (moved.day, moved.slot, moved.state) == (new, 2, BookingState.BOOKED)
    assert moved.untold == "visit_moved"  # nothing can be sent here, so the office telephones
    assert Booking.objects.get(pk=waiting.pk).state == BookingState.WAITING
    assert json.loads(DayEdition.objects.get(day=day, number=2).document)["moved_to"] == new.number
    assert check_log().faults == []
    planned(them)
    assert VisitDay.objects.filter(planned_on=TUESDAY).count() == 2


def test_a_cancelled_day_ends_its_bookings_with_the_reason(them: People) -> None:
    day = published(them)
    mine = booked(day)
    with pytest.raises(Refused):
        days.cancel(actor=them.publisher, visit_day=day, reason=" ", at=NOW)
    done = days.cancel(actor=them.publisher, visit_day=day, reason="全镇防火演练", at=NOW)
    assert (done.state, done.reason) == (DayState.CANCELLED, "全镇防火演练")
    ended = Booking.objects.select_related("case").get(pk=mine.pk)
    assert (ended.state, ended.untold) == (BookingState.CANCELLED, "visit_cancelled")
    assert ended.case.closed_at == NOW
    with pytest.raises(WrongState):
        booked(day)


def test_only_the_office_of_the_town_plans_and_changes(them: People) -> None:
    day = published(them)
    for person in (them.leader, them.secretary, them.clerk, them.play.administrator):
        with pytest.raises(NotAllowed):
            roster.plan(actor=person, town=them.town, until=TUESDAY, at=NOW)
        with pytest.raises(NotAllowed):
            days.cancel(actor=person, visit_day=day, reason="不办了", at=NOW)
    assert VisitDay.objects.get(pk=day.pk).state == DayState.PUBLISHED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"kind": RuleKind.MONTHLY}, "month_day"),
        ({"kind": RuleKind.ONCE}, "day"),
        ({"ends": time(9)}, "ends"),
        ({"places": 4}, "places"),
        ({"turns": []}, "leader_1"),
        ({"valid_until": date(2026, 9, 1)}, "valid_until"),
    ],
)
def test_a_rule_that_names_nothing_is_refused(them: People, fields: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        rule(them, **fields)
    assert refused.value.field == field


def test_the_database_holds_what_the_rules_hold(them: People) -> None:
    day = published(them)
    kept = VisitRule.objects.get()
    for change in ({"ends": time(8)}, {"kind": RuleKind.ONCE, "day": None}, {"on_holiday": "sometimes"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitRule.objects.filter(pk=kept.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitDay.objects.filter(pk=day.pk).update(state=DayState.CANCELLED)
    first = booked(day)
    second = booked(day, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(slot=first.slot)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(telephone_digest=first.telephone_digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(slot=None)


def test_a_day_that_has_passed_is_not_published(them: People) -> None:
    rule(them)
    made = planned(them)[0]
    with pytest.raises(Refused):
        roster.publish(actor=them.publisher, visit_day=made, at=on(TUESDAY, 9) + timedelta(days=1))
