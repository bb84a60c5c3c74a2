"""Letters to somebody who has no account."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.messaging.actions.deliveries import start_sending
from portal.messaging.channels import email_address, open_channels, phone_number
from portal.messaging.enums import Channel
from portal.messaging.models import Delivery
from portal.messaging.queries import letters_of_day, rendered, wordings
from portal.messaging.types import Letter

ADDRESS_READERS = {Channel.EMAIL: email_address, Channel.SMS: phone_number}


def write_letter(letter: Letter, *, at: datetime) -> Delivery | None:
    """Write a letter, once per cause; it is sent on commit.

    Returns:
        The letter, the earlier one where there is one for the cause; None where the portal sends nothing by this
        channel, the address is none, or it was sent enough of the kind today.

    Raises:
        KeyError: The kind is no key of a message template.
    """
    channel = letter.channel
    address = ADDRESS_READERS[channel](letter.address)
    if channel not in open_channels() or not address or _was_sent_enough(letter, address, at):
        return None
    subject, body = rendered(letter.kind, letter.words, letter.url, letter.language, wordings()[letter.kind])
    row = Delivery(
        unit=letter.unit,
        kind=letter.kind,
        cause=letter.cause,
        channel=channel,
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
        return Delivery.objects.get(channel=channel, cause=letter.cause)


def _was_sent_enough(letter: Letter, address: str, at: datetime) -> bool:
    """Return whether an address was sent enough today. Somebody else may have left it, who is not to be flooded."""
    return (
        letter.at_most is not None
        and letters_of_day(address, letter.kind, day=timezone.localdate(at)) >= letter.at_most
    )
