"""Chance that falls the same way each time: the demo must be the same township whenever it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Throws that follow from a name, such as a unit's and a period's."""

    def __init__(self, *name: str) -> None:
        self._name = "/".join(name)
        self._thrown = 0

    def below(self, sides: int) -> int:
        """Return a whole number from 0 up to but not including `sides`."""
        self._thrown += 1
        digest = sha256(f"{self._name}#{self._thrown}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % sides

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return whether something happens that happens so often in a hundred times."""
        return self.below(100) < percent

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of several."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Return so many different ones of several, in the order they stand in."""
        left = list(range(len(choices)))
        chosen = sorted(left.pop(self.below(len(left))) for _each in range(min(count, len(left))))
        return [choices[index] for index in chosen]

    def amount(self, low: Decimal, high: Decimal, step: Decimal = Decimal("0.01")) -> Decimal:
        """Return an amount in yuan from `low` to about `high`, a multiple of `step`, with two places."""
        steps = max(int((high - low) / step), 0)
        first = (low / step).to_integral_value() * step
        return (first + self.below(steps + 1) * step).quantize(Decimal("0.01"))
