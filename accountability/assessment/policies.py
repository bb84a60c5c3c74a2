"""Who assesses, who decides, and who reads what of it.

The team and the secretary see the points, the Party committee and leaders once they are submitted. A unit sees its own
self-score; the team's points reach it with the published result. Nobody assesses the unit they belong to.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accountability.assessment.enums import PUBLIC, SCORED, AssessmentState, ObjectionState
from accountability.assessment.models import Assessment, AssessmentYear, Objection, ScoringTable
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, own_units, posts_held
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, in_states

_OPEN = (AssessmentState.OPENED, AssessmentState.SELF_SCORED)


def _of_unit(actor: Any, at: datetime) -> Q:
    """Those who answer for the unit: its clerk and its head."""
    headed = posts_held(actor, at=at).filter(is_head=True, unit__parent__isnull=False).order_by().values("unit")
    return holds(Role.CLERK, path="unit")(actor, at) | Q(unit__in=headed)


def _not_of_their_unit(path: str) -> Condition:
    return lambda actor, at: ~Q(**{f"{path}__in": own_units(actor, at=at)})


def _on_team(path: str) -> Condition:
    def condition(actor: Any, at: datetime) -> Q:
        if not actor.pk or not actor.is_active:
            return NOBODY
        teams = AssessmentYear.objects.filter(team=actor.pk).order_by().values("pk")
        return Q(**{f"{path}__in": teams})

    return condition


def _secretary(path: str) -> Condition:
    return holds(Role.SECRETARY, path=f"{path}of_year__town" if path else "of_year__town")


_runs = _secretary("")
_team = any_of(_runs, all_of(_on_team("of_year"), _not_of_their_unit("unit")))
_committee = all_of(holds(Role.APPROVER, Role.LEADER, path="of_year__town"), in_states(*SCORED))

KEEPS_TABLES_OF = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN)))
"""For which townships somebody keeps the scoring table and opens years."""

READS_TABLE = Policy(ScoringTable, holds(Role.SECRETARY, Role.LEADER, Role.APPROVER, path="town"))
"""Who reads scoring tables on the desk."""

KEEPS_TABLE = Policy(ScoringTable, all_of(holds(Role.SECRETARY, path="town"), lambda actor, at: Q(frozen_at=None)))
"""Who changes a scoring table: the secretary, until a year is assessed by it."""

READS_YEAR = Policy(
    AssessmentYear, any_of(holds(Role.SECRETARY, Role.LEADER, Role.APPROVER, path="town"), _on_team("pk"))
)
"""Who reads the year of the whole township: how far each unit is, and points as far as they may see them."""

RUNS_YEAR = Policy(AssessmentYear, holds(Role.SECRETARY, path="town"))
"""Who changes the team, publishes and closes."""

READS_SCORES = Policy(Assessment, any_of(_team, _committee))
"""Who reads what the team entered and verified."""

READS_ASSESSMENT = Policy(Assessment, any_of(_team, _committee, _of_unit))
"""Whose desk shows an assessment: those who read its points, and the unit itself, without them."""

ENTERS = Policy(Assessment, all_of(_team, in_states(*_OPEN)))
"""Who enters checks, cases and bonus: the team, until the points are submitted."""

VERIFIES = Policy(Assessment, all_of(_team, in_states(AssessmentState.SELF_SCORED)))
"""Who verifies item by item."""

FOLLOWS_UP = Policy(Assessment, all_of(_runs, in_states(*PUBLIC)))
"""Who gives rectifications and records rewards and sanctions: the secretary, once the result is public."""

READS_OBJECTION = Policy(
    Objection,
    any_of(_secretary("assessment__"), holds(Role.APPROVER, Role.LEADER, path="assessment__of_year__town")),
)
"""Who reads objections."""

IS_PUBLIC = Policy(Assessment, lambda actor, at: Q(pk__in=_published_keys()))
"""Of which units everybody reads a result."""


def _published_keys() -> Any:
    return Assessment.objects.filter(editions__number=1).order_by().values("pk")


STEPS: dict[str, Policy[Any]] = {
    "opens": RUNS_YEAR,
    "self_scores": Policy(Assessment, _of_unit),
    "runs": Policy(Assessment, _runs),
    "verifies": VERIFIES,
    "sends_back": Policy(Assessment, all_of(_team, lambda actor, at: ~Q(pk__in=_published_keys()))),
    "decides": Policy(
        Assessment,
        all_of(holds(Role.APPROVER, path="of_year__town"), lambda actor, at: ~Q(verified_by=actor.pk)),
    ),
}
"""The policies that `workflow.ASSESSMENT` names."""

OBJECTION_STEPS: dict[str, Policy[Any]] = {
    "registers": Policy(Assessment, all_of(_runs, in_states(AssessmentState.PUBLISHED))),
    "answers": Policy(Objection, all_of(_secretary("assessment__"), in_states(ObjectionState.RECEIVED))),
}
"""The policies that `workflow.OBJECTION` names."""
