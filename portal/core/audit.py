"""Audit lines: who did what to which subject, when, and why. Written in the transaction of the deed."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet

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

    Args:
        actor: Who acted.
        subject: The row acted on.
        number: The number people know the subject by.
        verb: What was done.
        at: When.
        source: State before, where the deed was a step of a workflow.
        target: State after.
        reason: The reason given, where one was.
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


def lines_of(subject: Model) -> QuerySet[AuditLine]:
    """Return the lines about one subject, oldest first, with their actors."""
    return (
        AuditLine.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
        .select_related("actor")
        .order_by("at", "pk")
    )
