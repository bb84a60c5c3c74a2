"""One obligation as it stands: what is counted, what is stored of it, and what was live at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, FilteredRelation, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.deadlines import DueDay, due_after
from disclosure.catalogue.rules.owed import Kept, Span, day_that_holds
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.enums import ExemptionKind, ExemptionState, Origin, Status
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.basis import Basis
from disclosure.obligations.rules import standing_of
from portal.accounts.models import Unit
from portal.core.calendar.rules import Calendar

OPEN = (Status.DUE, Status.MISSING)


@dataclass(frozen=True, slots=True)
class ObligationStatus:
    """One item that one unit owes, and how it stands.

    Attributes:
        unit: Who owes it.
        entry: The item of the catalogue.
        period: For which period; the year, where it arose from an event or a demand.
        due_on: By when it is to be public.
        provisional: Whether that day was counted in a year whose calendar is not known yet.
        status: How it stands on the day it was asked for.
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
    status: Status
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
        return self.status in OPEN

    @property
    def number(self) -> str:
        """The number its notice has or will have; of an event or a demand, that of the row."""
        number = f"{self.unit.code}-{self.entry.code}-{self.period}"
        return number if self.origin == Origin.CALENDAR else f"{number}#{self.obligation}"


@dataclass(frozen=True, slots=True)
class Publication:
    """The first publication of a notice that is live.

    Attributes:
        notice: The notice.
        first_at: When it was first published.
    """

    notice: Notice
    first_at: datetime

    @property
    def first_on(self) -> date:
        """The day it was first published, in the portal's zone."""
        return timezone.localdate(self.first_at)


def publications(which: Q, *, at: datetime) -> dict[str, Publication]:
    """Return the notices that were live at a time, of those a condition names, by their number."""
    live = (
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=at),
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
        Q(published_at__lte=at),
    )
    return _publications(which, *live)


def publications_now(which: Q) -> dict[str, Publication]:
    """Return the notices that are live, of those a condition names, by their number."""
    return _publications(which, Q(state=State.PUBLISHED))


def _publications(which: Q, *live: Q) -> dict[str, Publication]:
    editions = Edition.objects.filter(*live, notice=OuterRef("pk"))
    rows = Notice.objects.filter(which, Exists(editions)).annotate(first_at=Min("editions__published_at")).order_by()
    return {one.number: Publication(one, one.first_at) for one in rows}


def stored(which: Q, *, at: datetime) -> QuerySet[Obligation]:
    """Return obligations with what was accepted about them by then; events and demands once they have arisen."""
    is_accepted = Q(exemptions__state=ExemptionState.ACCEPTED, exemptions__state_since__lte=at)
    return (
        Obligation.objects.filter(which, Q(origin=Origin.CALENDAR) | Q(arises_on__lte=timezone.localdate(at)))
        .annotate(accepted=FilteredRelation("exemptions", condition=is_accepted))
        .select_related("unit__parent", "entry", "notice", "accepted")  # type: ignore[misc]
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What is stored and live of some obligations, and how they stand by the basis.

    Attributes:
        basis: What they are counted from.
        units: Whose they are.
        stored: The stored rows of the calendar by number, void ones too.
        others: The stored rows of events and demands that are in force.
        live: What is live, by number of the notice.
    """

    basis: Basis
    units: tuple[Unit, ...]
    stored: Mapping[str, Obligation]
    others: tuple[Obligation, ...]
    live: Mapping[str, Publication]

    def rows(self, span: Span, belongs: Callable[[CatalogueEntry, Period], bool]) -> Iterator[ObligationStatus]:
        """Return what is owed in a span of time, of the periods that belong to what is asked for.

        Besides what is counted, that is what is stored and still holds: published, or of an older cadence.
        """
        counted = set()
        for unit, entry, period in self.basis.counted(span, self.units):
            if belongs(entry, period):
                owed = self._of_calendar(unit, entry, period)
                counted.add(owed.number)
                yield owed
        for number, row in self.stored.items():
            period = Period.parse(row.period)
            is_asked = number not in counted and row.voided_at is None and belongs(row.entry, period)
            if is_asked and (number in self.live or self.basis.still_holds(row)):
                yield self._of_calendar(row.unit, row.entry, period)
        for row in self.others:
            if belongs(row.entry, Period.parse(row.period)):
                yield self._of_another(row)

    def _of_calendar(self, unit: Unit, entry: CatalogueEntry, period: Period) -> ObligationStatus:
        number, today = f"{unit.code}-{entry.code}-{period}", self.basis.today
        row, said = self.stored.get(number), self.live.get(number)
        counted = self.basis.due_day(entry, period)
        due = day_that_holds(kept_of(row), counted, today=today, is_published=said is not None)
        standing, days_late = standing_of(
            due.date, published_on=_first_on(said), today=today, is_over=period.last < today
        )
        plain = ObligationStatus(unit, entry, period, due.date, due.provisional, standing, days_late)
        return _with_what_is_stored(plain, row, said)

    def _of_another(self, row: Obligation) -> ObligationStatus:
        said = self.live.get(row.notice.number) if row.notice else None
        counted = due_of_event(row, self.basis.working)
        due = day_that_holds(kept_of(row), counted, today=self.basis.today, is_published=said is not None)
        standing, days_late = standing_of(due.date, published_on=_first_on(said), today=self.basis.today)
        plain = ObligationStatus(
            row.unit, row.entry, Period.parse(row.period), due.date, due.provisional, standing, days_late
        )
        return _with_what_is_stored(plain, row, said)


def read(basis: Basis, units: Iterable[Unit] | None, rows: Q, notices: Callable[[list[Obligation]], Q]) -> Reading:
    """Read what is stored and live.

    Args:
        basis: What is counted from.
        units: Only of these; None for every unit in use.
        rows: Which obligations.
        notices: Called with these, returns which regular notices may meet what is asked for.
    """
    asked = tuple(basis.units.values()) if units is None else tuple(units)
    # One that is out of use has its line as long as what it published stands there.
    of_units = Q() if units is None else Q(unit__in=[unit.pk for unit in asked])
    found = list(stored(rows & of_units, at=basis.at))
    named = [row.notice_id for row in found if row.notice_id]
    return Reading(
        basis=basis,
        units=asked,
        stored={row.audit_number(): row for row in found if row.origin == Origin.CALENDAR},
        others=tuple(row for row in found if row.origin != Origin.CALENDAR and row.voided_at is None),
        live=publications((notices(found) & of_units) | Q(pk__in=named), at=basis.at),
    )


def as_stored(row: Obligation, *, today: date) -> ObligationStatus:
    """Return a stored obligation that nothing meets and nobody exempted, as it stands on a day."""
    standing, days_late = standing_of(row.due_on, published_on=None, today=today)
    return ObligationStatus(
        unit=row.unit,
        entry=row.entry,
        period=Period.parse(row.period),
        due_on=row.due_on,
        provisional=row.is_provisional,
        status=standing,
        days_late=days_late,
        origin=Origin(row.origin),
        subject=row.subject,
        obligation=row.pk,
    )


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


def _first_on(said: Publication | None) -> date | None:
    return said.first_on if said else None


def _with_what_is_stored(owed: ObligationStatus, row: Obligation | None, said: Publication | None) -> ObligationStatus:
    """Add what is live, and what is stored of the obligation. What is published is exempt no longer."""
    owed = replace(owed, published_on=_first_on(said), notice=said.notice.number if said else "")
    if row is None or row.voided_at is not None:
        return owed
    owed = replace(owed, origin=Origin(row.origin), subject=row.subject, obligation=row.pk)
    exemption: Exemption | None = getattr(row, "accepted", None)
    if exemption is None or said is not None:
        return owed
    excused = exemption.kind == ExemptionKind.EXCUSED
    standing = Status.EXCUSED if excused else Status.NOT_APPLICABLE
    return replace(owed, status=standing, days_late=0, exemption=exemption)
