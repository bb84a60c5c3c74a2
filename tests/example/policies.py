"""Who may see a ticket, and take its steps."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.core.policy import EVERY, NOBODY, Policy, any_of
from tests.example.models import Folder, Ticket
from tests.example.workflow import OPEN


def _keeps_folder(actor: Any, at: datetime) -> Q:
    return Q(folder__keeper=actor.pk)


def _answers(actor: Any, at: datetime) -> Q:
    return Q(handler=actor.pk, state=OPEN)


def _is_system(actor: Any, at: datetime) -> Q:
    return EVERY if actor.is_system else NOBODY


KEEPS_FOLDER = Policy(Folder, lambda actor, at: Q(keeper=actor.pk))
VISIBLE = Policy(Ticket, any_of(_keeps_folder, lambda actor, at: Q(handler=actor.pk)))

STEPS: dict[str, Policy[Any]] = {
    "keeps": KEEPS_FOLDER,
    "keeps_folder": Policy(Ticket, _keeps_folder),
    "answers": Policy(Ticket, _answers),
    "is_system": Policy(Ticket, _is_system),
}
