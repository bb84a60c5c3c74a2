"""Which classes of voters are told apart, so that no small one gives away how its people voted.

A class with fewer than five valid votes is not shown by itself. To hide its line would not help, because it is what
the others leave of the sum: it is joined with another class until both together are large enough. Whoever counted the
paper knows the paper's votes, so that fewer than five votes by phone in a line would be what the paper leaves of it;
a line has none by phone, or at least five.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 5
"""Fewer valid votes are not shown by themselves."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """Ballots of one class, or of several that were joined.

    Attributes:
        issued: Ballots on paper and codes handed out.
        collected: Ballots on paper that came back, and votes by phone.
        valid: Those of them that count.
        by_phone: Votes by phone among them, which all count.
    """

    classes: tuple[str, ...]
    issued: int
    collected: int
    valid: int
    by_phone: int = 0

    @property
    def is_large_enough(self) -> bool:
        """Whether it can be shown by itself."""
        return self.valid >= SMALLEST and (self.by_phone == 0 or self.by_phone >= SMALLEST)

    def joined(self, other: "Turnout") -> "Turnout":
        """Return both together, the classes in order."""
        return Turnout(
            self.classes + other.classes,
            self.issued + other.issued,
            self.collected + other.collected,
            self.valid + other.valid,
            self.by_phone + other.by_phone,
        )


def told_apart(classes: Sequence[Turnout]) -> list[Turnout]:
    """Return the lines of a result: classes, joined where they are too small, in the order they were given.

    The smallest one that is too small is joined with the smaller of its neighbours, again and again. A result that is
    too small as a whole comes back as one line, which `is_large_enough` says; it must not be shown at all.
    """
    lines = [one for one in classes if one.issued]
    while len(lines) > 1 and not all(one.is_large_enough for one in lines):
        small = min(
            (place for place, one in enumerate(lines) if not one.is_large_enough), key=lambda at: lines[at].valid
        )
        beside = [place for place in (small - 1, small + 1) if 0 <= place < len(lines)]
        other = min(beside, key=lambda at: lines[at].valid)
        first, second = sorted((small, other))
        lines[first : second + 1] = [lines[first].joined(lines[second])]
    return lines
