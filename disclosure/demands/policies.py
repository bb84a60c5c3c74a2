"""Who counts joint demands, and who enters how many may join."""

from __future__ import annotations

from django.db.models import Q

from disclosure.demands.models import Demand
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Policy, both

KEEPS_DEMAND = Policy(Demand, holds(Role.PUBLISHER))
"""Who opens and counts joint demands, and reads who joined in."""

KEEPS_ELECTORATE = Policy(
    Unit, both(holds(Role.PUBLISHER, Role.ADMINISTRATOR, path="pk"), lambda actor, at: Q(kind=UnitKind.VILLAGE))
)
"""Who enters how many villagers and representatives a village has."""
