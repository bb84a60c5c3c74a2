"""Who asks for rectifications, reports them and checks them again."""

from typing import Any

from django.db.models import Q

from accountability.rectification.models import Rectification
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Policy, all_of, any_of

_of_unit = holds(Role.CLERK, Role.HANDLER, path="unit")
_oversees = holds(Role.SECRETARY, path="town")

GIVES_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN)))
"""For which townships somebody asks that something be put right: the discipline secretary."""

REPORTS = Policy(Rectification, _of_unit)
"""Who reports it as put right: the unit's clerks and those who handle its matters, its head among them."""

OVERSEES = Policy(Rectification, _oversees)
"""Who checks it again, sets another day and presses for it."""

READS = Policy(
    Rectification, any_of(_of_unit, holds(Role.SUPERVISOR, path="unit"), _oversees, holds(Role.LEADER, path="town"))
)
"""Who sees it: the unit, its supervision committee, the discipline secretary and the leaders of the town."""

STEPS: dict[str, Policy[Any]] = {"gives": GIVES_FOR, "reports": REPORTS, "oversees": OVERSEES}
"""The policies that `accountability.rectification.workflow.RECTIFICATION` names."""
