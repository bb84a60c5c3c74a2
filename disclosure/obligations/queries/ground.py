"""What obligations are counted from, read in a fixed number of queries, and one obligation as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Prefetch, Q
from django.utils import timezone

from disclosure.catalogue.enums import REGULAR, Cadence
from disclosure.catalogue.models import CatalogueEntry, MonthlyBooks
from disclosure.catalogue.rules.deadlines import DueDay, due_after
from disclosure.catalogue.rules.owed import (
    Counting,
    Item,
    Kept,
    Place,
    Span,
    begin,
    counting,
    day_that_holds,
    is_owed,
    outlives,
    periods_of_item,
)
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import PUBLIC
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.enums import ExemptionKind, ExemptionState, Origin, Standing
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.rules import standing_of
from portal.accounts.models import Unit
from portal.core import calendar
from portal.core.calendar.rules import Calendar

Key = tuple[int, int, str]
"""Unit, entry and period."""
OPEN = (Standing.DUE, Standing.MISSING)


@dataclass(frozen=True, slots=True)
class Owed:
    """One item that one unit owes, and how it stands.

    Attributes:
        unit: Who owes it.
        entry: The item of the catalogue.
        period: For which period; the year, where it arose from an event or a demand.
        due_on: By when it is to be public.
        provisional: Whether that day was counted in a year whose calendar is not known yet.
        standing: How it stands on the day it was asked for.
        days_late: Calendar days from the day it was due to its publication, or to today if missing.
        published_on: Day of the first publication of the notice that is live.
        notice: Number of that notice; empty where nothing is live.
        origin: What it arises from.
        subject: What it is about, where it does not arise from the calendar.
        obligation: Key of the stored row; None where it is not stored yet.
        exemption: The accepted exemption in force, where it is excused or not applicable.
    """

    unit: Unit
    entry: CatalogueEntry
    period: Period
    due_on: date
    provisional: bool
    standing: Standing
    days_late: int = 0
    published_on: date | None = None
    notice: str = ""
    origin: Origin = Origin.CALENDAR
    subject: str = ""
    obligation: int | None = None
    exemption: Exemption | None = None

    @property
    def is_open(self) -> bool:
        """Whether something must still be published."""
        return self.standing in OPEN

    @property
    def number(self) -> str:
        """The number its notice has or will have; of an event or a demand, that of the row."""
        number = f"{self.unit.code}-{self.entry.code}-{self.period}"
        return number if self.origin == Origin.CALENDAR else f"{number}#{self.obligation}"


@dataclass(frozen=True, slots=True)
class Publication:
    """The first publication of a notice that is live.

    Attributes:
        number: The notice's number.
        first_on: The day it was first published, in the portal's zone.
    """

    number: str
    first_on: date


def item_of(entry: CatalogueEntry) -> Item:
    """Return what is to be known of an entry of the catalogue for counting."""
    return Item(
        cadence=Cadence(entry.cadence),
        kind=entry.publisher,
        publication_day=entry.publication_day or settings.PUBLICATION_DAY,
        working_days=entry.working_days,
        owed_since=entry.owed_since,
        is_active=entry.is_active,
        follows_books=entry.is_money_of_a_quarter,
    )


def books_of(units: Iterable[Unit]) -> dict[int, tuple[tuple[date, date | None], ...]]:
    """Return from when to when units keep monthly books, by the key of the unit."""
    found: dict[int, list[tuple[date, date | None]]] = {}
    for row in MonthlyBooks.objects.filter(unit__in=[unit.pk for unit in units]).order_by("starts_on"):
        found.setdefault(row.unit_id, []).append((row.starts_on, row.ends_on))
    return {unit: tuple(spans) for unit, spans in found.items()}


def begins_on(*, today: date) -> date:
    """Return the day from which on periods are owed on this portal (see `disclosure.catalogue.rules.owed.begin`)."""
    # Of what is only being prepared nothing may show, and one draft must not make everybody late.
    noticed = (
        Notice.objects.filter(sequence__isnull=True, editions__state__in=PUBLIC)
        .order_by()
        .values_list("period", flat=True)
        .distinct()
    )
    kept = (
        Obligation.objects.filter(origin=Origin.CALENDAR, voided_at__isnull=True)
        .order_by()
        .values_list("period", flat=True)
        .distinct()
    )
    return begin(
        noticed=[Period.parse(text) for text in noticed], kept=[Period.parse(text) for text in kept], today=today
    )


def publications(*, at: datetime, numbers: Q) -> Iterator[tuple[Notice, Publication]]:
    """Return the notices that were live at a time, of those a condition names, with their first publication."""
    live = Edition.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=at),
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
        notice=OuterRef("pk"),
        published_at__lte=at,
    )
    rows = Notice.objects.filter(numbers, Exists(live)).annotate(first_at=Min("editions__published_at")).order_by()
    for notice in rows:
        yield notice, Publication(notice.number, timezone.localdate(notice.first_at))


@dataclass(frozen=True, slots=True)
class Ground:
    """What obligations are counted from, read in a fixed number of queries.

    Attributes:
        today: The day, in the portal's zone.
        working: The working calendar.
        count: Counts the day an item is due.
        begins_on: The day from which on periods are owed.
        entries: Every regular entry in use, by key.
        units: The units asked for, by key.
        places: What is to be known of them, by key.
        stored: The stored rows of the calendar, void ones too.
        others: The stored rows of events and demands that are in force.
        live: What is live of regular items.
        live_of: What is live, by the key of the notice, for `others`.
    """

    today: date
    working: Calendar
    count: Counting
    begins_on: date
    entries: Mapping[int, CatalogueEntry]
    units: Mapping[int, Unit]
    places: Mapping[int, Place]
    stored: Mapping[Key, Obligation]
    others: tuple[Obligation, ...]
    live: Mapping[Key, Publication]
    live_of: Mapping[int, Publication]

    @classmethod
    def load(cls, *, at: datetime, units: Iterable[Unit] | None, periods: Iterable[str] | None = None) -> Ground:
        """Read what is needed.

        Args:
            at: The time it is asked for.
            units: Only of these; None for every unit in use.
            periods: Only of these; None for all.
        """
        today, working = timezone.localdate(at), calendar.load()
        asked = None if units is None else list(units)
        places = (
            list(Unit.objects.filter(is_active=True).select_related("parent").order_by("code"))
            if asked is None
            else asked
        )
        keys = {unit.pk for unit in places}
        which = Q() if asked is None else Q(unit__in=keys)
        of_period = Q() if periods is None else Q(period__in=list(periods))
        books = books_of(places)
        rows = list(_stored(which & of_period, at))
        wanted = Q(sequence__isnull=True) & which & of_period
        met = [row.notice_id for row in rows if row.notice_id]
        live = list(publications(at=at, numbers=wanted | Q(pk__in=met)))
        return cls(
            today=today,
            working=working,
            count=counting(working),
            begins_on=begins_on(today=today),
            entries={row.pk: row for row in CatalogueEntry.objects.filter(cadence__in=REGULAR, is_active=True)},
            units={unit.pk: unit for unit in places},
            places={unit.pk: Place(unit.kind, unit.is_active, books.get(unit.pk, ())) for unit in places},
            stored={(row.unit_id, row.entry_id, row.period): row for row in rows if row.origin == Origin.CALENDAR},
            others=tuple(row for row in rows if row.origin != Origin.CALENDAR and row.voided_at is None),
            live={
                (notice.unit_id, notice.entry_id, notice.period): said
                for notice, said in live
                if notice.sequence is None
            },
            live_of={notice.pk: said for notice, said in live},
        )

    def rows(self, span: Span, belongs: Callable[[CatalogueEntry, Period], bool]) -> Iterator[Owed]:
        """Return what is owed in a span of time, of the periods that belong to what is asked for."""
        for unit, entry, period in self._counted(span):
            if belongs(entry, period):
                yield self._of_calendar(unit, entry, period)
        for row in self._kept_though_not_counted():
            period = Period.parse(row.period)
            if period.first <= span.ends_on and belongs(row.entry, period):
                yield self._of_calendar(row.unit, row.entry, period)
        for row in self.others:
            if belongs(row.entry, Period.parse(row.period)):
                yield self._of_another(row)

    def _counted(self, span: Span) -> Iterator[tuple[Unit, CatalogueEntry, Period]]:
        items = [(entry, item_of(entry)) for entry in self.entries.values()]
        for key, unit in self.units.items():
            for entry, item in items:
                for period in periods_of_item(item, self.places[key], span):
                    yield unit, entry, period

    def _kept_though_not_counted(self) -> Iterator[Obligation]:
        """Return stored rows in force that the catalogue has no longer: published, or of an older cadence."""
        for key, row in self.stored.items():
            if row.voided_at is not None:
                continue
            place = self.places.get(row.unit_id) or Place(row.unit.kind, row.unit.is_active)
            item, period = item_of(row.entry), Period.parse(row.period)
            if is_owed(item, place, period, begins_on=self.begins_on):
                continue
            if key in self.live or outlives(item, place, period):
                yield row

    def _of_calendar(self, unit: Unit, entry: CatalogueEntry, period: Period) -> Owed:
        key = unit.pk, entry.pk, str(period)
        row, said = self.stored.get(key), self.live.get(key)
        counted = self.count(item_of(entry), period)
        due = day_that_holds(kept_of(row), counted, today=self.today, is_published=said is not None)
        standing, days_late = standing_of(
            due.date, published_on=_first_on(said), today=self.today, is_over=period.last < self.today
        )
        plain = Owed(unit, entry, period, due.date, due.provisional, standing, days_late)
        return _with_what_is_stored(plain, row, said)

    def _of_another(self, row: Obligation) -> Owed:
        said = self.live_of.get(row.notice_id) if row.notice_id else None
        counted = due_of_event(row, self.working)
        due = day_that_holds(kept_of(row), counted, today=self.today, is_published=said is not None)
        standing, days_late = standing_of(due.date, published_on=_first_on(said), today=self.today)
        plain = Owed(row.unit, row.entry, Period.parse(row.period), due.date, due.provisional, standing, days_late)
        return _with_what_is_stored(plain, row, said)


def _first_on(said: Publication | None) -> date | None:
    return said.first_on if said else None


def _with_what_is_stored(owed: Owed, row: Obligation | None, said: Publication | None) -> Owed:
    """Add what is live, and what is stored of the obligation. What is published is exempt no longer."""
    owed = replace(owed, published_on=_first_on(said), notice=said.number if said else "")
    if row is None or row.voided_at is not None:
        return owed
    owed = replace(owed, origin=Origin(row.origin), subject=row.subject, obligation=row.pk)
    exemption = _accepted(row)
    if exemption is None or said is not None:
        return owed
    excused = exemption.kind == ExemptionKind.EXCUSED
    standing = Standing.EXCUSED if excused else Standing.NOT_APPLICABLE
    return replace(owed, standing=standing, days_late=0, exemption=exemption)


def kept_of(row: Obligation | None) -> Kept | None:
    """Return a stored row as the counting reads it."""
    if row is None:
        return None
    return Kept(DueDay(row.due_on, row.is_provisional), is_void=row.voided_at is not None)


def due_of_event(row: Obligation, working: Calendar) -> DueDay:
    """Return by when what arose from an event is to be public; a demand keeps its day, counted in calendar days."""
    if row.origin != Origin.EVENT or row.arises_on is None:
        return DueDay(row.due_on, row.is_provisional)
    days = row.entry.working_days or settings.EVENT_WORKING_DAYS
    return due_after(row.arises_on, working_days=days, calendar=working)


def _stored(which: Q, at: datetime) -> Iterable[Obligation]:
    accepted = Exemption.objects.filter(state=ExemptionState.ACCEPTED, decided_at__lte=at)
    return (
        Obligation.objects.filter(which, Q(origin=Origin.CALENDAR) | Q(arises_on__lte=timezone.localdate(at)))
        .select_related("unit__parent", "entry")
        .prefetch_related(Prefetch("exemptions", queryset=accepted, to_attr="accepted"))
    )


def _accepted(row: Obligation) -> Exemption | None:
    found: list[Exemption] = getattr(row, "accepted", [])
    return found[0] if found else None
