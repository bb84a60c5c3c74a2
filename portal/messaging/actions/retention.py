"""Messages and deliveries are kept for a time only."""

from datetime import datetime

from portal.messaging.enums import DeliveryState
from portal.messaging.models import Delivery, Message

DONE = (DeliveryState.SENT, DeliveryState.BOUNCED, DeliveryState.FAILED)
"""States in which a delivery waits for nothing any more."""


def forget_messages(before: datetime, limit: int) -> int:
    """Delete messages that were written before a time, read or not, at most so many; return how many."""
    rows = Message.objects.filter(created_at__lt=before).order_by("created_at", "pk")
    keys = list(rows.values_list("pk", flat=True)[:limit])
    Message.objects.filter(pk__in=keys).delete()
    return len(keys)


def forget_deliveries(before: datetime, limit: int) -> int:
    """Delete deliveries that have been done since before a time, at most so many; return how many."""
    rows = Delivery.objects.filter(state__in=DONE, state_since__lt=before).order_by("state_since", "pk")
    keys = list(rows.values_list("pk", flat=True)[:limit])
    Delivery.objects.filter(pk__in=keys).delete()
    return len(keys)
