"""The verbs of supervision, and how its stories name what they did not make."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from accountability.rectification import actions as rectification
from accountability.rectification.models import Rectification
from accountability.supervision.actions import checks, points, screen, things
from accountability.supervision.enums import Area, Level, Phase
from accountability.supervision.models import Check, Matter, RiskPoint, ScreenNotice, SealedThing
from portal.accounts.models import Unit, User
from portal.demo.verb import Verb


def add_risk_point(
    *,
    actor: User,
    unit: Unit,
    year: int,
    area: Area,
    work: str,
    risk: str,
    level: Level,
    measures: str,
    responsible: str,
    at: datetime,
) -> RiskPoint:
    """Enter a point of risk."""
    fields = {
        "area": area,
        "post": work,
        "risk": risk,
        "level": level,
        "measures": measures,
        "responsible": responsible,
    }
    return points.add_point(actor=actor, unit=unit, year=year, fields=fields, at=at)


def change_risk_point(
    *,
    actor: User,
    point: RiskPoint,
    at: datetime,
    measures: str = "",
    responsible: str = "",
    ended_on: date | None = None,
) -> RiskPoint:
    """Change what is said of a point of risk, or end it."""
    said = {"measures": measures, "responsible": responsible, "ended_on": ended_on}
    fields = {name: value for name, value in said.items() if value}
    return points.change_point(actor=actor, point=point, fields=fields, at=at)


def check_right(
    *, actor: User, matter: Matter, phase: str, done_on: date, checked_by: str, seen_text: str, at: datetime
) -> Check:
    """Record that a check found all in order; `phase` is before, during or after."""
    check = _check(matter, phase)
    return checks.find_right(
        actor=actor, check=check, done_on=done_on, checked_by=checked_by, seen_text=seen_text, at=at
    )


def check_wrong(
    *,
    actor: User,
    matter: Matter,
    phase: str,
    done_on: date,
    checked_by: str,
    seen_text: str,
    requirement: str,
    put_right_by: date,
    at: datetime,
    supervising: str = "",
) -> Check:
    """Record that a check found something wrong, which is given to be put right."""
    return checks.find_wrong(
        actor=actor,
        check=_check(matter, phase),
        done_on=done_on,
        checked_by=checked_by,
        seen_text=seen_text,
        requirement=requirement,
        put_right_by=put_right_by,
        supervising=supervising,
        at=at,
    )


def report_put_right(*, actor: User, matter: Matter, phase: str, text: str, at: datetime) -> Rectification:
    """Report what a check found wrong as put right."""
    given = _rectification(matter, phase)
    return rectification.report(actor=actor, rectification=given, text=text, at=at)


def confirm_put_right(*, actor: User, matter: Matter, phase: str, result: str, at: datetime) -> Rectification:
    """Confirm that what a check found wrong is put right."""
    given = _rectification(matter, phase)
    return rectification.confirm(actor=actor, rectification=given, result=result, at=at)


def _check(matter: Matter, phase: str) -> Check:
    return Check.objects.get(matter=matter, phase=Phase[phase.upper()])


def _rectification(matter: Matter, phase: str) -> Rectification:
    checks = Check.objects.filter(matter=matter, phase=Phase[phase.upper()])
    return Rectification.objects.get(pk__in=checks.values("rectification"))


VERBS: Mapping[str, Verb] = {
    "add risk point": Verb(add_risk_point, "secretary"),
    "change risk point": Verb(change_risk_point, "secretary"),
    "carry risk points over": Verb(points.carry_over, "secretary"),
    "watch matter": Verb(points.open_matter, "secretary"),
    "check right": Verb(check_right, "secretary"),
    "check wrong": Verb(check_wrong, "secretary"),
    "report put right": Verb(report_put_right),
    "confirm put right": Verb(confirm_put_right, "secretary"),
    "seal thing": Verb(things.seal, "secretary"),
    "take gift in": Verb(things.take_in, "secretary"),
    "recover": Verb(things.recover, "secretary"),
    "clear thing": Verb(things.clear, "secretary"),
    "hand thing back": Verb(things.hand_back, "secretary"),
    "write screen notice": Verb(screen.write, "publisher"),
    "show screen notice": Verb(screen.show, "publisher"),
    "take screen notice down": Verb(screen.take_down, "publisher"),
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    RiskPoint: lambda number, _at: RiskPoint.objects.get(number=number),
    Matter: lambda number, _at: Matter.objects.get(number=number),
    SealedThing: lambda number, _at: SealedThing.objects.get(number=number),
    ScreenNotice: lambda title, _at: ScreenNotice.objects.get(title=title),
}
