"""Editions as the desk lists them, and as its queue asks for them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, step_waited_for, visible, waiting_for
from portal.accounts.models import Unit
from portal.accounts.policies import posts_held
from portal.desk.queue import Waiting, waiting

ENDED = (State.SUPERSEDED, State.WITHDRAWN)
GROUPS: dict[str, tuple[State, ...]] = {"preparation": IN_PREPARATION, "live": (State.PUBLISHED,), "ended": ENDED}
"""What the list of notices can be narrowed to."""


def units_worked_for(person: Person, *, at: datetime) -> QuerySet[Unit]:
    """Return the units a person has to do with in any role, directly or through the town."""
    posts = posts_held(person, at=at).order_by().values("unit_id")
    return Unit.objects.filter(Q(pk__in=posts) | Q(parent_id__in=posts) | Q(grants__user_id=person.pk)).distinct()


def of_my_work(person: Person, *, at: datetime) -> QuerySet[Edition]:
    """Return the editions a person may read of the units they work for."""
    mine = units_worked_for(person, at=at).order_by().values("pk")
    return visible(person, at=at).filter(Q(notice__unit__in=mine) | Q(notice__station__in=mine))


def saying(rows: QuerySet[Edition], words: str) -> QuerySet[Edition]:
    """Return the editions with words that must all stand in number, title, unit or item."""
    for word in words.split()[:6]:
        rows = rows.filter(_says(word))
    return rows


def was_sent_back(edition: Edition) -> bool:
    """Return whether a draft was submitted before and came back."""
    return edition.state == State.DRAFT and edition.prepared_at is not None


def editions_of_entry(
    units: Iterable[Unit], entry: CatalogueEntry, periods: Iterable[Period]
) -> dict[tuple[int, str], Edition]:
    """Return the newest edition of one item, whatever its state, by unit and period."""
    rows = Edition.objects.filter(
        notice__unit__in=list(units), notice__entry=entry, notice__period__in=[str(one) for one in periods]
    ).select_related("notice__unit", "notice__entry", "notice__station")
    return {(row.notice.unit_id, row.notice.period): row for row in rows.order_by("number")}


def _says(word: str) -> Q:
    return (
        Q(notice__number__icontains=word)
        | Q(title__icontains=word)
        | Q(notice__unit__name_zh__icontains=word)
        | Q(notice__unit__name_en__icontains=word)
        | Q(notice__entry__name_zh__icontains=word)
        | Q(notice__entry__name_en__icontains=word)
    )


BACK = "back"
"""What the queue calls the step of a draft that was sent back; it waits to be submitted again."""


def waiting_editions(person: Person, at: datetime) -> Waiting:
    """Return the editions whose next step is this person's to take."""
    rows = waiting_for(person, at=at)
    sent_back = When(state=State.DRAFT, prepared_at__isnull=False, then=Value(BACK))
    return waiting(
        rows,
        kind="edition",
        verb=Case(sent_back, default=step_waited_for()),
        unit="notice__unit__code",
        due_on=Case(When(number=1, then="notice__due_on")),  # a correction is not late: its notice is public
    )
