"""What a supervision committee remarked when it countersigned, and who reads it.

Whoever works on the edition reads every remark; the public reads one only where the committee asked for it.
"""

from __future__ import annotations

from disclosure.notices.models import Edition


def public_remark(edition: Edition) -> str:
    """Return the remark the committee asked to be published; empty where there is none."""
    return edition.countersign_remark if edition.countersign_remark_public else ""
