"""Reads about activities, meetings, contacts, work diaries and audits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth

from accountability.integrity.enums import AuditState
from accountability.integrity.models import Activity, Attendance, Contact, DiaryEntry, LeavingAudit, Meeting
from accountability.integrity.policies import (
    KEEPS_AUDIT,
    SEES_ACTIVITY,
    SEES_ATTENDANCE,
    SEES_AUDIT,
    SEES_CONTACT,
    SEES_DIARY,
    SEES_MEETING,
)
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from accountability.rectification.queries import of
from portal.accounts.models import Unit, User
from portal.desk.queue import Waiting, waiting


def activities_of(person: Any, at: datetime) -> QuerySet[Activity]:
    """Return the activities somebody sees, the newest first."""
    return SEES_ACTIVITY.permitted(person, at=at).select_related("town").order_by("-day", "-pk")


def attendance_of(activity: Activity, person: Any, at: datetime) -> list[Attendance]:
    """Return who came to an activity unit by unit, as far as somebody sees it."""
    rows = SEES_ATTENDANCE.permitted(person, at=at).filter(activity=activity)
    return list(rows.select_related("unit").order_by("unit__code"))


def meetings_of(person: Any, at: datetime) -> QuerySet[Meeting]:
    """Return the democratic-life meetings somebody sees, the newest first, with the number of what was criticised."""
    rows = SEES_MEETING.permitted(person, at=at).select_related("town", "unit")
    return rows.annotate(criticism_count=Count("criticisms")).order_by("-day", "-pk")


def measures_of(meetings: list[Meeting]) -> dict[str, list[Rectification]]:
    """Return the measures of meetings by their number, with one query."""
    found: dict[str, list[Rectification]] = {one.number: [] for one in meetings}
    for row in of(Source.MEETING, *found).order_by("number"):
        found[row.source_number].append(row)
    return found


def contacts_of(person: Any, at: datetime) -> QuerySet[Contact]:
    """Return the contacts somebody sees: those in force by unit, then those that ended."""
    has_ended = Case(When(ends_on__isnull=True, then=Value(0)), default=Value(1))
    rows = SEES_CONTACT.permitted(person, at=at).select_related("town", "unit", "person")
    return rows.order_by(has_ended, "unit__code", "starts_on", "pk")


def diary_of(person: Any, at: datetime) -> QuerySet[DiaryEntry]:
    """Return the entries of work diaries somebody reads, the newest first."""
    rows = SEES_DIARY.permitted(person, at=at).select_related("author", "contact__unit")
    return rows.order_by("-day", "-pk")


@dataclass(frozen=True, slots=True)
class CadreYear:
    """The work diary of one cadre in a year, month by month.

    Attributes:
        entries: Entries of each month, visits among them; `visits` those to their villages.
    """

    person: User
    entries: list[int]
    visits: list[int]


def diaries_by_month(rows: QuerySet[DiaryEntry], year: int) -> list[CadreYear]:
    """Return how much was written of what somebody reads, by author and month, with two queries."""
    counted = (
        rows.filter(day__year=year)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values("author", "month")
        .annotate(entries=Count("pk"), visits=Count("contact"))
        .values_list("author", "month", "entries", "visits")
    )
    found: dict[int, CadreYear] = {}
    figures = list(counted)
    people = User.objects.in_bulk({author for author, *_figures in figures})
    for author, month, entries, visits in figures:
        year_of = found.setdefault(author, CadreYear(people[author], [0] * 12, [0] * 12))
        year_of.entries[month.month - 1], year_of.visits[month.month - 1] = entries, visits
    return sorted(found.values(), key=lambda one: one.person.username)


def audits_of(person: Any, at: datetime) -> QuerySet[LeavingAudit]:
    """Return the audits somebody sees: those not closed by their day, then the last that were."""
    is_closed = Q(state=AuditState.CLOSED)
    rows = SEES_AUDIT.permitted(person, at=at).select_related("town", "unit", "person")
    return rows.annotate(finding_count=Count("findings"), amount=Sum("findings__amount")).order_by(
        Case(When(is_closed, then=Value(1)), default=Value(0)), F("planned_for").desc(), "-pk"
    )


def audits_to_do(person: Any, at: datetime) -> QuerySet[LeavingAudit]:
    """Return the audits whose next step is this person's; one that is reported waits for its findings first."""
    return KEEPS_AUDIT.permitted(person, at=at).filter(state__in=[AuditState.PLANNED, AuditState.UNDER_WAY])


def waiting_audits(person: Any, at: datetime) -> Waiting:
    """Return the audits that wait for this person, for the queue of the desk."""
    verb = Case(When(state=AuditState.PLANNED, then=Value("start")), default=Value("report"))
    return waiting(audits_to_do(person, at), kind="leaving_audit", verb=verb, unit="unit__code", due_on="planned_for")


def visits_in(town: Unit, year: int) -> QuerySet[DiaryEntry]:
    """Return the visits of a township's cadres in a year."""
    return DiaryEntry.objects.filter(town=town, day__year=year, contact__isnull=False)


def diary_in(town: Unit, year: int) -> QuerySet[DiaryEntry]:
    """Return the entries of work diaries of a year."""
    return DiaryEntry.objects.filter(town=town, day__year=year)


def activities_in(town: Unit, year: int) -> QuerySet[Activity]:
    """Return the activities of a year."""
    return Activity.objects.filter(town=town, day__year=year)


def meetings_in(town: Unit, year: int) -> QuerySet[Meeting]:
    """Return the democratic-life meetings of a year."""
    return Meeting.objects.filter(town=town, day__year=year)


def audits_reported_in(town: Unit, year: int) -> QuerySet[LeavingAudit]:
    """Return the audits that were reported in a year."""
    return LeavingAudit.objects.filter(town=town, reported_on__year=year)


def visits_of(contacts: list[Contact], year: int) -> dict[int, tuple[int, date | None]]:
    """Return how often each contact was visited in a year and when last, by its key, with one query."""
    rows = (
        DiaryEntry.objects.filter(contact__in=contacts)
        .order_by()
        .values("contact")
        .annotate(count=Count("pk", filter=Q(day__year=year)), last=Max("day"))
        .values_list("contact", "count", "last")
    )
    return {contact: (count, last) for contact, count, last in rows}


def attendance_of_all(activities: list[Activity], person: Any, at: datetime) -> dict[int, list[Attendance]]:
    """Return who came to activities unit by unit, as far as somebody sees it, by the activity's key."""
    found: dict[int, list[Attendance]] = {}
    rows = SEES_ATTENDANCE.permitted(person, at=at).filter(activity__in=activities).select_related("unit")
    for row in rows.order_by("unit__code"):
        found.setdefault(row.activity_id, []).append(row)
    return found


def version_of(activity: Activity) -> int:
    """Return the version an activity has by now."""
    return Activity.objects.values_list("version", flat=True).get(pk=activity.pk)
