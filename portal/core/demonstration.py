"""A demonstration: a portal with made-up people, whose township stands still on a day of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

from portal.core.models import Demonstration
from portal.core.policy import read_once

_is_named: ContextVar[bool] = ContextVar("is_named", default=False)


def own_day() -> date | None:
    """Return the day on which a demonstration stands still; None where the portal is in service."""
    kept = read_once("own day", lambda: (_read(),))
    return kept[0] if kept else _read()


def today_of_due_days(at: datetime) -> date:
    """Return the day as of which is counted what is owed, by when, and how late it is.

    That is the day of `at` in the portal's zone. A demonstration goes no further than its own day, for nobody
    publishes there what came to be owed since.
    """
    today = timezone.localdate(at)
    own = None if _is_named.get() else own_day()
    return min(today, own) if own else today


@contextmanager
def day_is_named() -> Iterator[None]:
    """Count as of the time that is passed on, in a demonstration too: somebody asked for the state of that day."""
    token = _is_named.set(True)
    try:
        yield
    finally:
        _is_named.reset(token)


def _read() -> date | None:
    return Demonstration.objects.values_list("day", flat=True).first()
