"""By when notices are to be public, as what is owed says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from disclosure.catalogue.queries import item_of
from disclosure.catalogue.rules.deadlines import DueDay
from disclosure.catalogue.rules.owed import counting, day_that_holds
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION
from disclosure.notices.models import Notice
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from disclosure.obligations.queries.reading import kept_of
from portal.core import calendar


def due_days(notices: Iterable[Notice], *, at: datetime) -> list[tuple[Notice, DueDay | None]]:
    """Return by when notices are to be public; None for one that is owed on no day.

    Args:
        notices: Notices that are not public yet, with their entry and unit.
        at: The time it is asked for.
    """
    asked, today, count = list(notices), timezone.localdate(at), counting(calendar.load())
    which = Q(notice__in=[one.pk for one in asked]) | Q(
        origin=Origin.CALENDAR,
        unit__in={one.unit_id for one in asked},
        entry__in={one.entry_id for one in asked},
        period__in={one.period for one in asked},
    )
    rows = list(Obligation.objects.filter(which, voided_at__isnull=True)) if asked else []
    regular = {(row.unit_id, row.entry_id, row.period): row for row in rows if row.origin == Origin.CALENDAR}
    named = {row.notice_id: DueDay(row.due_on, row.is_provisional) for row in rows if row.notice_id}

    def due_of(one: Notice) -> DueDay | None:
        if not one.entry.is_regular:
            return named.get(one.pk)
        counted = count(item_of(one.entry), Period.parse(one.period))
        kept = kept_of(regular.get((one.unit_id, one.entry_id, one.period)))
        return day_that_holds(kept, counted, today=today, is_published=False)

    return [(one, due_of(one)) for one in asked]


def in_first_preparation() -> QuerySet[Notice]:
    """Return the notices whose first edition is being prepared; the others have been public and keep their day."""
    rows = Notice.objects.filter(editions__number=1, editions__state__in=IN_PREPARATION)
    return rows.select_related("unit", "entry")
