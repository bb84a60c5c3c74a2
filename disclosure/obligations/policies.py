"""Who follows, excuses and records what is owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.obligations.enums import ExemptionKind
from disclosure.obligations.models import Exemption, Obligation
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import NOBODY, Policy, both

CLAIMS = Policy(Obligation, holds(Role.CLERK))
"""Who may say that nothing of the kind happened: the clerks of the unit that owes the item."""

CLAIMS_FOR = Policy(Unit, holds(Role.CLERK, path="pk"))
"""For which units somebody may say so, also where what is owed is not stored yet."""

EXCUSES = Policy(Obligation, holds(Role.APPROVER))
"""Who may excuse a unit from an item: the party committee."""

EXCUSES_UNIT = Policy(Unit, holds(Role.APPROVER, path="pk"))
"""Which units somebody may excuse, also where what is owed is not stored yet."""

RECORDS_EVENT = Policy(Obligation, holds(Role.PUBLISHER))
"""Who may end or void what was recorded as owed."""

_FOLLOWERS = (Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, Role.SECRETARY)

FOLLOWS_OBLIGATION = Policy(Obligation, holds(*_FOLLOWERS))
"""Who reads in the desk what an obligation waits for, and what was said of it."""

FOLLOWS_UNIT = Policy(Unit, holds(*_FOLLOWERS, path="pk"))
"""Whose obligations somebody follows, whether they are counted already or not."""


def _said_by_another(actor: Any, at: datetime) -> Q:
    return ~Q(said_by=actor.pk) if actor.pk else NOBODY


CHECKS_CLAIM = Policy(
    Exemption,
    both(
        holds(Role.PUBLISHER, Role.REVIEWER, path="obligation__unit"),
        _said_by_another,
        lambda actor, at: Q(kind=ExemptionKind.NOT_APPLICABLE),
    ),
)
"""Who checks that nothing of the kind happened: the office, never whoever said so."""

ENDS_EXEMPTION = Policy(Exemption, holds(Role.APPROVER, path="obligation__unit"))
"""Who may end an exemption that was accepted."""
