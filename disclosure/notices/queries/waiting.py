"""Editions as the desk's queue asks for them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, DateField, Value, When

from disclosure.notices.enums import State
from disclosure.notices.queries.editions import Person, step_waited_for, waiting_for
from disclosure.obligations.queries.owed import due_days
from portal.desk.queue import Waiting, waiting

BACK = "back"
"""What the queue calls the step of a draft that was sent back; it waits to be submitted again."""


def waiting_editions(person: Person, at: datetime) -> Waiting:
    """Return the editions whose next step is this person's to take."""
    rows = waiting_for(person, at=at)
    # Transition: due_on=Case(When(number=1, then="notice__due_on")) once notices keep their day; a correction has none.
    days = due_days([edition.notice for edition in rows if edition.number == 1], at=at)
    due = [When(number=1, notice=notice, then=Value(day.date)) for notice, day in days.items()]
    sent_back = When(state=State.DRAFT, prepared_at__isnull=False, then=Value(BACK))
    return waiting(
        rows,
        kind="edition",
        verb=Case(sent_back, default=step_waited_for()),
        unit="notice__unit__code",
        due_on=Case(*due, default=None, output_field=DateField()),
    )
