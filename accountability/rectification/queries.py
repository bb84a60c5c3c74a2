"""Reads about what must be put right."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from accountability.rectification.enums import UNSETTLED, RectificationState, Source
from accountability.rectification.models import Rectification
from accountability.rectification.policies import OVERSEES, READS, REPORTS
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting

CLOSED_LATE = Q(state=RectificationState.CLOSED, reported_on__gt=F("due"))
CLOSED_IN_TIME = Q(state=RectificationState.CLOSED, reported_on__lte=F("due"))


def is_overdue(today: date) -> Q:
    """Return the condition of what should have been reported as put right before a day and was not."""
    return Q(state=RectificationState.OPEN, due__lt=today)


def of(source: Source, *numbers: str) -> QuerySet[Rectification]:
    """Return what was asked for by some rows of a source, named by their numbers."""
    return Rectification.objects.filter(source=source, source_number__in=numbers).select_related("unit", "town")


def of_unit(unit: Unit, year: int) -> QuerySet[Rectification]:
    """Return what a unit was asked to put right in a year, in the order of its days."""
    return Rectification.objects.filter(unit=unit, given_on__year=year).select_related("unit", "town")


def of_town(town: Unit, year: int) -> QuerySet[Rectification]:
    """Return what the units of a township were asked to put right in a year."""
    return Rectification.objects.filter(town=town, given_on__year=year).select_related("unit", "town")


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of rectifications, by the day they were asked for.

    Attributes:
        given: All that were asked for.
        closed_in_time: Closed, and reported by their day.
        closed_late: Closed, but reported after their day.
        open: Not closed yet, those that are overdue among them.
        overdue: Not reported, and their day has passed.
    """

    given: int = 0
    closed_in_time: int = 0
    closed_late: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def closed(self) -> int:
        """All that are closed."""
        return self.closed_in_time + self.closed_late

    @property
    def due(self) -> int:
        """Those whose time is up: closed or overdue."""
        return self.closed + self.overdue


def _counted(at: datetime) -> dict[str, Count]:
    return {
        "given": Count("pk"),
        "closed_in_time": Count("pk", filter=CLOSED_IN_TIME),
        "closed_late": Count("pk", filter=CLOSED_LATE),
        "open": Count("pk", filter=Q(state__in=UNSETTLED)),
        "overdue": Count("pk", filter=is_overdue(today_of_due_days(at))),
    }


def counts(rows: QuerySet[Rectification], *, at: datetime) -> Counts:
    """Return the figures of some rectifications."""
    return Counts(**rows.order_by().aggregate(**_counted(at)))


def of_year(town: Unit, year: int, *, at: datetime) -> Counts:
    """Return the figures of what was asked for in a year; `?year=` of the desk's list shows these rows."""
    return counts(of_town(town, year), at=at)


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, Counts]:
    """Return the figures of a year by the key of the unit, with one query; units without any are missing."""
    counted = _counted(at)
    rows = of_town(town, year).order_by().values("unit_id").annotate(**counted).values_list("unit_id", *counted)
    return {unit: Counts(*figures) for unit, *figures in rows}


def seen_by(person: Any, at: datetime) -> QuerySet[Rectification]:
    """Return what somebody sees: first what is not closed by the day it is due, then the last that were closed."""
    is_closed = Q(state=RectificationState.CLOSED)
    return (
        READS.permitted(person, at=at)
        .select_related("unit", "town")
        .order_by(
            Case(When(is_closed, then=Value(1)), default=Value(0)),
            Case(When(~is_closed, then=F("due"))).asc(nulls_last=True),
            F("closed_on").desc(nulls_last=True),
            "-pk",
        )
    )


def to_do(person: Any, at: datetime) -> QuerySet[Rectification]:
    """Return the rectifications whose next step is this person's."""
    to_report = REPORTS.permitted(person, at=at).filter(state=RectificationState.OPEN).order_by().values("pk")
    to_confirm = OVERSEES.permitted(person, at=at).filter(state=RectificationState.REPORTED).order_by().values("pk")
    return Rectification.objects.filter(pk__in=to_report.union(to_confirm))


def waiting_rectifications(person: Any, at: datetime) -> Waiting:
    """Return the rectifications that wait for this person, for the queue of the desk."""
    verb = Case(When(state=RectificationState.OPEN, then=Value("report")), default=Value("confirm"))
    return waiting(to_do(person, at), kind="rectification", verb=verb, unit="unit__code", due_on="due")
