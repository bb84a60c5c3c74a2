"""Claims and debts."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ClaimKind(TextChoices):
    """Who owes whom."""

    CLAIM = "claim", pgettext_lazy("claim or debt", "Owed to the village")
    DEBT = "debt", pgettext_lazy("claim or debt", "Owed by the village")
