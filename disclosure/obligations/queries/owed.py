"""What every unit owes the public, and the status of each item on a day.

What is asked for is counted at the time it is asked, from the catalogue, the units, the calendar and what
is published, so it is right even where nothing was synchronised today. What is stored (`models.Obligation`)
adds the days that no longer change, the exemptions, and what arose from an event or a demand.

A notice is live on a day as its editions were on that day; a later correction does not make it late.
Only what is asked for is read: some periods, or what is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.owed import Span
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.editions import Person, newest_by_stream
from disclosure.obligations.enums import ExemptionState, Origin, Status
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.basis import Basis, read_basis
from disclosure.obligations.queries.reading import ObligationStatus, read
from disclosure.obligations.rules import Share, share
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import units_of

TREND = 8
"""Over how many periods the trend goes."""
NOTICES_IN_A_COLUMN = 6


def owed_for(period: Period, *, at: datetime, units: Iterable[Unit] | None = None) -> list[ObligationStatus]:
    """Return the matrix of a period: what is owed for it, by unit, item and period.

    Where a unit keeps monthly books, the months of a quarter stand in the quarter's matrix as well as in
    their own. What arose from an event or a demand belongs to its year.

    Args:
        period: The period.
        at: The time it is asked for.
        units: Only of these; None for every unit in use.
    """
    return owed_for_each([period], basis=read_basis(at=at), units=units)[period]


def owed_for_each(
    periods: Iterable[Period], *, basis: Basis, units: Iterable[Unit] | None = None
) -> dict[Period, list[ObligationStatus]]:
    """Return the matrices of several periods, in no more queries than that of one. Otherwise as `owed_for`."""
    written = {period: _written_in(period) for period in periods}
    of_periods = Q(period__in=frozenset().union(*written.values()))
    found = read(basis, units, of_periods, lambda _rows: of_periods & Q(sequence__isnull=True))
    matrices = {}
    for period, texts in written.items():
        span = Span(max(basis.begins_on, period.first), period.last)
        rows = found.rows(span, _belongs_to(period, texts))
        matrices[period] = sorted(
            rows, key=lambda row: (row.unit.code, row.entry.code, row.period.first, row.obligation_id or 0)
        )
    return matrices


def _written_in(period: Period) -> frozenset[str]:
    """Return the periods that stand in the matrix of one: itself, and the months of a quarter."""
    if period.cadence != Cadence.QUARTERLY:
        return frozenset({str(period)})
    month = Period.containing(period.first, Cadence.MONTHLY)
    return frozenset({str(period), *(str(month.shifted(count)) for count in range(period.months))})


def _belongs_to(period: Period, written: frozenset[str]) -> Callable[[CatalogueEntry, Period], bool]:
    is_quarter = period.cadence == Cadence.QUARTERLY

    def belongs(entry: CatalogueEntry, one: Period) -> bool:
        return one == period or (is_quarter and entry.is_money_of_a_quarter and str(one) in written)

    return belongs


@dataclass(frozen=True, slots=True)
class Trend:
    """The shares on time of several periods.

    Attributes:
        periods: Oldest first; the last one is the one that was asked for.
        overall: For each period, the share of all units.
        by_unit: The same for each unit that owed something in any of them, by primary key.
    """

    periods: tuple[Period, ...]
    overall: tuple[Share, ...]
    by_unit: dict[int, tuple[Share, ...]]


def matrix_and_trend(period: Period, *, basis: Basis) -> tuple[list[ObligationStatus], Trend]:
    """Return the matrix of a period, and the shares of the last periods of its kind up to it.

    The periods are read together, in no more queries than that of one.
    """
    before = [period.shifted(-back) for back in range(TREND - 1, 0, -1)]
    periods = (*(one for one in before if basis.has_matrix(one)), period)
    owed = owed_for_each(periods, basis=basis)
    units = {row.unit.pk for rows in owed.values() for row in rows}
    statuses = {one: statuses_by_unit(rows) for one, rows in owed.items()}
    trend = Trend(
        periods=periods,
        overall=tuple(share(row.status for row in owed[one]) for one in periods),
        by_unit={unit: tuple(share(statuses[one].get(unit, ())) for one in periods) for unit in units},
    )
    return owed[period], trend


def statuses_by_unit(rows: Iterable[ObligationStatus]) -> dict[int, list[Status]]:
    """Return the status of each obligation by the primary key of its unit."""
    found: dict[int, list[Status]] = {}
    for row in rows:
        found.setdefault(row.unit.pk, []).append(row.status)
    return found


def unmet(*, at: datetime) -> QuerySet[Obligation]:
    """Return the stored obligations that were open at a time: due to be published, met by nothing, exempted by nobody.

    What is met again after a withdrawal was open in between; asked of the past, such a row is among them and
    has to be looked at more closely.
    """
    today = timezone.localdate(at)
    exempt = Exemption.objects.filter(obligation=OuterRef("pk"), state=ExemptionState.ACCEPTED, state_since__lte=at)
    return Obligation.objects.filter(
        Q(met_since__isnull=True) | Q(met_since__gt=at),
        Q(origin=Origin.CALENDAR, period_ends_on__lt=today) | ~Q(origin=Origin.CALENDAR),
        ~Exists(exempt),
        voided_at__isnull=True,
    )


def open_items(*, at: datetime, units: Sequence[Unit] | None = None) -> list[ObligationStatus]:
    """Return what is still to be published and whose period has ended, first due first.

    That is what is stored as such, and what has come to be owed since everything was stored.

    Args:
        at: The time it is asked for.
        units: Only of these; None for every unit in use.
    """
    basis = read_basis(at=at)
    since = max(basis.begins_on, basis.counted_until() or basis.begins_on)
    span = Span(since, basis.today)

    def may_meet(rows: list[Obligation]) -> Q:
        counted = basis.owed_in(span, basis.units.values() if units is None else units)
        numbers = {f"{unit.code}-{entry.code}-{period}" for unit, entry, period in counted if period.last < basis.today}
        return Q(number__in=numbers | {row.audit_number() for row in rows if row.origin == Origin.CALENDAR})

    wanted = Q(pk__in=unmet(at=at)) | Q(origin=Origin.CALENDAR, period_ends_on__range=(since, basis.today))
    found = read(basis, units, wanted, may_meet)
    rows = (row for row in found.rows(span, lambda _entry, _period: True) if row.is_open)
    return sorted(rows, key=lambda row: (row.due_on, row.unit.code, row.entry.code, row.period.first))


def not_begun(person: Person, *, at: datetime) -> list[ObligationStatus]:
    """Return what the units this person is clerk of have still to publish and have not begun, first due first."""
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).order_by("code"))
    rows = open_items(units=units, at=at) if units else []
    begun = set(Notice.objects.filter(number__in=[row.number for row in rows]).values_list("number", flat=True))
    return [row for row in rows if row.number not in begun and row.named_notice_id is None]


@dataclass(frozen=True, slots=True)
class Column:
    """One stream of a unit's board.

    Attributes:
        stream: Which one.
        items: How many items of the catalogue it has for this kind of unit.
        editions: The newest live editions.
        missing: Items of the quarter that are not there although they were due.
    """

    stream: Stream
    items: int
    editions: list[Edition]
    missing: list[ObligationStatus]


def columns(unit: Unit, rows: Sequence[ObligationStatus]) -> list[Column]:
    """Return the streams in which a unit owes or has published something, with two queries.

    Args:
        unit: Whose board it is.
        rows: What it owes for the current quarter.
    """
    entries = CatalogueEntry.objects.filter(publisher=unit.kind, is_active=True).order_by()
    items = Counter(entries.values_list("stream", flat=True))
    newest: dict[str, list[Edition]] = {}
    for edition in newest_by_stream(unit, NOTICES_IN_A_COLUMN):
        newest.setdefault(edition.notice.entry.stream, []).append(edition)
    missing = [row for row in rows if row.status == Status.MISSING]
    return [
        Column(stream, items[stream], newest.get(stream, []), [row for row in missing if row.entry.stream == stream])
        for stream in Stream
        if items[stream] or stream in newest
    ]
