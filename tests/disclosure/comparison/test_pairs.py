"""Pairing what was given with what was received: nothing lost, the same from both sides."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from disclosure.comparison.rules.linked import Comparison, Item, compare

FIRST = date(2026, 7, 1)
AMOUNTS = st.sampled_from([Decimal("100.00"), Decimal("100.01"), Decimal("58000.00")])
DAYS = st.none() | st.integers(0, 6).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def sides(draw: st.DrawFn) -> list[Item]:
    rows = draw(st.lists(st.tuples(AMOUNTS, DAYS), max_size=7))
    return [Item(key, amount, day) for key, (amount, day) in enumerate(rows)]


def item(key: int, amount: str, day: int | None = 1) -> Item:
    return Item(key, Decimal(amount), None if day is None else date(2026, 7, day))


def both(found: Comparison) -> list[tuple[Item, Item]]:
    return [(one, other) for one, other in found.pairs if one and other]


def given_only(found: Comparison) -> list[Item]:
    return [one for one, other in found.pairs if one and not other]


def received_only(found: Comparison) -> list[Item]:
    return [other for one, other in found.pairs if other and not one]


@given(sides(), sides())
def test_every_item_occurs_exactly_once_and_the_sums_are_kept(mine: list[Item], theirs: list[Item]) -> None:
    found = compare(mine, theirs)
    assert sorted(one.key for one, _ in found.pairs if one) == list(range(len(mine)))
    assert sorted(other.key for _, other in found.pairs if other) == list(range(len(theirs)))
    assert found.given == sum((one.amount for one in mine), Decimal(0))
    assert found.received == sum((one.amount for one in theirs), Decimal(0))
    left = sum((one.amount for one in given_only(found)), Decimal(0))
    assert found.difference == left - sum((one.amount for one in received_only(found)), Decimal(0))
    assert all(one.amount == other.amount for one, other in both(found))
    assert not {one.amount for one in given_only(found)} & {one.amount for one in received_only(found)}


@given(sides(), sides())
def test_it_reads_the_same_from_both_sides(mine: list[Item], theirs: list[Item]) -> None:
    there, back = compare(mine, theirs), compare(theirs, mine)
    assert {(one.key, other.key) for one, other in both(there)} == {(other.key, one.key) for one, other in both(back)}
    assert given_only(there) == received_only(back)
    assert received_only(there) == given_only(back)
    assert there.difference == -back.difference


@given(sides(), sides())
def test_the_order_in_which_they_come_changes_nothing(mine: list[Item], theirs: list[Item]) -> None:
    mixed = list(reversed(mine)), list(reversed(theirs))
    assert compare(*mixed) == compare(mine, theirs)


def test_the_nearest_days_go_together_and_what_has_none_comes_last() -> None:
    found = compare(
        [item(0, "100.00", 2), item(1, "100.00", 20), item(2, "100.00", None)],
        [item(7, "100.00", 19), item(8, "100.00", 28), item(9, "100.00", 3)],
    )
    assert {(one.key, other.key) for one, other in both(found)} == {(0, 9), (1, 7), (2, 8)}
    assert found.agrees


def test_a_cent_makes_another_sum() -> None:
    found = compare([item(0, "100.00")], [item(0, "100.01")])
    assert not found.agrees
    assert (len(given_only(found)), len(received_only(found)), found.difference) == (1, 1, Decimal("-0.01"))
