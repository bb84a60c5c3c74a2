"""What people change on the desk: what they have read, how they are written to, and message templates.

Messages are read by their receivers, and message templates changed by those who answer for messages; anybody else
meets `NotAllowed`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.messaging.models import Message, MessageText, NotificationPreference
from portal.messaging.policies import answers_for_messages
from portal.messaging.registry import MESSAGE_TEMPLATES
from portal.messaging.texts import TEXTS, placeholder_refusal


def mark_read(*, actor: User, message: Message, at: datetime) -> None:
    """Mark one of one's own messages as read; the first time counts."""
    if message.person_id != actor.pk:
        raise NotAllowed(_("This message is not yours."))
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, actor: User, at: datetime) -> int:
    """Mark all of one's own messages as read, and return how many were not."""
    return Message.objects.filter(person=actor, read_at__isnull=True, created_at__lte=at).update(read_at=at)


PREFERENCE_FIELDS = ("by_email", "by_sms", "language", "quiet_from", "quiet_to")


def set_preference(*, actor: User, fields: Mapping[str, Any], at: datetime) -> NotificationPreference:
    """Store how one wants to be written to.

    Raises:
        KeyError: A field is none that one may choose.
    """
    for name in fields.keys() - set(PREFERENCE_FIELDS):
        raise KeyError(name)
    with transaction.atomic():
        preference, _is_new = NotificationPreference.objects.update_or_create(person=actor, defaults=fields)
        audit.write(actor=actor, subject=preference, number=actor.username, verb="set notification preference", at=at)
    return preference


def change_text(*, actor: User, kind: str, texts: Mapping[str, str], at: datetime) -> MessageText:
    """Write the words of a kind of message; they hold from the next message on.

    Raises:
        KeyError: There is no such kind, or a text is missing.
        Refused: A text is empty or has a placeholder that this kind of message does not know.
    """
    _may(actor, at)
    placeholders = MESSAGE_TEMPLATES[kind].placeholders
    cleaned = {name: texts[name].replace("\r\n", "\n").strip() for name in TEXTS}
    if not all(cleaned.values()):
        raise Refused(_("Subject and text are needed in both languages."))
    for text in cleaned.values():
        if refusal := placeholder_refusal(text, placeholders):
            raise Refused(refusal)
    with transaction.atomic():
        row, _is_new = MessageText.objects.update_or_create(kind=kind, defaults=cleaned)
        audit.write(actor=actor, subject=row, number=kind, verb="change message text", at=at)
    return row


def reset_text(*, actor: User, kind: str, at: datetime) -> None:
    """Go back to the words that come with the portal. What the office had written stays in the history."""
    _may(actor, at)
    with transaction.atomic():
        row = MessageText.objects.select_for_update().filter(kind=kind).first()
        if row is not None:
            audit.write(actor=actor, subject=row, number=kind, verb="reset message text", at=at)
            row.delete()


def _may(actor: User, at: datetime) -> None:
    if not answers_for_messages(actor, at=at):
        raise NotAllowed(_("Message templates are changed by publishers and administrators."))
