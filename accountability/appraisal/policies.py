"""Who runs debriefings and appraisals, who writes for the unit that reports, and who confirms a count."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accountability.appraisal.enums import AppraisalState, DebriefingState
from accountability.appraisal.models import Appraisal, Debriefing, Suggestion
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, in_states


def _runs(path: str = "") -> Condition:
    return holds(Role.SECRETARY, path=f"{path}town")


def _writes(path: str = "") -> Condition:
    return any_of(_runs(path), holds(Role.CLERK, Role.HANDLER, path=f"{path}unit"))


def _reads(path: str = "") -> Condition:
    return any_of(
        holds(Role.SECRETARY, Role.LEADER, Role.APPROVER, path=f"{path}town"),
        holds(Role.CLERK, Role.HANDLER, Role.SUPERVISOR, Role.LAY_SUPERVISOR, path=f"{path}unit"),
    )


def _did_not_count(actor: Any, at: datetime) -> Q:
    """Leave out who entered the count, and who confirmed it already."""
    if not actor.pk:
        return NOBODY
    return ~Q(paper_entered_by=actor.pk) & (Q(first_confirmed_by=None) | ~Q(first_confirmed_by=actor.pk))


_is_town: Condition = lambda actor, at: Q(kind=UnitKind.TOWN)  # noqa: E731
_to_confirm: Condition = lambda actor, at: Q(paper_entered_by__isnull=False, second_confirmed_by=None)  # noqa: E731
_tells = holds(Role.LAY_SUPERVISOR, Role.SUPERVISOR, Role.LEADER, Role.APPROVER, path="debriefing__unit")

PLANS_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), _is_town))
"""For which townships somebody plans debriefings: the discipline secretary."""

READS_FOR = Policy(Unit, all_of(holds(Role.SECRETARY, Role.LEADER, Role.APPROVER, path="pk"), _is_town))
"""Of which townships somebody reads all debriefings and figures."""

RUNS = Policy(Debriefing, _runs())
"""Who runs a debriefing: the discipline secretary."""

READS = Policy(Debriefing, _reads())
"""Who sees a debriefing: the discipline office, the leaders, the unit, its supervision committee, lay supervisors."""

HANDS_IN = Policy(Debriefing, all_of(in_states(DebriefingState.PLANNED, DebriefingState.HELD), _writes()))
"""Who hands in statements: the discipline secretary and the unit, until the minutes are closed."""

RECORDS = Policy(Debriefing, all_of(in_states(DebriefingState.HELD), _writes()))
"""Who records questions and suggestions: the same, once the meeting was held."""

READS_SUGGESTION = Policy(Suggestion, _reads("debriefing__"))
"""Who sees what was suggested: who sees the debriefing."""

ANSWERS = Policy(Suggestion, _writes("debriefing__"))
"""Who answers a suggestion: the unit that reports, or the discipline secretary."""

GIVES = Policy(Suggestion, _runs("debriefing__"))
"""Who gives a suggestion to the unit to put right."""

RUNS_APPRAISAL = Policy(Appraisal, _runs("debriefing__"))
"""Who prepares an appraisal, opens the voting, counts and publishes."""

READS_APPRAISAL = Policy(Appraisal, _reads("debriefing__"))
"""Who sees an appraisal and its result before it is published. Nobody sees more of the votes than the result."""

TELLS = Policy(Appraisal, all_of(in_states(AppraisalState.OPEN), _tells, _to_confirm, _did_not_count))
"""Who confirms a count of the paper: two who were there and did not enter it."""

IS_PUBLIC = Policy(Appraisal, in_states(AppraisalState.PUBLISHED))
"""What everybody reads: published results."""


def public_appraisals(at: datetime) -> QuerySet[Appraisal]:
    """Return the published results."""
    return IS_PUBLIC.permitted(AnonymousUser(), at=at)


DEBRIEFING_STEPS: dict[str, Policy[Any]] = {"plans": PLANS_FOR, "runs": RUNS}
"""The policies that `workflow.DEBRIEFING` names."""

SUGGESTION_STEPS: dict[str, Policy[Any]] = {"records": RECORDS, "answers": ANSWERS, "gives": GIVES}
"""The policies that `workflow.SUGGESTION` names."""

APPRAISAL_STEPS: dict[str, Policy[Any]] = {"prepares": RUNS, "runs": RUNS_APPRAISAL, "tells": TELLS}
"""The policies that `workflow.APPRAISAL` names."""
