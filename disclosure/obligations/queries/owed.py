"""What every unit owes the public, and how it stands on a day.

What is asked for is counted at the time it is asked, from the catalogue, the units, the calendar and what
is published, so it is right even where nobody has counted today. What is stored (`models.Obligation`)
adds the days that stand, the exemptions, and what arose from an event or a demand.

A notice is live on a day as its editions were on that day; a later correction does not make it late.
Only what is asked for is read: some periods, or what is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.owed import Span
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.models import Notice
from disclosure.notices.queries.editions import Person
from disclosure.obligations.enums import ExemptionState, Origin, Status
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.queries.basis import Basis, read_basis
from disclosure.obligations.queries.reading import ObligationStatus, read
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import units_of

Belongs = Callable[[CatalogueEntry, Period], bool]
"""Says whether a period of an item belongs to what is asked for."""


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
            rows, key=lambda row: (row.unit.code, row.entry.code, row.period.first, row.obligation or 0)
        )
    return matrices


def _written_in(period: Period) -> frozenset[str]:
    """Return the periods that stand in the matrix of one: itself, and the months of a quarter."""
    if period.cadence != Cadence.QUARTERLY:
        return frozenset({str(period)})
    month = Period.containing(period.first, Cadence.MONTHLY)
    return frozenset({str(period), *(str(month.shifted(count)) for count in range(period.months))})


def _belongs_to(period: Period, written: frozenset[str]) -> Belongs:
    is_quarter = period.cadence == Cadence.QUARTERLY

    def belongs(entry: CatalogueEntry, one: Period) -> bool:
        return one == period or (is_quarter and entry.is_money_of_a_quarter and str(one) in written)

    return belongs


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


def open_of(units: Iterable[Unit], *, at: datetime) -> list[ObligationStatus]:
    """Return what these units have still to publish and whose period has ended, first due first."""
    return _open(list(units), at=at)


def all_open(*, at: datetime) -> list[ObligationStatus]:
    """Return what every unit in use has still to publish and whose period has ended, first due first."""
    return _open(None, at=at)


def _open(units: list[Unit] | None, *, at: datetime) -> list[ObligationStatus]:
    """Return what is open: what is stored as such, and what has come to be owed since everything was stored."""
    basis = read_basis(at=at)
    since = max(basis.begins_on, basis.counted_until() or basis.begins_on)
    span = Span(since, basis.today)

    def may_meet(rows: list[Obligation]) -> Q:
        places = basis.units.values() if units is None else units
        counted = (one for one in basis.counted(span, places) if one[2].last < basis.today)
        numbers = {f"{unit.code}-{entry.code}-{period}" for unit, entry, period in counted}
        return Q(number__in=numbers | {row.audit_number() for row in rows if row.origin == Origin.CALENDAR})

    wanted = Q(pk__in=unmet(at=at)) | Q(origin=Origin.CALENDAR, period_ends_on__range=(since, basis.today))
    found = read(basis, units, wanted, may_meet)
    rows = (row for row in found.rows(span, lambda _entry, _period: True) if row.is_open)
    return sorted(rows, key=lambda row: (row.due_on, row.unit.code, row.entry.code, row.period.first))


def periods_known(*, at: datetime) -> list[Period]:
    """Return the quarters that have a matrix, newest first: from the portal's first to the last that has ended."""
    return read_basis(at=at).quarters()


def share(rows: Iterable[ObligationStatus]) -> Share:
    """Count obligations by how they stand."""
    counted = Counter(row.status for row in rows)
    return Share(
        total=counted.total(),
        on_time=counted[Status.ON_TIME],
        late=counted[Status.LATE],
        missing=counted[Status.MISSING],
        due=counted[Status.DUE] + counted[Status.NOT_DUE],
        exempt=counted[Status.EXCUSED] + counted[Status.NOT_APPLICABLE],
    )


def by_unit(rows: Iterable[ObligationStatus]) -> dict[int, list[ObligationStatus]]:
    """Return the rows by the primary key of their unit."""
    found: dict[int, list[ObligationStatus]] = {}
    for row in rows:
        found.setdefault(row.unit.pk, []).append(row)
    return found


def not_begun(person: Person, *, at: datetime) -> list[ObligationStatus]:
    """Return what the units this person is clerk of have still to publish and have not begun, first due first."""
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).order_by("code"))
    rows = open_of(units, at=at) if units else []
    begun = set(Notice.objects.filter(number__in=[row.number for row in rows]).values_list("number", flat=True))
    others = [row.obligation for row in rows if row.obligation and row.origin != Origin.CALENDAR]
    linked = set(Obligation.objects.filter(pk__in=others, notice__isnull=False).values_list("pk", flat=True))
    return [row for row in rows if row.number not in begun and row.obligation not in linked]
