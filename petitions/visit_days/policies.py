"""Who plans and runs visit days, who receives, and who follows what was promised.

A unit or a person who is complained about sees nothing of it: not the booking, not the record, not the promise.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from petitions.visit_days.enums import PUBLIC
from petitions.visit_days.models import Booking, Promise, Receiver, Reception, VisitDay, VisitRule
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds, own_units
from portal.cases.models import Case
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, in_states, is_system


def _receives(path: str) -> Condition:
    """Those who receive on the day at the end of a path."""

    def condition(actor: Any, at: datetime) -> Q:
        if not actor.pk:
            return NOBODY
        return Q(**{f"{path}__in": Receiver.objects.filter(person=actor.pk).values("day")})

    return condition


def _not_complained_about(path: str = "") -> Condition:
    """Everybody but the unit and the person whom the booking at the end of a path complains about."""

    def condition(actor: Any, at: datetime) -> Q:
        own = Q(**{f"{path}concerned_unit__in": own_units(actor, at=at)})
        return ~own & ~Q(**{f"{path}concerned_person": actor.pk}) if actor.pk else NOBODY

    return condition


_of_towns = all_of(holds(Role.PUBLISHER, path="pk"), lambda actor, at: Q(kind=UnitKind.TOWN))
_runs = holds(Role.PUBLISHER, path="town")
_reads = holds(Role.PUBLISHER, Role.SECRETARY, path="town")
_runs_booking = all_of(holds(Role.PUBLISHER, path="day__town"), _not_complained_about())
_receives_booking = all_of(_receives("day"), _not_complained_about())
_reads_booking = all_of(
    any_of(holds(Role.PUBLISHER, Role.SECRETARY, path="day__town"), _receives("day")), _not_complained_about()
)
_BOOKING = "reception__booking__"
_does = holds(Role.CLERK, Role.HANDLER, path="unit")
_follows_up = any_of(holds(Role.PUBLISHER, path=f"{_BOOKING}day__town"), _receives(f"{_BOOKING}day"))


def _is_case_they_read(actor: Any, at: datetime) -> Q:
    return Q(pk__in=READS_BOOKING.permitted(actor, at=at).order_by().values("case"))


PLANS_FOR = Policy(Unit, _of_towns)
"""For which townships somebody plans visit days."""

READS_FOR = Policy(Unit, holds(Role.PUBLISHER, Role.SECRETARY, Role.LEADER, path="pk"))
"""For which units somebody looks at the roster, whether there is any or not."""

KEEPS_RULE = Policy(VisitRule, _runs)
"""Who changes the rules of visit days."""

READS_DAY = Policy(VisitDay, any_of(_reads, _receives("pk")))
"""Whose desk shows a visit day: the office that runs it, the secretary, and who receives on it."""

RUNS_DAY = Policy(VisitDay, _runs)
"""Who changes a visit day, takes people in and closes it."""

READS_BOOKING = Policy(Booking, _reads_booking)
"""Who sees who comes and what about."""

READS_CASE = Policy(Case, _is_case_they_read)
"""Who reads a booking as it came, with the sender. Every reading is noted."""

RECORDS = Policy(Booking, any_of(_runs_booking, _receives_booking))
"""Who calls somebody in and keeps the record: the office, and who receives."""

READS_PROMISE = Policy(
    Promise,
    all_of(
        any_of(_does, holds(Role.PUBLISHER, Role.SECRETARY, path=f"{_BOOKING}day__town"), _receives(f"{_BOOKING}day")),
        _not_complained_about(_BOOKING),
    ),
)
"""Who sees what was promised: the unit that does it, who promised it, the office and the secretary."""

MAY_KNOW_PROMISE = Policy(Promise, _not_complained_about(_BOOKING))
"""Who may be reminded of a promise: whoever is not complained about."""

DOES_PROMISE = Policy(Promise, all_of(_does, _not_complained_about(_BOOKING)))
"""Who reports a promise as done: the unit it was given to."""

FOLLOWS_UP = Policy(Promise, all_of(_follows_up, _not_complained_about(_BOOKING)))
"""Who confirms that a promise is kept: the office, and who promised it."""

IS_PUBLIC = Policy(VisitDay, all_of(lambda actor, at: Q(editions__number=1), in_states(*PUBLIC)))
"""What everybody reads of the roster: what was published once."""

DAY_STEPS: dict[str, Policy[Any]] = {
    "plans": Policy(Unit, any_of(_of_towns, is_system)),
    "plans_day": Policy(VisitDay, any_of(_runs, is_system)),
    "runs": RUNS_DAY,
}
"""The policies that `petitions.visit_days.workflow.VISIT_DAY` names."""

BOOKING_STEPS: dict[str, Policy[Any]] = {
    "books": Policy(VisitDay, any_of(_runs, is_system)),
    "runs_day": RUNS_DAY,
    "system": Policy(Booking, is_system),
    "cancels": Policy(Booking, any_of(_runs_booking, is_system)),
    "signs_in": Policy(Booking, _runs_booking),
    "receives": RECORDS,
}
"""The policies that `petitions.visit_days.workflow.BOOKING` names."""

PROMISE_STEPS: dict[str, Policy[Any]] = {
    "receives": Policy(
        Reception,
        all_of(
            any_of(holds(Role.PUBLISHER, path="booking__day__town"), _receives("booking__day")),
            _not_complained_about("booking__"),
        ),
    ),
    "does": DOES_PROMISE,
    "follows_up": FOLLOWS_UP,
}
"""The policies that `petitions.visit_days.workflow.PROMISE` names."""
