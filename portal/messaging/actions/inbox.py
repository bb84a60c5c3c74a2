"""What people do with their inbox, and how they wish to be written to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import audit
from portal.core.refusals import NotAllowed
from portal.messaging.models import Message, NotificationPreference

PREFERENCE_FIELDS = ("by_email", "by_sms", "language", "quiet_from", "quiet_to")


def mark_read(*, actor: User, message: Message, at: datetime) -> None:
    """Mark one of one's own messages as read; the first time counts.

    Raises:
        NotAllowed: It is somebody else's.
    """
    if message.person_id != actor.pk:
        raise NotAllowed(_("This message is not yours."))
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, actor: User, at: datetime) -> int:
    """Mark all of one's own messages as read, and return how many were not."""
    return Message.objects.filter(person=actor, read_at__isnull=True, created_at__lte=at).update(read_at=at)


def set_preference(*, actor: User, fields: Mapping[str, Any], at: datetime) -> NotificationPreference:
    """Store how one wants to be written to.

    Raises:
        KeyError: A field is not one of `PREFERENCE_FIELDS`.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # two windows must not both make the first row
        preference = NotificationPreference.objects.filter(person=actor).first() or NotificationPreference(person=actor)
        for name, value in fields.items():
            if name not in PREFERENCE_FIELDS:
                raise KeyError(name)
            setattr(preference, name, value)
        preference.save()
        audit.write(actor=actor, subject=preference, number=actor.username, verb="set notification preference", at=at)
    return preference
