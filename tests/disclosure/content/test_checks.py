"""What must hold in the lines of lists, and between them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from disclosure.content.assets.models import AssetLine
from disclosure.content.balance import presenters as balance
from disclosure.content.balance.models import BalanceLine
from disclosure.content.budget import presenters as budget
from disclosure.content.budget.models import BudgetLine
from disclosure.content.claims.models import ClaimLine
from disclosure.content.contracts.models import ContractLine
from disclosure.content.distribution import presenters as distribution
from disclosure.content.distribution.models import DistributionLine
from disclosure.content.funds.models import FundLine
from disclosure.content.resolutions import presenters as resolutions
from disclosure.content.resolutions.models import ResolutionLine


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (ClaimLine(opening=Decimal(10), added=Decimal(5), settled=Decimal(3), closing=Decimal(13)), "closing"),
        (AssetLine(cost=Decimal(10), depreciated=Decimal(3), net=Decimal(8)), "net"),
        (FundLine(opening=Decimal(1), received=Decimal(5), spent=Decimal(2), left=Decimal(5)), "left"),
        (ContractLine(begins=date(2026, 1, 1), ends=date(2025, 12, 31)), "ends"),
        (ResolutionLine(entitled=30, present=31, ayes=1, noes=0, abstained=0), "present"),
        (ResolutionLine(entitled=35, present=30, ayes=20, noes=10, abstained=1), "ayes"),
        (BudgetLine(item="办公费"), "budget"),
    ],
)
def test_a_line_that_cannot_be_right_says_at_which_cell(line: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        line.clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    "line",
    [
        ClaimLine(opening=Decimal(10), added=Decimal(5), settled=Decimal(3), closing=Decimal(12)),
        AssetLine(cost=Decimal(10), depreciated=Decimal(3), net=Decimal(7)),
        FundLine(opening=Decimal(1), received=Decimal(5), spent=Decimal(2), left=Decimal(4)),
        ContractLine(begins=date(2026, 1, 1), ends=date(2026, 1, 1)),
        ResolutionLine(entitled=35, present=30, ayes=20, noes=9, abstained=1),
        BudgetLine(item="办公费", actual=Decimal(0)),
    ],
)
def test_a_line_that_is_right_is_let_through(line: Any) -> None:
    line.clean()


@pytest.mark.parametrize(
    ("meeting", "entitled", "present", "ayes", "outcome", "found"),
    [
        ("representatives", 36, 24, 13, "passed", []),
        ("representatives", 36, 23, 23, "passed", ["no quorum"]),
        ("representatives", 36, 24, 12, "passed", ["no majority"]),
        ("representatives", 36, 24, 13, "failed", ["quorum and majority"]),
        ("representatives", 36, 24, 12, "failed", []),
        ("villagers", 100, 50, 50, "passed", ["no quorum"]),
        ("villagers", 100, 51, 26, "passed", []),
        ("members", 90, 60, 60, "passed", []),
        ("members", 90, 60, 59, "passed", ["no majority"]),
    ],
)
def test_what_passed_had_quorum_and_majority(  # noqa: PLR0917 - the columns of the table above
    meeting: str, entitled: int, present: int, ayes: int, outcome: str, found: list[str]
) -> None:
    line = ResolutionLine(
        number=1, matter="修路", meeting=meeting, entitled=entitled, present=present, ayes=ayes, outcome=outcome
    )
    with translation.override("en"):
        assert [one.text for one in resolutions.findings([line])] == found


def _step(kind: str, amount: str, number: int = 1) -> DistributionLine:
    return DistributionLine(kind=kind, amount=Decimal(amount), number=number)


def test_what_stays_undistributed_follows_from_the_lines_above() -> None:
    lines = [_step("income", "100"), _step("expense", "40"), _step("start", "5"), _step("transfer", "1")]
    lines += [_step("distributed", "30")]
    assert not list(distribution.findings([*lines, _step("end", "36")]))
    assert [one.level for one in distribution.findings([*lines, _step("end", "35")])] == ["error"]
    assert [one.level for one in distribution.findings(lines)] == ["error"], "it has no end"
    assert not list(distribution.findings([]))


def test_both_sides_of_a_balance_sheet_are_equal_at_start_and_end() -> None:
    def line(kind: str, opening: str, closing: str) -> BalanceLine:
        return BalanceLine(kind=kind, opening=Decimal(opening), closing=Decimal(closing))

    lines = [line("asset", "90", "100"), line("cost", "10", "0"), line("liability", "40", "30")]
    lines += [line("equity", "60", "60"), line("income", "0", "15"), line("expense", "0", "5")]
    assert not list(balance.findings(lines))
    assert len(list(balance.findings([*lines, line("asset", "0", "1")]))) == 1


def test_parts_of_a_budget_come_to_no_more_than_their_item() -> None:
    def line(level: str, amount: str, number: int) -> BudgetLine:
        return BudgetLine(item="三公经费", level=level, budget=Decimal(amount), number=number)

    lines = [line("item", "10", 1), line("part", "6", 2), line("part", "4", 3), line("item", "1", 4)]
    assert not list(budget.findings(lines))
    lines[2].budget = Decimal("4.01")
    assert [one.level for one in budget.findings(lines)] == ["error"]
