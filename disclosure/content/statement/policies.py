"""Who may see and correct a ledger that was brought in."""

from disclosure.content.statement.models import LedgerImport
from portal.accounts.enums import Role
from portal.accounts.policies import holds
from portal.core.policy import Policy

IMPORTS = Policy(LedgerImport, holds(Role.CLERK))
"""A ledger that was brought in is seen and corrected by the unit's clerks."""
