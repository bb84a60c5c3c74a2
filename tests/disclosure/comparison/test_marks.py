"""The rules that mark unusual changes, each at its border."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.rules.marks import (
    ENTERTAINMENT,
    FEWEST_VILLAGES,
    OWN,
    SCISSORS,
    TOWN,
    Entry,
    marks,
    median_of,
    middle,
)
from disclosure.comparison.rules.sums import PAYMENT, RECEIPT, Figures, Side
from disclosure.ledger.types import ZERO

QUARTER = Period.parse("2026Q3")
SPENT: Side = ("514", PAYMENT)
EARNED: Side = ("501", RECEIPT)


def figures(accounts: Mapping[Side, str]) -> Figures:
    """Return a quarter with these movements; its totals decide nothing here."""
    return Figures(ZERO, ZERO, ZERO, ZERO, {side: Decimal(amount) for side, amount in accounts.items()})


def spent(*amounts: str) -> list[Figures]:
    """Return quarters in which these amounts were spent."""
    return [figures({SPENT: amount}) for amount in amounts]


def keys(
    now: Mapping[Side, str], before: Sequence[Figures | None], town: Sequence[Figures], entries: Sequence[Entry] = ()
) -> list[str]:
    """Return the rules that mark a quarter after those before, newest first."""
    own = {QUARTER: figures(now)} | {QUARTER.shifted(-back): one for back, one in enumerate(before, start=1) if one}
    return [one.rule.key for one in marks(QUARTER, own, town, entries)]


def test_a_median_is_exact_to_the_cent_and_stands_in_the_middle() -> None:
    assert middle(map(Decimal, ("3.00", "1.00", "2.00"))) == Decimal("2.00")
    assert middle(map(Decimal, ("0.01", "0.02"))) == Decimal("0.02")


def test_a_median_of_the_town_needs_enough_villages_that_name_their_accounts() -> None:
    town = spent("1.00", "2.00", "3.00", "4.00", "5.00")
    assert len(town) == FEWEST_VILLAGES
    assert median_of(SPENT, town) == Decimal("3.00")
    assert median_of(SPENT, town[1:]) is None
    assert median_of(SPENT, [*town[1:], figures({("", PAYMENT): "9.00"})]) is None
    assert median_of(SPENT, [*town, figures({EARNED: "1.00"})]) == Decimal("2.50")


@pytest.mark.parametrize(
    ("now", "before", "town", "is_marked"),
    [
        ("20000.00", "10000.00", "19999.99", True),
        ("19999.99", "10000.00", "1000.00", False),  # not twice
        ("19998.00", "9999.00", "1000.00", False),  # twice, but less than 10,000 more
        ("20000.00", "10000.00", "20000.00", False),  # not above the town
    ],
)
def test_an_account_beside_its_own_quarters_before(now: str, before: str, town: str, is_marked: bool) -> None:
    villages = spent(*[town] * FEWEST_VILLAGES)
    assert (OWN.key in keys({SPENT: now}, spent(*[before] * OWN.quarters), villages)) is is_marked


def test_the_quarters_before_must_all_be_known_and_name_their_accounts() -> None:
    town, before = spent(*["1000.00"] * FEWEST_VILLAGES), spent(*["10000.00"] * OWN.quarters)
    assert keys({SPENT: "20000.00"}, before, town) == [OWN.key]
    assert keys({SPENT: "20000.00"}, [None, *before[1:]], town) == []
    assert keys({SPENT: "20000.00"}, [figures({("", PAYMENT): "1.00"}), *before[1:]], town) == []
    assert keys({SPENT: "20000.00"}, before, town[1:]) == []
    assert keys({SPENT: "20000.00"}, spent(*["0.00"] * OWN.quarters), town) == []


@pytest.mark.parametrize(
    ("now", "town", "is_marked"),
    [
        ("30000.00", "10000.00", True),
        ("29999.99", "10000.00", False),  # not three times
        ("29997.00", "9999.00", False),  # three times, but less than 20,000 more
        ("30000.00", "0.00", False),  # nothing to compare with
    ],
)
def test_an_account_beside_the_town(now: str, town: str, is_marked: bool) -> None:
    found = keys({SPENT: now}, [], spent(*[town] * FEWEST_VILLAGES))
    assert (found == [TOWN.key]) is is_marked


def test_one_rule_marks_an_account_at_most() -> None:
    town, before = spent(*["1000.00"] * FEWEST_VILLAGES), spent(*["10000.00"] * OWN.quarters)
    assert keys({SPENT: "90000.00"}, before, town) == [OWN.key]
    assert keys({("", PAYMENT): "90000.00"}, before, town) == []


def test_entertainment_of_any_amount() -> None:
    assert keys({SPENT: "0.01"}, [], [], [Entry("N", 3, Decimal("0.01"))]) == [ENTERTAINMENT.key]
    assert keys({SPENT: "0.01"}, [], []) == []


@pytest.mark.parametrize(
    ("spent_now", "earned_now", "is_marked"),
    [
        ("60000.00", "80000.00", True),
        ("59999.99", "80000.00", False),  # up by less than a fifth
        ("60000.00", "80000.01", False),  # down by less than a fifth
    ],
)
def test_spending_up_while_income_is_down(spent_now: str, earned_now: str, is_marked: bool) -> None:
    last_year = figures({SPENT: "50000.00", EARNED: "100000.00"})
    found = keys({SPENT: spent_now, EARNED: earned_now}, [None, None, None, last_year], [])
    assert (found == [SCISSORS.key]) is is_marked


def test_spending_up_counts_from_ten_thousand_yuan_and_earmarked_money_is_no_income() -> None:
    little = figures({SPENT: "40000.00", EARNED: "100.00"})
    assert keys({SPENT: "49999.99", EARNED: "1.00"}, [None] * 3 + [little], []) == []
    assert keys({SPENT: "50000.00", EARNED: "1.00"}, [None] * 3 + [little], []) == [SCISSORS.key]
    with_funds = {SPENT: "50000.00", EARNED: "1.00", ("241", RECEIPT): "90000.00"}
    assert keys(with_funds, [None] * 3 + [little], []) == [SCISSORS.key]
    assert keys({**with_funds, ("", PAYMENT): "1.00"}, [None] * 3 + [little], []) == []
