"""Audit lines: who did what to which subject, when, and why. Written in the transaction of the change."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, Q, QuerySet

from portal.core.models import AuditLine


def write(
    *,
    actor: AbstractBaseUser,
    subject: Model,
    number: str,
    verb: str,
    at: datetime,
    source: str = "",
    target: str = "",
    reason: str = "",
) -> AuditLine:
    """Write one line. It can neither be changed nor deleted afterwards; the database sees to it.

    `number` is what people know the subject by.
    """
    return AuditLine.objects.create(
        actor_id=actor.pk,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_number=number,
        verb=verb,
        source=source,
        target=target,
        reason=reason,
        at=at,
    )


def lines_of(*subjects: Model) -> QuerySet[AuditLine]:
    """Return the lines about one subject, or about several that belong together, oldest first, with their actors."""
    about = Q(pk__in=[])
    for one in subjects:
        about |= Q(subject_kind=one._meta.label_lower, subject_id=one.pk)
    return AuditLine.objects.filter(about).select_related("actor").order_by("at", "pk")
