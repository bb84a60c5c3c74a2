"""What every unit owes the public, and the status of each item on a day."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db.models import Exists, FilteredRelation, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.queries import item_of
from disclosure.catalogue.rules.owed import DueDay, Span, counting, due_after, effective_due_date
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.enums import ExemptionState, Origin, Status
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.basis import Basis, read_basis
from disclosure.obligations.rules import status_of
from portal.accounts.models import Unit
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.core.demonstration import today_of_due_days


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A notice that was published and taken down: its number, and when."""

    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ObligationStatus:
    """One item that one unit owes, and its status on a day.

    Attributes:
        period: For which period; the year, where it arose from an event or a demand.
        provisional: Whether its due day was counted in a year whose calendar is not known yet.
        days_late: Calendar days from the day it was due to its publication, or to today if missing.
        published_on: Day of the first publication of the notice that is live.
        notice: Number of that notice; empty where nothing is live.
        subject: What it is about, where it does not arise from the calendar.
        obligation_id: Key of the stored row; None where it is not stored yet.
        named_notice_id: Key of the notice that is to meet it, where one was named for an event or a demand.
        exemption: The accepted exemption in force, where it is excused or not applicable.
        withdrawal: Where it is open again because its notice was withdrawn.
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
    obligation_id: int | None = None
    named_notice_id: int | None = None
    exemption: Exemption | None = None
    withdrawal: Withdrawal | None = None

    @property
    def is_open(self) -> bool:
        """Whether something must still be published."""
        return self.status in (Status.DUE, Status.MISSING)

    @property
    def number(self) -> str:
        """The number its notice has or will have; of an event or a demand, that of the row."""
        number = f"{self.unit.code}-{self.entry.code}-{self.period}"
        return number if self.origin == Origin.CALENDAR else f"{number}#{self.obligation_id}"

    @property
    def slug(self) -> str:
        """The last part of its address on the desk: its number; of an event or a demand, the key of the row."""
        return self.number if self.origin == Origin.CALENDAR else str(self.obligation_id)


@dataclass(frozen=True, slots=True)
class Publication:
    """A notice that is live, and when it was first published."""

    notice: Notice
    first_at: datetime

    @property
    def first_on(self) -> date:
        """The day it was first published, in the portal's zone."""
        return timezone.localdate(self.first_at)


def publications(which: Q, *, at: datetime | None = None) -> dict[str, Publication]:
    """Return the notices that are live, or were at a time, of those a condition names, by their number."""
    live = Q(state=State.PUBLISHED)
    if at is not None:
        live = (
            Q(published_at__lte=at)
            & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))
            & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))
        )
    editions = Edition.objects.filter(live, notice=OuterRef("pk"))
    rows = Notice.objects.filter(which, Exists(editions)).annotate(first_at=Min("editions__published_at")).order_by()
    return {one.number: Publication(one, one.first_at) for one in rows}


def withdrawals(which: Q, *, at: datetime) -> dict[str, Withdrawal]:
    """Return the notices of which an edition had been withdrawn at a time, of those a condition names, by number."""
    rows = Notice.objects.filter(which, editions__state=State.WITHDRAWN, editions__withdrawn_at__lte=at)
    last = rows.order_by().annotate(last=Max("editions__withdrawn_at")).values_list("number", "last")
    return {number: Withdrawal(number, moment) for number, moment in last}


def _stored(which: Q, *, at: datetime) -> QuerySet[Obligation]:
    """Return obligations with what was accepted about them by then; events and demands once they have arisen."""
    is_accepted = Q(exemptions__state=ExemptionState.ACCEPTED, exemptions__state_since__lte=at)
    return (
        Obligation.objects.filter(which, Q(origin=Origin.CALENDAR) | Q(arises_on__lte=timezone.localdate(at)))
        .annotate(accepted=FilteredRelation("exemptions", condition=is_accepted))
        .select_related("unit__parent", "entry", "notice", "accepted")  # type: ignore[misc]
    )


class Reading:
    """What is stored and live of some obligations, to be combined with what is counted.

    `rows` says which are read, of some units or, by None, of every unit in use; `notices` is called with those that are
    stored and returns which regular notices may meet what is asked for.
    """

    def __init__(
        self, basis: Basis, units: Iterable[Unit] | None, rows: Q, notices: Callable[[list[Obligation]], Q]
    ) -> None:
        self.basis = basis
        self.units = tuple(basis.units.values() if units is None else units)
        # One that is out of use has its line as long as what it published stands there.
        of_units = Q() if units is None else Q(unit__in=[unit.pk for unit in self.units])
        found = list(_stored(rows & of_units, at=basis.at))
        named = [row.notice_id for row in found if row.notice_id]
        self.stored = {row.audit_number(): row for row in found if row.origin == Origin.CALENDAR}
        self.others = [row for row in found if row.origin != Origin.CALENDAR and row.voided_at is None]
        meeting = (notices(found) & of_units) | Q(pk__in=named)
        self.live = publications(meeting, at=basis.at)
        self.withdrawn = withdrawals(meeting, at=basis.at)

    def rows(self, span: Span, belongs: Callable[[CatalogueEntry, Period], bool]) -> Iterator[ObligationStatus]:
        """Return what is owed in a span of time, of the periods that belong to what is asked for.

        Besides what is counted, that is what is stored and is published or still owed by an older cadence.
        """
        counted = set()
        for unit, entry, period in self.basis.owed_in(span, self.units):
            if belongs(entry, period):
                number = f"{unit.code}-{entry.code}-{period}"
                counted.add(number)
                yield self._status(unit, entry, period, self.stored.get(number), self.live.get(number))
        for number, row in self.stored.items():
            period = Period.parse(row.period)
            is_asked = number not in counted and row.voided_at is None and belongs(row.entry, period)
            if is_asked and (number in self.live or self.basis.is_still_owed(row)):
                yield self._status(row.unit, row.entry, period, row, self.live.get(number))
        for row in self.others:
            period = Period.parse(row.period)
            if belongs(row.entry, period):
                yield self._status(
                    row.unit, row.entry, period, row, self.live.get(row.notice.number) if row.notice else None
                )

    def _status(
        self,
        unit: Unit,
        entry: CatalogueEntry,
        period: Period,
        row: Obligation | None,
        publication: Publication | None,
    ) -> ObligationStatus:
        today = self.basis.today
        arose = row if row and row.origin != Origin.CALENDAR else None
        counted = due_of_event(arose, self.basis.working) if arose else self.basis.due_day(entry, period)
        due = effective_due_date(stored_due_day(row), counted, today=today, is_published=publication is not None)
        published_on = publication.first_on if publication else None
        is_over = arose is not None or period.last < today
        status, days_late = status_of(due.date, published_on=published_on, today=today, is_over=is_over)
        found = ObligationStatus(
            unit=unit,
            entry=entry,
            period=period,
            due_on=due.date,
            provisional=due.provisional,
            status=status,
            days_late=days_late,
            published_on=published_on,
            notice=publication.notice.number if publication else "",
        )
        number = row.notice.number if row and row.notice else found.number
        if publication is None:
            found = replace(found, withdrawal=self.withdrawn.get(number))
        if row is None or row.voided_at is not None:
            return found
        found = _with_row(found, row)
        exemption: Exemption | None = getattr(row, "accepted", None)
        if exemption is None or publication is not None:
            return found
        return replace(found, status=Status(exemption.kind), days_late=0, exemption=exemption, withdrawal=None)


def as_stored(row: Obligation, *, today: date) -> ObligationStatus:
    """Return a stored obligation that nothing meets and nobody exempted, with its status on a day."""
    status, days_late = status_of(row.due_on, published_on=None, today=today)
    period = Period.parse(row.period)
    return _with_row(
        ObligationStatus(row.unit, row.entry, period, row.due_on, row.is_provisional, status, days_late), row
    )


def _with_row(found: ObligationStatus, row: Obligation) -> ObligationStatus:
    return replace(
        found, origin=Origin(row.origin), subject=row.subject, obligation_id=row.pk, named_notice_id=row.notice_id
    )


def stored_due_day(row: Obligation | None) -> DueDay | None:
    """Return the day stored with an obligation; None where it is not stored or void."""
    return row.due_day if row and row.voided_at is None else None


def due_of_event(row: Obligation, working: Calendar) -> DueDay:
    """Return by when what arose from an event is to be public; a demand keeps its day, counted in calendar days."""
    if row.origin != Origin.EVENT or row.arises_on is None:
        return row.due_day
    days = row.entry.working_days or settings.EVENT_WORKING_DAYS
    return due_after(row.arises_on, working_days=days, calendar=working)


def due_days(notices: Iterable[Notice], *, at: datetime) -> list[tuple[Notice, DueDay | None]]:
    """Return by when notices that are not public yet are to be; None for one that is owed on no day."""
    asked, today, count = list(notices), today_of_due_days(at), counting(calendar.load())
    which = Q(notice__in=[one.pk for one in asked]) | Q(
        origin=Origin.CALENDAR,
        unit__in={one.unit_id for one in asked},
        entry__in={one.entry_id for one in asked},
        period__in={one.period for one in asked},
    )
    rows = list(Obligation.objects.filter(which, voided_at__isnull=True)) if asked else []
    regular = {(row.unit_id, row.entry_id, row.period): row for row in rows if row.origin == Origin.CALENDAR}
    named = {row.notice_id: row.due_day for row in rows if row.notice_id}

    def due_of(one: Notice) -> DueDay | None:
        if not one.entry.is_regular:
            return named.get(one.pk)
        counted = count(item_of(one.entry), Period.parse(one.period))
        row = regular.get((one.unit_id, one.entry_id, one.period))
        return effective_due_date(stored_due_day(row), counted, today=today, is_published=False)

    return [(one, due_of(one)) for one in asked]


TREND = 8
"""Over how many periods the trend goes."""


def owed_for(period: Period, *, at: datetime, units: Iterable[Unit] | None = None) -> list[ObligationStatus]:
    """Return the matrix of a period: what is owed for it, by unit, item and period.

    Where a unit keeps monthly books, the months of a quarter stand in the quarter's matrix as well as in
    their own. What arose from an event or a demand belongs to its year. Without `units` it is every unit in use.
    """
    return owed_for_each([period], basis=read_basis(at=at), units=units)[period]


def owed_for_each(
    periods: Iterable[Period], *, basis: Basis, units: Iterable[Unit] | None = None
) -> dict[Period, list[ObligationStatus]]:
    """Return the matrices of several periods, in no more queries than that of one. Otherwise as `owed_for`."""
    written = {period: _written_in(period) for period in periods}
    of_periods = Q(period__in=frozenset().union(*written.values()))
    found = Reading(basis, units, of_periods, lambda _rows: of_periods & Q(sequence__isnull=True))
    matrices = {}
    for period, texts in written.items():
        span = Span(max(basis.begins_on, period.first), period.last)
        rows = found.rows(span, partial(_belongs, period, texts))
        matrices[period] = sorted(
            rows, key=lambda row: (row.unit.code, row.entry.code, row.period.first, row.obligation_id or 0)
        )
    return matrices


def owed_in_year(year: int, *, at: datetime, units: Iterable[Unit] | None = None) -> list[ObligationStatus]:
    """Return all that is owed of a year, whatever its cadence: of its months, quarters and half-years, and of itself.

    Without `units` it is every unit in use.
    """
    whole = Period.parse(str(year))
    of_year = Q(period__startswith=str(year))
    found = Reading(read_basis(at=at), units, of_year, lambda _rows: of_year & Q(sequence__isnull=True))
    span = Span(max(found.basis.begins_on, whole.first), whole.last)
    return list(found.rows(span, lambda _entry, period: period.first.year == year))


def _written_in(period: Period) -> frozenset[str]:
    """Return the periods that stand in the matrix of one: itself, and the months of a quarter."""
    if period.cadence != Cadence.QUARTERLY:
        return frozenset({str(period)})
    month = Period.containing(period.first, Cadence.MONTHLY)
    return frozenset({str(period), *(str(month.shifted(count)) for count in range(period.months))})


def _belongs(period: Period, written: frozenset[str], entry: CatalogueEntry, one: Period) -> bool:
    return one == period or (entry.is_money_of_a_quarter and str(one) in written)


def trend_up_to(period: Period, *, basis: Basis) -> dict[Period, list[ObligationStatus]]:
    """Return the matrices of the last periods of a kind up to one of them, oldest first."""
    before = [period.shifted(-back) for back in range(TREND - 1, 0, -1)]
    return owed_for_each([*(one for one in before if basis.has_matrix(one)), period], basis=basis)


def statuses_by_unit(rows: Iterable[ObligationStatus]) -> dict[int, list[Status]]:
    """Return the status of each obligation by the primary key of its unit."""
    found: dict[int, list[Status]] = {}
    for row in rows:
        found.setdefault(row.unit.pk, []).append(row.status)
    return found


def items_by_stream(unit: Unit) -> Counter[str]:
    """Return how many items of the catalogue each stream has for units of this kind."""
    rows = CatalogueEntry.objects.filter(publisher=unit.kind, is_active=True).order_by()
    return Counter(rows.values_list("stream", flat=True))
