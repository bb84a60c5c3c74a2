"""Who sees a petition and who takes which step. Whoever is kept out sees nothing of it, whatever else they hold."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from petitions.handling.enums import IN_TIME, Category, PetitionState, SealedFor
from petitions.handling.models import Bar, Opinion, Petition, PetitionGrant
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, own_units, posts_held
from portal.cases.models import Case
from portal.core import grants
from portal.core.demonstration import today_of_due_days
from portal.core.policy import EVERY, NOBODY, Condition, Policy, all_of, any_of, in_states, is_system, read_once

TO_DECIDE = (PetitionState.EXTENDING, PetitionState.CHECKED)
"""The states in which a leader decides."""


def bars_in_force() -> Any:
    """Return the bars of the petition of an outer query that count."""
    return Bar.objects.filter(petition=OuterRef("pk"), lifted_at=None)


def _not_kept_out(actor: Any, at: datetime) -> Q:
    if not actor.pk:
        return NOBODY
    who = Q(person=actor.pk) | Q(unit__in=own_units(actor, at=at))
    # Few are kept out of anything: who is not is spared the look at the bars of every petition.
    if read_once(("kept out", actor.pk, at), Bar.objects.filter(who, lifted_at=None).exists) is False:
        return EVERY
    return ~Q(Exists(bars_in_force().filter(who)))


def _unless_kept_out(*conditions: Condition) -> Condition:
    """Those for whom each condition holds and who are not kept out, which is asked last: it costs most."""
    return all_of(*conditions, _not_kept_out)


def _is_open(actor: Any, at: datetime) -> Q:
    return Q(sealed_for=SealedFor.NOBODY)


def _heads_town(actor: Any, at: datetime) -> Q:
    towns = posts_held(actor, at=at).filter(role=Role.LEADER, is_head=True).order_by().values("unit_id")
    return Q(town__in=towns)


def _was_given(actor: Any, at: datetime) -> Q:
    return Q(pk__in=grants.given(PetitionGrant, actor, "handle")) if actor.pk else NOBODY


def _did_not_draft(actor: Any, at: datetime) -> Q:
    drafts = Opinion.objects.filter(petition=OuterRef("pk"), signed_at=None, drafted_by=actor.pk)
    return ~Q(Exists(drafts)) if actor.pk else NOBODY


def _is_overdue(actor: Any, at: datetime) -> Q:
    today = today_of_due_days(at)
    return Q(Q(clock__due__lt=today) | Q(step_clock__due__lt=today), state__in=IN_TIME)


def _signed(actor: Any, at: datetime) -> Q:
    return Q(Exists(Opinion.objects.filter(petition=OuterRef("pk"), signed_by=actor.pk))) if actor.pk else NOBODY


def _of_towns(*roles: Role) -> Any:
    return all_of(holds(*roles, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN))


def _is_appeal(actor: Any, at: datetime) -> Q:
    return Q(category=Category.APPEAL)


def _is_no_accusation(actor: Any, at: datetime) -> Q:
    return ~Q(category=Category.ACCUSATION)


_publisher, _secretary = holds(Role.PUBLISHER, path="town"), holds(Role.SECRETARY, path="town")
_keeps = any_of(
    all_of(_secretary, lambda actor, at: Q(sealed_for=SealedFor.SECRETARY)),
    all_of(holds(Role.LEADER, path="town"), _heads_town, lambda actor, at: Q(sealed_for=SealedFor.HEAD)),
)
_handles = all_of(holds(Role.HANDLER, Role.CLERK, path="unit"), _was_given)
_leads = all_of(holds(Role.LEADER, path="town"), _is_open)
_registers = any_of(all_of(_is_open, _publisher), all_of(_is_open, _secretary), _keeps)
_oversees = any_of(all_of(_is_open, _secretary), _leads, _keeps)
_is_theirs_to_lead = all_of(
    _leads,
    any_of(
        in_states(*TO_DECIDE),
        lambda actor, at: Q(sponsor=actor.pk) | Q(is_supervised=True) if actor.pk else NOBODY,
        _is_overdue,
        _signed,
    ),
)


def _is_case_they_work_on(actor: Any, at: datetime) -> Q:
    return Q(pk__in=WORKS_ON.permitted(actor, at=at).order_by().values("case"))


WORKS_ON = Policy(Petition, _unless_kept_out(any_of(_registers, _handles, _is_theirs_to_lead)))
"""Who sees a petition in the desk: the petition group and the secretary what is not sealed, whoever keeps it what is,
handlers what was given to them, leaders what they decide, sponsor or signed, and what is overdue."""

MAY_KNOW = Policy(Petition, _unless_kept_out(any_of(_is_open, _keeps, _was_given)))
"""Who may keep what they were told of a petition: whoever it is not kept from."""

READS_CASE = Policy(Case, _is_case_they_work_on)
"""Who reads a petition as it came, with its sender: those who work on it. Every reading is noted."""

REGISTERS = Policy(Petition, _unless_kept_out(_registers))
"""Who registers and routes a petition: the petition group, or the secretary; of a sealed one, who keeps it."""

HANDLES = Policy(Petition, _unless_kept_out(any_of(_handles, _keeps)))
"""Who handles a petition: those it was given to; of a sealed one also who keeps it."""

OVERSEES = Policy(Petition, _unless_kept_out(_oversees))
"""Who supervises petitions and names a leader who answers for one."""

WORKS_FOR = Policy(Unit, holds(Role.PUBLISHER, Role.SECRETARY, Role.LEADER, Role.HANDLER, path="pk"))
"""For which units somebody works on petitions, whether there are any or not."""

ENTERS_FOR = Policy(Unit, _of_towns(Role.PUBLISHER, Role.SECRETARY))
"""For which townships somebody enters what came on paper, by telephone or in person."""

SEES_TO_TIME = Policy(Petition, _unless_kept_out(any_of(_registers, _leads)))
"""Who sees to it that a petition is answered in time."""


def _is_case_of_their_town(actor: Any, at: datetime) -> Q:
    mine = WORKS_ON.permitted(actor, at=at).filter(_secretary(actor, at))
    return Q(pk__in=mine.order_by().values("case"))


SEES_READINGS = Policy(Case, _is_case_of_their_town)
"""Of which petitions the secretary sees who has read, printed or exported them."""

WATCHES_FOR = Policy(Unit, _of_towns(Role.SECRETARY))
"""For which townships somebody sees who has read petitions."""

STEPS: dict[str, Policy[Any]] = {
    "enters": Policy(Unit, any_of(_of_towns(Role.PUBLISHER, Role.SECRETARY), is_system)),
    "registers": REGISTERS,
    "routes": Policy(Petition, _unless_kept_out(_is_no_accusation, _registers)),
    "appeals": Policy(Petition, _unless_kept_out(_is_appeal, _registers)),
    "handles": HANDLES,
    "drafts": Policy(Petition, _unless_kept_out(_is_no_accusation, any_of(_handles, _keeps))),
    "settles": Policy(Petition, _unless_kept_out(_keeps)),
    "checks": Policy(Petition, _unless_kept_out(_did_not_draft, _registers)),
    "decides": Policy(Petition, _unless_kept_out(any_of(_leads, _keeps))),
    "signs": Policy(Petition, _unless_kept_out(_did_not_draft, any_of(_leads, _keeps))),
    "petitioner": Policy(Petition, any_of(_unless_kept_out(_registers), is_system)),
    "asks_further": Policy(Petition, all_of(_is_appeal, any_of(_unless_kept_out(_registers), is_system))),
    "reopens": OVERSEES,
    "oversees": OVERSEES,
    "concludes": Policy(Petition, any_of(_unless_kept_out(_registers), is_system)),
}
"""The policies that `petitions.handling.workflow.PETITION` names."""
