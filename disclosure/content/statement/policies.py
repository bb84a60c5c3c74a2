"""Who may see and mend a ledger that was brought in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.content.statement.models import LedgerImport
from portal.accounts.enums import Role
from portal.accounts.policies import units_of
from portal.core.policy import Policy


def _imports(actor: Any, at: datetime) -> Q:
    return Q(unit__in=units_of(actor, Role.CLERK, at=at))


IMPORTS = Policy(LedgerImport, _imports)
"""Who may see and mend a ledger that was brought in: the unit's clerks."""
