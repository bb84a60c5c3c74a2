"""Who screens, answers and checks an opinion, and which ones everybody reads."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.cases.enums import PUBLISHED
from portal.cases.models import Case
from portal.core.policy import NOBODY, Policy, all_of, any_of, is_system

_routed_to_my_unit = all_of(
    holds(Role.CLERK), lambda actor, at: ~Q(state__in=[OpinionState.RECEIVED, OpinionState.REFUSED])
)


def _not_answered_by_them(actor: Any, at: datetime) -> Q:
    return (Q(answered_by__isnull=True) | ~Q(answered_by=actor.pk)) if actor.pk else NOBODY


def _is_case_they_screen(actor: Any, at: datetime) -> Q:
    return Q(pk__in=SCREENS_OPINION.permitted(actor, at=at).order_by().values("case"))


def _opinion_is_public(actor: Any, at: datetime) -> Q:
    live = Edition.objects.filter(state=State.PUBLISHED).order_by().values("notice")
    return Q(
        case__screening__visibility__in=PUBLISHED,
        case__forgotten_at=None,
        state__in=[OpinionState.ROUTED, OpinionState.ANSWERED, OpinionState.CLOSED],
        notice__in=live,
    )


SCREENS_OPINION = Policy(Opinion, holds(Role.PUBLISHER, path="notice__unit"))
"""Who screens an opinion."""

READS_CASE = Policy(Case, _is_case_they_screen)
"""Who reads an opinion as it came, with who sent it: those who screen it."""

WORKS_ON_OPINION = Policy(Opinion, any_of(holds(Role.PUBLISHER, path="notice__unit"), _routed_to_my_unit))
"""Who works on an opinion in the desk. The unit reads it as it was screened, never as it came."""

HEARS_OF_OVERDUE = Policy(
    Opinion,
    any_of(
        holds(Role.PUBLISHER, path="notice__unit"),
        all_of(
            holds(Role.SECRETARY, path="notice__unit"),
            lambda actor, at: Q(case__screening__visibility__in=PUBLISHED),
        ),
    ),
)
"""Who sees to it that an opinion is answered. For the secretary one that is kept private does not exist."""

OPINION_IS_PUBLIC = Policy(Opinion, _opinion_is_public)
"""Which opinions everybody reads: those screened for publication, of notices that are live."""

WORKS_FOR = Policy(Unit, holds(Role.CLERK, Role.PUBLISHER, path="pk"))
"""For which units somebody works on opinions, whether there are any or not."""

SCREENS_FOR = Policy(Unit, holds(Role.PUBLISHER, path="pk"))
"""For which units somebody screens opinions."""

ENTERS_ABOUT = Policy(
    Notice,
    any_of(
        holds(Role.PUBLISHER, Role.CLERK, path="unit"),
        holds(Role.CLERK, path="station"),
    ),
)
"""About which notices somebody enters what came by telephone, in the box or in person."""

STEPS: dict[str, Policy[Any]] = {
    "enters": Policy(Notice, any_of(ENTERS_ABOUT.condition, is_system)),
    "screens": SCREENS_OPINION,
    "answers": Policy(Opinion, holds(Role.CLERK)),
    "checks": Policy(Opinion, all_of(holds(Role.PUBLISHER, path="notice__unit"), _not_answered_by_them)),
}
"""The policies that `disclosure.opinions.workflow.OPINION` names."""
