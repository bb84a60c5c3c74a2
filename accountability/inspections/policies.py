"""Who plans inspections, who inspects, and who sees what was found.

A member of the team sees and does nothing of their own unit: nobody inspects themselves.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.inspections.enums import InspectionState
from accountability.inspections.models import Finding, Inspection, UnitVisit
from accountability.rectification.enums import Source
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, own_units, posts_held
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, in_states


def _in_team(path: str) -> Condition:
    """Those of the team of the inspection at the end of a path, as long as they hold a post."""

    def condition(actor: Any, at: datetime) -> Q:
        if not posts_held(actor, at=at).exists():
            return NOBODY
        teams = Inspection.team.through._default_manager.filter(user_id=actor.pk)
        return Q(**{f"{path}__in": teams.values("inspection_id")})

    return condition


def _of_others(actor: Any, at: datetime) -> Q:
    return ~Q(unit__in=own_units(actor, at=at))


def _is_under_way(path: str = "") -> Condition:
    return lambda actor, at: Q(**{f"{path}state": InspectionState.UNDER_WAY})


_runs = holds(Role.SECRETARY, path="town")
_reads_all = holds(Role.SECRETARY, Role.LEADER, path="town")
_inspects = any_of(holds(Role.SECRETARY, path="inspection__town"), all_of(_in_team("inspection"), _of_others))
_works_on = any_of(_runs, all_of(_in_team("visit__inspection"), _of_others))


def checks_again(actor: Any, at: datetime) -> Q:
    """Those who check again what an inspection asked for: its team, but nobody in their own unit."""
    teams = _in_team("pk")(actor, at)
    if teams is NOBODY:
        return NOBODY
    numbers = Inspection.objects.filter(teams).order_by().values("number")
    return Q(source=Source.INSPECTION, source_number__in=numbers) & _of_others(actor, at)


PLANS_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN)))
"""For which townships somebody plans inspections: the discipline secretary."""

READS_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, Role.LEADER, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN)))
"""Whose inspections somebody looks at, whether there are any or not."""

READS_INSPECTION = Policy(Inspection, any_of(_reads_all, _in_team("pk")))
"""Who sees an inspection: the discipline secretary, the leaders of the town, and its team."""

RUNS_INSPECTION = Policy(Inspection, _runs)
"""Who changes the plan of an inspection, begins, closes and cancels it."""

RECORDS_VISITS = Policy(Inspection, all_of(any_of(_runs, _in_team("pk")), in_states(InspectionState.UNDER_WAY)))
"""Who records which units were visited: the secretary and the team, while it is under way."""

READS_VISIT = Policy(
    UnitVisit,
    any_of(holds(Role.SECRETARY, Role.LEADER, path="inspection__town"), all_of(_in_team("inspection"), _of_others)),
)
"""Who sees what was seen at a unit."""

KEEPS_VISIT = Policy(UnitVisit, all_of(_inspects, _is_under_way("inspection__")))
"""Who changes the record of a visit, and enters what was found there."""

READS_FINDING = Policy(Finding, any_of(_reads_all, all_of(_in_team("visit__inspection"), _of_others)))
"""Who sees a finding with its photographs. The unit reads of it in the notice."""

WORKS_ON_FINDING = Policy(Finding, all_of(_works_on, _is_under_way("visit__inspection__")))
"""Who words a finding, settles or withdraws it: the secretary and the team, while the inspection is under way."""

GIVES_NOTICE = Policy(Finding, _runs)
"""Who gives notice of a finding, and approves what is published of it: the discipline secretary."""

INSPECTION_STEPS: dict[str, Policy[Any]] = {"plans": PLANS_FOR, "runs": RUNS_INSPECTION}
"""The policies that `accountability.inspections.workflow.INSPECTION` names."""

FINDING_STEPS: dict[str, Policy[Any]] = {
    "finds": KEEPS_VISIT,
    "works_on": WORKS_ON_FINDING,
    "gives": GIVES_NOTICE,
    "closes": Policy(Finding, _works_on),
}
"""The policies that `accountability.inspections.workflow.FINDING` names."""
