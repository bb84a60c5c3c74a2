"""Folders and tickets for tests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.example import actions
from tests.example.models import Folder, Ticket
from tests.factories import NOON, UserFactory


@dataclass
class Cast:
    """A folder with its keeper, somebody who answers, and a stranger."""

    folder: Folder
    keeper: Any
    handler: Any
    stranger: Any

    def ticket(self, text: str = "", at: datetime = NOON, **fields: Any) -> Ticket:
        """Return a new ticket, answered if there is a text."""
        ticket = actions.begin(actor=self.keeper, folder=self.folder, handler=self.handler, at=at)
        if fields:
            Ticket.objects.filter(pk=ticket.pk).update(**fields)
        if text:
            ticket = actions.answer(actor=self.handler, ticket=ticket, text=text, seen=None, at=at)
        return Ticket.objects.get(pk=ticket.pk)


def cast(code: str = "F") -> Cast:
    """Return a folder and its people."""
    keeper = UserFactory()
    folder = Folder.objects.create(code=code, title=f"Folder {code}", keeper=keeper)
    return Cast(folder, keeper, UserFactory(), UserFactory())
