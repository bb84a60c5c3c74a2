"""Plan, change, cancel and send a campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import lock
from portal.messaging.campaigns.policies import KEEPS
from portal.messaging.campaigns.queries import colleagues, towns
from portal.messaging.campaigns.rules import FIELDS
from portal.messaging.enums import CampaignState
from portal.messaging.models import Campaign


def plan(*, actor: User, unit: Unit, fields: Mapping[str, Any], people: Sequence[User], at: datetime) -> Campaign:
    """Plan a campaign.

    Args:
        actor: A publisher or the discipline secretary of the town.
        unit: The town.
        fields: Values of `FIELDS`.
        people: Whom it reaches beside those who hold its roles.
        at: Now.

    Raises:
        NotAllowed: The actor does not plan campaigns of this town.
        Refused: It would be sent on a day that has passed, or to nobody.
    """
    if not towns(actor, at=at).filter(pk=unit.pk).exists():
        raise NotAllowed(_("You do not plan this town’s campaigns."))
    with transaction.atomic():
        campaign = Campaign(unit=unit, made_by=actor)
        _write(campaign, fields, people, at)
        audit.write(actor=actor, subject=campaign, number=campaign.audit_number(), verb="plan campaign", at=at)
    return campaign


def change(
    *, actor: User, campaign: Campaign, fields: Mapping[str, Any], people: Sequence[User], at: datetime
) -> Campaign:
    """Change a campaign that was not sent yet.

    Raises:
        NotAllowed: The actor does not keep it.
        WrongState: It was sent or cancelled meanwhile.
        Refused: As when it is planned.
    """
    with transaction.atomic():
        locked = _open(actor, campaign, at)
        _write(locked, fields, people, at)
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="change campaign", at=at)
    return locked


def cancel(*, actor: User, campaign: Campaign, at: datetime) -> Campaign:
    """Cancel a campaign that was not sent yet.

    Raises:
        NotAllowed: The actor does not keep it.
        WrongState: It was sent or cancelled meanwhile.
    """
    with transaction.atomic():
        locked = _open(actor, campaign, at)
        return _end(actor, locked, CampaignState.CANCELLED, "cancel campaign", at)


def mark_sent(*, campaign: Campaign, at: datetime) -> Campaign:
    """Note that a campaign was sent, once everybody it reaches was told. Twice does no harm."""
    with transaction.atomic():
        locked = lock(campaign)
        if locked.state != CampaignState.PLANNED:
            return locked
        return _end(system_actor(), locked, CampaignState.SENT, "send campaign", at)


def _open(actor: User, campaign: Campaign, at: datetime) -> Campaign:
    """Return a campaign under its lock, if this person may still change it."""
    if not KEEPS.allows(actor, campaign, at=at):
        raise NotAllowed(_("You do not plan this town’s campaigns."))
    locked = lock(campaign, "unit")
    if locked.state == CampaignState.SENT:
        raise WrongState(_("This campaign has been sent meanwhile."))
    if locked.state == CampaignState.CANCELLED:
        raise WrongState(_("This campaign has been cancelled meanwhile."))
    return locked


def _write(campaign: Campaign, fields: Mapping[str, Any], people: Sequence[User], at: datetime) -> None:
    today = timezone.localdate(at)
    if fields["send_on"] < today:
        raise Refused(_("Choose today or a day that is still to come."))
    if not fields["roles"] and not people:
        raise Refused(_("Choose to whom it goes."))
    here = set(colleagues(campaign.unit, on=today).values_list("pk", flat=True))
    if any(person.pk not in here for person in people):
        raise Refused(_("Somebody you chose holds no post in this town any more."))
    for name in FIELDS:
        setattr(campaign, name, fields[name])
    campaign.save()
    campaign.people.set(people)


def _end(actor: User, campaign: Campaign, state: CampaignState, verb: str, at: datetime) -> Campaign:
    source, campaign.state = campaign.state, state
    campaign.save()
    audit.write(
        actor=actor,
        subject=campaign,
        number=campaign.audit_number(),
        verb=verb,
        source=source,
        target=state,
        at=at,
    )
    return campaign
