"""The ledger that a visitor of the demo township brings in on the walk-through."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of

UNIT, PERIOD, LEDGER = "QS-01", "2026Q3", "liushu-2026Q3.xlsx"
CLERK = "clerk.liushu"
"""The demo account whose desk offers the ledger; it exists only where the demo is loaded."""


def sample_ledger_for(unit: Unit, period: str) -> str | None:
    """Return the name of the ledger offered for a unit and a period; None unless the demo may be and is loaded here."""
    is_offered = settings.DEMO_ALLOWED and (unit.code, period) == (UNIT, PERIOD)
    return LEDGER if is_offered and User.objects.filter(username=CLERK, is_active=True).exists() else None


def content_for(name: str, person: Any, at: datetime) -> bytes | None:
    """Return the ledger for a clerk of its unit; None for anybody else, or another name."""
    for unit in units_of(person, Role.CLERK, at=at).filter(code=UNIT):
        if name == sample_ledger_for(unit, PERIOD):
            return (Path(settings.BASE_DIR) / "data" / "ledgers" / name).read_bytes()
    return None
