"""What is owed and what came of it, as open data."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.enums import Status
from disclosure.obligations.presenters.matrix import public_reason
from disclosure.obligations.queries.basis import Basis, read_basis
from disclosure.obligations.queries.owed import ObligationStatus, owed_for_each
from disclosure.obligations.rules import share
from portal.accounts.queries import units
from portal.site.data.registry import Code, Dataset, Filters, Record


class ObligationRecord(Record):
    """One item that one unit owes the public."""

    number: str = Field(description="The number its notice has or will have")
    unit: str = Field(description="Code of the unit")
    entry: str = Field(description="Code of the item of the catalogue")
    period: str = Field(description="Period it is owed for")
    subject: str = Field(description="What it is about, where it does not arise from the calendar")
    due_on: date = Field(description="Day by which it had to be published")
    is_provisional: bool = Field(description="Whether that day may still move, because its year's calendar is not out")
    state: Status = Field(description="Its state today")
    days_late: int = Field(description="Days from the due day to publication, or to today while it is missing")
    published_on: date | None = Field(description="Day of the first publication of the notice in force")
    notice: str | None = Field(description="Number of that notice")
    reason: str = Field(description="The reason the office published, where it is excused or not applicable")


class ObligationFilters(Filters):
    """By what obligations are narrowed."""

    period: Code | None = Field(None, description="Due for one period; the current quarter where none is named")
    unit: Code | None = Field(None, description="Of one unit")
    state: Status | None = Field(None, description="In one state")


class PunctualityRecord(Record):
    """How much of what a unit owed for a quarter it published on time."""

    period: str = Field(description="The quarter")
    unit: str = Field(description="Code of the unit")
    owed: int = Field(description="Items owed")
    on_time: int = Field(description="Published by the due day")
    late: int = Field(description="Published after it")
    missing: int = Field(description="Due and not published")
    due: int = Field(description="Not due yet")
    exempt: int = Field(description="Excused or not applicable")


class PunctualityFilters(Filters):
    """By what punctuality is narrowed."""

    unit: Code | None = Field(None, description="Of one unit")


def obligations(filters: ObligationFilters) -> Sequence[ObligationRecord]:
    """Return what is owed for a period; nothing for a period that the portal knows nothing of."""
    basis = read_basis(at=timezone.now())
    period = _asked(filters.period, basis) if filters.period else basis.current_quarter()
    if period is None:
        return []
    of_unit = units().filter(code=filters.unit) if filters.unit else None
    rows = owed_for_each([period], basis=basis, units=of_unit)[period]
    return [_record(row) for row in rows if filters.state in (None, row.status)]


def all_obligations() -> Iterable[ObligationRecord]:
    """Yield what is owed for every period that has a matrix."""
    basis = read_basis(at=timezone.now())
    for period in _periods(basis):
        for row in owed_for_each([period], basis=basis)[period]:
            yield _record(row)


def punctuality(filters: PunctualityFilters) -> Sequence[PunctualityRecord]:
    """Return how each unit kept its days, quarter by quarter."""
    basis = read_basis(at=timezone.now())
    of_unit = units().filter(code=filters.unit) if filters.unit else None
    found = owed_for_each(basis.quarters(), basis=basis, units=of_unit)
    return [_punctuality(period, code, rows) for period, rows in found.items() for code, rows in _by_unit(rows).items()]


def _periods(basis: Basis) -> list[Period]:
    """Return the quarters, half-years and years that have a matrix; months stand in that of their quarter."""
    cadences = (Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY)
    found = {Period.containing(quarter.first, cadence) for quarter in basis.quarters() for cadence in cadences}
    return sorted((one for one in found if basis.has_matrix(one)), key=str)


def _asked(text: str, basis: Basis) -> Period | None:
    try:
        period = Period.parse(text)
    except ValueError:
        return None
    return period if basis.has_matrix(period) else None


def _by_unit(rows: Iterable[ObligationStatus]) -> dict[str, list[ObligationStatus]]:
    found: dict[str, list[ObligationStatus]] = {}
    for row in rows:
        found.setdefault(row.unit.code, []).append(row)
    return found


def _punctuality(period: Period, unit: str, rows: Sequence[ObligationStatus]) -> PunctualityRecord:
    found = share(row.status for row in rows)
    return PunctualityRecord(
        period=str(period),
        unit=unit,
        owed=found.total,
        on_time=found.on_time,
        late=found.late,
        missing=found.missing,
        due=found.due,
        exempt=found.exempt,
    )


def _record(row: ObligationStatus) -> ObligationRecord:
    return ObligationRecord(
        number=row.number,
        unit=row.unit.code,
        entry=row.entry.code,
        period=str(row.period),
        subject=row.subject,
        due_on=row.due_on,
        is_provisional=row.provisional,
        state=row.status,
        days_late=row.days_late,
        published_on=row.published_on,
        notice=row.notice or None,
        reason=public_reason(row),
    )


OBLIGATIONS = Dataset(
    key="obligations",
    order=70,
    title=_("What is owed, and what came of it"),
    description=_("Every item that every unit owes the public, by when, and whether it was on time."),
    record=ObligationRecord,
    filters=ObligationFilters,
    rows=obligations,
    everything=all_obligations,
    primary_key=("number",),
)
PUNCTUALITY = Dataset(
    key="punctuality",
    order=71,
    title=_("Punctuality"),
    description=_("How many of the items each unit owed for a quarter were on time, late or missing."),
    record=PunctualityRecord,
    filters=PunctualityFilters,
    rows=punctuality,
    primary_key=("period", "unit"),
)
