"""Every step of a check, a thing and a screen notice, allowed and refused; and what the database itself refuses."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from accountability.rectification.registry import RECTIFICATION_SOURCES
from accountability.supervision.actions import checks, points, screen, things
from accountability.supervision.enums import CheckState, NoticeState, Origin, Phase, ThingState
from accountability.supervision.models import Check, RiskPoint, ScreenNotice, SealedThing
from accountability.supervision.workflow import CHECK, SCREEN_NOTICE, THING
from portal.core.models import AuditLine
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.accountability.supervision.making import (
    NOW,
    SEEN,
    TODAY,
    WRONG,
    People,
    check,
    gift,
    matter,
    notice,
    people,
    point,
    sealed,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "now")]


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def test_a_check_that_finds_all_in_order_keeps_who_saw_what(them: People) -> None:
    done = checks.find_right(actor=them.secretary, check=check(them), at=NOW, **SEEN)
    assert done.state == CheckState.RIGHT
    assert (done.done_on, done.checked_by, done.recorded_by) == (TODAY, "何静、齐松年", them.secretary)
    assert not Rectification.objects.exists()


def test_what_a_check_finds_wrong_is_given_to_be_put_right(them: People) -> None:
    done = checks.find_wrong(actor=them.secretary, check=check(them), at=NOW, **SEEN, **WRONG)
    given = done.rectification
    assert done.state == CheckState.WRONG
    assert given is not None
    assert (given.unit, given.source, given.source_number) == (them.station, Source.SUPERVISION, done.audit_number())
    assert given.responsible == "梁宏图，主任"
    assert RECTIFICATION_SOURCES[Source.SUPERVISION].url(given) == f"/desk/supervision/checks/{done.pk}/"


def test_nothing_is_recorded_where_what_is_wrong_cannot_be_given(them: People) -> None:
    one = check(them)
    late = {**WRONG, "put_right_by": TODAY - timedelta(days=1)}
    with pytest.raises(Refused) as refused:
        checks.find_wrong(actor=them.secretary, check=one, at=NOW, **SEEN, **late)
    assert refused.value.field == "put_right_by"
    one.refresh_from_db()
    assert one.state == CheckState.PLANNED
    assert not Rectification.objects.exists()


def test_a_check_is_postponed_or_left_out_with_a_reason(them: People) -> None:
    one = check(them)
    later = checks.postpone(actor=them.secretary, check=one, due=date(2026, 11, 1), reason="合同还没签", at=NOW)
    assert (later.state, later.due) == (CheckState.PLANNED, date(2026, 11, 1))
    out = checks.leave_out(actor=them.secretary, check=later, reason="采购取消", at=NOW)
    assert out.state == CheckState.LEFT_OUT
    ways: list[tuple[Any, dict[str, Any]]] = [(checks.postpone, {"due": TODAY}), (checks.leave_out, {})]
    for act, fields in ways:
        with pytest.raises(Refused):
            act(actor=them.secretary, check=check(them), reason=" ", at=NOW, **fields)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"done_on": TODAY + timedelta(days=1)}, "done_on"),
        ({"checked_by": " "}, "checked_by"),
        ({"seen_text": ""}, "seen_text"),
        ({"seen_text": "好" * 601}, "seen_text"),
    ],
)
def test_a_check_without_a_day_a_person_or_words_is_refused(them: People, fields: Any, field: str) -> None:
    with pytest.raises(Refused) as refused:
        checks.find_right(actor=them.secretary, check=check(them), at=NOW, **{**SEEN, **fields})
    assert refused.value.field == field


STEPS_OF_CHECK: dict[str, Callable[..., Any]] = {
    "find_right": lambda actor, one: checks.find_right(actor=actor, check=one, at=NOW, **SEEN),
    "find_wrong": lambda actor, one: checks.find_wrong(actor=actor, check=one, at=NOW, **SEEN, **WRONG),
    "postpone": lambda actor, one: checks.postpone(actor=actor, check=one, due=TODAY, reason="改期", at=NOW),
    "leave_out": lambda actor, one: checks.leave_out(actor=actor, check=one, reason="取消", at=NOW),
}


@pytest.mark.parametrize("verb", STEPS_OF_CHECK)
def test_only_the_discipline_secretary_of_the_town_takes_a_step_of_a_check(them: People, verb: str) -> None:
    one = check(them)
    for stranger in (them.clerk, them.leader, them.elsewhere, them.play.publisher, them.play.administrator):
        with pytest.raises(NotAllowed):
            STEPS_OF_CHECK[verb](stranger, one)
    STEPS_OF_CHECK[verb](them.secretary, one)


@pytest.mark.parametrize("verb", STEPS_OF_CHECK)
@pytest.mark.parametrize("ended", ["find_right", "find_wrong", "leave_out"])
def test_a_check_that_is_over_stays_as_it_is(them: People, verb: str, ended: str) -> None:
    done = STEPS_OF_CHECK[ended](them.secretary, check(them))
    with pytest.raises(WrongState):
        STEPS_OF_CHECK[verb](them.secretary, done)


def test_two_who_record_a_check_at_once_do_not_overwrite_each_other(them: People) -> None:
    one = check(them)
    checks.find_right(actor=them.secretary, check=one, seen=one.version, at=NOW, **SEEN)
    with pytest.raises(Conflict):
        checks.find_right(actor=them.secretary, check=one, seen=one.version, at=NOW, **SEEN)


def test_a_matter_has_the_phases_that_were_chosen_in_order(them: People) -> None:
    one = matter(them, during=None)
    assert [check.phase for check in one.checks.all()] == [Phase.BEFORE, Phase.AFTER]
    where = point(them)
    for days, field in (({}, "before"), ({"before": TODAY, "after": TODAY - timedelta(days=1)}, "after")):
        with pytest.raises(Refused) as refused:
            points.open_matter(actor=them.secretary, point=where, name="一件事", at=NOW, **days)
        assert refused.value.field == field


def test_nothing_is_watched_at_a_point_that_has_ended(them: People) -> None:
    ended = points.change_point(actor=them.secretary, point=point(them), fields={"ended_on": TODAY}, at=NOW)
    with pytest.raises(Refused):
        matter(them, ended)


def test_points_are_numbered_by_town_and_year_and_carried_over_once(them: People) -> None:
    first, second = point(them, year=2025), point(them, year=2025)
    assert [one.number for one in (first, second)] == [f"{them.town.code}-FX-2025-00{n}" for n in (1, 2)]
    points.change_point(actor=them.secretary, point=second, fields={"ended_on": date(2025, 12, 1)}, at=NOW)
    carried = points.carry_over(actor=them.secretary, town=them.town, year=2026, at=NOW)
    assert [(one.risk, one.year) for one in carried] == [(first.risk, 2026)]
    with pytest.raises(Refused):
        points.carry_over(actor=them.secretary, town=them.town, year=2026, at=NOW)
    with pytest.raises(NotAllowed):
        points.carry_over(actor=them.elsewhere, town=them.town, year=2027, at=NOW)


def test_only_the_discipline_secretary_keeps_points_and_matters(them: People) -> None:
    one, watched = point(them), matter(them)
    for stranger in (them.clerk, them.leader, them.elsewhere, them.play.publisher, them.play.administrator):
        for act in (
            lambda who=stranger: points.add_point(actor=who, unit=them.station, year=2026, fields={}, at=NOW),
            lambda who=stranger: points.change_point(actor=who, point=one, fields={}, at=NOW),
            lambda who=stranger: points.open_matter(actor=who, point=one, name="x", before=TODAY, at=NOW),
            lambda who=stranger: points.rename_matter(actor=who, matter=watched, name="x", at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_what_a_point_said_before_stays_in_its_history(them: People) -> None:
    one = point(them)
    points.change_point(actor=them.secretary, point=one, fields={"measures": "改用平台采购。"}, seen=1, at=NOW)
    assert [row.measures for row in one.history.all()] == ["改用平台采购。", "三家比价，两人验收，按季公开。"]
    with pytest.raises(Conflict):
        points.change_point(actor=them.secretary, point=one, fields={"measures": "又改。"}, seen=1, at=NOW)
    assert list(AuditLine.objects.filter(subject_number=one.number).values_list("verb", flat=True)) == ["add", "change"]


def test_a_sealed_thing_is_recovered_in_parts_and_cleared_away(them: People) -> None:
    one = sealed(them)
    assert (one.number, one.state) == (f"{them.town.code}-FC-2026-001", ThingState.HELD)
    one = things.recover(actor=them.secretary, sealed_thing=one, amount=Decimal(400), at=NOW)
    with pytest.raises(Refused) as refused:
        things.recover(actor=them.secretary, sealed_thing=one, amount=Decimal("600.01"), at=NOW)
    assert "600.00" in str(refused.value)
    end: dict[str, Any] = {"on": TODAY, "note": "公开拍卖，款缴财政专户。", "amount": Decimal(600)}
    done = things.clear(actor=them.secretary, sealed_thing=one, at=NOW, **end)
    assert (done.state, done.recovered, done.ended_on) == (ThingState.CLEARED, Decimal(1000), TODAY)


def test_a_gift_is_handed_in_and_handed_back(them: People) -> None:
    one = gift(them)
    assert (one.number, one.origin) == (f"{them.town.code}-LP-2026-001", Origin.HANDED_IN)
    with pytest.raises(Refused):
        things.recover(actor=them.secretary, sealed_thing=one, amount=Decimal(1), at=NOW)
    done = things.hand_back(actor=them.secretary, sealed_thing=one, on=TODAY, note="退给送礼单位。", at=NOW)
    assert done.state == ThingState.RETURNED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"taken_on": TODAY + timedelta(days=1)}, "taken_on"),
        ({"what": " "}, "what"),
        ({"taken_by": ""}, "taken_by"),
        ({"reason": ""}, "reason"),
        ({"count": 0}, "count"),
        ({"due": Decimal(0)}, "due"),
    ],
)
def test_a_thing_that_is_not_whole_is_refused(them: People, fields: Any, field: str) -> None:
    with pytest.raises(Refused) as refused:
        sealed(them, **fields)
    assert refused.value.field == field


STEPS_OF_THING: dict[str, Callable[..., Any]] = {
    "recover": lambda actor, one: things.recover(actor=actor, sealed_thing=one, amount=Decimal(1), at=NOW),
    "clear": lambda actor, one: things.clear(actor=actor, sealed_thing=one, on=TODAY, note="拍卖", at=NOW),
    "hand_back": lambda actor, one: things.hand_back(actor=actor, sealed_thing=one, on=TODAY, note="退", at=NOW),
}


@pytest.mark.parametrize("verb", STEPS_OF_THING)
def test_only_the_discipline_secretary_keeps_the_register(them: People, verb: str) -> None:
    one = sealed(them)
    for stranger in (them.clerk, them.leader, them.elsewhere, them.play.approver, them.play.administrator):
        with pytest.raises(NotAllowed):
            STEPS_OF_THING[verb](stranger, one)
        them.secretary, kept = stranger, them.secretary
        for enter in (sealed, gift):
            with pytest.raises(NotAllowed):
                enter(them)
        them.secretary = kept
    STEPS_OF_THING[verb](them.secretary, one)


@pytest.mark.parametrize("verb", STEPS_OF_THING)
@pytest.mark.parametrize("ended", ["clear", "hand_back"])
def test_a_thing_that_is_kept_no_more_stays_as_it_is(them: People, verb: str, ended: str) -> None:
    done = STEPS_OF_THING[ended](them.secretary, sealed(them))
    with pytest.raises(WrongState):
        STEPS_OF_THING[verb](them.secretary, done)


def test_a_thing_ends_between_its_day_and_today(them: People) -> None:
    one = sealed(them)
    for day in (date(2026, 3, 1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            things.clear(actor=them.secretary, sealed_thing=one, on=day, note="拍卖", at=NOW)
        assert refused.value.field == "on"


def test_a_notice_is_shown_taken_down_changed_and_shown_again(them: People) -> None:
    one = notice(them)
    assert one.state == NoticeState.DRAFT
    up = screen.show(actor=them.secretary, screen_notice=one, at=NOW)
    with pytest.raises(Conflict):
        screen.change(actor=them.secretary, notice=up, fields={"title": "改"}, at=NOW)
    down = screen.take_down(actor=them.play.publisher, screen_notice=up, at=NOW)
    changed = screen.change(actor=them.play.publisher, notice=down, fields={"title": "改过的"}, at=NOW)
    assert screen.show(actor=them.secretary, screen_notice=changed, at=NOW).title == "改过的"


def test_a_notice_holds_no_personal_number_and_is_not_too_long(them: People) -> None:
    for fields, field in (
        ({"text": "举报人电话13800001234"}, "text"),
        ({"title": "好" * 41}, "title"),
        ({"text": "好" * 161}, "text"),
        ({"last_day": TODAY - timedelta(days=1)}, "last_day"),
    ):
        with pytest.raises(Refused) as refused:
            notice(them, **fields)
        assert refused.value.field == field


def test_who_does_not_run_the_screen_puts_nothing_on_it(them: People) -> None:
    draft, up = notice(them), shown(them)
    for stranger in (them.clerk, them.leader, them.elsewhere, them.play.administrator):
        acts: list[Callable[[], object]] = [
            partial(screen.show, actor=stranger, screen_notice=draft, at=NOW),
            partial(screen.take_down, actor=stranger, screen_notice=up, at=NOW),
            partial(screen.change, actor=stranger, notice=draft, fields={}, at=NOW),
        ]
        for act in acts:
            with pytest.raises(NotAllowed):
                act()


def test_a_notice_whose_time_is_over_is_not_put_on_the_screen(them: People) -> None:
    past = notice(them, first_day=date(2026, 9, 1), last_day=date(2026, 9, 30))
    with pytest.raises(Refused):
        screen.show(actor=them.secretary, screen_notice=past, at=NOW)
    with pytest.raises(WrongState):
        screen.take_down(actor=them.secretary, screen_notice=past, at=NOW)
    with pytest.raises(WrongState):
        screen.show(actor=them.secretary, screen_notice=shown(them), at=NOW)


def test_no_state_but_an_end_is_a_dead_end() -> None:
    ends = {state for state in CheckState if not CHECK.from_state(state)}
    assert ends == {CheckState.RIGHT, CheckState.WRONG, CheckState.LEFT_OUT}
    assert {state for state in ThingState if not THING.from_state(state)} == {ThingState.CLEARED, ThingState.RETURNED}
    assert all(SCREEN_NOTICE.from_state(state) for state in NoticeState)


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Check, {"state": CheckState.WRONG}),
        (Check, {"state": CheckState.RIGHT}),
        (SealedThing, {"recovered": Decimal(1001)}),
        (SealedThing, {"due": None, "recovered": Decimal(1)}),
        (SealedThing, {"state": ThingState.CLEARED}),
        (SealedThing, {"handed_in_by": "某人"}),
        (SealedThing, {"kind": "none"}),
        (ScreenNotice, {"last_day": date(2020, 1, 1)}),
        (RiskPoint, {"level": "none"}),
    ],
)
def test_the_database_refuses_what_the_actions_do(them: People, model: Any, changes: dict[str, Any]) -> None:
    check(them), sealed(them), notice(them)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**changes)


def test_a_phase_is_checked_once(them: People) -> None:
    one = check(them)
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(matter=one.matter, phase=one.phase, due=TODAY, state="planned", state_since=NOW)


def test_another_towns_unit_is_in_no_register(them: People) -> None:
    with pytest.raises(NotAllowed):
        sealed(them, unit=them.other_town)
    assert not SealedThing.objects.exists()
