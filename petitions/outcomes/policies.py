"""Who proposes, reviews and reads outcomes, and who reads all figures."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from petitions.handling.enums import PetitionState
from petitions.handling.models import Petition
from petitions.handling.policies import OVERSEES, REGISTERS
from petitions.outcomes.enums import OutcomeState
from petitions.outcomes.models import Outcome
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import NOBODY, Policy, all_of, any_of

TELLABLE = (
    PetitionState.SERVED,
    PetitionState.CLOSED,
    PetitionState.RATED,
    PetitionState.REVIEWED,
    PetitionState.CONCLUDED,
)
"""The states in which something has come of a petition."""


def _is_theirs_to_register(actor: Any, at: datetime) -> Q:
    theirs = REGISTERS.permitted(actor, at=at).order_by().values("pk")
    return NOBODY if theirs.query.is_empty() else Q(petition__in=theirs)


def _did_not_propose(actor: Any, at: datetime) -> Q:
    return ~Q(proposed_by=actor.pk) if actor.pk else NOBODY


PROPOSES = Policy(Petition, all_of(REGISTERS.condition, lambda actor, at: Q(state__in=TELLABLE, sealed_for="")))
"""Of which petitions somebody proposes an outcome: those that were answered and are not sealed."""

WORKS_ON_OUTCOME = Policy(Outcome, _is_theirs_to_register)
"""Who sees an outcome in the desk: who sees its petition registered."""

IS_RELEASED = Policy(Outcome, lambda actor, at: Q(state=OutcomeState.RELEASED))
"""What everybody reads."""

READS_FIGURES = Policy(
    Unit,
    all_of(holds(Role.PUBLISHER, Role.LEADER, Role.SECRETARY, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN)),
)
"""Of which townships somebody reads figures, small ones too, of the petitions they may see (`IS_COUNTED`)."""

IS_COUNTED = Policy(Petition, any_of(REGISTERS.condition, OVERSEES.condition))
"""Which petitions are counted in the figures somebody reads in the desk: those they may see, but for the handlers."""

OVERSEES_TOWN = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN)))
"""Of which townships somebody oversees petitions."""

STEPS: dict[str, Policy[Any]] = {
    "proposes": PROPOSES,
    "reviews": Policy(
        Outcome, all_of(holds(Role.SECRETARY, path="petition__town"), _is_theirs_to_register, _did_not_propose)
    ),
    "revises": WORKS_ON_OUTCOME,
}
"""The policies that `petitions.outcomes.workflow.OUTCOME_WORKFLOW` names."""
