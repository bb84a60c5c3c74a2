"""Units are visited: what was seen there is recorded, and put right in the record."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.inspections.enums import MAX_PLACE_LENGTH, MAX_SEEN_LENGTH, InspectionState
from accountability.inspections.models import Finding, Inspection, UnitVisit
from accountability.inspections.policies import KEEPS_VISIT, READS_INSPECTION, RECORDS_VISITS
from accountability.inspections.workflow import INSPECTION
from portal.accounts.models import Unit, User
from portal.accounts.policies import own_units
from portal.core import audit
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import required
from portal.core.workflow import lock, lock_seen


def record_visit(
    *,
    actor: User,
    inspection: Inspection,
    unit: Unit,
    day: date,
    place: str,
    people: Sequence[User],
    seen_there: str,
    at: datetime,
    nothing_found: bool = False,
) -> UnitVisit:
    """Record that a unit was visited, by whom, and what was seen.

    Raises:
        NotAllowed: The actor is not of the team.
        WrongState: The inspection is not under way.
        Refused: The unit is not in the plan, was recorded for that day, or is that of somebody who went; the day lies
            outside the inspection or is still to come; nobody of the team went, or nothing was written.
    """
    with transaction.atomic():
        locked = lock(inspection, "town")
        if not READS_INSPECTION.allows(actor, locked, at=at):
            raise NotAllowed(_("You are not of the team."))
        if locked.state != InspectionState.UNDER_WAY:
            raise WrongState(INSPECTION.refusal(locked.state))
        if not RECORDS_VISITS.allows(actor, locked, at=at):
            raise NotAllowed(_("You are not of the team."))
        if not locked.units.filter(pk=unit.pk).exists():
            raise Refused(_("%(unit)s is not in the plan.") % {"unit": unit.name}, "unit")
        if UnitVisit.objects.filter(inspection=locked, unit=unit, day=day).exists():
            raise Refused(_("A visit to %(unit)s on that day is recorded already.") % {"unit": unit.name}, "day")
        visit = UnitVisit(inspection=locked, unit=unit, recorded_by=actor, recorded_at=at)
        _write(visit, day=day, place=place, seen_there=seen_there, nothing_found=nothing_found, at=at)
        _check_people(visit, [actor, *people], people, at=at)
        visit.save(force_insert=True)
        visit.people.set(people)
        audit.write(actor=actor, subject=visit, number=visit.audit_number(), verb="record", at=at)
    return visit


def change_visit(
    *,
    actor: User,
    visit: UnitVisit,
    day: date,
    place: str,
    people: Sequence[User],
    seen_there: str,
    at: datetime,
    nothing_found: bool = False,
    seen: int | None = None,
) -> UnitVisit:
    """Put the record of a visit right, while the inspection is under way; its history says what it was.

    Raises:
        NotAllowed: The actor does not keep this record.
        Conflict: Somebody else changed it.
        Refused: Something was found there, or as with `record_visit`.
    """
    with transaction.atomic():
        locked = lock_seen(visit, seen, "inspection__town", "unit")
        if not KEEPS_VISIT.allows(actor, locked, at=at):
            raise NotAllowed(_("You do not keep this record."))
        _write(locked, day=day, place=place, seen_there=seen_there, nothing_found=nothing_found, at=at)
        if nothing_found and Finding.objects.filter(visit=locked).exists():
            raise Refused(_("Something was found there. Untick this."), "nothing_found")
        _check_people(locked, people, people, at=at)
        locked.save()
        locked.people.set(people)
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="change", at=at)
    return locked


def _write(visit: UnitVisit, *, day: date, place: str, seen_there: str, nothing_found: bool, at: datetime) -> None:
    if not visit.inspection.begins <= day <= visit.inspection.ends:
        raise Refused(_("This day lies outside the inspection. Change its plan, or the day."), "day")
    if day > today_of_due_days(at):
        raise Refused(_("This day is still to come."), "day")
    visit.day, visit.nothing_found = day, nothing_found
    visit.place = required(place, _("Write where it was."), "place", MAX_PLACE_LENGTH)
    visit.seen = required(seen_there, _("Write what was seen."), "seen_there", MAX_SEEN_LENGTH)


def _check_people(visit: UnitVisit, involved: Sequence[User], people: Sequence[User], *, at: datetime) -> None:
    if not people:
        raise Refused(_("Choose who went."), "people")
    team = set(visit.inspection.team.values_list("pk", flat=True))
    for person in people:
        if person.pk not in team:
            raise Refused(_("%(who)s is not of the team.") % {"who": person.name}, "people")
    for person in involved:
        if own_units(person, at=at).filter(pk=visit.unit.pk).exists():
            words = {"who": person.name, "unit": visit.unit.name}
            raise Refused(_("%(who)s belongs to %(unit)s; nobody inspects their own unit.") % words, "people")
