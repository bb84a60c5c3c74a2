"""Editions of the yearly report, as the desk, the public pages and the papers ask for them."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accountability.reports.enums import PUBLIC, ReportState
from accountability.reports.models import Paragraph, Report
from accountability.reports.policies import DRAWS, IS_PUBLIC, READS, STEPS
from accountability.reports.workflow import YEARLY_REPORT
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders, town as first_town, towns
from portal.core.demonstration import today_of_due_days
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.desk.queue import Waiting, waiting

Person = User | AnonymousUser
WAITS_FOR = {ReportState.SUBMITTED: "approve", ReportState.RETURNED: "submit", ReportState.APPROVED: "publish"}
"""The step that is waited for in each state."""
YEARS_OFFERED = 3
"""Years of which a report can be begun: this one and those before."""

_TAKES_NEXT_STEP = Policy(
    Report,
    any_of(
        *(
            all_of(in_states(state), STEPS[YEARLY_REPORT.find(state, verb).who].condition)
            for state, verb in WAITS_FOR.items()
        )
    ),
)


def _with_context(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related("town", "submitted_by", "approved_by", "published_by").defer("document")


def visible(person: Person, at: datetime) -> QuerySet[Report]:
    """Return the editions this person sees in the desk, the newest first."""
    return _with_context(READS.permitted(person, at=at))


def to_do(person: Person, at: datetime) -> QuerySet[Report]:
    """Return the editions whose next step is this person's."""
    return _TAKES_NEXT_STEP.permitted(person, at=at)


def waiting_reports(person: Person, at: datetime) -> Waiting:
    """Return what waits for this person for the queue of the desk."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()))
    rows = to_do(person, at).annotate(unit_code=F("town__code"), due=Cast(Value(None), DateField()))
    return waiting(
        rows, kind="yearly_report", verb=verb, unit="unit_code", due_on="due", is_back=Q(state=ReportState.RETURNED)
    )


def to_draw(person: Person, at: datetime) -> list[tuple[Unit, int]]:
    """Return the towns and years of which this person may have a report drafted, and there is none."""
    found = list(DRAWS.permitted(person, at=at).order_by("code"))
    year = today_of_due_days(at).year
    there = set(Report.objects.filter(town__in=found).order_by().values_list("town", "year"))
    years = range(year, year - YEARS_OFFERED, -1)
    return [(town, one) for town in found for one in years if (town.pk, one) not in there]


def records_of(report: Report) -> list[Any]:
    """Return what history keeps of the paragraphs of an edition that people wrote over, with who changed them."""
    records = Paragraph.history.filter(report_id=report.pk)
    theirs = records.filter(written_by__isnull=False).values("id")
    return list(records.filter(id__in=theirs).select_related("history_user"))


def editions_of(report: Report) -> QuerySet[Report]:
    """Return the public editions of the same year, the newest first."""
    return _with_context(Report.objects.filter(town=report.town, year=report.year, state__in=PUBLIC))


def public_reports(town: Unit) -> QuerySet[Report]:
    """Return the reports of a town that are in force, the newest year first."""
    rows = IS_PUBLIC.permitted(AnonymousUser(), at=_ANY_TIME).filter(town=town, state=ReportState.PUBLISHED)
    return _with_context(rows).order_by("-year")


def published_report(town: Unit, year: int, edition: int | None = None) -> Report | None:
    """Return the report of a year that is in force, or an edition of it that was; None where there is none."""
    rows = Report.objects.filter(town=town, year=year).select_related("town")
    wanted = Q(state=ReportState.PUBLISHED) if edition is None else Q(state__in=PUBLIC, edition=edition)
    return rows.filter(wanted).first()


def town_of(code: str) -> Unit | None:
    """Return a town by its code, or the portal's only or first one."""
    return towns().filter(code=code).first() if code else first_town()


def deciders(report: Report, at: datetime) -> list[User]:
    """Return who approves an edition."""
    return list(holders(Role.APPROVER, report.town, at=at))


def writers(report: Report, at: datetime) -> list[User]:
    """Return who writes an edition."""
    return list(holders(Role.SECRETARY, report.town, at=at))


_ANY_TIME = datetime(2000, 1, 1).astimezone()
"""What is published does not depend on the clock; a policy asks for one all the same."""
