"""Who may see an edition and who may take which step with it.

Every policy is a condition on editions (`portal.core.policy`), so the list, the count, the single page
and the step itself answer from the same lines. Roles come from posts; nobody reviews or approves what
they had a hand in, and nobody both reviews and approves one edition.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from portal.accounts.enums import Role, UnitKind
from portal.accounts.policies import holds, units_of
from portal.core.models import AuditLine
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, in_states, is_system


def _clerk(path: str = "") -> Condition:
    def condition(actor: Any, at: datetime) -> Q:
        mine = units_of(actor, Role.CLERK, at=at)
        return Q(**{f"{path}unit__in": mine}) | Q(**{f"{path}station__in": mine})

    return condition


def _had_no_hand_in_it(actor: Any, at: datetime) -> Q:
    if not actor.pk:
        return NOBODY
    written = Edition.contributors.through._default_manager.filter(user_id=actor.pk).values("edition_id")
    return ~Q(pk__in=written) & (Q(prepared_by__isnull=True) | ~Q(prepared_by=actor.pk))


def _never_took(verb: str) -> Condition:
    """Audit lines name everybody who took a step with an edition, even before it was sent back."""

    def condition(actor: Any, at: datetime) -> Q:
        taken = AuditLine.objects.filter(subject_kind=Edition._meta.label_lower, verb=verb, actor_id=actor.pk).values(
            "subject_id"
        )
        return ~Q(pk__in=taken)

    return condition


_OF_VILLAGE = Q(notice__unit__kind=UnitKind.VILLAGE)
_countersigns = all_of(holds(Role.SUPERVISOR, path="notice__unit"), lambda actor, at: _OF_VILLAGE, _had_no_hand_in_it)
_reviews = all_of(holds(Role.REVIEWER, path="notice__unit"), _had_no_hand_in_it, _never_took("approve"))
_reviews_uncountersigned = all_of(_reviews, lambda actor, at: ~_OF_VILLAGE)
_approves = all_of(holds(Role.APPROVER, path="notice__unit"), _had_no_hand_in_it, _never_took("review"))
_publishes = holds(Role.PUBLISHER, path="notice__unit")


def _readable_by_all(actor: Any, at: datetime) -> Q:
    """What is in force, or was replaced by what is. A withdrawn notice is gone with all its editions."""
    live = Edition.objects.filter(state=State.PUBLISHED).order_by().values("notice")
    return Q(state=State.PUBLISHED) | Q(state=State.SUPERSEDED, notice__in=live)


_decides = holds(Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, path="notice__unit")
_works_on = any_of(_clerk("notice__"), all_of(in_states(*(state for state in State if state != State.DRAFT)), _decides))
_after_approval = all_of(in_states(State.APPROVED, State.SCHEDULED), holds(Role.LAY_SUPERVISOR, path="notice__unit"))


def _never_submitted(actor: Any, at: datetime) -> Q:
    submitted = AuditLine.objects.filter(subject_kind=Edition._meta.label_lower, verb="submit").values("subject_id")
    return Q(prepared_by__isnull=True) & ~Q(pk__in=submitted)


VISIBLE = Policy(Edition, any_of(_readable_by_all, _works_on, _after_approval))
"""Who may read an edition at all. For anybody else it does not exist."""

FOLLOWS = Policy(Edition, _works_on)
"""Who may read how an edition came about: what was changed in it, who sent it back, and why."""

PREPARES = Policy(Edition, _clerk("notice__"))
"""Who may write a draft, submit it, and begin a correction."""

DELETES = Policy(Edition, all_of(_clerk("notice__"), in_states(State.DRAFT), _never_submitted))
"""Who may delete a draft that nobody else has read."""

STEPS: dict[str, Policy[Any]] = {
    "prepares_notice": Policy(Notice, _clerk()),
    "prepares": PREPARES,
    "countersigns": Policy(Edition, _countersigns),
    "reviews": Policy(Edition, _reviews),
    "reviews_uncountersigned": Policy(Edition, _reviews_uncountersigned),
    "sends_back_submitted": Policy(Edition, any_of(_countersigns, _reviews_uncountersigned)),
    "approves": Policy(Edition, _approves),
    "publishes": Policy(Edition, _publishes),
    "publishes_or_system": Policy(Edition, any_of(_publishes, is_system)),
}
"""The policies that `disclosure.notices.workflow` names."""
