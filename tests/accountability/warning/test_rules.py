"""The rules of early warning: levels, what makes one high, and quarters. Pure."""

from datetime import date
from decimal import Decimal

import pytest

from accountability.warning.enums import CaseKind, Level, Risk
from accountability.warning.rules import (
    RULES,
    Case,
    Limits,
    Measured,
    Quarter,
    of_entertainment,
    of_late,
    of_objections,
    of_repeated,
    of_share,
    of_splits,
    restricted,
)

LIMITS = Limits(Decimal(3), Decimal(5))


def case(**fields: object) -> Case:
    return Case.from_json({"kind": "late", "number": "N", "text_zh": "事项", **fields})


@pytest.mark.parametrize(
    ("value", "is_grave", "level"),
    [
        (None, True, Level.NONE),
        (Decimal(0), True, Level.NONE),
        (Decimal("0.1"), False, Level.LOW),
        (Decimal("2.9"), False, Level.LOW),
        (Decimal(3), False, Level.MEDIUM),
        (Decimal("4.9"), False, Level.MEDIUM),
        (Decimal(5), False, Level.HIGH),
        (Decimal(1), True, Level.HIGH),
    ],
)
def test_a_value_is_as_grave_as_the_limits_say(value: Decimal | None, is_grave: bool, level: Level) -> None:
    assert LIMITS.level(value, is_grave=is_grave) == level


def test_every_risk_has_a_rule_with_its_basis_and_medium_before_high() -> None:
    assert list(RULES) == list(Risk)
    assert all(rule.basis and 0 < rule.medium <= rule.high for rule in RULES.values())


def test_what_is_missing_or_late_counts_and_accounts_not_published_are_grave() -> None:
    assert of_late([]) == Measured(Decimal(0), [], is_grave=False)
    measured = of_late([case(), case(kind="missing", is_grave=True)])
    assert (measured.value, measured.is_grave) == (Decimal(2), True)


def test_two_objections_that_led_to_a_correction_are_grave_and_one_is_not() -> None:
    assert not of_objections([case(is_grave=True), case()]).is_grave
    assert of_objections([case(is_grave=True), case(is_grave=True)]).is_grave


def test_the_matter_that_came_most_often_is_what_counts() -> None:
    came = [case(group="A", key=1), case(group="A", key=2), case(group="B", key=3)]
    assert of_repeated(came).value == 2
    assert of_repeated([]).value == 0
    assert restricted(of_repeated(came), {1, 3}).value == 1
    assert restricted(of_repeated(came), set()) == Measured(Decimal(0), [])


@pytest.mark.parametrize(
    ("part", "whole", "value"), [("20", "100", "20.0"), ("1", "3", "33.3"), ("0", "9", "0.0"), ("0", "0", "0")]
)
def test_a_share_is_in_per_cent_with_one_place(part: str, whole: str, value: str) -> None:
    assert of_share(Decimal(part), Decimal(whole), []).value == Decimal(value)


def test_entertainment_is_grave_when_there_was_some_before_and_is_some_now() -> None:
    assert of_entertainment([case()], before=True).is_grave
    assert not of_entertainment([case()], before=False).is_grave
    assert not of_entertainment([], before=True).is_grave


def test_a_split_over_the_large_limit_is_grave() -> None:
    assert of_splits([case(), case(is_grave=True)]) == Measured(
        Decimal(2), [case(), case(is_grave=True)], is_grave=True
    )
    assert not of_splits([case()]).is_grave


def test_a_case_is_the_same_after_it_was_stored() -> None:
    one = case(kind="split", key=3, on="2026-07-01", amount="9780.00", group="3、4", days=2)
    assert Case.from_json(one.as_json()) == one
    assert one.kind is CaseKind.SPLIT


def test_quarters() -> None:
    quarter = Quarter.parse("2026Q4")
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert str(Quarter.parse("2026Q1").previous) == "2025Q4"
    assert str(Quarter.ended(date(2026, 10, 1))) == "2026Q3"
    assert str(Quarter.ended(date(2026, 9, 30))) == "2026Q2"
    assert Quarter(2026, 1) > Quarter(2025, 4)
    for wrong in ("2026", "2026Q5", "1826Q1", "2026Q1 "):
        with pytest.raises(ValueError, match="2"):
            Quarter.parse(wrong)
