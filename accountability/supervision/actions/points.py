"""Keep the points of risk of a year, and have matters watched at them."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.supervision.enums import CheckState, Phase
from accountability.supervision.models import POINT_FIELDS, Check, Matter, RiskPoint
from accountability.supervision.policies import CHECK_STEPS, KEEPS_MATTER, KEEPS_POINT, SUPERVISES, WATCHES_UNIT
from accountability.supervision.queries.points import next_number
from accountability.supervision.workflow import CHECK
from portal.accounts.models import Unit, User
from portal.core import audit, pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import required
from portal.core.workflow import create, lock, lock_seen

MAX_NAME_LENGTH = 120
_TEXTS = {"post": 80, "risk": 200, "measures": 400, "responsible": 80}


def add_point(*, actor: User, unit: Unit, year: int, fields: Mapping[str, Any], at: datetime) -> RiskPoint:
    """Enter a point of risk of a unit for a year, with values of `POINT_FIELDS`.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: A text is missing or too long, or it ended before its year.
    """
    if not WATCHES_UNIT.allows(actor, unit, at=at):
        raise NotAllowed(_("The discipline secretary keeps the points of risk."))
    with transaction.atomic():
        town = lock(unit.town)
        point = RiskPoint(town=town, unit=unit, year=year, number=_next_point(town, year))
        _set_point(point, fields)
        point.save(force_insert=True)
        _note(actor, point, "add", at)
    return point


def change_point(
    *, actor: User, point: RiskPoint, fields: Mapping[str, Any], at: datetime, seen: int | None = None
) -> RiskPoint:
    """Change a point of risk, or say from when it is none any more; its history keeps what it said.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Conflict: Somebody else changed it after this version was seen.
        Refused: As `add_point` does.
    """
    if not KEEPS_POINT.allows(actor, point, at=at):
        raise NotAllowed(_("The discipline secretary keeps the points of risk."))
    with transaction.atomic():
        locked = lock_seen(point, seen, "unit", "town")
        _set_point(locked, fields)
        locked.save()
        _note(actor, locked, "change", at)
    return locked


def carry_over(*, actor: User, town: Unit, year: int, at: datetime) -> list[RiskPoint]:
    """Enter the points of risk of the year before that have not ended for a year that has none yet.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: The year has points already, or the year before has none.
    """
    if not SUPERVISES.allows(actor, town, at=at):
        raise NotAllowed(_("The discipline secretary keeps the points of risk."))
    with transaction.atomic():
        locked = lock(town)
        if RiskPoint.objects.filter(town=locked, year=year).exists():
            raise Refused(_("There are points of risk of %(year)d already.") % {"year": year}, "year")
        before = RiskPoint.objects.filter(town=locked, year=year - 1, ended_on=None).order_by("number")
        carried = [_copied(one, year) for one in before]
        if not carried:
            raise Refused(_("There are no points of risk of %(year)d to carry over.") % {"year": year - 1}, "year")
        for count, one in enumerate(carried, start=1):
            one.number = f"{locked.code}-FX-{year}-{count:03}"
            one.save(force_insert=True)
            _note(actor, one, "carry over", at)
    return carried


def _copied(point: RiskPoint, year: int) -> RiskPoint:
    said = {name: getattr(point, name) for name in POINT_FIELDS}
    return RiskPoint(town_id=point.town_id, unit_id=point.unit_id, year=year, **said)


def open_matter(
    *,
    actor: User,
    point: RiskPoint,
    name: str,
    at: datetime,
    before: date | None = None,
    during: date | None = None,
    after: date | None = None,
) -> Matter:
    """Have a matter watched at a point of risk, with the days by which it is checked before, during and after.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: It has no name, no day is chosen, the days are not in order, or the point has ended.
    """
    if not KEEPS_POINT.allows(actor, point, at=at):
        raise NotAllowed(_("The discipline secretary keeps the points of risk."))
    words = required(name, _("Write which matter is watched."), "name", MAX_NAME_LENGTH)
    days = {"before": before, "during": during, "after": after}
    _check_days(days)
    with transaction.atomic():
        town = lock(point.town)
        locked = lock(point, "unit", "town")
        if locked.ended_on is not None:
            raise Refused(_("This is no point of risk any more. Choose another."))
        opened = timezone.localdate(at)
        numbers = Matter.objects.filter(point__town=town).values_list("number", flat=True)
        number = next_number(town, "SX", opened.year, numbers)
        matter = Matter.objects.create(point=locked, name=words, number=number, opened_on=opened)
        audit.write(actor=actor, subject=matter, number=matter.number, verb="open", at=at)
        for phase, due in zip(Phase, days.values(), strict=True):
            if due is not None:
                _plan(actor, matter, phase, due, at)
        pages.bump()
    return matter


def _check_days(days: Mapping[str, date | None]) -> None:
    chosen = [(name, day) for name, day in days.items() if day is not None]
    if not chosen:
        raise Refused(_("Choose the day of at least one check."), "before")
    for (_name, earlier), (name, later) in pairwise(chosen):
        if later < earlier:
            raise Refused(_("This day cannot be before that of the check before it."), name)


def _plan(actor: User, matter: Matter, phase: Phase, due: date, at: datetime) -> Check:
    def make(locked: Matter) -> Check:
        return Check(matter=locked, phase=phase, due=due, state=CheckState.PLANNED)

    return create(
        actor=actor,
        parent=matter,
        make=make,
        workflow=CHECK,
        verb="plan",
        policies=CHECK_STEPS,
        at=at,
        related=("point__town",),
    )


def rename_matter(*, actor: User, matter: Matter, name: str, at: datetime, seen: int | None = None) -> Matter:
    """Put the name of a matter right.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Conflict: Somebody else changed it after this version was seen.
        Refused: It has no name.
    """
    if not KEEPS_MATTER.allows(actor, matter, at=at):
        raise NotAllowed(_("The discipline secretary keeps the points of risk."))
    with transaction.atomic():
        locked = lock_seen(matter, seen)
        locked.name = required(name, _("Write which matter is watched."), "name", MAX_NAME_LENGTH)
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb="change", at=at)
    return locked


def _next_point(town: Unit, year: int) -> str:
    return next_number(town, "FX", year, RiskPoint.objects.filter(town=town).values_list("number", flat=True))


def _set_point(point: RiskPoint, fields: Mapping[str, Any]) -> None:
    for name in POINT_FIELDS:
        if name in fields:
            setattr(point, name, fields[name])
    for name, length in _TEXTS.items():
        setattr(point, name, required(getattr(point, name), _("Something is to be written here."), name, length))
    if point.ended_on is not None and point.ended_on.year < point.year:
        raise Refused(_("It cannot have ended before its year."), "ended_on")


def _note(actor: User, point: RiskPoint, verb: str, at: datetime) -> None:
    audit.write(actor=actor, subject=point, number=point.number, verb=verb, at=at)
    pages.bump()
