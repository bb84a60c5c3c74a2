"""Who opens a pack of posters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.boards.packs.models import PackItem, PosterPack
from portal.accounts.enums import Role
from portal.accounts.policies import units_of
from portal.core.policy import NOBODY, Policy


def _ordered_it(actor: Any, at: datetime) -> Q:
    if not actor.pk:
        return NOBODY
    mine = Q(edition__notice__unit__in=units_of(actor, Role.PUBLISHER, at=at)) | Q(
        edition__notice__unit__in=units_of(actor, Role.CLERK, at=at)
    )
    others = PackItem.objects.exclude(mine).order_by().values("pack")
    return Q(ordered_by=actor.pk) & ~Q(pk__in=others)


OPENS_PACK = Policy(PosterPack, _ordered_it)
"""Who opens a pack of posters: whoever ordered it, as long as they work for every unit in it."""
