"""Reads about checklists: of whom something is asked, what was answered, and how much came late."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from accountability.integrity.enums import Cadence, ChecklistState
from accountability.integrity.models import Checklist, ChecklistTemplate
from accountability.integrity.policies import CHECKS, FILLS_IN, KEEPS_TEMPLATE, SEES_CHECKLIST
from accountability.integrity.queries.people import units_of_town
from accountability.integrity.rules import Period
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting

LATE = Q(submitted_on__gt=F("due"))
"""Submitted after its day."""
IN_TIME = Q(submitted_on__lte=F("due"))


def is_missing(today: date) -> Q:
    """Return the condition of what should have been submitted before a day and was not."""
    return Q(state=ChecklistState.OPEN, due__lt=today)


def units_asked(template: ChecklistTemplate) -> QuerySet[Unit]:
    """Return the units a template asks."""
    rows = units_of_town(template.town)
    return rows.filter(kind=template.for_kind) if template.for_kind else rows


def checklists_of(person: Any, at: datetime) -> QuerySet[Checklist]:
    """Return the checklists somebody sees, those still to do first, by the day they are due."""
    is_open = Q(state=ChecklistState.OPEN)
    rows = SEES_CHECKLIST.permitted(person, at=at).select_related("unit", "template__town", "submitted_by")
    return rows.order_by(
        Case(When(is_open, then=Value(0)), default=Value(1)),
        Case(When(is_open, then=F("due"))).asc(nulls_last=True),
        "-period",
        "unit__code",
        "pk",
    )


def templates_of(person: Any, at: datetime) -> QuerySet[ChecklistTemplate]:
    """Return the templates somebody keeps."""
    return KEEPS_TEMPLATE.permitted(person, at=at).select_related("town").order_by("-is_active", "title", "pk")


def periods_to_open(template: ChecklistTemplate, *, today: date) -> list[str]:
    """Return the periods of a template that have ended or run, the newest first, from its first one, at most four."""
    period = Period.of(today, is_quarter=template.cadence == Cadence.QUARTER)
    first, found = Period.parse(template.first_period), list[str]()
    while period >= first and len(found) < 4:
        found.append(str(period))
        period = period.before
    return found


def to_do(person: Any, at: datetime) -> QuerySet[Checklist]:
    """Return the checklists whose next step is this person's."""
    to_fill_in = FILLS_IN.permitted(person, at=at).filter(state=ChecklistState.OPEN).order_by().values("pk")
    to_check = CHECKS.permitted(person, at=at).filter(state=ChecklistState.SUBMITTED).order_by().values("pk")
    return Checklist.objects.filter(pk__in=to_fill_in.union(to_check))


def waiting_checklists(person: Any, at: datetime) -> Waiting:
    """Return the checklists that wait for this person, for the queue of the desk."""
    verb = Case(When(state=ChecklistState.OPEN, then=Value("submit")), default=Value("check"))
    return waiting(to_do(person, at), kind="checklist", verb=verb, unit="unit__code", due_on="due")


@dataclass(frozen=True, slots=True)
class ChecklistCounts:
    """Figures of the checklists whose day lies in a year.

    Attributes:
        in_time: Submitted by their day.
        late: Submitted after it.
        missing: Not submitted, and their day has passed.
    """

    in_time: int = 0
    late: int = 0
    missing: int = 0

    @property
    def due(self) -> int:
        """All whose day has passed, or that were submitted."""
        return self.in_time + self.late + self.missing


def _counted(at: datetime) -> dict[str, Count]:
    return {
        "in_time": Count("pk", filter=IN_TIME),
        "late": Count("pk", filter=LATE),
        "missing": Count("pk", filter=is_missing(today_of_due_days(at))),
    }


def of_town(town: Unit, year: int) -> QuerySet[Checklist]:
    """Return the checklists of a township whose day lies in a year."""
    return Checklist.objects.filter(template__town=town, due__year=year)


def counts(town: Unit, year: int, *, at: datetime) -> ChecklistCounts:
    """Return the figures of a year."""
    return ChecklistCounts(**of_town(town, year).order_by().aggregate(**_counted(at)))


def counts_by_unit(town: Unit, year: int, *, at: datetime) -> dict[int, ChecklistCounts]:
    """Return the figures of a year by the key of the unit."""
    counted = _counted(at)
    rows = of_town(town, year).order_by().values("unit_id").annotate(**counted).values_list("unit_id", *counted)
    return {unit: ChecklistCounts(*figures) for unit, *figures in rows}
