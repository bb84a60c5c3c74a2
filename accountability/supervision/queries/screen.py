"""Reads about the screen in the hall: its notices, and what it draws from what is public."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from accountability.supervision.enums import NoticeState
from accountability.supervision.models import ScreenNotice
from accountability.supervision.policies import RUNS_NOTICE
from accountability.supervision.registry import SLIDES, Slide
from disclosure.obligations.queries.awaited import unmet
from petitions.visit_days.enums import DayState
from petitions.visit_days.queries.roster import days_to_come
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days

SECONDS = 12
"""How long a page stands: three lines of sixteen characters are read twice."""
MOST_ROWS = 4
"""Lines of a table that are read before it turns."""
MOST_SLIDES = 24
"""More pages are not seen by who stands in the hall for five minutes."""


def notices_run_by(person: Any, at: datetime) -> QuerySet[ScreenNotice]:
    """Return the notices somebody runs, those on the screen first."""
    is_shown = When(state=NoticeState.SHOWN, then=Value(0))
    is_draft = When(state=NoticeState.DRAFT, then=Value(1))
    rows = RUNS_NOTICE.permitted(person, at=at)
    return rows.order_by(Case(is_shown, is_draft, default=Value(2)), "order", "-first_day", "-pk")


def on_screen(town: Unit, day: date) -> QuerySet[ScreenNotice]:
    """Return the notices that stand on the screen of a township on a day."""
    rows = ScreenNotice.objects.filter(town=town, state=NoticeState.SHOWN, first_day__lte=day, last_day__gte=day)
    return rows.order_by("order", "first_day", "pk")


def shown_in(town: Unit, year: int) -> QuerySet[ScreenNotice]:
    """Return the notices of a township that went on the screen in a year, drafts left out."""
    rows = ScreenNotice.objects.filter(town=town, first_day__year=year).exclude(state=NoticeState.DRAFT)
    return rows.order_by("first_day", "pk")


def slides(town: Unit, *, at: datetime) -> list[Slide]:
    """Return the pages of the screen: each source's in turn."""
    in_order = sorted(SLIDES, key=lambda one: one.order)
    return [slide for source in in_order for slide in source.load(town, at)][:MOST_SLIDES]


def overdue_items(town: Unit, *, at: datetime) -> list[tuple[Unit, list[str]]]:
    """Return which items villages should have published by now and have not, the units with most first."""
    rows = unmet(at=at).filter(due_on__lt=today_of_due_days(at), unit__parent=town, unit__kind=UnitKind.VILLAGE)
    found: dict[Unit, list[str]] = {}
    for one in rows.select_related("unit", "entry").order_by("unit__code", "due_on", "pk"):
        names = found.setdefault(one.unit, [])
        if one.entry.name not in names:
            names.append(one.entry.name)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0].code))


def next_visit_days(town: Unit, *, at: datetime) -> list[Any]:
    """Return the next days on which leaders of a township receive people."""
    rows = days_to_come(at).filter(town=town).exclude(state__in=[DayState.MOVED, DayState.CANCELLED])
    return list(rows[:MOST_ROWS])
