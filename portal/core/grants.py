"""Single hand-overs of one object to one person; only this module knows django-guardian.

Roles come from posts, never from here. Each granted model has a table with direct foreign keys (`Grant`), so a list
is filtered by one subquery on an index.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import remove_perm
from guardian.utils import get_user_obj_perms_model

from portal.core import audit
from portal.core.refusals import Refused


class Grant(UserObjectPermissionBase):
    """One object handed over to one person, by somebody else. The heir names the object as `content_object`."""

    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["user", "permission", "content_object"], name="%(class)s_once"),
            models.CheckConstraint(condition=~Q(user=F("given_by")), name="%(class)s_not_to_oneself"),
        ]
        unique_together: ClassVar[list[Any]] = []


def give(*, actor: AbstractBaseUser, person: AbstractBaseUser, codename: str, subject: Any, at: datetime) -> None:
    """Hand one object over to one person, and write who did it.

    Raises:
        Refused: They are the same person.
    """
    if person.pk == actor.pk:
        raise Refused(_("You cannot hand anything over to yourself. Ask somebody else to do it."), "person")
    permission = Permission.objects.get(content_type=ContentType.objects.get_for_model(subject), codename=codename)
    get_user_obj_perms_model(subject)._default_manager.get_or_create(
        user=person, permission=permission, content_object=subject, defaults={"given_by": actor}
    )
    audit.write(actor=actor, subject=subject, number=str(person.pk), verb=f"give {codename}", at=at)


def take_back(*, actor: AbstractBaseUser, person: AbstractBaseUser, codename: str, subject: Any, at: datetime) -> None:
    """Take a handed-over object back, and write who did it."""
    remove_perm(codename, person, subject)
    audit.write(actor=actor, subject=subject, number=str(person.pk), verb=f"take back {codename}", at=at)


def given(grants: type[Grant], person: AbstractBaseUser, codename: str) -> QuerySet[Any, Any]:
    """Return the primary keys of what a person was given, as a subquery for one join."""
    rows: QuerySet[Model] = grants._default_manager.filter(user_id=person.pk, permission__codename=codename)
    return rows.values("content_object_id")
