"""Linked disclosure (联动公开): what one side gave, by its own account, beside what the other received by its own.

Pure. A sum given and a sum received count as the same where the amounts are equal to the cent. Of
several equal ones, those whose days lie nearest to each other are paired first; what has no day is paired
last. Pairs are made greedily, each item once, so the result depends on nothing but the two lists, and
looking at it from the other side gives the same pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Item:
    """A sum in yuan that one side names, with its day if known; the later of two equals has the larger key.

    `row` is what names it.
    """

    key: int
    amount: Decimal
    day: date | None
    row: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides, paired: given and received, one of them None where only the other side names the sum."""

    pairs: tuple[tuple[Item | None, Item | None], ...]

    @property
    def given(self) -> Decimal:
        """All that was given, in yuan."""
        return sum((one.amount for one, _other in self.pairs if one), ZERO)

    @property
    def received(self) -> Decimal:
        """All that was received, in yuan."""
        return sum((other.amount for _one, other in self.pairs if other), ZERO)

    @property
    def difference(self) -> Decimal:
        """Given less received, in yuan; below zero where more was received than given."""
        return self.given - self.received

    @property
    def agrees(self) -> bool:
        """Whether each side names every sum of the other. Equal totals alone are not enough."""
        return all(one and other for one, other in self.pairs)


def compare(given: Iterable[Item], received: Iterable[Item]) -> Comparison:
    """Pair two lists of sums, by amount and then by nearness of days."""
    given, received = sorted(given, key=_order), sorted(received, key=_order)
    paired = {one.key: other for one, other in _paired(given, received)}
    taken = {other.key for other in paired.values()}
    rest = [(None, other) for other in received if other.key not in taken]
    return Comparison((*((one, paired.get(one.key)) for one in given), *rest))


def _paired(given: Sequence[Item], received: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Pair items of one amount, the nearest days first."""
    of_amount: dict[Decimal, list[int]] = defaultdict(list)
    for second, other in enumerate(received):
        of_amount[other.amount].append(second)
    candidates = sorted(
        (_distance(one, received[second]), sorted((_day(one), _day(received[second]))), first, second)
        for first, one in enumerate(given)
        for second in of_amount[one.amount]
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


def _day(item: Item) -> date:
    return item.day or date.max


def _order(item: Item) -> tuple[date, int]:
    return _day(item), item.key
