"""What the villages owe for a quarter, and what stands published of it.

An item is on time when its first edition was published by the day it was due; a later correction does
not make it late. It is missing when that day has passed and nothing of it is live.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from disclosure.deadlines import due_on
from disclosure.enums import PUBLIC, Cadence, State
from disclosure.models import CatalogueEntry, Edition, Notice
from disclosure.periods import Period
from disclosure.queries.editions import publication_day
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core import calendar

NEAR = timedelta(days=14)
"""So long before the day it is due, a quarter is already spoken of. Until then it is the one before."""


class Standing(StrEnum):
    """How an item of a unit stands."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Owed:
    """One item that one unit owes for one period.

    Attributes:
        unit: Who owes it.
        entry: The item of the catalogue.
        period: For which period.
        due_on: By when.
        standing: How it stands on the day it was asked for.
        days_late: Calendar days between the day it was due and its publication, or today if missing.
    """

    unit: Unit
    entry: CatalogueEntry
    period: Period
    due_on: date
    standing: Standing
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items are owed, and how they stand."""

    total: int
    on_time: int
    late: int
    missing: int
    due: int


def quarterly_entries(kind: UnitKind = UnitKind.VILLAGE) -> list[CatalogueEntry]:
    """Return the items that units of a kind owe every quarter."""
    return list(
        CatalogueEntry.objects.filter(cadence=Cadence.QUARTERLY, publisher=kind, is_active=True).order_by("code")
    )


def quarter_spoken_of(entries: Iterable[CatalogueEntry], *, at: datetime) -> Period:
    """Return the latest quarter whose first publication day has passed or is near."""
    today = timezone.localdate(at)
    last = Period.containing(today, Cadence.QUARTERLY).previous
    working = calendar.load()
    days = [due_on(last, publication_day=publication_day(entry), calendar=working) for entry in entries]
    return last if not days or today >= min(days) - NEAR else last.previous


def owed_for(period: Period, *, units: Iterable[Unit], entries: Iterable[CatalogueEntry], at: datetime) -> list[Owed]:
    """Return what these units owe for a period, unit by unit, with how it stands at that time."""
    places, items = list(units), list(entries)
    published = _first_publications(period, places, items)
    working, today = calendar.load(), timezone.localdate(at)
    due_days = {entry.pk: due_on(period, publication_day=publication_day(entry), calendar=working) for entry in items}
    return [
        _owed(unit, entry, period, due=due_days[entry.pk], first=published.get((unit.pk, entry.pk)), today=today)
        for unit in places
        for entry in items
    ]


def tally(rows: Iterable[Owed]) -> Tally:
    """Count items by how they stand."""
    counted = Counter(row.standing for row in rows)
    return Tally(
        total=counted.total(),
        on_time=counted[Standing.ON_TIME],
        late=counted[Standing.LATE],
        missing=counted[Standing.MISSING],
        due=counted[Standing.DUE],
    )


def by_unit(rows: Iterable[Owed]) -> dict[int, list[Owed]]:
    """Return the rows by the primary key of their unit."""
    found: dict[int, list[Owed]] = {}
    for row in rows:
        found.setdefault(row.unit.pk, []).append(row)
    return found


def _first_publications(
    period: Period, units: list[Unit], entries: list[CatalogueEntry]
) -> Mapping[tuple[int, int], datetime]:
    """Return when each item that is live was first published, by unit and entry."""
    rows = (
        Notice.objects.filter(
            Exists(Edition.objects.filter(notice=OuterRef("pk"), state=State.PUBLISHED)),
            period=str(period),
            unit__in=units,
            entry__in=entries,
        )
        .annotate(first=Min("editions__published_at", filter=Q(editions__state__in=PUBLIC)))
        .order_by()
        .values_list("unit_id", "entry_id", "first")
    )
    return {(unit, entry): first for unit, entry, first in rows}


def _owed(unit: Unit, entry: CatalogueEntry, period: Period, *, due: date, first: datetime | None, today: date) -> Owed:
    published = timezone.localdate(first) if first else None
    if published is None:
        standing = Standing.MISSING if today > due else Standing.DUE
    else:
        standing = Standing.LATE if published > due else Standing.ON_TIME
    days_late = max(0, ((published or today) - due).days)
    return Owed(unit, entry, period, due, standing, days_late)
