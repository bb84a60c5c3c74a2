"""What every unit owes the public, and how it stands on a day.

Everything is counted at the time it is asked for, from the catalogue, the units, the calendar and what
is published, so it is right even where nobody has counted today. What is stored (`models.Obligation`)
adds the days that stand, the exemptions, and what arose from an event or a demand.

A notice is live on a day as its editions were on that day; a later correction does not make it late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.deadlines import DueDay
from disclosure.catalogue.rules.owed import Place, Span, counting, day_that_holds, parts_of
from disclosure.catalogue.rules.periods import Period, ended
from disclosure.notices.models import Notice
from disclosure.notices.queries.editions import Person
from disclosure.obligations.enums import Origin, Standing
from disclosure.obligations.models import Obligation
from disclosure.obligations.queries.ground import (
    Ground,
    Key,
    Owed,
    Publication,
    begins_on,
    books_of,
    due_of_event,
    item_of,
    kept_of,
    publications,
)
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import units_of
from portal.core import calendar

__all__ = [
    "Ground",
    "Key",
    "Owed",
    "Publication",
    "Share",
    "all_open",
    "begins_on",
    "books_of",
    "by_unit",
    "due_days",
    "due_of_event",
    "is_for",
    "item_of",
    "kept_of",
    "last_ended",
    "matrix_period",
    "not_begun",
    "open_of",
    "owed_for",
    "owed_for_each",
    "periods_known",
    "publications",
    "share",
]

NEAR = timedelta(days=14)
"""So long before the first day a quarter's items are due, it is already spoken of; until then the one before."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many obligations there are, by how they stand.

    Attributes:
        total: All of them.
        on_time: Published by their day.
        late: Published after it.
        missing: Not published although their day has passed.
        due: Their day has not passed; also those whose period has not ended.
        exempt: Excused or not applicable.
    """

    total: int
    on_time: int
    late: int
    missing: int
    due: int
    exempt: int

    @property
    def owed(self) -> int:
        """How many are published or still to be."""
        return self.total - self.exempt

    @property
    def percent(self) -> int | None:
        """On time, of all whose day has come, in whole per cent rounded down; None where there are none."""
        base = self.on_time + self.late + self.missing
        return self.on_time * 100 // base if base else None


def owed_for(period: Period, *, at: datetime, units: Iterable[Unit] | None = None) -> list[Owed]:
    """Return the matrix of a period: what is owed for it, by unit, item and period.

    Where a unit keeps monthly books, the months of a quarter stand in the quarter's matrix as well as in
    their own. What arose from an event or a demand belongs to its year.

    Args:
        period: The period.
        at: The time it is asked for.
        units: Only of these; None for every unit in use.
    """
    return owed_for_each([period], at=at, units=units)[period]


def owed_for_each(
    periods: Iterable[Period], *, at: datetime, units: Iterable[Unit] | None = None
) -> dict[Period, list[Owed]]:
    """Return the matrices of several periods, in no more queries than that of one. Otherwise as `owed_for`."""
    written = {period: _written_in(period) for period in periods}
    ground = Ground.load(at=at, units=units, periods=frozenset().union(*written.values()))
    return {period: _matrix_of(period, texts, ground) for period, texts in written.items()}


def _written_in(period: Period) -> frozenset[str]:
    """Return the periods that stand in the matrix of one: itself, and the months of a quarter."""
    if period.cadence != Cadence.QUARTERLY:
        return frozenset({str(period)})
    month = Period.containing(period.first, Cadence.MONTHLY)
    return frozenset({str(period), *(str(month.shifted(count)) for count in range(period.months))})


def _matrix_of(period: Period, written: frozenset[str], ground: Ground) -> list[Owed]:
    def belongs(entry: CatalogueEntry, one: Period) -> bool:
        in_its_quarter = period.cadence == Cadence.QUARTERLY and entry.is_money_of_a_quarter
        return one == period or (in_its_quarter and str(one) in written)

    rows = ground.rows(Span(max(ground.begins_on, period.first), period.last), belongs)
    return sorted(rows, key=lambda row: (row.unit.code, row.entry.code, row.period.first, row.obligation or 0))


def open_of(units: Iterable[Unit], *, at: datetime) -> list[Owed]:
    """Return what these units have still to publish and whose period has ended, first due first."""
    return _open(at=at, units=units)


def all_open(*, at: datetime) -> list[Owed]:
    """Return what every unit in use has still to publish and whose period has ended, first due first."""
    return _open(at=at, units=None)


def matrix_period(*, at: datetime) -> Period:
    """Return the quarter spoken of on a day: the last whose items are due, or nearly."""
    today = timezone.localdate(at)
    last = Period.containing(today, Cadence.QUARTERLY).previous
    count = counting(calendar.load())
    quarterly = CatalogueEntry.objects.filter(cadence=Cadence.QUARTERLY, is_active=True)
    days = [count(item_of(entry), last).date for entry in quarterly]
    return last if not days or today >= min(days) - NEAR else last.previous


def periods_known(*, at: datetime) -> list[Period]:
    """Return the quarters that have a matrix, newest first: from the portal's first to the last that has ended."""
    today = timezone.localdate(at)
    period = Period.containing(today, Cadence.QUARTERLY).previous
    first = begins_on(today=today)
    known = []
    while period.last >= first:
        known.append(period)
        period = period.previous
    return known


def share(rows: Iterable[Owed]) -> Share:
    """Count obligations by how they stand."""
    counted = Counter(row.standing for row in rows)
    return Share(
        total=counted.total(),
        on_time=counted[Standing.ON_TIME],
        late=counted[Standing.LATE],
        missing=counted[Standing.MISSING],
        due=counted[Standing.DUE] + counted[Standing.NOT_DUE],
        exempt=counted[Standing.EXCUSED] + counted[Standing.NOT_APPLICABLE],
    )


def by_unit(rows: Iterable[Owed]) -> dict[int, list[Owed]]:
    """Return the rows by the primary key of their unit."""
    found: dict[int, list[Owed]] = {}
    for row in rows:
        found.setdefault(row.unit.pk, []).append(row)
    return found


def due_days(notices: Iterable[Notice], *, at: datetime) -> dict[int, DueDay]:
    """Return by when notices are to be public, by their key; those that are owed on no day are left out.

    Args:
        notices: Notices with their entry.
        at: The time it is asked for.
    """
    asked, today = list(notices), timezone.localdate(at)
    count = counting(calendar.load())
    stored: dict[Key, Obligation] = {}
    found: dict[int, DueDay] = {}
    numbers = [one.pk for one in asked]
    which = Q(notice__in=numbers) | Q(
        origin=Origin.CALENDAR,
        unit__in={one.unit_id for one in asked},
        entry__in={one.entry_id for one in asked},
        period__in={one.period for one in asked},
    )
    for row in Obligation.objects.filter(which, voided_at__isnull=True) if asked else ():
        if row.origin == Origin.CALENDAR:
            stored[row.unit_id, row.entry_id, row.period] = row
        elif row.notice_id:
            found[row.notice_id] = DueDay(row.due_on, row.is_provisional)
    for one in asked:
        if one.entry.is_regular:
            kept = kept_of(stored.get((one.unit_id, one.entry_id, one.period)))
            counted = count(item_of(one.entry), Period.parse(one.period))
            found[one.pk] = day_that_holds(kept, counted, today=today, is_published=False)
    return found


def is_for(unit: Unit, entry: CatalogueEntry, period: Period) -> bool:
    """Tell whether a unit owes an item for such a period: a quarter, or its months where its books are monthly.

    What was owed before the cadence of the item was changed can still be published.
    """
    item, place = item_of(entry), Place(unit.kind, books=books_of([unit]).get(unit.pk, ()))
    around = Period.containing(period.first, item.cadence)
    if period in parts_of(item, place, around):
        return True
    return Obligation.objects.filter(
        unit=unit, entry=entry, period=str(period), origin=Origin.CALENDAR, voided_at__isnull=True
    ).exists()


def last_ended(entry: CatalogueEntry, units: Iterable[Unit], *, today: date, count: int) -> list[Period]:
    """Return the last periods that have ended and for which any of these units owes an item, newest first.

    Args:
        entry: A regular item.
        units: The units.
        today: The day, in the portal's zone.
        count: How many periods of the item's own cadence to look back.
    """
    item, places = item_of(entry), list(units)
    books = books_of(places) if item.follows_books else {}
    found = {
        part
        for around in [Period.containing(today, item.cadence), *ended(item.cadence, today, count)]
        for unit in places
        for part in parts_of(item, Place(unit.kind, books=books.get(unit.pk, ())), around)
        if part.last < today
    }
    return sorted(found, key=lambda period: (period.last, period.first), reverse=True)[:count]


def not_begun(person: Person, *, at: datetime) -> list[Owed]:
    """Return what the units this person is clerk of have still to publish and have not begun, first due first."""
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).order_by("code"))
    rows = open_of(units, at=at) if units else []
    begun = set(Notice.objects.filter(number__in=[row.number for row in rows]).values_list("number", flat=True))
    others = [row.obligation for row in rows if row.obligation and row.origin != Origin.CALENDAR]
    linked = set(Obligation.objects.filter(pk__in=others, notice__isnull=False).values_list("pk", flat=True))
    return [row for row in rows if row.number not in begun and row.obligation not in linked]


def _open(*, at: datetime, units: Iterable[Unit] | None) -> list[Owed]:
    ground = Ground.load(at=at, units=units)
    rows = ground.rows(Span(ground.begins_on, ground.today), _every)
    still = (row for row in rows if row.is_open)
    return sorted(still, key=lambda row: (row.due_on, row.unit.code, row.entry.code, row.period.first))


def _every(_entry: CatalogueEntry, _period: Period) -> bool:
    return True
