"""What each risk counts, by whom it is counted, and that a count stays as it was measured."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accountability.warning import actions
from accountability.warning.enums import Level, Risk
from accountability.warning.models import RiskCell, RiskCount, RiskLimit
from accountability.warning.queries.limits import limits_in_force
from portal.accounts.queries import system_actor
from portal.core import audit
from portal.core.refusals import Conflict, NotAllowed, Refused
from tests.accountability.warning.making import (
    AT,
    BEFORE,
    EARLY,
    Watched,
    came_to,
    cell,
    counted,
    limits,
    spent,
    watched,
)
from tests.factories import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def them() -> Watched:
    return watched()


# --- late money


def test_accounts_that_are_not_published_are_high_and_nothing_else_is_known(them: Watched) -> None:
    spent(them, ("保洁员工资", "150.00", "514"), period=BEFORE, at=EARLY - timedelta(days=90))
    count = counted(them)
    late = cell(count, them.village, Risk.LATE)
    assert (*came_to(late), late.is_grave) == (1, Level.HIGH, True)
    assert late.cases[0]["number"] == f"{them.village.code}-F02-2026Q3"
    for risk in (Risk.OTHER, Risk.ENTERTAINMENT, Risk.SPLIT):
        unknown = cell(count, them.village, risk)
        assert came_to(unknown) == (None, Level.NONE)
        assert cell(count, them.station, risk).value == 0


def test_accounts_published_late_are_medium_for_four_quarters(them: Watched) -> None:
    spent(them, ("保洁员工资", "150.00", "514"), period=BEFORE, at=EARLY - timedelta(days=70))
    spent(them, ("保洁员工资", "150.00", "514"))
    late = cell(counted(them), them.village, Risk.LATE)
    assert (*came_to(late), late.cases[0]["kind"]) == (1, Level.MEDIUM, "late")
    assert late.cases[0]["days"] > 0


def test_accounts_published_in_time_are_no_risk(them: Watched) -> None:
    spent(them, ("保洁员工资", "150.00", "514"))
    assert set(counted(them).cells.filter(unit=them.village).values_list("level", flat=True)) == {Level.NONE}


# --- what the books say


def test_other_entertainment_and_splits_are_read_out_of_the_books(them: Watched) -> None:
    spent(
        them,
        ("杂支", "300.00", "515"),
        ("保洁员工资", "600.00", "514"),
        ("招待费", "100.00", "513"),
        ("村道石料", "4900.00", "151"),
        ("村道石料", "4800.00", "151"),
    )
    count = counted(them)
    risks = (Risk.OTHER, Risk.ENTERTAINMENT, Risk.SPLIT)
    other, entertained, split = (cell(count, them.village, risk) for risk in risks)
    assert (*came_to(other), other.cases[0]["text_zh"]) == (30.0, Level.HIGH, "杂支")
    assert (*came_to(entertained), entertained.cases[0]["key"]) == (1, Level.MEDIUM, 3)
    assert (*came_to(split), split.cases[0]["group"]) == (1, Level.MEDIUM, "4、5")
    assert split.cases[0]["amount"] == "9700.00"


def test_a_split_over_the_meetings_limit_is_high(them: Watched) -> None:
    spent(them, ("村道工程款", "49000.00", "151"), ("村道工程款", "48000.00", "151"))
    split = cell(counted(them), them.village, Risk.SPLIT)
    assert (*came_to(split), split.is_grave) == (1, Level.HIGH, True)


def test_entertainment_in_two_quarters_running_is_high(them: Watched) -> None:
    spent(them, ("招待费", "100.00", "513"), period=BEFORE, at=EARLY - timedelta(days=91))
    spent(them, ("招待费", "120.00", "513"))
    assert cell(counted(them), them.village, Risk.ENTERTAINMENT).level == Level.HIGH
    assert cell(counted(them, BEFORE), them.village, Risk.ENTERTAINMENT).level == Level.MEDIUM


# --- who counts, and when


def test_only_the_secretary_and_the_portal_count(them: Watched) -> None:
    for who in (them.play.clerk, them.head, them.play.publisher, them.play.administrator, watched().secretary):
        with pytest.raises(NotAllowed):
            actions.count(actor=who, town=them.town, quarter="2026Q3", at=AT)
    assert not RiskCount.objects.exists()
    actions.count(actor=system_actor(), town=them.town, quarter="2026Q3", at=AT)
    assert [line.verb for line in audit.lines_of(RiskCount.objects.get())] == ["count"]


@pytest.mark.parametrize(("quarter", "sentence"), [("2026Q4", "not ended"), ("2026", "no such quarter")])
def test_what_has_not_ended_is_not_counted(them: Watched, quarter: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        counted(them, quarter)


def test_counting_again_takes_the_place_of_what_was_counted(them: Watched) -> None:
    before = counted(them)
    spent(them, ("保洁员工资", "150.00", "514"), at=AT)
    after = counted(them, at=AT + timedelta(days=1))
    assert after.pk == before.pk
    assert after.counted_at == AT + timedelta(days=1)
    assert RiskCell.objects.count() == 6 * 3
    assert cell(after, them.village, Risk.LATE).level == Level.MEDIUM


def test_every_town_is_counted_once_a_day(them: Watched) -> None:
    other = cast()
    assert {one.town_id for one in actions.count_due(at=AT)} == {them.town.pk, other.town.pk}
    assert actions.count_due(at=AT + timedelta(hours=3)) == []
    assert len(actions.count_due(at=AT + timedelta(days=1))) == 2
    assert set(RiskCount.objects.values_list("quarter", flat=True)) == {"2026Q3"}
    assert not RiskCell.objects.filter(count__town=them.town).exclude(unit__parent=them.town).exists()


# --- limits


def test_limits_are_versions_and_hold_from_the_next_count_on(them: Watched) -> None:
    spent(them, ("招待费", "100.00", "513"))
    before = cell(counted(them), them.village, Risk.ENTERTAINMENT)
    set_by(them, limits("2", "4"), seen=0)
    before.refresh_from_db()
    assert came_to(before) == (1, Level.MEDIUM)
    assert cell(counted(them), them.village, Risk.ENTERTAINMENT).level == Level.LOW
    set_by(them, limits("1", "1"), seen=1)
    assert cell(counted(them), them.village, Risk.ENTERTAINMENT).level == Level.HIGH
    assert list(RiskLimit.objects.values_list("version", flat=True)) == [2, 1]
    assert limits_in_force(cast().town)[Risk.ENTERTAINMENT].version == 0, "another town keeps the rule as it comes"


def set_by(them: Watched, values: dict[str, Decimal], *, seen: int, reason: str = "今年从严") -> RiskLimit:
    return actions.set_limits(
        actor=them.secretary, town=them.town, risk=Risk.ENTERTAINMENT, reason=reason, seen=seen, at=AT, **values
    )


def test_what_limits_are_refused(them: Watched) -> None:
    for values, reason, sentence in (
        (limits("3", "2"), "今年从严", "cannot begin below"),
        (limits("0", "2"), "今年从严", "above zero"),
        (limits("1", "2"), "  ", "Say why"),
    ):
        with pytest.raises(Refused, match=sentence):
            set_by(them, values, seen=0, reason=reason)
    set_by(them, limits("1", "2"), seen=0)
    with pytest.raises(Conflict):
        set_by(them, limits("2", "2"), seen=0)
    for who in (them.play.publisher, them.head, watched().secretary):
        with pytest.raises(NotAllowed):
            actions.set_limits(
                actor=who, town=them.town, risk=Risk.LATE, reason="试", seen=0, at=AT, **limits("1", "2")
            )
