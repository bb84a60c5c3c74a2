"""Recounts: what is counted from the calendar, the catalogue or the units, and counted again when they change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Recount:
    """One kind of figures or dates that is stored.

    Attributes:
        order: What it counts with has a lower one.
        run: Called with actor and time, counts again and returns how many rows changed. It may run twice.
    """

    key: str
    order: int
    run: Callable[[Any, datetime], int]


RECOUNTS: Registry[Recount] = Registry("recount")
_is_counting: ContextVar[bool] = ContextVar("is_counting", default=False)


def recount(*, actor: Any, at: datetime) -> dict[str, int]:
    """Count everything again, in order, and return how many rows of each kind changed.

    It is called before and after a change of the calendar, the catalogue or the units, since what held until
    then must be stored first, and before the day's reminders.
    """
    return {one.key: one.run(actor, at) for one in RECOUNTS}


@contextmanager
def recounted(*, actor: Any, at: datetime) -> Iterator[None]:
    """Make a change of the calendar, the catalogue or the units, in a transaction that counts before and after it.

    Of several such changes within one another only the outermost counts, so that a table of many units is
    counted twice and not twice a row.
    """
    with transaction.atomic():
        if _is_counting.get():
            yield
            return
        recount(actor=actor, at=at)
        token = _is_counting.set(True)
        try:
            yield
        finally:
            _is_counting.reset(token)
        recount(actor=actor, at=at)
