"""Kinds of assets."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class AssetKind(TextChoices):
    """Kinds of assets, as the books of villages part them."""

    BUILDING = "building", pgettext_lazy("asset", "Buildings")
    MACHINE = "machine", pgettext_lazy("asset", "Machines and vehicles")
    EQUIPMENT = "equipment", pgettext_lazy("asset", "Equipment and furniture")
    WORKS = "works", pgettext_lazy("asset", "Public works")
    BIOLOGICAL = "biological", pgettext_lazy("asset", "Trees and livestock")
    OTHER = "other", pgettext_lazy("asset", "Other")
