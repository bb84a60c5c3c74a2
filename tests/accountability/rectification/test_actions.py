"""Tests of the life of a rectification: every step allowed and refused, and what is counted of it."""

from datetime import UTC, date, datetime

import pytest

from accountability.rectification import actions, queries
from accountability.rectification.enums import RectificationState, Source
from accountability.rectification.models import Rectification
from portal.accounts.enums import Role
from portal.core.refusals import NotAllowed, Refused, WrongState
from tests.accountability.rectification.making import given
from tests.factories import StationFactory, VillageFactory, person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 14, 2, 0, tzinfo=UTC)
DUE = date(2026, 10, 11)


class Town:
    """A township with a village, and who has to do with its rectifications."""

    def __init__(self) -> None:
        self.village = VillageFactory()
        assert self.village.parent is not None
        self.town = self.village.parent
        self.secretary = person(Role.SECRETARY, self.town)
        self.clerk = person(Role.CLERK, self.village)
        self.publisher = person(Role.PUBLISHER, self.town)
        self.other = person(Role.CLERK, StationFactory(parent=self.town))


@pytest.fixture
def town() -> Town:
    return Town()


def test_it_goes_from_notice_to_closed(town: Town) -> None:
    row = given(town.secretary, town.village, AT, due=DUE)
    assert row.number == f"{town.town.code}-ZG-2026-001"
    reported = actions.report(actor=town.clerk, rectification=row, text="已补写。", at=AT)
    assert reported.state == RectificationState.REPORTED
    back = actions.send_back(actor=town.secretary, rectification=reported, reason="还差一笔。", at=AT)
    assert (back.state, back.reported_on) == (RectificationState.OPEN, None)
    again = actions.report(actor=town.clerk, rectification=back, text="补齐了。", at=LATER)
    closed = actions.confirm(actor=town.secretary, rectification=again, result="属实。", at=LATER)
    assert closed.state == RectificationState.CLOSED
    assert closed.closed_late
    with pytest.raises(WrongState):
        actions.report(actor=town.clerk, rectification=closed, text="再报。", at=LATER)


def test_only_the_secretary_asks_checks_and_presses_and_only_the_unit_reports(town: Town) -> None:
    row = given(town.secretary, town.village, AT, due=DUE)
    for somebody in (town.clerk, town.publisher, town.other):
        with pytest.raises(NotAllowed):
            given(somebody, town.village, AT, due=DUE)
        with pytest.raises(NotAllowed):
            actions.supervise(actor=somebody, rectification=row, reason="逾期。", at=AT)
        with pytest.raises(NotAllowed):
            actions.postpone(actor=somebody, rectification=row, due=date(2026, 11, 1), reason="要开会。", at=AT)
    for somebody in (town.secretary, town.publisher, town.other):
        with pytest.raises(NotAllowed):
            actions.report(actor=somebody, rectification=row, text="改了。", at=AT)
    reported = actions.report(actor=town.clerk, rectification=row, text="改了。", at=AT)
    for somebody in (town.clerk, town.publisher, town.other):
        with pytest.raises(NotAllowed):
            actions.confirm(actor=somebody, rectification=reported, result="属实。", at=AT)
        with pytest.raises(NotAllowed):
            actions.send_back(actor=somebody, rectification=reported, reason="没改。", at=AT)


def test_a_day_is_only_moved_on_and_the_first_one_is_kept(town: Town) -> None:
    row = given(town.secretary, town.village, AT, due=DUE)
    with pytest.raises(Refused):
        actions.postpone(actor=town.secretary, rectification=row, due=DUE, reason="要开会。", at=AT)
    moved = actions.postpone(
        actor=town.secretary, rectification=row, due=date(2026, 10, 31), reason="要先开会。", at=AT
    )
    assert (moved.due, moved.original_due) == (date(2026, 10, 31), DUE)
    pressed = actions.supervise(actor=town.secretary, rectification=moved, reason="请抓紧。", at=LATER)
    assert pressed.times_supervised == 1


@pytest.mark.parametrize("missing", ["kind", "text", "requirement"])
def test_nothing_is_asked_for_without_words(town: Town, missing: str) -> None:
    words = {"kind": "票据", "text": "没有事由。", "requirement": "补写。"} | {missing: " "}
    with pytest.raises(Refused) as refusal:
        actions.give(
            actor=town.secretary,
            town=town.town,
            unit=town.village,
            source=Source.INSPECTION,
            source_number="JC-1",
            due=DUE,
            at=AT,
            **words,
        )
    assert refusal.value.field == missing
    assert not Rectification.objects.exists()


def test_counts_tell_apart_what_was_closed_in_time_late_and_what_is_overdue(town: Town) -> None:
    rows = [given(town.secretary, town.village, AT, due=DUE) for _number in range(4)]
    for row, at in ((rows[0], AT), (rows[1], LATER)):
        reported = actions.report(actor=town.clerk, rectification=row, text="改了。", at=at)
        actions.confirm(actor=town.secretary, rectification=reported, result="属实。", at=LATER)
    actions.report(actor=town.clerk, rectification=rows[2], text="改了。", at=AT)
    counted = queries.of_year(town.town, 2026, at=LATER)
    assert counted == queries.Counts(given=4, closed_in_time=1, closed_late=1, open=2, overdue=1)
    assert queries.units_in_year(town.town, 2026, at=LATER) == {town.village.pk: counted}
    assert queries.of_year(town.town, 2025, at=LATER) == queries.Counts()


def test_whose_step_it_is(town: Town) -> None:
    row = given(town.secretary, town.village, AT, due=DUE)
    assert list(queries.to_do(town.clerk, AT)) == [row]
    assert not queries.to_do(town.secretary, AT).exists()
    actions.report(actor=town.clerk, rectification=row, text="改了。", at=AT)
    assert list(queries.to_do(town.secretary, AT)) == [row]
    assert list(queries.seen_by(town.clerk, AT)) == [row]
    assert not queries.seen_by(town.other, AT).exists()
    assert not queries.seen_by(town.publisher, AT).exists()
