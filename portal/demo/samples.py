"""Reads about the demo township: the ledger that a visitor brings in on the walk-through."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of

CLERK = "clerk.liushu"
"""The demo account whose desk offers the ledger; it exists only where the demo is loaded."""

SAMPLES = {("QS-01", "2026Q3"): "liushu-2026Q3.xlsx"}
"""Ledgers offered for download, by unit and period."""


def sample_ledger_for(unit: Unit, period: str) -> str | None:
    """Return the name of the ledger offered for a unit and a period; None where there is none.

    Nothing is offered unless the demo may be loaded here and has been.
    """
    name = SAMPLES.get((unit.code, period))
    if name is None or not settings.DEMO_ALLOWED or not path_of(name).is_file():
        return None
    return name if User.objects.filter(username=CLERK, is_active=True).exists() else None


def content_for(name: str, person: Any, at: datetime) -> bytes | None:
    """Return a sample ledger for a clerk of the unit it belongs to; None for anybody else, or another name."""
    mine = units_of(person, Role.CLERK, at=at)
    is_offered = any(
        file == name and sample_ledger_for(unit, period) == name
        for (code, period), file in SAMPLES.items()
        for unit in mine.filter(code=code)
    )
    return path_of(name).read_bytes() if is_offered else None


def path_of(name: str) -> Path:
    """Return where a sample ledger lies in the repository."""
    return Path(settings.BASE_DIR) / "data" / "ledgers" / name
