"""Reads of the catalogue: what an item is counted by, who keeps monthly books, and for which periods it is owed."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry, MonthlyReporting
from disclosure.catalogue.rules.owed import Books, Item, OwingUnit, parts_of, survives_change_of_cadence
from disclosure.catalogue.rules.periods import Period, ended
from portal.accounts.models import Unit


def item_of(entry: CatalogueEntry) -> Item:
    """Return an entry of the catalogue as far as it matters for counting."""
    return Item(
        cadence=Cadence(entry.cadence),
        kind=entry.publisher,
        publication_day=entry.publication_day or settings.PUBLICATION_DAY,
        working_days=entry.working_days,
        owed_since=entry.owed_since,
        is_active=entry.is_active,
        follows_books=entry.is_money_of_a_quarter,
    )


def books_of(units: Iterable[Unit]) -> dict[int, Books]:
    """Return from when to when units keep monthly books, by the key of the unit."""
    rows = MonthlyReporting.objects.filter(unit__in=[unit.pk for unit in units]).order_by("starts_on")
    found: dict[int, Books] = {}
    for unit, starts_on, ends_on in rows.values_list("unit_id", "starts_on", "ends_on"):
        found[unit] = (*found.get(unit, ()), (starts_on, ends_on))
    return found


def is_for(unit: Unit, entry: CatalogueEntry, period: Period) -> bool:
    """Return whether a unit owes an item for such a period: a quarter, or its months where its books are monthly.

    What had ended before the cadence of the item was changed can still be published.
    """
    item, owner = item_of(entry), OwingUnit(unit.kind, books=books_of([unit]).get(unit.pk, ()))
    around = Period.containing(period.first, item.cadence)
    return period in parts_of(item, owner, around) or survives_change_of_cadence(item, owner, period)


def last_ended(entry: CatalogueEntry, units: Iterable[Unit], *, today: date, count: int) -> list[Period]:
    """Return the last periods that have ended and for which any of these units owes an item, newest first.

    `count` is how many periods of the item's own cadence to look back.
    """
    item, owners = item_of(entry), list(units)
    books = books_of(owners) if item.follows_books else {}
    found = {
        part
        for around in [Period.containing(today, item.cadence), *ended(item.cadence, today, count)]
        for unit in owners
        for part in parts_of(item, OwingUnit(unit.kind, books=books.get(unit.pk, ())), around)
        if part.last < today
    }
    return sorted(found, key=lambda period: (period.last, period.first), reverse=True)[:count]
