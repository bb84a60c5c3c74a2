"""Kinds of contracts."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ContractKind(TextChoices):
    """How something of the village is given to others."""

    CONTRACT = "contract", pgettext_lazy("kind of contract", "Contracted out")
    LEASE = "lease", pgettext_lazy("kind of contract", "Let")
    TRANSFER = "transfer", pgettext_lazy("kind of contract", "Transferred")
    SALE = "sale", pgettext_lazy("kind of contract", "Sold")
