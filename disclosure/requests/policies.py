"""Who registers, drafts and decides a request, and what of it everybody reads."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.requests.enums import RequestState
from disclosure.requests.models import Release, Request
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.cases.models import Case
from portal.core.policy import NOBODY, Policy, all_of, any_of, is_system

_registers = holds(Role.PUBLISHER, path="town")
_drafts = holds(Role.CLERK, Role.HANDLER, path="unit")
_decides = all_of(holds(Role.APPROVER, Role.LEADER, path="town"), lambda actor, at: Q(unit__isnull=False))
_of_towns = all_of(holds(Role.PUBLISHER, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN))


def _not_drafted_by_them(actor: Any, at: datetime) -> Q:
    return (Q(drafted_by__isnull=True) | ~Q(drafted_by=actor.pk)) if actor.pk else NOBODY


def _is_case_they_work_on(actor: Any, at: datetime) -> Q:
    return Q(pk__in=WORKS_ON.permitted(actor, at=at).order_by().values("case"))


WORKS_ON = Policy(Request, any_of(_registers, _drafts, _decides))
"""Who works on a request in the desk: the office that registers it, the unit it was given to, who decides on it."""

READS_CASE = Policy(Case, _is_case_they_work_on)
"""Who reads a request as it came, with the applicant: those who work on it. Every reading is noted."""

REGISTERS = Policy(Request, _registers)
"""Who registers a request, has it put right, hands it over and publishes what came of it."""

DRAFTS = Policy(Request, _drafts)
"""Who drafts the reply: the clerks and handlers of the unit it was given to."""

WORKS_FOR = Policy(Unit, holds(Role.PUBLISHER, Role.CLERK, Role.HANDLER, Role.APPROVER, Role.LEADER, path="pk"))
"""For which units somebody works on requests, whether there are any or not."""

ENTERS_FOR = Policy(Unit, _of_towns)
"""For which townships somebody enters what came by letter or at the counter."""

HEARS_OF_OVERDUE = Policy(Request, any_of(_registers, _decides))
"""Who sees to it that a request is replied to in time."""

IS_RELEASED = Policy(Release, lambda actor, at: Q(retracted_at=None))
"""What everybody reads of what was disclosed on request."""

STEPS: dict[str, Policy[Any]] = {
    "enters": Policy(Unit, any_of(_of_towns, is_system)),
    "registers": REGISTERS,
    "corrects": Policy(Request, any_of(_registers, is_system)),
    "drafts": DRAFTS,
    "decides": Policy(Request, all_of(_decides, _not_drafted_by_them)),
}
"""The policies that `disclosure.requests.workflow.REQUEST` names."""

REPLY_IS_WRITTEN = (RequestState.ACCEPTED,)
"""The states in which files are added to the reply."""
