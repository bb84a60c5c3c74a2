"""Who asks for rectifications, reports them and checks them again."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.rectification.models import Rectification
from accountability.rectification.registry import RECTIFICATION_SOURCES
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Policy, all_of, any_of

_of_unit = holds(Role.CLERK, Role.HANDLER, path="unit")
_oversees = holds(Role.SECRETARY, path="town")


def _of_source(actor: Any, at: datetime) -> Q:
    """Those whom what asked for it names, such as the team of an inspection."""
    return any_of(*(source.checks for source in RECTIFICATION_SOURCES))(actor, at)


GIVES_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN)))
"""For which townships somebody asks that something be put right: the discipline secretary."""

OVERSEES_FOR = Policy(
    Unit, all_of(holds(Role.SECRETARY, Role.LEADER, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN))
)
"""Whose rectifications somebody looks at, whether there are any or not."""

REPORTS = Policy(Rectification, _of_unit)
"""Who reports it as put right: the unit's clerks and those who handle its matters, its head among them."""

OVERSEES = Policy(Rectification, _oversees)
"""Who sets another day and presses for it."""

CHECKS_AGAIN = Policy(Rectification, any_of(_oversees, _of_source))
"""Who checks again what was reported, and closes it or sends it back."""

READS = Policy(
    Rectification,
    any_of(
        _of_unit,
        holds(Role.SUPERVISOR, path="unit"),
        holds(Role.SECRETARY, Role.LEADER, path="town"),
        _of_source,
    ),
)
"""Who sees it: the unit, its supervision committee, who checks it again, and the leaders of the town."""

STEPS: dict[str, Policy[Any]] = {"gives": GIVES_FOR, "reports": REPORTS, "oversees": OVERSEES, "checks": CHECKS_AGAIN}
"""The policies that `accountability.rectification.workflow.RECTIFICATION` names."""
