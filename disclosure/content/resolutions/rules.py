"""When a meeting may decide, and what carries a vote.

Villagers' meeting: more than half of those entitled present, more than half of those present for it (Organic Law of
Villagers' Committees, art. 22). Representatives: two thirds present, more than half of those present (art. 26 and
practice). Members of the collective: two thirds present, two thirds of all members for it (Law on Rural Collective
Economic Organisations, art. 27).
"""

from dataclasses import dataclass
from fractions import Fraction

from disclosure.content.resolutions.enums import Meeting

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


@dataclass(frozen=True, slots=True)
class Quorum:
    """What a meeting needs.

    Attributes:
        present: Share of those entitled that must be present.
        ayes: Share of votes that carries a matter, of those present, or with `of_all` of those entitled.
    """

    present: Fraction
    ayes: Fraction
    of_all: bool = False

    def is_reached(self, *, present: int, entitled: int) -> bool:
        """Return whether enough were present; half is passed, two thirds are reached."""
        return _reached(present, entitled, self.present)

    def carries(self, *, ayes: int, present: int, entitled: int) -> bool:
        """Return whether enough voted for it."""
        return _reached(ayes, entitled if self.of_all else present, self.ayes)


QUORUMS = {
    Meeting.VILLAGERS: Quorum(HALF, HALF),
    Meeting.REPRESENTATIVES: Quorum(TWO_THIRDS, HALF),
    Meeting.MEMBERS: Quorum(TWO_THIRDS, TWO_THIRDS, of_all=True),
}


def _reached(part: int, whole: int, share: Fraction) -> bool:
    return part > whole * share if share == HALF else part >= whole * share
