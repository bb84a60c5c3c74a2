"""Who counts risks, changes their limits and reminds: the town's secretary. A unit sees its own row."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.warning.models import RiskCell
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, posts_held, units_of
from portal.core.policy import Condition, Policy, all_of, any_of, is_system


def _is_town(actor: Any, at: datetime) -> Q:
    return Q(kind=UnitKind.TOWN)


def _is_below(actor: Any, at: datetime) -> Q:
    return Q(parent__isnull=False)


def _works_for(path: str) -> Condition:
    """Clerks of the unit at the end of a path, their deputies, and its heads."""

    def condition(actor: Any, at: datetime) -> Q:
        heads = posts_held(actor, at=at).filter(is_head=True).order_by().values("unit_id")
        return Q(**{f"{path}__in": units_of(actor, Role.CLERK, at=at)}) | Q(**{f"{path}__in": heads})

    return condition


OVERSEES = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), _is_town))
"""Which towns somebody oversees: they see every row, set limits, remind, and look at the year."""

COUNTS = Policy(Unit, any_of(OVERSEES.condition, all_of(is_system, _is_town)))
"""For which towns somebody has the risks counted."""

SEES_UNIT = Policy(Unit, all_of(any_of(holds(Role.SECRETARY, path="pk"), _works_for("pk")), _is_below))
"""Whose row somebody sees: the secretary all of the town, a unit its own."""

SEES_CELL = Policy(RiskCell, any_of(holds(Role.SECRETARY, path="unit"), _works_for("unit")))
"""Which cells somebody sees."""


def oversees(person: Any, at: datetime) -> bool:
    """Return whether somebody oversees any town."""
    return OVERSEES.permitted(person, at=at).exists()


def sees_risks(person: Any, at: datetime) -> bool:
    """Return whether somebody sees any row of the table of risks."""
    return SEES_UNIT.permitted(person, at=at).filter(is_active=True).exists()
