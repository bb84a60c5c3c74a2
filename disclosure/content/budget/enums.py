"""Sides and levels of a budget."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Side(TextChoices):
    """Which table an item belongs to."""

    REVENUE = "revenue", pgettext_lazy("side of a budget", "Revenue")
    EXPENDITURE = "expenditure", pgettext_lazy("side of a budget", "Expenditure")
    THREE = "three", pgettext_lazy("side of a budget", "Three public expenses")


class Level(TextChoices):
    """Whether something is an item, or a part of the item above it."""

    ITEM = "item", pgettext_lazy("level of a budget", "Item")
    PART = "part", pgettext_lazy("level of a budget", "Of which")
