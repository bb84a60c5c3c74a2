"""Reads of quarterly reports: whose they are, what waits for whom, and what is known of each duty."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from accountability.letters.enums import UNREPORTED, LetterKind, ReportState
from accountability.letters.models import Letter, SelfReport, SelfReportLine
from accountability.letters.policies import READS_REPORT, REPORT_STEPS
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting


def is_open(today: date) -> Q:
    """Return the condition of what can be reported: what is owed of a quarter that has ended."""
    return Q(state__in=UNREPORTED, ends_on__lt=today)


def is_late(today: date) -> Q:
    """Return the condition of what was reported after its day, or was not and its day has passed."""
    return Q(reported_on__gt=F("due")) | Q(reported_on=None, due__lt=today)


def seen_by(person: Any, at: datetime) -> QuerySet[SelfReport]:
    """Return the reports somebody sees, the newest quarter first, by unit; not those whose quarter still runs."""
    rows = READS_REPORT.permitted(person, at=at).filter(ends_on__lt=today_of_due_days(at))
    related = ("unit", "town", "reported_by", "checked_by")
    return rows.select_related(*related).order_by("-year", "-quarter", "unit__code")


def finds_reports(person: Any, at: datetime) -> bool:
    """Return whether there is a list of reports for this person."""
    return READS_REPORT.permitted(person, at=at).exists()


def to_do(person: Any, at: datetime) -> QuerySet[SelfReport]:
    """Return the reports whose next step is this person's."""
    reports = REPORT_STEPS["reports"].permitted(person, at=at).filter(is_open(today_of_due_days(at)))
    checks = REPORT_STEPS["checks"].permitted(person, at=at).filter(state=ReportState.REPORTED)
    return SelfReport.objects.filter(pk__in=reports.order_by().values("pk").union(checks.order_by().values("pk")))


def waiting_reports(person: Any, at: datetime) -> Waiting:
    """Return the reports that wait for this person, for the queue of the desk."""
    verb = Case(When(state=ReportState.REPORTED, then=Value("accept")), default=Value("report"))
    due = Case(When(state__in=UNREPORTED, then="due"))
    back = Q(state=ReportState.RETURNED)
    rows = to_do(person, at)
    return waiting(rows, kind="self_report", verb=verb, unit="unit__code", due_on=due, is_back=back)


def of_letter(letter: Letter, person: Any, at: datetime) -> QuerySet[SelfReport]:
    """Return the reports of the duties of a unit's letter that somebody sees, the first quarter first."""
    if letter.kind != LetterKind.CLEAN or letter.cadre_of_id is not None:
        return SelfReport.objects.none()
    return seen_by(person, at).filter(unit=letter.unit_id, year=letter.year).order_by("quarter")


def newest_evidence(unit: Unit, year: int) -> Mapping[int, SelfReportLine]:
    """Return the newest accepted line of each duty that names evidence, by the number of the duty."""
    rows = SelfReportLine.objects.filter(
        report__unit=unit, report__year=year, report__state=ReportState.ACCEPTED
    ).exclude(evidence="")
    return {line.number: line for line in rows.select_related("report").order_by("report__quarter")}


def years_of(person: Any, at: datetime) -> list[int]:
    """Return the years of which somebody sees reports, the newest first."""
    rows = READS_REPORT.permitted(person, at=at).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


def units_of(person: Any, at: datetime) -> QuerySet[Unit]:
    """Return the units of which somebody sees reports."""
    return Unit.objects.filter(pk__in=READS_REPORT.permitted(person, at=at).order_by().values("unit")).order_by("code")
