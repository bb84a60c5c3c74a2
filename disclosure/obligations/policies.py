"""Who follows, excuses and records what is owed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.obligations.enums import ExemptionKind, Origin
from disclosure.obligations.models import Exemption, Obligation
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import NOBODY, Policy, all_of

CLAIMS_FOR = Policy(Unit, holds(Role.CLERK, path="pk"))
"""For which units somebody claims that nothing of the kind happened, also where what is owed is not stored yet."""

EXCUSES_UNIT = Policy(Unit, holds(Role.APPROVER, path="pk"))
"""Which units somebody may excuse, also where what is owed is not stored yet."""

RECORDS_FOR = Policy(Unit, holds(Role.CLERK, Role.PUBLISHER, path="pk"))
"""For which units somebody records what happened."""

RECORDS_EVENT = Policy(Obligation, holds(Role.PUBLISHER))
"""Who may end or void what was recorded as owed."""

DROPS_EVENT = Policy(
    Obligation,
    all_of(
        holds(Role.PUBLISHER),
        lambda actor, at: Q(origin=Origin.EVENT, voided_at__isnull=True, met_by__isnull=True),
    ),
)
"""Who may take back what was recorded as having happened, while nothing is published about it."""

_FOLLOWERS = (Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, Role.SECRETARY)

FOLLOWS_OBLIGATION = Policy(Obligation, holds(*_FOLLOWERS))
"""Who reads in the desk what an obligation waits for, and its exemptions."""

FOLLOWS_UNIT = Policy(Unit, holds(*_FOLLOWERS, path="pk"))
"""Whose obligations somebody follows, whether they are counted already or not."""

FOLLOWS_EXEMPTION = Policy(Exemption, holds(*_FOLLOWERS, path="obligation__unit"))
"""Who reads the exemptions of an obligation in the desk."""


def _claimed_by_another(actor: Any, at: datetime) -> Q:
    return ~Q(claimed_by=actor.pk) if actor.pk else NOBODY


CHECKING = (Role.PUBLISHER, Role.REVIEWER)
"""Who of the office checks claims."""

CHECKS_CLAIM = Policy(
    Exemption,
    all_of(
        holds(*CHECKING, path="obligation__unit"),
        _claimed_by_another,
        lambda actor, at: Q(kind=ExemptionKind.NOT_APPLICABLE),
    ),
)
"""Who checks that nothing of the kind happened: the office, never the person who claimed it."""

STEPS: Mapping[str, Policy[Any]] = {
    "claims": Policy(Obligation, holds(Role.CLERK)),
    "excuses": Policy(Obligation, holds(Role.APPROVER)),
    "takes_back": Policy(Exemption, holds(Role.CLERK, path="obligation__unit")),
    "checks": CHECKS_CLAIM,
    "ends": Policy(Exemption, holds(Role.APPROVER, path="obligation__unit")),
}
"""Who takes the steps of an exemption.

The unit claims and takes back, the party committee excuses and ends, the office checks.
"""
