"""What every unit owes the public, and the status of each item on a day.

What is asked for is counted at the time it is asked, from the catalogue, the units, the calendar and what
is published, so it is right even where nothing was synchronised today. What is stored (`models.Obligation`)
adds the days that no longer change, the exemptions, and what arose from an event or a demand.

A notice is live on a day as its editions were on that day; a later correction does not make it late.
Only what is asked for is read: some periods, or what is open.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

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
from disclosure.obligations.queries.reading import ObligationStatus, Reading
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import units_of

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
    """
    basis = read_basis(at=at)
    since = max(basis.begins_on, basis.counted_until() or basis.begins_on)
    span = Span(since, basis.today)

    def may_meet(rows: list[Obligation]) -> Q:
        counted = basis.owed_in(span, basis.units.values() if units is None else units)
        numbers = {f"{unit.code}-{entry.code}-{period}" for unit, entry, period in counted if period.last < basis.today}
        return Q(number__in=numbers | {row.audit_number() for row in rows if row.origin == Origin.CALENDAR})

    wanted = Q(pk__in=unmet(at=at)) | Q(origin=Origin.CALENDAR, period_ends_on__range=(since, basis.today))
    found = Reading(basis, units, wanted, may_meet)
    rows = (row for row in found.rows(span, lambda _entry, _period: True) if row.is_open)
    return sorted(rows, key=lambda row: (row.due_on, row.unit.code, row.entry.code, row.period.first))


def not_begun(person: Person, *, at: datetime) -> list[ObligationStatus]:
    """Return what the units this person is clerk of have still to publish and have not begun, first due first."""
    units = list(units_of(person, Role.CLERK, at=at).filter(is_active=True).order_by("code"))
    rows = open_items(units=units, at=at) if units else []
    begun = set(Notice.objects.filter(number__in=[row.number for row in rows]).values_list("number", flat=True))
    return [row for row in rows if row.number not in begun and row.named_notice_id is None]


def items_by_stream(unit: Unit) -> Counter[str]:
    """Return how many items of the catalogue each stream has for units of this kind."""
    rows = CatalogueEntry.objects.filter(publisher=unit.kind, is_active=True).order_by()
    return Counter(rows.values_list("stream", flat=True))
