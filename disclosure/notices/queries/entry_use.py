"""Which entries of the catalogue notices were begun with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.models import Notice
from portal.accounts.models import Unit


def exists(entry: CatalogueEntry | None) -> bool:
    """Return whether a notice was begun with an entry; with None, whether any was begun at all."""
    return (Notice.objects.filter(entry=entry) if entry else Notice.objects.all()).exists()


def made_since(unit: Unit, entries: Collection[CatalogueEntry], first: date) -> Iterable[tuple[str, str]]:
    """Return number and period of a unit's regular notices of some entries whose period ends on a day or later."""
    rows = Notice.objects.filter(unit=unit, entry__in=entries, sequence__isnull=True, period_ends_on__gte=first)
    return rows.order_by("number").values_list("number", "period")
