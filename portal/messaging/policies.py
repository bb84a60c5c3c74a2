"""Who may see what became of messages, change message templates, and plan campaigns."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Post, Unit, User
from portal.accounts.policies import holds, roles_held, units_of
from portal.core.policy import NOBODY, Policy, all_of, is_system
from portal.messaging.models import Campaign, Delivery
from portal.messaging.registry import MESSAGE_TEMPLATES

SENDERS = frozenset({Role.PUBLISHER, Role.ADMINISTRATOR})
"""Roles that answer for what the portal sends."""


def _deliveries(actor: Any, at: datetime) -> Q:
    """Those to people with a post in one's own units, and letters of these units or of none."""
    mine = Unit.objects.filter(
        Q(pk__in=units_of(actor, Role.PUBLISHER, at=at)) | Q(pk__in=units_of(actor, Role.ADMINISTRATOR, at=at))
    ).order_by()
    if not mine.exists():
        return NOBODY
    people = Post.objects.filter(unit__in=mine).order_by().values("person_id")
    private = [one.key for one in MESSAGE_TEMPLATES if one.is_private]
    letters = Q(person__isnull=True) & (Q(unit__isnull=True) | Q(unit__in=mine)) & ~Q(kind__in=private)
    return Q(person__in=people) | letters


SEES_DELIVERY = Policy(Delivery, _deliveries)
"""Which deliveries a publisher or administrator sees: that there was one and what became of it, not its text.

Those that bounced or failed they may send again."""


def answers_for_messages(actor: User, at: datetime) -> bool:
    """Return whether somebody sees what was sent, and may change what messages say."""
    return bool(roles_held(actor, at=at) & SENDERS)


KEEPERS = (Role.PUBLISHER, Role.SECRETARY)

KEEPS = Policy(Campaign, holds(*KEEPERS))
"""Who plans campaigns of a town and reads whom they reach: its publishers and its discipline secretary."""

PLANS = Policy(Unit, all_of(holds(*KEEPERS, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN, is_active=True)))
"""For which towns somebody plans campaigns."""

STEPS: dict[str, Policy[Any]] = {
    "plans": PLANS,
    "keeps": KEEPS,
    "is_system": Policy(Campaign, is_system),
}
"""The policies that `portal.messaging.campaigns.rules` names."""


def plans_campaigns(actor: User, at: datetime) -> bool:
    """Return whether somebody plans campaigns of any town."""
    return PLANS.permitted(actor, at=at).exists()
