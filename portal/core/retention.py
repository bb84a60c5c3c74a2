"""Retention: how long each kind of data is kept, and forgetting what is older, a limited number of rows at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from portal.core.registry import Registry

BATCH = 500
"""Rows forgotten in one transaction."""
MAX_BATCHES = 20
"""Transactions of one kind in one run; what is left waits for the next run."""


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of data that is not kept for ever.

    Attributes:
        days: Returns for how many days it is kept; it reads a setting.
        forget: Called with a time and a limit, forgets at most so many rows that are older, and returns how many.
    """

    key: str
    days: Callable[[], int]
    forget: Callable[[datetime, int], int]


RETENTIONS: Registry[Retention] = Registry("retention")


def forget_expired(*, at: datetime) -> dict[str, int]:
    """Forget what is kept no longer, and return how many rows of each kind were forgotten."""
    return {one.key: _forget(one, at - timedelta(days=one.days())) for one in RETENTIONS}


def _forget(retention: Retention, before: datetime) -> int:
    total = 0
    for _batch in range(MAX_BATCHES):
        with transaction.atomic():
            forgotten = retention.forget(before, BATCH)
        total += forgotten
        if forgotten < BATCH:
            break
    return total
