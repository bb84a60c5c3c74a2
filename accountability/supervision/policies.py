"""Who watches points of risk, keeps the register of things sealed, and runs the screen.

The discipline secretary does all of it. Units read what concerns them, but not who handed in a gift.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.supervision.enums import Origin
from accountability.supervision.models import Check, Matter, RiskPoint, ScreenNotice, SealedThing
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Condition, Policy, all_of, any_of


def _is_town(actor: Any, at: datetime) -> Q:
    return Q(kind=UnitKind.TOWN)


def _was_sealed(actor: Any, at: datetime) -> Q:
    return Q(origin=Origin.SEALED)


def _reads_of(path: str) -> Condition:
    """Those who oversee the unit at the end of a path, or belong to it."""
    roles = (Role.SECRETARY, Role.APPROVER, Role.LEADER, Role.CLERK, Role.HANDLER, Role.SUPERVISOR)
    return holds(*roles, path=path)


SUPERVISES = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), _is_town))
"""For which townships somebody keeps points of risk, the register and the screen."""

WATCHES_UNIT = Policy(Unit, holds(Role.SECRETARY, path="pk"))
"""For which units somebody enters points of risk and things."""

READS_POINT = Policy(RiskPoint, _reads_of("unit"))
"""Who reads a point of risk: who oversees the unit, and the unit itself."""

KEEPS_POINT = Policy(RiskPoint, holds(Role.SECRETARY, path="town"))
"""Who changes a point of risk and has matters watched at it."""

READS_MATTER = Policy(Matter, _reads_of("point__unit"))
"""Who reads a matter with its checks."""

KEEPS_MATTER = Policy(Matter, holds(Role.SECRETARY, path="point__town"))
"""Who names a matter."""

READS_CHECK = Policy(Check, _reads_of("matter__point__unit"))
"""Who reads a check."""

MAKES_CHECK = Policy(Check, holds(Role.SECRETARY, path="matter__point__town"))
"""Who records a check."""

READS_THING = Policy(
    SealedThing,
    any_of(holds(Role.SECRETARY, Role.APPROVER, path="town"), all_of(_reads_of("unit"), _was_sealed)),
)
"""Who reads the register. Gifts that were handed in are for the discipline secretary and the committee alone."""

KEEPS_THING = Policy(SealedThing, holds(Role.SECRETARY, path="town"))
"""Who enters what was recovered, clears away and hands back."""

RUNS_NOTICE = Policy(ScreenNotice, holds(Role.SECRETARY, Role.PUBLISHER, path="town"))
"""Who writes notices for the screen, puts them on it and takes them down."""

RUNS_SCREEN = Policy(Unit, all_of(holds(Role.SECRETARY, Role.PUBLISHER, path="pk"), _is_town))
"""For which townships somebody runs the screen: the discipline secretary and the office that publishes."""

CHECK_STEPS: dict[str, Policy[Any]] = {"watches": KEEPS_MATTER, "checks": MAKES_CHECK}
"""The policies that `supervision.workflow.CHECK` names."""

THING_STEPS: dict[str, Policy[Any]] = {"keeps_register": SUPERVISES, "keeps": KEEPS_THING}
"""The policies that `supervision.workflow.THING` names."""

SCREEN_STEPS: dict[str, Policy[Any]] = {"runs_screen": RUNS_SCREEN, "shows": RUNS_NOTICE}
"""The policies that `supervision.workflow.SCREEN_NOTICE` names."""
