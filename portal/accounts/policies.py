"""Who administers units and people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit, User
from portal.accounts.queries import units_of
from portal.core.policy import Policy


def _units(actor: Any, at: datetime) -> Q:
    if getattr(actor, "is_system", False):
        return Q()  # commands load reference data as the system, before there is any administrator
    return Q(pk__in=units_of(actor, Role.ADMINISTRATOR, at=at))


def _posts(actor: Any, at: datetime) -> Q:
    return Q(unit__in=units_of(actor, Role.ADMINISTRATOR, at=at))


def _people(actor: Any, at: datetime) -> Q:
    """Everybody without a post elsewhere: an administrator of one town does not rule another's people."""
    if getattr(actor, "is_system", False):
        return Q(is_system=False)
    mine = units_of(actor, Role.ADMINISTRATOR, at=at)
    if not mine.exists():
        return Q(pk__in=[])
    elsewhere = Post.objects.exclude(unit__in=mine).values("person_id")
    return Q(is_system=False) & ~Q(pk__in=elsewhere)


ADMINISTERS_UNIT = Policy(Unit, _units)
"""Whose names, telephones and posts an administrator may change."""

ADMINISTERS_POST = Policy(Post, _posts)
"""Which posts an administrator may end."""

ADMINISTERS_PERSON = Policy(User, _people)
"""Whose account an administrator may change."""
