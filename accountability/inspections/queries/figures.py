"""What inspections tell of a year: for the yearly report, the secretary's year, assessments and the public page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accountability.inspections.enums import COUNTED, HELD, OPEN, FindingState, InspectionState
from accountability.inspections.models import Finding, Inspection, UnitVisit
from accountability.inspections.queries.inspections import CLOSED_IN_TIME, CLOSED_LATE, is_overdue
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Figures of findings; those that were withdrawn are none.

    Attributes:
        found: All of them; `/desk/findings/?year=YEAR`.
        in_time: Put right on the spot, or reported by the day and confirmed; `&outcome=in_time`.
        late: Reported after the day and confirmed; `&outcome=late`.
        open: Still to be noticed, put right or checked again; `&outcome=open`.
        overdue: Of the open ones those that were to be reported before today; `&outcome=overdue`.
    """

    found: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def done(self) -> int:
        """All that are put right."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class InspectionYear:
    """A year of inspections.

    Attributes:
        inspections: Those that are or were carried out, by their first day; `/desk/inspections/?year=YEAR&state=held`.
        visits: Units visited by them, each as often as it was; `/desk/inspections/visits/?year=YEAR`.
        findings: What was found by them.
        by_kind: How many findings there are of each kind that there are any of; `/desk/findings/?year=YEAR&kind=KIND`.
    """

    inspections: int = 0
    visits: int = 0
    findings: FindingCounts = FindingCounts()
    by_kind: Mapping[str, int] = field(default_factory=dict)


def _counted(at: datetime) -> dict[str, Count]:
    return {
        "found": Count("pk"),
        "in_time": Count("pk", filter=CLOSED_IN_TIME),
        "late": Count("pk", filter=CLOSED_LATE),
        "open": Count("pk", filter=Q(state__in=OPEN)),
        "overdue": Count("pk", filter=is_overdue(today_of_due_days(at))),
    }


def counts(rows: QuerySet[Finding], *, at: datetime) -> FindingCounts:
    """Return the figures of some findings."""
    return FindingCounts(**rows.filter(state__in=COUNTED).order_by().aggregate(**_counted(at)))


def of_year(town: Unit, year: int, *, at: datetime, is_public: bool = False) -> InspectionYear:
    """Return the figures of a township's year.

    Args:
        is_public: Whether only what everybody knows is counted: inspections that are closed.
    """
    states = (InspectionState.CLOSED,) if is_public else HELD
    rows = Finding.objects.filter(town=town, year=year, state__in=COUNTED, visit__inspection__state__in=states)
    kinds = rows.order_by().values_list("kind").annotate(count=Count("pk"))
    visits = UnitVisit.objects.filter(inspection__town=town, inspection__year=year, inspection__state__in=states)
    return InspectionYear(
        inspections=Inspection.objects.filter(town=town, year=year, state__in=states).count(),
        visits=visits.count(),
        findings=counts(rows, at=at),
        by_kind=dict(kinds),
    )


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, FindingCounts]:
    """Return the figures of a year by the key of the unit, with one query; units without findings are missing.

    `/desk/findings/?year=YEAR&unit=CODE` shows the rows.
    """
    rows = Finding.objects.filter(town=town, year=year, state__in=COUNTED).order_by().values("unit")
    counted = _counted(at)
    return {unit: FindingCounts(*figures) for unit, *figures in rows.annotate(**counted).values_list("unit", *counted)}


def findings_of_unit(unit: Unit, year: int) -> QuerySet[Finding]:
    """Return what was found of a unit in a year, for its score: in the order of the numbers, with what came of it."""
    rows = Finding.objects.filter(unit=unit, year=year, state__in=COUNTED)
    return rows.select_related("visit__inspection", "rectification").order_by("number")


def public_inspections(town: Unit, year: int) -> QuerySet[Inspection]:
    """Return the inspections of a year that everybody knows of, in the order of their days."""
    return Inspection.objects.filter(town=town, year=year, state=InspectionState.CLOSED).order_by("begins", "pk")


def public_open(town: Unit, year: int | None = None) -> QuerySet[Finding]:
    """Return the findings of public inspections that are not put right yet: overdue ones first, by their day.

    Args:
        year: The year they were found in; None for whatever is open, however long ago it was found.
    """
    rows = Finding.objects.filter(
        town=town, state=FindingState.NOTICED, visit__inspection__state=InspectionState.CLOSED
    )
    if year is not None:
        rows = rows.filter(year=year)
    return rows.select_related("unit", "rectification").order_by("rectification__due", "number")


def by_public_inspection(town: Unit, year: int, *, at: datetime) -> dict[int, tuple[int, FindingCounts]]:
    """Return how many visits public inspections made and what they found, by their key, with two queries."""
    rows = Finding.objects.filter(
        town=town, year=year, state__in=COUNTED, visit__inspection__state=InspectionState.CLOSED
    )
    counted = _counted(at)
    found = {
        key: FindingCounts(*figures)
        for key, *figures in rows.order_by()
        .values("visit__inspection")
        .annotate(**counted)
        .values_list("visit__inspection", *counted)
    }
    closed = UnitVisit.objects.filter(
        inspection__town=town, inspection__year=year, inspection__state=InspectionState.CLOSED
    )
    visits = closed.order_by().values_list("inspection").annotate(count=Count("pk"))
    return {key: (count, found.get(key, FindingCounts())) for key, count in visits}
