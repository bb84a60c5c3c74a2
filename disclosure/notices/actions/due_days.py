"""The day by which a notice is to be public. The room that counts it keeps its history."""

from collections.abc import Iterable

from disclosure.catalogue.rules.deadlines import DueDay
from disclosure.notices.models import Notice


def set_due_days(days: Iterable[tuple[Notice, DueDay | None]]) -> int:
    """Write down by when notices are to be public, and return for how many that has changed.

    Args:
        days: Notices with their day; None for one that is owed on no day.
    """
    changed = 0
    for notice, due in days:
        day, is_provisional = (due.date, due.provisional) if due else (None, False)
        if (notice.due_on, notice.due_provisional) == (day, is_provisional):
            continue
        notice.due_on, notice.due_provisional = day, is_provisional
        Notice.objects.filter(pk=notice.pk).update(due_on=day, due_provisional=is_provisional)
        changed += 1
    return changed
