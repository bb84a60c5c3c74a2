"""Closed lists of ratings: how content somebody was, how a rating came, and what becomes of its words."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy

MAX_WORDS_LENGTH = 300
CODE_LENGTH, SLIP_LENGTH = 8, 10
SLIPS_ON_A_SHEET, MOST_SHEETS = 24, 10


class Score(IntegerChoices):
    """How content somebody was with a window, the best first."""

    VERY = 4, pgettext_lazy("how content somebody is", "Very satisfied")
    SATISFIED = 3, pgettext_lazy("how content somebody is", "Satisfied")
    FAIRLY = 2, pgettext_lazy("how content somebody is", "Fairly satisfied")
    NOT = 1, pgettext_lazy("how content somebody is", "Not satisfied")


CONTENT = (Score.VERY, Score.SATISFIED)
"""Who counts as satisfied."""


class RatingState(TextChoices):
    """What becomes of the words of a rating; its score counts in every state."""

    COUNTED = "counted", pgettext_lazy("state of a rating", "Without words")
    TO_SCREEN = "to_screen", pgettext_lazy("state of a rating", "Words to be looked at")
    PASSED_ON = "passed_on", pgettext_lazy("state of a rating", "Words passed on to the unit")
    KEPT_BACK = "kept_back", pgettext_lazy("state of a rating", "Words kept back")
