"""What the parts of an edition say of it, put together."""

from __future__ import annotations

from typing import Any

from disclosure.notices.models import Edition
from disclosure.notices.registry.parts import Finding, parts_of


def findings_of(edition: Edition) -> list[Finding]:
    """Return what the checks of all parts raise."""
    return [found for part in parts_of(edition) for found in part.findings(edition)]


def log_facts_of(edition: Edition) -> dict[str, Any]:
    """Return what the parts have the publication log say of an edition."""
    return {key: value for part in parts_of(edition) for key, value in part.log_facts(edition).items()}
