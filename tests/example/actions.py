"""The steps of a ticket, and the changes of a folder."""

from datetime import datetime
from typing import Any

from django.db import transaction

from portal.core.refusals import Refused
from portal.core.workflow import create, lock_seen, step
from tests.example.models import Folder, Ticket
from tests.example.policies import STEPS
from tests.example.workflow import TICKET

MAX_LENGTH = 20


def begin(*, actor: Any, folder: Folder, handler: Any, at: datetime) -> Ticket:
    """Begin a ticket; tickets are numbered in their folder."""

    def make(folder: Folder) -> Ticket:
        count = Ticket.objects.filter(folder=folder).count()
        return Ticket(folder=folder, number=f"{folder.code}-{count + 1}", handler=handler)

    return create(actor=actor, parent=folder, make=make, workflow=TICKET, verb="begin", policies=STEPS, at=at)


def answer(*, actor: Any, ticket: Ticket, text: str, seen: int | None, at: datetime) -> Ticket:
    """Answer a ticket."""

    def write(ticket: Ticket) -> None:
        if len(text) > MAX_LENGTH:
            raise Refused("This answer is too long.", "text")
        if text == "rude":
            raise Refused("Rude answers are not taken.")
        ticket.text = text

    return _take(actor, ticket, "answer", seen, at, change=write)


def approve(*, actor: Any, ticket: Ticket, seen: int | None, at: datetime) -> Ticket:
    """Close an answered ticket."""

    def check(ticket: Ticket) -> None:
        if ticket.text == "?":
            raise Refused("This is no answer.")

    return _take(actor, ticket, "approve", seen, at, change=check)


def send_back(*, actor: Any, ticket: Ticket, reason: str, seen: int | None, at: datetime) -> Ticket:
    """Send an answered ticket back with a reason."""
    return _take(actor, ticket, "send_back", seen, at, reason=reason)


def drop(*, actor: Any, ticket: Ticket, reason: str, seen: int | None, at: datetime) -> Ticket:
    """Drop an open ticket with a reason."""
    return _take(actor, ticket, "drop", seen, at, reason=reason)


def rename(*, actor: Any, folder: Folder, title: str, seen: int, at: datetime) -> Folder:
    """Give a folder another title."""
    with transaction.atomic():
        locked = lock_seen(folder, seen)
        locked.title = title
        locked.save()
    return locked


def _take(actor: Any, ticket: Ticket, verb: str, seen: int | None, at: datetime, **more: Any) -> Ticket:
    return step(actor=actor, subject=ticket, workflow=TICKET, verb=verb, policies=STEPS, seen=seen, at=at, **more)
