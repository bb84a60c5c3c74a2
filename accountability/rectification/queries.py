"""Reads about what must be put right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, DateField, ExpressionWrapper, F, Q, QuerySet, Value, When

from accountability.rectification.enums import UNSETTLED, RectificationState, Source
from accountability.rectification.models import Rectification
from accountability.rectification.policies import CHECKS_AGAIN, OVERSEES_FOR, READS, REPORTS
from accountability.rectification.rules import RECHECK_DAYS, recheck_due
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders
from portal.core import audit
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import To

IS_OPEN = Q(state__in=UNSETTLED)
IS_REPORTED = Q(state=RectificationState.REPORTED)
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
        "open": Count("pk", filter=IS_OPEN),
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
    to_confirm = CHECKS_AGAIN.permitted(person, at=at).filter(state=RectificationState.REPORTED).order_by().values("pk")
    return Rectification.objects.filter(pk__in=to_report.union(to_confirm))


def waiting_rectifications(person: Any, at: datetime) -> Waiting:
    """Return the rectifications that wait for this person, for the queue of the desk."""
    verb = Case(When(state=RectificationState.OPEN, then=Value("report")), default=Value("confirm"))
    check_by = ExpressionWrapper(F("reported_on") + timedelta(days=RECHECK_DAYS), output_field=DateField())
    due = Case(When(state=RectificationState.OPEN, then=F("due")), default=check_by)
    return waiting(to_do(person, at), kind="rectification", verb=verb, unit="unit__code", due_on=due)


def finds_rectifications(person: Any, at: datetime) -> bool:
    """Return whether there is a list of rectifications for this person: the secretary's, or of whom one concerns."""
    return OVERSEES_FOR.permitted(person, at=at).exists() or READS.permitted(person, at=at).exists()


def units_with(person: Any, at: datetime) -> QuerySet[Unit]:
    """Return the units of which this person sees rectifications."""
    return Unit.objects.filter(pk__in=READS.permitted(person, at=at).order_by().values("unit")).order_by("code")


def years_of(person: Any, at: datetime) -> list[int]:
    """Return the years of the rectifications this person sees, the newest first."""
    return [day.year for day in READS.permitted(person, at=at).order_by().dates("given_on", "year", order="DESC")]


def last_pressed(rectification: Rectification) -> tuple[str, datetime] | None:
    """Return what was said when it was last pressed for in writing, and when; None where it never was."""
    line = audit.lines_of(rectification).filter(verb="supervise").last()
    return (line.reason, line.at) if line else None


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of what is to be put right and of what is to be checked again."""
    unsettled = Rectification.objects.filter(state__in=UNSETTLED, state_since__lte=occasion.at)
    found = unsettled.select_related("unit__parent", "town").order_by("pk")
    return reminders_of([_cause_of(one, occasion) for one in found], on=occasion.on)


def _cause_of(row: Rectification, occasion: Occasion) -> Cause:
    """Return the cause of one: its unit is reminded, then its head, the secretary and the leaders of the town.

    Once it is reported, the secretary is reminded to check it.
    """
    held = occasion.roster
    secretaries = held.holders(Role.SECRETARY, row.town)
    if row.reported_on is None:
        due, kind = row.due, "rectification"
        people = {
            To.CLERK: [*held.clerks(row.unit), *held.holders(Role.HANDLER, row.unit)],
            To.HEAD: held.heads(row.unit),
            To.PUBLISHER: secretaries,
            To.SECRETARY: [*secretaries, *held.holders(Role.LEADER, row.town)],
        }
    else:
        due, kind, people = recheck_due(row.reported_on), "recheck", {To.CLERK: secretaries}
    days = abs((occasion.on - due).days)
    return Cause(
        key=_cause(row),
        steps=rules.of_case(due, on=occasion.on, kind=kind, before=(7, 3) if kind == "rectification" else (3,)),
        people=people,
        words=lambda: words_of(row) | {"days": str(days), "due": full_date(due)},
        urls=dict.fromkeys(people, page_of(row)),
    )


def _cause(row: Rectification) -> str:
    return f"rectification:{row.pk}:{row.state}:{row.due}"


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when rectifications went on, by the cause of their reminders."""
    keys = {int(cause.split(":")[1]) for cause in causes}
    known = {one.pk: one for one in Rectification.objects.filter(pk__in=keys)}
    found = {cause: known.get(int(cause.split(":")[1])) for cause in causes}
    return {cause: row.state_since for cause, row in found.items() if row and _cause(row) != cause}


def who_puts_right(row: Rectification, at: datetime) -> list[User]:
    """Return who reports it: the clerks of the unit, and who handles its matters, its head among them."""
    return [*holders(Role.CLERK, row.unit, at=at), *holders(Role.HANDLER, row.unit, at=at)]


def who_answers(row: Rectification, at: datetime) -> list[User]:
    """Return both responsible lines: who puts it right, and the supervision committee."""
    return [*who_puts_right(row, at), *holders(Role.SUPERVISOR, row.unit, at=at)]


def who_oversees(row: Rectification, at: datetime) -> list[User]:
    """Return who checks it again: the discipline secretary."""
    return list(holders(Role.SECRETARY, row.town, at=at))


def words_of(row: Rectification) -> dict[str, str]:
    """Return what messages say of it: never what is wrong."""
    return {"number": row.number, "unit": row.unit.name, "due": full_date(row.due)}


def page_of(row: Rectification) -> str:
    """Return the address of its page on the desk, for messages."""
    return f"/desk/rectifications/{row.pk}/"
