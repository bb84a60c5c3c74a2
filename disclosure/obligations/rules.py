"""How an obligation stands on a day."""

from __future__ import annotations

from datetime import date

from disclosure.obligations.enums import Status


def standing_of(due_on: date, *, published_on: date | None, today: date, is_over: bool = True) -> tuple[Status, int]:
    """Return how an obligation stands, and by how many calendar days it is late.

    Args:
        due_on: The day by which it is to be public, which still counts as on time.
        published_on: The day of the first publication of what is live; None where nothing is.
        today: The day it is asked on.
        is_over: Whether the period it is about has ended.
    """
    if published_on is not None:
        days = (published_on - due_on).days
        return (Status.LATE, days) if days > 0 else (Status.ON_TIME, 0)
    if not is_over:
        return Status.NOT_DUE, 0
    days = (today - due_on).days
    return (Status.MISSING, days) if days > 0 else (Status.DUE, 0)
