"""Single hand-overs: "was this person given this very unit, or this very petition?"

The only room that knows django-guardian. Roles come from posts, never from here; a grant is the
exception for one person and one object. Each granted model has its own table with direct foreign keys
(`UserObjectPermissionBase`), so a list is filtered by one subquery on an index instead of a look-up by
text for each row.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm

from portal.core import audit

__all__ = ["UserObjectPermissionBase", "give", "given", "take_back"]


def give(*, actor: AbstractBaseUser, person: AbstractBaseUser, codename: str, subject: Any, at: datetime) -> None:
    """Hand one object over to one person, and write who did it.

    Args:
        actor: Who hands over.
        person: Who is given the object.
        codename: The permission, such as `deputise`.
        subject: The object, of a model with a direct grant table.
        at: When.
    """
    assign_perm(codename, person, subject)
    audit.write(actor=actor, subject=subject, number=str(person.pk), verb=f"give {codename}", at=at)


def take_back(*, actor: AbstractBaseUser, person: AbstractBaseUser, codename: str, subject: Any, at: datetime) -> None:
    """Take a handed-over object back, and write who did it."""
    remove_perm(codename, person, subject)
    audit.write(actor=actor, subject=subject, number=str(person.pk), verb=f"take back {codename}", at=at)


def given(grants: type[UserObjectPermissionBase], person: AbstractBaseUser, codename: str) -> QuerySet[Any, Any]:
    """Return the primary keys of what a person was given, as a subquery for one join.

    Args:
        grants: The direct grant table of the model.
        person: Whose grants.
        codename: Which permission.
    """
    rows: QuerySet[Model] = grants._default_manager.filter(user_id=person.pk, permission__codename=codename)
    return rows.values("content_object_id")
