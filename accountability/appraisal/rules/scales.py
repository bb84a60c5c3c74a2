"""The words by which is appraised, and how many of a hundred are satisfied."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accountability.appraisal.enums import Scale

BASIS = "党政领导干部考核工作条例 (2019) art. 29"
"""Where democratic appraisal is asked for; its form is the practice of towns."""
PRACTICE = "practice of debriefings (述职述廉)"
GOOD = 2
"""The first two choices of a scale count as satisfied: 满意 and 基本满意, or 优秀 and 称职."""
ABSTAINED: Promise = pgettext_lazy("choice of an appraisal", "Abstained")

CHOICES: dict[str, tuple[Promise, ...]] = {
    Scale.SATISFACTION: (
        pgettext_lazy("choice of an appraisal", "Satisfied"),
        pgettext_lazy("choice of an appraisal", "Fairly satisfied"),
        pgettext_lazy("choice of an appraisal", "Not satisfied"),
    ),
    Scale.GRADE: (
        pgettext_lazy("choice of an appraisal", "Excellent"),
        pgettext_lazy("choice of an appraisal", "Competent"),
        pgettext_lazy("choice of an appraisal", "Basically competent"),
        pgettext_lazy("choice of an appraisal", "Not competent"),
    ),
}
"""What can be chosen on each scale, the best first; to abstain is always possible, and comes last."""


def width(scale: str) -> int:
    """Return how many counts a subject has on a scale, abstentions included."""
    return len(CHOICES[scale]) + 1


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those who judged are satisfied.

    Attributes:
        good: Votes for one of the first two choices.
        base: Valid votes without abstentions.
    """

    good: int
    base: int

    @property
    def percent(self) -> Decimal | None:
        """Percent with one place; None where everybody abstained."""
        if not self.base:
            return None
        return (Decimal(100 * self.good) / self.base).quantize(Decimal("0.1"), ROUND_HALF_UP)


def share(counts: Sequence[int]) -> Share:
    """Return the share of the satisfied: (first two choices) ÷ (valid − abstained).

    Args:
        counts: Votes by choice, abstentions last.
    """
    return Share(sum(counts[:GOOD]), sum(counts[:-1]))
