"""Reads about inspections, visits and findings for the desk."""

from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accountability.inspections.enums import COUNTED, DONE, OPEN, FindingState, InspectionState
from accountability.inspections.models import Finding, Inspection, UnitVisit
from accountability.inspections.policies import (
    GIVES_NOTICE,
    KEEPS_VISIT,
    READS_FINDING,
    READS_FOR,
    READS_INSPECTION,
    READS_VISIT,
    RUNS_INSPECTION,
)
from accountability.inspections.queries.people import team_of
from accountability.rectification.enums import RectificationState
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit, User
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting

Person = User | AnonymousUser


def is_overdue(today: date) -> Q:
    """Return the condition of findings that should have been put right before a day."""
    return Q(state=FindingState.NOTICED, rectification__state=RectificationState.OPEN, rectification__due__lt=today)


CLOSED_LATE = Q(state=FindingState.CLOSED, rectification__reported_on__gt=F("rectification__due"))
CLOSED_IN_TIME = Q(state=FindingState.SETTLED) | Q(
    state=FindingState.CLOSED, rectification__reported_on__lte=F("rectification__due")
)
WAITS_FOR_CHECK = Q(state=FindingState.NOTICED, rectification__state=RectificationState.REPORTED)


def _number_of(rows: QuerySet[Finding]) -> Coalesce:
    counted = rows.order_by().values("visit__inspection").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def inspections_of(person: Person, at: datetime) -> QuerySet[Inspection]:
    """Return the inspections this person sees, the newest first, each with how much was found and put right.

    A member of the team finds nothing of their own unit counted.
    """
    mine = READS_FINDING.permitted(person, at=at).filter(visit__inspection=OuterRef("pk"))
    visited = READS_VISIT.permitted(person, at=at).filter(inspection=OuterRef("pk")).order_by().values("inspection")
    return (
        READS_INSPECTION.permitted(person, at=at)
        .select_related("town")
        .annotate(
            visit_count=Coalesce(
                Subquery(visited.annotate(count=Count("pk")).values("count")), Value(0), output_field=IntegerField()
            ),
            found_count=_number_of(mine.filter(state__in=COUNTED)),
            done_count=_number_of(mine.filter(state__in=DONE)),
            overdue_count=_number_of(mine.filter(is_overdue(today_of_due_days(at)))),
        )
        .order_by("-begins", "-pk")
    )


def visits_of(person: Person, at: datetime) -> QuerySet[UnitVisit]:
    """Return the visits this person reads about, in the order of their days."""
    return (
        READS_VISIT.permitted(person, at=at)
        .select_related("inspection__town", "unit")
        .prefetch_related("people")
        .annotate(found_count=Count("findings", filter=Q(findings__state__in=COUNTED)))
        .order_by("-day", "unit__code", "pk")
    )


def findings_of(person: Person, at: datetime) -> QuerySet[Finding]:
    """Return the findings this person sees: what is not put right first, by its day, then by number."""
    is_open = Q(state__in=OPEN)
    return (
        READS_FINDING.permitted(person, at=at)
        .select_related("visit__inspection__town", "unit", "town", "rectification")
        .prefetch_related("photos")
        .order_by(
            Case(When(is_open, then=Value(0)), default=Value(1)),
            Case(When(is_open, then=F("rectification__due"))).asc(nulls_last=True),
            "-year",
            "-number",
        )
    )


def to_be_noticed(inspection: Inspection, person: Person, at: datetime) -> QuerySet[Finding]:
    """Return the findings of an inspection of which this person is still to give notice."""
    mine = GIVES_NOTICE.permitted(person, at=at).filter(visit__inspection=inspection, state=FindingState.FOUND)
    return mine.select_related("visit", "unit__parent").order_by("unit__code", "number")


def finds_for(inspection: Inspection, person: Person, at: datetime) -> QuerySet[UnitVisit]:
    """Return the visits of an inspection where this person can enter what was found."""
    return KEEPS_VISIT.permitted(person, at=at).filter(inspection=inspection)


def by_rectification(rectification: Rectification) -> QuerySet[Finding]:
    """Return the findings that a rectification was asked for, in their order."""
    rows = Finding.objects.filter(rectification=rectification)
    return rows.select_related("visit__inspection", "unit").order_by("number")


def units_inspected(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the units of which this person sees findings."""
    mine = READS_FINDING.permitted(person, at=at).order_by()
    return Unit.objects.filter(pk__in=mine.values("unit")).order_by("code")


def units_visited(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the units of which this person reads visits."""
    mine = READS_VISIT.permitted(person, at=at).order_by()
    return Unit.objects.filter(pk__in=mine.values("unit")).order_by("code")


def years_of(person: Person, at: datetime) -> list[int]:
    """Return the years of the inspections this person sees, the newest first."""
    mine = READS_INSPECTION.permitted(person, at=at).order_by("-year")
    return list(mine.values_list("year", flat=True).distinct())


def finds_inspections(person: Person, at: datetime) -> bool:
    """Return whether there is a list of inspections for this person: the secretary's, a leader's or a team's."""
    return READS_FOR.permitted(person, at=at).exists() or READS_INSPECTION.permitted(person, at=at).exists()


def waiting_inspections(person: Person, at: datetime) -> Waiting:
    """Return the inspections to begin, and those to report and close, that wait for this person."""
    today = today_of_due_days(at)
    rows = RUNS_INSPECTION.permitted(person, at=at).filter(
        Q(state=InspectionState.PLANNED, begins__lte=today) | Q(state=InspectionState.UNDER_WAY, ends__lt=today)
    )
    is_planned = Q(state=InspectionState.PLANNED)
    verb = Case(When(is_planned, then=Value("begin")), default=Value("close"))
    day = Case(When(is_planned, then=F("begins")), default=F("ends"))
    return waiting(rows, kind="inspection", verb=verb, unit="town__code", due_on=day)


def waiting_findings(person: Person, at: datetime) -> Waiting:
    """Return the findings of which this person is to give notice."""
    rows = GIVES_NOTICE.permitted(person, at=at).filter(state=FindingState.FOUND)
    return waiting(rows, kind="finding", verb="notice", unit="unit__code")


def with_people(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Add team and units to inspections, for their pages."""
    return rows.prefetch_related(
        "team", Prefetch("units", queryset=Unit.objects.select_related("parent").order_by("code"))
    )


def page_of_source(rectification: Rectification) -> str:
    """Return the address of the inspection that asked for a rectification."""
    key = Inspection.objects.filter(number=rectification.source_number).values_list("pk", flat=True).first()
    return f"/desk/inspections/{key}/"


def who_inspects(inspection: Inspection, _at: datetime) -> list[User]:
    """Return the team of an inspection, to be told of it."""
    return list(team_of(inspection))


def words_of(inspection: Inspection) -> dict[str, str]:
    """Return what messages say of an inspection: never what is inspected."""
    return {"number": inspection.number, "due": full_date(inspection.ends)}


def page_of(inspection: Inspection) -> str:
    """Return the address of an inspection's page, for messages."""
    return f"/desk/inspections/{inspection.pk}/"
