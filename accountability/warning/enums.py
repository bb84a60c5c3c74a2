"""Closed lists of early warning: the risks, how grave one is, and what a case of one is."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy


class Risk(TextChoices):
    """What is watched in every unit, in the order of the table."""

    LATE = "late", pgettext_lazy("risk", "Late money")
    OBJECTIONS = "objections", pgettext_lazy("risk", "Many objections")
    REPEATED = "repeated", pgettext_lazy("risk", "Repeated petitions")
    OTHER = "other", pgettext_lazy("risk", "“Other” too large")
    ENTERTAINMENT = "entertainment", pgettext_lazy("risk", "Entertainment")
    SPLIT = "split", pgettext_lazy("risk", "Split payments")


class Level(IntegerChoices):
    """How grave a risk is."""

    NONE = 0, pgettext_lazy("level of a risk", "None")
    LOW = 1, pgettext_lazy("level of a risk", "Low")
    MEDIUM = 2, pgettext_lazy("level of a risk", "Medium")
    HIGH = 3, pgettext_lazy("level of a risk", "High")


class CaseKind(TextChoices):
    """What one case of a risk is."""

    MISSING = "missing", pgettext_lazy("case of a risk", "Not published")
    LATE = "late", pgettext_lazy("case of a risk", "Published late")
    OPINION = "opinion", pgettext_lazy("case of a risk", "Asked or objected")
    PETITION = "petition", pgettext_lazy("case of a risk", "Petition")
    PAYMENT = "payment", pgettext_lazy("case of a risk", "Payment")
    SPLIT = "split", pgettext_lazy("case of a risk", "Split payments")


WATCHED = (Level.MEDIUM, Level.HIGH)
"""Levels after which a unit is reminded or talked to."""
