"""Changing the words of messages, and taking the change back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.messaging.models import MessageText
from portal.messaging.policies import answers_for_messages
from portal.messaging.registry import MESSAGE_TEMPLATES
from portal.messaging.texts import TEXTS, placeholder_refusal


def change_text(*, actor: User, kind: str, texts: Mapping[str, str], at: datetime) -> MessageText:
    """Write the words of a kind of message; they hold from the next message on.

    Args:
        actor: A publisher or administrator.
        kind: Key of a message template.
        texts: Subject and text in both languages, by the names in `TEXTS`.
        at: Now.

    Raises:
        NotAllowed: The actor may not change message templates.
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
        row = MessageText.objects.select_for_update().filter(kind=kind).first() or MessageText(kind=kind)
        for name, text in cleaned.items():
            setattr(row, name, text)
        row.save()
        audit.write(actor=actor, subject=row, number=kind, verb="change message text", at=at)
    return row


def reset_text(*, actor: User, kind: str, at: datetime) -> None:
    """Go back to the words that come with the portal. What the office had written stays in the history.

    Raises:
        NotAllowed: The actor may not change message templates.
    """
    _may(actor, at)
    with transaction.atomic():
        row = MessageText.objects.select_for_update().filter(kind=kind).first()
        if row is not None:
            audit.write(actor=actor, subject=row, number=kind, verb="reset message text", at=at)
            row.delete()


def _may(actor: User, at: datetime) -> None:
    if not answers_for_messages(actor, at=at):
        raise NotAllowed(_("Message templates are changed by publishers and administrators."))
