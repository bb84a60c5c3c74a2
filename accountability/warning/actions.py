"""Count the risks of a quarter, set from where on they are medium and high, and remind units of theirs.

Each raises `NotAllowed` where the actor does not oversee the town.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.warning.enums import Risk
from accountability.warning.models import RiskCell, RiskCount, RiskLimit
from accountability.warning.policies import COUNTS, OVERSEES
from accountability.warning.queries.limits import LimitsInForce, limits_in_force
from accountability.warning.queries.measures import measure
from accountability.warning.rules import Measured, Quarter
from portal.accounts.models import Unit, User
from portal.accounts.queries import roster, system_actor, towns, units
from portal.core import audit
from portal.core.demonstration import today_of_due_days
from portal.core.policy import Policy
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.messaging.campaigns import actions as campaigns
from portal.messaging.enums import CampaignOccasion
from portal.messaging.models import Campaign


def count(*, actor: User, town: Unit, quarter: str, at: datetime) -> RiskCount:
    """Count the risks of a quarter, in place of what was counted before.

    Raises:
        Refused: The quarter has not ended, or is none.
    """
    _check(COUNTS, actor, town, at)
    asked = _ended(quarter, at)
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=town.pk)
        below = list(units().filter(parent=town).select_related("parent").order_by("code"))
        found, limits = measure(below, asked, at=at), limits_in_force(town)
        counted, _made = RiskCount.objects.update_or_create(
            town=town, quarter=str(asked), defaults={"counted_at": at, "counted_by": actor}
        )
        RiskCell.objects.filter(count=counted).delete()
        RiskCell.objects.bulk_create(
            _cell(counted, unit, limits[risk], found[unit.pk, risk]) for unit in below for risk in Risk
        )
        audit.write(actor=actor, subject=counted, number=counted.audit_number(), verb="count", at=at)
    return counted


def count_due(*, at: datetime) -> list[RiskCount]:
    """Count the quarter that ended last for every town in which that was not done today."""
    today = today_of_due_days(at)
    quarter = str(Quarter.ended(today))
    done = RiskCount.objects.filter(quarter=quarter, counted_at__date__gte=today).values("town")
    due = towns().exclude(pk__in=done).order_by("code")
    return [count(actor=system_actor(), town=town, quarter=quarter, at=at) for town in due]


def set_limits(
    *, actor: User, town: Unit, risk: str, medium: Decimal, high: Decimal, reason: str, seen: int | None, at: datetime
) -> RiskLimit:
    """Set from where on a risk is medium and high, as a new version. What was counted stays as it was measured.

    Raises:
        Conflict: Somebody else set it after the actor looked.
        Refused: The high limit is below the medium one, or the reason is missing.
    """
    _check(OVERSEES, actor, town, at)
    if medium <= 0:
        raise Refused(_("Write a number above zero."), "medium")
    if high < medium:
        raise Refused(_("High cannot begin below medium."), "high")
    if not reason.strip():
        raise Refused(_("Say why."), "reason")
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=town.pk)
        version = limits_in_force(town)[Risk(risk)].version
        if seen is not None and version != seen:
            raise Conflict(_("Somebody else changed this rule after you opened it. Look at what holds now."))
        limit = RiskLimit.objects.create(
            town=town,
            risk=Risk(risk),
            version=version + 1,
            medium=medium,
            high=high,
            reason=reason.strip(),
            set_by=actor,
            set_at=at,
        )
        audit.write(actor=actor, subject=limit, number=limit.audit_number(), verb="set", reason=limit.reason, at=at)
    return limit


@dataclass(frozen=True, slots=True)
class Text:
    """What units are reminded of: the name of the reminder, its subject and its text."""

    name_zh: str
    name_en: str
    subject: str
    body: str


def remind(*, actor: User, town: Unit, to: Sequence[Unit], text: Text, at: datetime) -> Campaign:
    """Remind the heads and clerks of units of their risks, with the next messages of today.

    Raises:
        Refused: No unit is chosen, one is not of the town, or nobody holds a post in them.
    """
    _check(OVERSEES, actor, town, at)
    if not to or any(unit.parent_id != town.pk for unit in to):
        raise Refused(_("Choose at least one unit of this town."), "units")
    held = roster(at=at)
    people = {one.pk: one for unit in to for one in (*held.heads(unit), *held.clerks(unit))}
    if not people:
        raise Refused(_("Nobody is head or clerk of the units you chose."), "units")
    fields = {
        "occasion": CampaignOccasion.RISK,
        "name_zh": text.name_zh,
        "name_en": text.name_en,
        "subject": text.subject,
        "body": text.body,
        "send_on": timezone.localdate(at),
        "roles": [],
        "kinds": [],
    }
    return campaigns.plan(actor=actor, unit=town, fields=fields, people=list(people.values()), at=at)


def _cell(counted: RiskCount, unit: Unit, limit: LimitsInForce, found: Measured) -> RiskCell:
    return RiskCell(
        count=counted,
        unit=unit,
        risk=limit.rule.risk,
        value=found.value,
        level=limit.limits.level(found.value, is_grave=found.is_grave),
        medium=limit.limits.medium,
        high=limit.limits.high,
        is_grave=found.is_grave,
        cases=[case.as_json() for case in found.cases],
    )


def _ended(quarter: str, at: datetime) -> Quarter:
    try:
        asked = Quarter.parse(quarter)
    except ValueError as fault:
        raise Refused(_("There is no such quarter."), "quarter") from fault
    if asked > Quarter.ended(today_of_due_days(at)):
        raise Refused(_("This quarter has not ended yet."), "quarter")
    return asked


def _check(policy: Policy[Unit], actor: User, town: Unit, at: datetime) -> None:
    if not policy.allows(actor, town, at=at):
        raise NotAllowed(_("You do not oversee this town."))
