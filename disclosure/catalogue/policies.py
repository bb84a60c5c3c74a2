"""Who keeps the catalogue, and who says whose books are kept monthly."""

from datetime import datetime
from typing import Any

from disclosure.catalogue.models import CatalogueEntry, MonthlyReporting
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import holds, roles_held
from portal.core.policy import EVERY, NOBODY, Policy


def keeps_catalogue(actor: Any, at: datetime) -> bool:
    """Return whether somebody keeps the catalogue, also where nothing is in it yet."""
    return Role.ADMINISTRATOR in roles_held(actor, at=at)


KEEPS_ENTRY = Policy(CatalogueEntry, lambda actor, at: EVERY if keeps_catalogue(actor, at) else NOBODY)
"""Who changes the catalogue: administrators."""

KEEPS_BOOKS_OF = Policy(Unit, holds(Role.PUBLISHER, path="pk"))
"""For which units somebody says that their books are kept monthly: the publisher of the town."""

KEEPS_BOOKS = Policy(MonthlyReporting, holds(Role.PUBLISHER))
"""Which times of monthly books somebody ends."""

SEES_BOOKS_OF = Policy(Unit, holds(Role.PUBLISHER, Role.ADMINISTRATOR, path="pk"))
"""Of which units somebody reads whether their books are kept monthly."""
