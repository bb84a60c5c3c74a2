"""Who keeps boards, records what is posted on them, and opens packs of posters."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.boards.models import Board, PackItem, PosterPack, Posting
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import NOBODY, Policy

RECORDERS = (Role.PUBLISHER, Role.CLERK)
"""Who records what is posted on a board: the office, and the unit's clerks."""

WORKS_FOR = Policy(Unit, holds(*RECORDERS, path="pk"))
"""For which units somebody puts up posters and has them printed."""

KEEPS_REGISTER_OF = Policy(Unit, holds(Role.PUBLISHER, path="pk"))
"""Whose boards somebody puts on the register."""

KEEPS_BOARD = Policy(Board, holds(Role.PUBLISHER))
"""Who changes what the register says of a board."""

RECORDS_ON = Policy(Board, holds(*RECORDERS))
"""Who sees a board in the desk, and records what is posted on it."""

KEEPS_POSTING = Policy(Posting, holds(*RECORDERS, path="board__unit"))
"""Who sees photographs of a poster, takes it down, replaces or renews it."""

STEPS: dict[str, Policy[Any]] = {"records_on": RECORDS_ON, "keeps": KEEPS_POSTING}
"""The policies that `disclosure.boards.workflow` names."""


def _ordered_it(actor: Any, at: datetime) -> Q:
    if not actor.pk:
        return NOBODY
    works_for = holds(*RECORDERS, path="edition__notice__unit")
    others = PackItem.objects.exclude(works_for(actor, at)).order_by().values("pack")
    return Q(ordered_by=actor.pk) & ~Q(pk__in=others)


OPENS_PACK = Policy(PosterPack, _ordered_it)
"""Who opens a pack of posters: the person who ordered it, as long as they work for every unit in it."""


def _posts_of_it(actor: Any, at: datetime) -> Q:
    records_on = holds(*RECORDERS, path="board__unit")
    return Q(pk__in=PackItem.objects.filter(records_on(actor, at)).order_by().values("pack"))


TICKS_PACK = Policy(PosterPack, lambda actor, at: _ordered_it(actor, at) | _posts_of_it(actor, at))
"""Who ticks what of a pack was put up: whoever opens it, and whoever records on a board it is for, on that board."""
