"""Ratings as figures: shares with their bases, and small numbers that are not broken down. Pure Python."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

BASIS = "国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见（国办发〔2019〕51号）"
"""Whoever was served rates it once, of their own will, and bad ratings are put right."""
PRACTICE = "镇窗口评价办法"

SMALL = 5
"""A window and month with fewer ratings is not broken down: who was there would be known."""
TARGET = Decimal(80)
"""Below this share of satisfied people a window is asked to improve (practice)."""
ENOUGH = 10
"""So many ratings a quarter has at least before a window is asked to improve."""
TOKEN_MINUTES = 60
"""How long a page can be sent that was opened without a slip."""
AN_HOUR_AT_MOST = 6
"""Ratings without a slip that are counted from one network within an hour; a family at the counter shares one."""
UNCOUNTED_AT_MOST = 30
"""Ratings without a slip from everywhere within an hour, while nobody can count by network."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each score was given, the best first, and how many ratings came by a slip.

    Attributes:
        very: Very satisfied.
        satisfied: Satisfied.
        fairly: Fairly satisfied.
        not_satisfied: Not satisfied.
        by_slip: Ratings that came by a one-time slip; the others came by the code at the counter alone.
    """

    very: int = 0
    satisfied: int = 0
    fairly: int = 0
    not_satisfied: int = 0
    by_slip: int = 0

    @property
    def count(self) -> int:
        """All ratings."""
        return self.very + self.satisfied + self.fairly + self.not_satisfied

    @property
    def content(self) -> int:
        """Who was satisfied or very satisfied."""
        return self.very + self.satisfied

    @property
    def percent(self) -> Decimal | None:
        """The share of satisfied people, with one place; None where nobody rated."""
        if not self.count:
            return None
        return (Decimal(self.content) * 100 / self.count).quantize(Decimal("0.1"))

    @property
    def is_below_target(self) -> bool:
        """Whether a window is asked to improve: enough people rated it, and too few of them are satisfied."""
        return self.count >= ENOUGH and self.content * 100 < TARGET * self.count

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.very + other.very,
            self.satisfied + other.satisfied,
            self.fairly + other.fairly,
            self.not_satisfied + other.not_satisfied,
            self.by_slip + other.by_slip,
        )


def broken_down(tallies: Mapping[K, Tally]) -> dict[K, Tally | None]:
    """Return tallies as they are shown beside their sum: None for those that are too small.

    What is left out could be found by subtraction where it is small in sum. So the next smallest is left out with it,
    until enough people stand behind what is left out, or nothing is shown.
    """
    by_size = sorted((key for key in tallies if tallies[key].count), key=lambda key: tallies[key].count)
    hidden = [key for key in by_size if tallies[key].count < SMALL]
    shown = by_size[len(hidden) :]
    while hidden and shown and sum(tallies[key].count for key in hidden) < SMALL:
        hidden.append(shown.pop(0))
    return {key: None if key in hidden else tally for key, tally in tallies.items()}


def quarter_of(month: int) -> int:
    """Return the quarter a month lies in."""
    return (month + 2) // 3
