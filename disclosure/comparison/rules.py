"""Linked disclosure (联动公开): what one side gave, by its own account, beside what the other received by its own.

Pure. A sum given and a sum received are taken for the same where the amounts are equal to the cent. Of
several equal ones, those whose days lie nearest to each other are paired first; what has no day is paired
last. Pairs are taken greedily, each item once, so the result depends on nothing but the two lists, and
looking at it from the other side gives the same pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Item:
    """A sum in yuan that one side names, with its day if known; the later of two equals has the larger key."""

    key: int
    amount: Decimal
    day: date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides, paired by day, with the sums that only one side names."""

    pairs: tuple[tuple[Item, Item], ...]
    given_only: tuple[Item, ...]
    received_only: tuple[Item, ...]

    @property
    def given(self) -> Decimal:
        """All that was given, in yuan."""
        return _sum(given for given, _received in self.pairs) + _sum(self.given_only)

    @property
    def received(self) -> Decimal:
        """All that was received, in yuan."""
        return _sum(received for _given, received in self.pairs) + _sum(self.received_only)

    @property
    def difference(self) -> Decimal:
        """Given less received, in yuan; below zero where more was received than given."""
        return self.given - self.received

    @property
    def agrees(self) -> bool:
        """Whether each side names every sum of the other. Equal totals alone are not enough."""
        return not (self.given_only or self.received_only)


def compare(given: Iterable[Item], received: Iterable[Item]) -> Comparison:
    """Pair two lists of sums, by amount and then by nearness of days."""
    given, received = list(given), list(received)
    pairs = list(_paired(given, received))
    paired_given, paired_received = {one.key for one, _other in pairs}, {other.key for _one, other in pairs}
    return Comparison(
        pairs=tuple(sorted(pairs, key=lambda pair: (_order(pair[0]), _order(pair[1])))),
        given_only=tuple(sorted((one for one in given if one.key not in paired_given), key=_order)),
        received_only=tuple(sorted((one for one in received if one.key not in paired_received), key=_order)),
    )


def _paired(given: Sequence[Item], received: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    sides: dict[Decimal, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for side, items in enumerate((given, received)):
        for item in items:
            sides[item.amount][side].append(item)
    for mine, theirs in sides.values():
        yield from _nearest(mine, theirs)


def _nearest(given: Sequence[Item], received: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Pair items of one amount, the nearest days first."""
    given, received = sorted(given, key=_order), sorted(received, key=_order)
    candidates = sorted(
        (_distance(one, other), sorted((one.day or date.max, other.day or date.max)), first, second)
        for first, one in enumerate(given)
        for second, other in enumerate(received)
    )
    paired_given: set[int] = set()
    paired_received: set[int] = set()
    # Pairs as far apart with the same two days are of one day on each side, so their order decides nothing
    # that one side would see otherwise than the other.
    for *_rank, first, second in candidates:
        if first not in paired_given and second not in paired_received:
            paired_given.add(first)
            paired_received.add(second)
            yield given[first], received[second]


def _distance(one: Item, other: Item) -> int:
    """Return the days between two items; more than any where only one of them has a day."""
    if one.day is None or other.day is None:
        return 0 if one.day is other.day else date.max.toordinal()
    return abs((one.day - other.day).days)


def _order(item: Item) -> tuple[date, int]:
    return item.day or date.max, item.key


def _sum(items: Iterable[Item]) -> Decimal:
    return sum((item.amount for item in items), ZERO)
