"""Editions as the desk's queue asks for them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Value, When

from disclosure.notices.enums import State
from disclosure.notices.queries.editions import Person, step_waited_for, waiting_for
from portal.desk.queue import Waiting, waiting

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
