"""Editions as the desk's queue asks for them."""

from __future__ import annotations

from datetime import datetime

from disclosure.notices.queries.editions import Person, step_waited_for, waiting_for
from portal.desk.queue import Waiting, waiting


def waiting_editions(person: Person, at: datetime) -> Waiting:
    """Return the editions whose next step is this person's to take."""
    # Transition: due_on=Case(When(number=1, then="notice__due_on")) once notices keep their day; a correction has none.
    return waiting(
        waiting_for(person, at=at), kind="edition", verb=step_waited_for(), unit="notice__unit__code", due_on=None
    )
