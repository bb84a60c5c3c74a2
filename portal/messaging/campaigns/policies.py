"""Who plans campaigns."""

from typing import Any

from django.db.models import Q

from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import EVERY, NOBODY, Policy, all_of
from portal.messaging.models import Campaign

KEEPERS = (Role.PUBLISHER, Role.SECRETARY)

KEEPS = Policy(Campaign, holds(*KEEPERS))
"""Who plans campaigns of a town and reads whom they reach: its publishers and its discipline secretary."""

PLANS = Policy(Unit, all_of(holds(*KEEPERS, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN, is_active=True)))
"""For which towns somebody plans campaigns."""

STEPS: dict[str, Policy[Any]] = {
    "plans": PLANS,
    "keeps": KEEPS,
    "is_system": Policy(Campaign, lambda actor, at: EVERY if getattr(actor, "is_system", False) else NOBODY),
}
"""The policies that `portal.messaging.campaigns.workflow` names."""
