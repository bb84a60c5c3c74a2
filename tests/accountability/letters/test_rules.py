"""The rules of letters, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from accountability.letters import rules
from portal.core.calendar.rules import Calendar


@pytest.mark.parametrize(
    ("quarter", "last", "due"),
    [
        (1, date(2026, 3, 31), date(2026, 4, 10)),
        (2, date(2026, 6, 30), date(2026, 7, 10)),
        (3, date(2026, 9, 30), date(2026, 10, 10)),
        (4, date(2026, 12, 31), date(2027, 1, 11)),
    ],
)
def test_a_quarter_is_reported_by_the_tenth_or_the_next_working_day(quarter: int, last: date, due: date) -> None:
    found = rules.quarter(2026, quarter, Calendar({}))
    assert (found.last, found.due) == (last, due)


def test_a_letter_of_july_asks_for_the_quarters_that_end_after_it() -> None:
    asked = rules.quarters_to_report(2026, Calendar({}), since=date(2026, 7, 6))
    assert [one.number for one in asked] == [3, 4]
    assert [one.number for one in rules.quarters_to_report(2026, Calendar({}), since=date(2026, 2, 2))] == [1, 2, 3, 4]
    assert [one.number for one in rules.quarters_to_report(2026, Calendar({}), since=date(2026, 6, 30))] == [2, 3, 4]


def test_a_share_has_one_decimal_and_is_compared_exactly() -> None:
    assert rules.percent(2, 3) == Decimal("66.7")
    assert rules.percent(0, 0) is None
    assert rules.percent(19, 20) == Decimal("95.0")
    assert rules.is_reached(19, 20, Decimal(95))
    # 94.96 % is written 95.0, and is not 95 %.
    assert rules.percent(377, 397) == Decimal("95.0")
    assert not rules.is_reached(377, 397, Decimal(95))
    assert rules.is_reached(0, 0, Decimal(100))


def test_names_and_numbers_as_they_stand_in_letters() -> None:
    assert rules.number_of("ZR", 2026, "QS-01") == "ZR-2026-QS-01"
    assert rules.town_committee("青石镇") == "中共青石镇委员会"
    assert rules.village_branch("柳树村") == "中共柳树村支部委员会"
    assert rules.in_year("{year}年全年有效。", 2026) == "2026年全年有效。"
