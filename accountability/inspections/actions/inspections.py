"""An inspection is planned, changed, begun, closed with its report, or cancelled."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from accountability.inspections.enums import (
    MAX_BASIS_LENGTH,
    MAX_PLAN_LENGTH,
    MAX_REPORT_LENGTH,
    MAX_TITLE_LENGTH,
    FindingState,
    InspectionKind,
    InspectionState,
)
from accountability.inspections.models import Finding, Inspection, UnitVisit
from accountability.inspections.policies import INSPECTION_STEPS, RUNS_INSPECTION
from accountability.inspections.queries.people import may_inspect, units_of_town
from accountability.inspections.workflow import INSPECTION
from portal.accounts.models import Unit, User
from portal.core import audit, pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import required
from portal.core.workflow import create, lock_seen, step


def plan(
    *,
    actor: User,
    town: Unit,
    kind: InspectionKind,
    title: str,
    basis: str,
    plan: str,
    begins: date,
    ends: date,
    team: Sequence[User],
    units: Sequence[Unit],
    at: datetime,
) -> Inspection:
    """Plan an inspection, and return it with its number.

    Raises:
        NotAllowed: The actor plans no inspections of the township.
        Refused: A text is missing or too long, the days are not in order, nobody inspects or nothing is inspected,
            somebody holds no post in the township, or a unit is another township's.
    """

    def make(locked: Unit) -> Inspection:
        inspection = Inspection(town=locked, year=begins.year, number=_next_number(locked, begins.year))
        _write(inspection, kind=kind, title=title, basis=basis, text=plan, begins=begins, ends=ends)
        _check_who_and_where(inspection, team, units, at=at)
        return inspection

    def complete(inspection: Inspection) -> None:
        inspection.team.set(team)
        inspection.units.set(units)

    planned: Inspection = create(
        actor=actor,
        parent=town,
        make=make,
        workflow=INSPECTION,
        verb="plan",
        policies=INSPECTION_STEPS,
        at=at,
        complete=complete,
    )
    return planned


def change(
    *,
    actor: User,
    inspection: Inspection,
    kind: InspectionKind,
    title: str,
    basis: str,
    plan: str,
    begins: date,
    ends: date,
    team: Sequence[User],
    units: Sequence[Unit],
    at: datetime,
    seen: int | None = None,
) -> Inspection:
    """Change the plan of an inspection that is not over; units that were visited already stay.

    Raises:
        NotAllowed: The actor does not run it.
        Conflict: Somebody else changed it.
        Refused: It is over, its year would change, a unit that was visited is left out, or as with `plan`.
    """
    with transaction.atomic():
        locked = lock_seen(inspection, seen, "town")
        if not RUNS_INSPECTION.allows(actor, locked, at=at):
            raise NotAllowed(_("You do not run this inspection."))
        if locked.state not in (InspectionState.PLANNED, InspectionState.UNDER_WAY):
            raise Refused(_("This inspection is over; its plan stands."))
        if begins.year != locked.year:
            raise Refused(_("Its number is of %(year)d; it begins in that year.") % {"year": locked.year}, "begins")
        _write(locked, kind=kind, title=title, basis=basis, text=plan, begins=begins, ends=ends)
        _check_who_and_where(locked, team, units, at=at)
        _check_visited(locked, units)
        locked.team.set(team)
        locked.units.set(units)
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb="change", at=at)
    return locked


def begin(*, actor: User, inspection: Inspection, at: datetime, seen: int | None = None) -> Inspection:
    """Begin an inspection: from now on its team records visits and findings."""
    return _take(actor, inspection, "begin", seen=seen, at=at)


def close(*, actor: User, inspection: Inspection, report: str, at: datetime, seen: int | None = None) -> Inspection:
    """Close an inspection with its report. Its figures and what was approved of its findings are public from now on.

    Raises:
        Refused: Nothing was reported, a unit of the plan was not visited, or a finding is neither noticed nor settled.
    """

    def write(locked: Inspection) -> None:
        locked.report = required(report, _("Write what the inspection found."), "report", MAX_REPORT_LENGTH)
        visited = UnitVisit.objects.filter(inspection=locked).values("unit")
        missing = locked.units.exclude(pk__in=visited).order_by("code").first()
        if missing is not None:
            raise Refused(_("%(unit)s was not visited yet. Take it out of the plan first.") % {"unit": missing.name})
        if Finding.objects.filter(visit__inspection=locked, state=FindingState.FOUND).exists():
            raise Refused(_("There are findings of which no notice was given. Give it, or settle them first."))
        locked.closed_on = timezone.localdate(at)
        pages.bump()

    return _take(actor, inspection, "close", write, seen=seen, at=at)


def cancel(*, actor: User, inspection: Inspection, reason: str, at: datetime, seen: int | None = None) -> Inspection:
    """Cancel an inspection, with a reason.

    Raises:
        Refused: Units were visited already, so that it is closed with a report instead.
    """

    def check(locked: Inspection) -> None:
        if UnitVisit.objects.filter(inspection=locked).exists():
            raise Refused(_("Units were visited already. Close the inspection with a report."))

    return _take(actor, inspection, "cancel", check, seen=seen, at=at, reason=reason)


def _take(
    actor: User,
    inspection: Inspection,
    verb: str,
    change: Callable[[Inspection], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Inspection:
    return step(
        actor=actor,
        subject=inspection,
        workflow=INSPECTION,
        verb=verb,
        policies=INSPECTION_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("town",),
    )


def _next_number(town: Unit, year: int) -> str:
    """Return the next number of a township's inspections of a year, under the lock of the township."""
    return f"{town.code}-JC-{year}-{Inspection.objects.filter(town=town, year=year).count() + 1}"


def _write(
    inspection: Inspection, *, kind: InspectionKind, title: str, basis: str, text: str, begins: date, ends: date
) -> None:
    if ends < begins:
        raise Refused(pgettext("of a time", "The last day cannot be before the first."), "ends")
    inspection.kind = InspectionKind(kind)
    inspection.title = required(title, _("Write what is inspected."), "title", MAX_TITLE_LENGTH)
    inspection.basis = required(basis, _("Write on what it rests."), "basis", MAX_BASIS_LENGTH)
    inspection.plan = required(text, _("Write what is looked at, and how."), "plan", MAX_PLAN_LENGTH)
    inspection.begins, inspection.ends = begins, ends


def _check_who_and_where(inspection: Inspection, team: Sequence[User], units: Sequence[Unit], *, at: datetime) -> None:
    if not team:
        raise Refused(_("Choose who inspects."), "team")
    if not units:
        raise Refused(_("Choose what is inspected."), "units")
    able = set(may_inspect(inspection.town, at=at).values_list("pk", flat=True))
    for person in team:
        if person.pk not in able:
            words = _("%(who)s works neither for the township nor for one of its stations.")
            raise Refused(words % {"who": person.name}, "team")
    known = set(units_of_town(inspection.town).values_list("pk", flat=True))
    for unit in units:
        if unit.pk not in known:
            raise Refused(_("%(unit)s is not of this township.") % {"unit": unit.name}, "units")


def _check_visited(inspection: Inspection, units: Sequence[Unit]) -> None:
    kept = [unit.pk for unit in units]
    lost = UnitVisit.objects.filter(inspection=inspection).exclude(unit__in=kept).select_related("unit").first()
    if lost is not None:
        raise Refused(_("%(unit)s was visited already, and stays in the plan.") % {"unit": lost.unit.name}, "units")
