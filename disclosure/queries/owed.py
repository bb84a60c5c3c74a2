"""What a clerk's units still owe: regular items whose period has ended and of which nothing was begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from disclosure.deadlines import due_on
from disclosure.enums import REGULAR, Cadence
from disclosure.models import CatalogueEntry, Notice
from disclosure.periods import Period
from disclosure.queries.editions import Person
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import units_of
from portal.core import calendar
from portal.core.calendar import Calendar

LOOK_BACK = 12
"""How many months a gap in a row of notices is remembered on the desk."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A regular item that is owed and not begun.

    Attributes:
        unit: Who owes it.
        entry: The item.
        period: The period that has ended.
        due: The day by which it is to be public.
    """

    unit: Unit
    entry: CatalogueEntry
    period: Period
    due: date


def open_items(person: Person, *, at: datetime) -> list[OpenItem]:
    """Return what the units this person is clerk of owe and have not begun; first due first.

    The newest period that has ended always counts; an older one, up to a year back, where the unit had
    published the item before it, so that a unit that began late is not blamed for the time before.
    """
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).order_by("code"))
    if not units:
        return []
    entries = CatalogueEntry.objects.filter(is_active=True, cadence__in=REGULAR).order_by("code")
    by_kind: dict[str, list[CatalogueEntry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.publisher, []).append(entry)
    begun = _begun(units)
    today, working_days = timezone.localdate(at), calendar.load()
    found = [
        OpenItem(unit, entry, period, _due(entry, period, working_days))
        for unit in units
        for entry in by_kind.get(unit.kind, [])
        for period in _periods_owed(entry, begun.get((unit.pk, entry.pk), frozenset()), today)
    ]
    return sorted(found, key=lambda item: (item.due, item.unit.code, item.entry.code))


def ended_periods(cadence: Cadence, today: date, count: int) -> list[Period]:
    """Return the last periods of a regular cadence that have ended, newest first."""
    newest = Period.containing(today, cadence).previous
    return [newest.shifted(-back) for back in range(count)]


def _begun(units: Sequence[Unit]) -> dict[tuple[int, int], frozenset[str]]:
    rows = Notice.objects.filter(unit__in=units, sequence__isnull=True).values_list("unit_id", "entry_id", "period")
    found: dict[tuple[int, int], set[str]] = {}
    for unit, entry, period in rows:
        found.setdefault((unit, entry), set()).add(period)
    return {key: frozenset(periods) for key, periods in found.items()}


def _periods_owed(entry: CatalogueEntry, begun: frozenset[str], today: date) -> Iterator[Period]:
    cadence = Cadence(entry.cadence)
    newest = Period.containing(today, cadence).previous
    first_begun = min((Period.parse(period) for period in begun), default=newest)
    for back in range(max(LOOK_BACK // newest.months, 1)):
        period = newest.shifted(-back)
        if str(period) not in begun and (back == 0 or period > first_begun):
            yield period


def _due(entry: CatalogueEntry, period: Period, working_days: Calendar) -> date:
    day = entry.publication_day or settings.PUBLICATION_DAY
    return due_on(period, publication_day=day, calendar=working_days)
