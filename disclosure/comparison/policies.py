"""For which villages somebody compares both sides."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, units_of
from portal.core.policy import Policy, all_of, any_of


def _keeps_its_side(actor: Any, at: datetime) -> Q:
    """The town's side of what a village was given: those who prepare the town's notices, at whatever station."""
    mine = units_of(actor, Role.CLERK, at=at).exclude(kind=UnitKind.VILLAGE)
    return Q(parent__in=mine) | Q(parent__in=mine.values("parent"))


FOLLOWS_LINKED = Policy(
    Unit,
    all_of(
        any_of(
            holds(Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, path="pk"),
            _keeps_its_side,
        ),
        lambda actor, at: Q(kind=UnitKind.VILLAGE),
    ),
)
"""For which villages somebody compares what the town paid with what the village received."""
