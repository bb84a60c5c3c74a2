"""Letters to somebody who has no account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.messaging.actions.deliveries import start_sending
from portal.messaging.channels import email_address, open_channels
from portal.messaging.enums import Channel
from portal.messaging.models import Delivery
from portal.messaging.queries import rendered, wordings
from portal.messaging.types import Letter


def write_letter(letter: Letter, *, at: datetime) -> Delivery | None:
    """Write a letter, once per cause; it is sent on commit.

    Returns:
        The letter, the earlier one where there is one for the cause; None where the portal sends no e-mail
        or the address is none.

    Raises:
        KeyError: The kind is no key of a message template.
    """
    address = email_address(letter.address)
    if Channel.EMAIL not in open_channels() or not address:
        return None
    subject, body = rendered(letter.kind, letter.words, letter.url, letter.language, wordings()[letter.kind])
    row = Delivery(
        unit=letter.unit,
        kind=letter.kind,
        cause=letter.cause,
        channel=Channel.EMAIL,
        day=timezone.localdate(at),
        address=address,
        subject=subject,
        body=body,
        language=letter.language,
        state_since=at,
        not_before=at,
    )
    with transaction.atomic():
        # Two at once for one cause: the second waits for the first and then finds its letter.
        Delivery.objects.bulk_create([row], ignore_conflicts=True)
        start_sending(at=at)
        return Delivery.objects.get(channel=Channel.EMAIL, cause=letter.cause)
