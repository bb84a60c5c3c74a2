"""The verbs of inspections, and how its stories name what they did not make."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accountability.inspections.actions import findings, inspections, visits
from accountability.inspections.enums import FindingKind
from accountability.inspections.models import Finding, Inspection, UnitVisit
from accountability.inspections.queries.people import answers_for
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit, User
from portal.demo.accountability.rectification import cleaned
from portal.demo.verb import Verb


def find(
    *,
    actor: User,
    inspection: Inspection,
    unit: Unit,
    kind: FindingKind,
    place: str,
    text: str,
    at: datetime,
    amount: Decimal | None = None,
    photos: Sequence[str] = (),
) -> Finding:
    """Enter what was found at the last visit to a unit, with photographs of `data/demo`."""
    visit = UnitVisit.objects.filter(inspection=inspection, unit=unit).latest("day")
    pictures = [cleaned(one) for one in photos]
    return findings.find(
        actor=actor, visit=visit, kind=kind, place=place, text=text, amount=amount, photos=pictures, at=at
    )


def settle(*, actor: User, finding: Finding, settled_with: str, at: datetime) -> Finding:
    """Settle a finding on the spot."""
    return findings.settle(actor=actor, finding=finding, text=settled_with, at=at)


def notice(
    *, actor: User, findings_noticed: Sequence[Finding], requirement: str, due: date, at: datetime
) -> Rectification:
    """Give notice of findings to their unit, with those who answer for it on that day."""
    first = findings_noticed[0]
    responsible, supervising = answers_for(first.unit, at=at)
    return findings.notice(
        actor=actor,
        inspection=first.visit.inspection,
        findings=findings_noticed,
        requirement=requirement,
        due=due,
        responsible=responsible,
        supervising=supervising,
        at=at,
    )


VERBS: Mapping[str, Verb] = {
    "plan inspection": Verb(inspections.plan, "secretary"),
    "begin inspection": Verb(inspections.begin, "secretary"),
    "close inspection": Verb(inspections.close, "secretary"),
    "visit unit": Verb(visits.record_visit, "secretary"),
    "find": Verb(find, "secretary"),
    "settle finding": Verb(settle, "secretary"),
    "notice findings": Verb(notice, "secretary"),
    "release finding": Verb(findings.release, "secretary"),
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    Inspection: lambda number, _at: Inspection.objects.get(number=number),
}
