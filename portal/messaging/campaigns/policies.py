"""Who plans campaigns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.accounts.enums import Role
from portal.accounts.policies import units_of
from portal.core.policy import Policy
from portal.messaging.models import Campaign

KEEPERS = frozenset({Role.PUBLISHER, Role.SECRETARY})


def _keeps(actor: Any, at: datetime) -> Q:
    found = Q(pk__in=[])
    for role in KEEPERS:
        found |= Q(unit__in=units_of(actor, role, at=at))
    return found


KEEPS = Policy(Campaign, _keeps)
"""Who plans campaigns of a town and reads whom they reach: its publishers and its discipline secretary."""
