"""Who may see an edition and who may take which step with it.

Every policy is a condition on editions (`portal.core.policy`), so the list, the count, the single page
and the step itself answer from the same lines. Roles come from posts; nobody reviews or approves what
they had a hand in, and nobody both reviews and approves one edition.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.enums import ExemptionKind, OpinionState, State
from disclosure.models import (
    Board,
    Demand,
    Edition,
    Exemption,
    LedgerImport,
    Obligation,
    Opinion,
    PackItem,
    PosterPack,
    Posting,
)
from disclosure.models.opinion import PUBLISHED
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import units_of
from portal.core.models import AuditLine
from portal.core.policy import EVERY, NOBODY, Condition, Policy, both, either


def _holds(role: Role) -> Condition:
    def condition(actor: Any, at: datetime) -> Q:
        return Q(notice__unit__in=units_of(actor, role, at=at))

    return condition


def _clerk(actor: Any, at: datetime) -> Q:
    mine = units_of(actor, Role.CLERK, at=at)
    return Q(notice__unit__in=mine) | Q(notice__station__in=mine)


def _in_states(*states: State) -> Condition:
    return lambda actor, at: Q(state__in=states)


def _had_no_hand_in_it(actor: Any, at: datetime) -> Q:
    if not actor.pk:
        return NOBODY
    written = Edition.contributors.through._default_manager.filter(user_id=actor.pk).values("edition_id")
    return ~Q(pk__in=written) & (Q(prepared_by__isnull=True) | ~Q(prepared_by=actor.pk))


def _never_took(verb: str) -> Condition:
    """Whoever once took a step with an edition, even before it was sent back, is known by the audit lines."""

    def condition(actor: Any, at: datetime) -> Q:
        taken = AuditLine.objects.filter(subject_kind=Edition._meta.label_lower, verb=verb, actor_id=actor.pk).values(
            "subject_id"
        )
        return ~Q(pk__in=taken)

    return condition


def _is_system(actor: Any, at: datetime) -> Q:
    return EVERY if getattr(actor, "is_system", False) else NOBODY


def _of_village(actor: Any, at: datetime) -> Q:
    return Q(notice__unit__kind=UnitKind.VILLAGE)


def _not_of_village(actor: Any, at: datetime) -> Q:
    return ~Q(notice__unit__kind=UnitKind.VILLAGE)


_countersigns = both(_holds(Role.SUPERVISOR), _of_village, _had_no_hand_in_it)
_reviews = both(_holds(Role.REVIEWER), _had_no_hand_in_it, _never_took("approve"))
_reviews_uncountersigned = both(_reviews, _not_of_village)
_approves = both(_holds(Role.APPROVER), _had_no_hand_in_it, _never_took("review"))
_publishes = _holds(Role.PUBLISHER)


def _readable_by_all(actor: Any, at: datetime) -> Q:
    """What is in force, or was replaced by what is. A withdrawn notice is gone with all its editions."""
    live = Edition.objects.filter(state=State.PUBLISHED).order_by().values("notice")
    return Q(state=State.PUBLISHED) | Q(state=State.SUPERSEDED, notice__in=live)


_decides = either(_holds(Role.SUPERVISOR), _holds(Role.REVIEWER), _holds(Role.APPROVER), _holds(Role.PUBLISHER))
_works_on = either(_clerk, both(_in_states(*(state for state in State if state != State.DRAFT)), _decides))
_after_approval = both(_in_states(State.APPROVED, State.SCHEDULED), _holds(Role.LAY_SUPERVISOR))

VISIBLE = Policy(Edition, either(_readable_by_all, _works_on, _after_approval))
"""Who may read an edition at all. For anybody else it does not exist."""

FOLLOWS = Policy(Edition, _works_on)
"""Who may read how an edition came about: what was changed in it, who sent it back, and why."""

PREPARES = Policy(Edition, _clerk)
"""Who may write a draft, submit it, and begin a correction."""

STEPS: dict[str, Policy[Edition]] = {
    "prepares": PREPARES,
    "countersigns": Policy(Edition, _countersigns),
    "reviews": Policy(Edition, _reviews),
    "reviews_uncountersigned": Policy(Edition, _reviews_uncountersigned),
    "sends_back_submitted": Policy(Edition, either(_countersigns, _reviews_uncountersigned)),
    "approves": Policy(Edition, _approves),
    "publishes": Policy(Edition, _publishes),
    "publishes_or_system": Policy(Edition, either(_publishes, _is_system)),
}
"""The policies that `disclosure.workflow` names."""


def _imports(actor: Any, at: datetime) -> Q:
    return Q(unit__in=units_of(actor, Role.CLERK, at=at))


IMPORTS = Policy(LedgerImport, _imports)
"""Who may see and mend a ledger that was brought in: the unit's clerks."""


def _of_unit(*roles: Role, path: str = "unit") -> Condition:
    """Whoever holds one of the roles for the unit at the end of a path."""

    def condition(actor: Any, at: datetime) -> Q:
        found = NOBODY
        for role in roles:
            found |= Q(**{f"{path}__in": units_of(actor, role, at=at)})
        return found

    return condition


CLAIMS = Policy(Obligation, _of_unit(Role.CLERK))
"""Who may say that nothing of the kind happened: the clerks of the unit that owes the item."""

CLAIMS_FOR = Policy(Unit, _of_unit(Role.CLERK, path="pk"))
"""For which units somebody may say so, also where what is owed is not stored yet."""

EXCUSES = Policy(Obligation, _of_unit(Role.APPROVER))
"""Who may excuse a unit from an item: the party committee."""

EXCUSES_UNIT = Policy(Unit, _of_unit(Role.APPROVER, path="pk"))
"""Which units somebody may excuse, also where what is owed is not stored yet."""

RECORDS_EVENT = Policy(Obligation, _of_unit(Role.PUBLISHER))
"""Who may end or void what was recorded as owed."""

_FOLLOWERS = (Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, Role.SECRETARY)

FOLLOWS_OBLIGATION = Policy(Obligation, _of_unit(*_FOLLOWERS))
"""Who reads in the desk what an obligation waits for, and what was said of it."""

FOLLOWS_UNIT = Policy(Unit, _of_unit(*_FOLLOWERS, path="pk"))
"""Whose obligations somebody follows, whether they are counted already or not."""


def _said_by_another(actor: Any, at: datetime) -> Q:
    return ~Q(said_by=actor.pk) if actor.pk else NOBODY


CHECKS_CLAIM = Policy(
    Exemption,
    both(
        _of_unit(Role.PUBLISHER, Role.REVIEWER, path="obligation__unit"),
        _said_by_another,
        lambda actor, at: Q(kind=ExemptionKind.NOT_APPLICABLE),
    ),
)
"""Who checks that nothing of the kind happened: the office, never whoever said so."""

ENDS_EXEMPTION = Policy(Exemption, _of_unit(Role.APPROVER, path="obligation__unit"))
"""Who may end an exemption that was accepted."""


def _of_notice(role: Role) -> Condition:
    def condition(actor: Any, at: datetime) -> Q:
        return Q(notice__unit__in=units_of(actor, role, at=at))

    return condition


_routed_to_my_unit = both(
    _of_unit(Role.CLERK), lambda actor, at: ~Q(state__in=[OpinionState.RECEIVED, OpinionState.REFUSED])
)


def _not_answered_by_them(actor: Any, at: datetime) -> Q:
    return (Q(answered_by__isnull=True) | ~Q(answered_by=actor.pk)) if actor.pk else NOBODY


def _opinion_is_public(actor: Any, at: datetime) -> Q:
    live = Edition.objects.filter(state=State.PUBLISHED).order_by().values("notice")
    return Q(
        showing__in=PUBLISHED,
        state__in=[OpinionState.ROUTED, OpinionState.ANSWERED, OpinionState.CLOSED],
        notice__in=live,
    )


SCREENS_OPINION = Policy(Opinion, _of_notice(Role.PUBLISHER))
"""Who reads an opinion as it came, with the name and address of whoever sent it."""

WORKS_ON_OPINION = Policy(Opinion, either(_of_notice(Role.PUBLISHER), _routed_to_my_unit))
"""Who works on an opinion in the desk. The unit reads it as it was screened, never as it came."""

OPINION_IS_PUBLIC = Policy(Opinion, _opinion_is_public)
"""Which opinions everybody reads: those screened for publication, of notices that are live."""

OPINION_STEPS: dict[str, Policy[Opinion]] = {
    "screens": SCREENS_OPINION,
    "answers": Policy(Opinion, _of_unit(Role.CLERK)),
    "checks": Policy(Opinion, both(_of_notice(Role.PUBLISHER), _not_answered_by_them)),
}
"""The policies that `disclosure.workflow.OPINION` names."""

KEEPS_DEMAND = Policy(Demand, _of_unit(Role.PUBLISHER))
"""Who opens and counts joint demands, and reads who joined in."""

KEEPS_ELECTORATE = Policy(
    Unit, both(_of_unit(Role.PUBLISHER, Role.ADMINISTRATOR, path="pk"), lambda actor, at: Q(kind=UnitKind.VILLAGE))
)
"""Who enters how many villagers and representatives a village has."""

KEEPS_BOARD = Policy(Board, _of_unit(Role.PUBLISHER))
"""Who keeps the register of boards."""

POSTS_ON = Policy(Board, _of_unit(Role.PUBLISHER, Role.CLERK))
"""Who records what hangs on a board: the office, and the unit's clerks."""

KEEPS_POSTING = Policy(Posting, _of_unit(Role.PUBLISHER, Role.CLERK, path="board__unit"))
"""Who sees photographs of a board, takes a poster down or renews it."""


def _ordered_it(actor: Any, at: datetime) -> Q:
    if not actor.pk:
        return NOBODY
    mine = Q(edition__notice__unit__in=units_of(actor, Role.PUBLISHER, at=at)) | Q(
        edition__notice__unit__in=units_of(actor, Role.CLERK, at=at)
    )
    others = PackItem.objects.exclude(mine).order_by().values("pack")
    return Q(ordered_by=actor.pk) & ~Q(pk__in=others)


OPENS_PACK = Policy(PosterPack, _ordered_it)
"""Who opens a pack of posters: whoever ordered it, as long as they work for every unit in it."""


def _keeps_its_side(actor: Any, at: datetime) -> Q:
    """The town's side of what a village was given: those who prepare the town's notices, at whatever station."""
    mine = units_of(actor, Role.CLERK, at=at).exclude(kind=UnitKind.VILLAGE)
    return Q(parent__in=mine) | Q(parent__in=mine.values("parent"))


FOLLOWS_LINKED = Policy(
    Unit,
    both(
        either(
            _of_unit(Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, path="pk"),
            _keeps_its_side,
        ),
        lambda actor, at: Q(kind=UnitKind.VILLAGE),
    ),
)
"""For which villages somebody compares what the town says it paid with what the village says it received."""
