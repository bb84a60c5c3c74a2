"""Who counts joint demands, and who enters how many may join."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.demands.models import Demand
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Policy, all_of, any_of, is_system


def _is_village(actor: Any, at: datetime) -> Q:
    return Q(kind=UnitKind.VILLAGE)


_keeps = holds(Role.PUBLISHER)

KEEPS_DEMAND = Policy(Demand, _keeps)
"""Who confirms and ends joint demands, and reads who joined in."""

KEEPS_DEMANDS_OF = Policy(Unit, all_of(holds(Role.PUBLISHER, path="pk"), _is_village))
"""The villages whose demands somebody opens and counts, whether there are any or not."""

HEARS_OF_DEMAND = Policy(Demand, holds(Role.PUBLISHER, Role.CLERK))
"""Who is told that a demand must be published, or has been: who keeps it, and the clerks of the village."""

ENTERS_SUPPORT = Policy(Demand, any_of(_keeps, is_system))
"""Who enters somebody that joins: the office, and the website for those who join there."""

KEEPS_ELECTORATE = Policy(Unit, all_of(holds(Role.PUBLISHER, Role.ADMINISTRATOR, path="pk"), _is_village))
"""Who enters how many villagers and representatives a village has."""

STEPS: dict[str, Policy[Any]] = {
    "opens": Policy(Unit, any_of(holds(Role.PUBLISHER, path="pk"), is_system)),
    "keeps": KEEPS_DEMAND,
    "measures": Policy(Demand, holds(Role.PUBLISHER, Role.ADMINISTRATOR)),
    "updates": Policy(Demand, any_of(_keeps, is_system)),
}
"""The policies that `disclosure.demands.workflow.DEMAND` names."""
