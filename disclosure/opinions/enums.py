"""Closed lists of opinions: kinds and states."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

CASE_KIND = "opinion"
"""The key of the kind of case that opinions are."""
ANSWER_LIMIT = "answer"
"""The key of the time limit within which the unit answers."""
MIN_LENGTH, MAX_LENGTH, MAX_ANSWER_LENGTH = 10, 2000, 4000
"""Characters of an opinion at least and at most, and of an answer at most."""


class OpinionKind(TextChoices):
    """What a resident wants of a notice."""

    QUESTION = "question", _("Question")
    OBJECTION = "objection", _("Objection")
    SUGGESTION = "suggestion", _("Suggestion")


class OpinionState(TextChoices):
    """Where an opinion stands."""

    RECEIVED = "received", pgettext_lazy("state of an opinion", "Received")
    ROUTED = "routed", pgettext_lazy("state of an opinion", "With the unit")
    ANSWERED = "answered", pgettext_lazy("state of an opinion", "Answer to be checked")
    CLOSED = "closed", pgettext_lazy("state of an opinion", "Answered")
    REFUSED = "refused", pgettext_lazy("state of an opinion", "Not taken up")
    MERGED = "merged", pgettext_lazy("state of an opinion", "Joined with another")


class Part(IntegerChoices):
    """The parts of the desk's list, in their order: what the reader has to do, what others have, what has ended."""

    SCREEN = 0, _("To screen")
    ANSWER = 1, _("To answer")
    CHECK = 2, _("Answers to check")
    OPEN = 3, _("With others")
    ENDED = 4, _("Ended")
