"""Plan, change, cancel and send a campaign.

Each raises `NotAllowed` where the actor does not plan campaigns of the town, `Conflict` where somebody else changed the
campaign meanwhile, and `WrongState` where it was sent or cancelled. `Refused` is one that would be sent on a day that
has passed, or to nobody.
"""

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
from portal.core.workflow import create, lock_seen, step
from portal.messaging.campaigns.queries import colleagues, sent_messages
from portal.messaging.campaigns.rules import CAMPAIGN, FIELDS
from portal.messaging.enums import CampaignState
from portal.messaging.models import Campaign
from portal.messaging.policies import KEEPS, STEPS


def plan(*, actor: User, unit: Unit, fields: Mapping[str, Any], people: Sequence[User], at: datetime) -> Campaign:
    """Plan a campaign."""

    def make(town: Unit) -> Campaign:
        campaign = Campaign(unit=town, made_by=actor)
        _fill(campaign, fields, people, at)
        return campaign

    with transaction.atomic():
        campaign = create(actor=actor, parent=unit, make=make, workflow=CAMPAIGN, verb="plan", policies=STEPS, at=at)
        campaign.people.set(people)
    return campaign


def change(
    *,
    actor: User,
    campaign: Campaign,
    fields: Mapping[str, Any],
    people: Sequence[User],
    at: datetime,
    seen: int | None = None,
) -> Campaign:
    """Change a campaign that was not sent yet."""
    if not KEEPS.allows(actor, campaign, at=at):
        raise NotAllowed(_("You do not plan this town’s campaigns."))
    with transaction.atomic():
        locked = lock_seen(campaign, seen, "unit")
        if locked.state != CampaignState.PLANNED:
            raise WrongState(CAMPAIGN.refusal(locked.state))
        _fill(locked, fields, people, at)
        locked.save()
        locked.people.set(people)
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="change", at=at)
    return locked


def cancel(*, actor: User, campaign: Campaign, at: datetime, seen: int | None = None) -> Campaign:
    """Cancel a campaign that was not sent yet."""
    return step(actor=actor, subject=campaign, workflow=CAMPAIGN, verb="cancel", policies=STEPS, at=at, seen=seen)


def mark_sent(*, campaign: Campaign, at: datetime) -> Campaign:
    """Note that a campaign was sent, and to how many, once everybody it reaches has their message."""

    def count(locked: Campaign) -> None:
        locked.received = sent_messages(locked).count()

    return step(
        actor=system_actor(),
        subject=campaign,
        workflow=CAMPAIGN,
        verb="send",
        policies=STEPS,
        at=at,
        seen=None,
        change=count,
    )


def _fill(campaign: Campaign, fields: Mapping[str, Any], people: Sequence[User], at: datetime) -> None:
    today = timezone.localdate(at)
    if fields["send_on"] < today:
        raise Refused(_("Choose today or a day that is still to come."), "send_on")
    if not fields["roles"] and not people:
        raise Refused(_("Choose to whom it goes."), "roles")
    here = set(colleagues(campaign.unit, on=today).values_list("pk", flat=True))
    if any(person.pk not in here for person in people):
        raise Refused(_("Somebody you chose holds no post in this town any more."), "people")
    for name in FIELDS:
        if name in fields:
            setattr(campaign, name, fields[name])
