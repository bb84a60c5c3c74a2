"""Writing letters, sending what waits, and deleting what was kept long enough.

A worker that is killed between sending and noting that it has sent leaves a row behind that is sent again after
`STALE_AFTER`. So nothing is lost, and now and then something arrives twice; both copies bear the same
Message-ID or id, by which the receiver can drop one.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from contextlib import closing, suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop

from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.core import audit, jobs
from portal.core.models import OPEN_STATES, Job
from portal.core.refusals import NotAllowed, WrongState
from portal.messaging.campaigns.rules import CAMPAIGN_KIND
from portal.messaging.channels import Senders, Undelivered, address_of, open_channels, valid_address
from portal.messaging.enums import AGAIN, DeliveryState, Fault
from portal.messaging.models import ADDRESS, Campaign, Delivery, Message
from portal.messaging.policies import SEES_DELIVERY
from portal.messaging.queries import message_texts, preference_of, rendered
from portal.messaging.registry import Letter
from portal.messaging.rules import after_quiet_hours


def write_letter(letter: Letter, *, at: datetime) -> Delivery | None:
    """Write a letter, once per cause; it is sent on commit.

    Returns:
        The letter, the earlier one where there is one for the cause; None where the portal sends nothing by this
        channel, the address is none, or it was sent enough of the kind today.

    Raises:
        KeyError: The kind is no key of a message template.
    """
    channel = letter.channel
    address = valid_address(letter.address, channel)
    if channel not in open_channels() or not address:
        return None
    # Somebody else may have left the address, who is not to be flooded.
    day = timezone.localdate(at)
    earlier = Delivery.objects.filter(person=None, address_digest__in=ADDRESS.all_of(address), day=day)
    if letter.at_most is not None and earlier.filter(kind=letter.kind).count() >= letter.at_most:
        return None
    subject, body = rendered(letter.kind, letter.words, letter.url, letter.language, message_texts()[letter.kind])
    row = Delivery(
        unit=letter.unit,
        kind=letter.kind,
        cause=letter.cause,
        channel=channel,
        day=day,
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


logger = logging.getLogger(__name__)

TASK = "messaging.deliver"
STALE_AFTER = timedelta(minutes=10)
"""How long a delivery may be on its way before its worker is taken for dead."""
PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
"""How long to wait after the first, second, … attempt that failed; after the last there is no other."""
MOST_ATTEMPTS = len(PAUSES) + 1
MOST_AT_ONCE = 1000
"""Deliveries one job sends; the rest is for the next."""


def send_due(*, at: datetime) -> None:
    """Start sending what is due, and give up on what can never go out. Runs every minute; twice is harmless."""
    with transaction.atomic():
        Delivery.objects.filter(_stale(at), attempts__gte=MOST_ATTEMPTS).update(
            state=DeliveryState.FAILED, state_since=at, error=Fault.STOPPED
        )
        Delivery.objects.filter(state=DeliveryState.WAITING, person__is_active=False).update(
            state=DeliveryState.FAILED, state_since=at, error=Fault.SWITCHED_OFF
        )
        start_sending(at=at)


def start_sending(*, at: datetime) -> None:
    """Write a job that sends whatever is due, unless one is waiting or at work; it goes out on commit."""
    if not Delivery.objects.filter(_ready(at, open_channels())).exists():
        return
    if Job.objects.filter(task=TASK, state__in=OPEN_STATES).exists():
        return
    jobs.enqueue(task=TASK, actor=system_actor(), title=gettext_noop("Sending messages"), args={}, at=at)


def deliver_all(*, clock: Callable[[], datetime], progress: Callable[[int], None]) -> int:
    """Send whatever is due, one after the other, and return how many were tried.

    A channel whose server cannot be reached is left alone until the next run; what waits for it has not
    used up an attempt.
    """
    channels, tried = set(open_channels()), 0
    with closing(Senders()) as senders:
        while tried < MOST_AT_ONCE and (delivery := _claim(channels, clock())):
            try:
                senders.send(delivery)
                _write_result(delivery, DeliveryState.SENT, clock())
            except Undelivered as fault:
                _undelivered(delivery, fault, clock())
                if fault.for_all:
                    channels.discard(delivery.channel)
            tried += 1
            progress(tried)
    return tried


def retry(*, actor: User, delivery: Delivery, at: datetime) -> Delivery:
    """Send one that bounced or failed again, to the person's address of today.

    Raises:
        NotAllowed: The actor may not see it.
        WrongState: It has gone out meanwhile, or waits already.
    """
    if not SEES_DELIVERY.allows(actor, delivery, at=at):
        raise NotAllowed(_("This message is not yours to send again."))
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).select_related("person").get(pk=delivery.pk)
        if not row.can_be_retried:
            raise WrongState(_("It has been sent or waits already; there is nothing to try again."))
        if row.person:
            row.address = address_of(row.person, row.channel) or row.address
        target = DeliveryState.WAITING
        audit.write(
            actor=actor, subject=row, number=str(row.pk), verb="retry delivery", at=at, source=row.state, target=target
        )
        row.state, row.state_since, row.not_before, row.attempts, row.error = target, at, at, 0, ""
        row.save(update_fields=["state", "state_since", "not_before", "attempts", "error", "address"])
        start_sending(at=at)
    return row


def retry_all(*, actor: User, deliveries: Iterable[Delivery], at: datetime) -> int:
    """Send several again, and return how many; what has gone out or waits meanwhile is passed over.

    Raises:
        NotAllowed: The actor may not see one of them.
    """
    count = 0
    with transaction.atomic():
        for delivery in deliveries:
            with suppress(WrongState):
                retry(actor=actor, delivery=delivery, at=at)
                count += 1
    return count


def _stale(at: datetime) -> Q:
    return Q(state=DeliveryState.SENDING, state_since__lt=at - STALE_AFTER)


def _ready(at: datetime, channels: Collection[str]) -> Q:
    """Return the condition on what may be sent now by these channels."""
    due = Q(state=DeliveryState.WAITING, not_before__lte=at)
    # A person whose account is switched off is sent nothing more; a letter has no person.
    reachable = Q(person__isnull=True) | Q(person__is_active=True)
    return (due | _stale(at) & Q(attempts__lt=MOST_ATTEMPTS)) & Q(channel__in=channels) & reachable


def _claim(channels: Collection[str], at: datetime) -> Delivery | None:
    """Take the next delivery that is due; one that another worker has locked is passed over."""
    with transaction.atomic():
        row = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(_ready(at, channels))
            .order_by("not_before", "pk")
            .first()
        )
        if row is None:
            return None
        row.state, row.state_since, row.attempts = DeliveryState.SENDING, at, row.attempts + 1
        row.save(update_fields=["state", "state_since", "attempts"])
    return row


def _undelivered(delivery: Delivery, fault: Undelivered, at: datetime) -> None:
    """Write down that a delivery did not go out, and when it is tried again."""
    logger.warning("delivery %s by %s was not delivered: %s", delivery.pk, delivery.channel, fault.fault)
    if fault.for_good:
        _write_result(delivery, DeliveryState.BOUNCED, at, error=fault.fault)
    elif delivery.attempts >= MOST_ATTEMPTS:
        _write_result(delivery, DeliveryState.FAILED, at, error=fault.fault)
    else:
        again = at + PAUSES[delivery.attempts - 1]
        if delivery.person:
            preference = preference_of(delivery.person)
            again = after_quiet_hours(again, preference.quiet_from, preference.quiet_to)
        _write_result(delivery, DeliveryState.WAITING, at, error=fault.fault, not_before=again)


def _write_result(
    delivery: Delivery, state: DeliveryState, at: datetime, *, error: str = "", not_before: datetime | None = None
) -> None:
    """Write what came of an attempt, unless another worker has taken the delivery over meanwhile.

    What was sent is not kept: nobody needs it here any more.
    """
    cleared = {"address": "", "subject": "", "body": ""} if state == DeliveryState.SENT else {}
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts).update(
        state=state, state_since=at, error=error, not_before=not_before or F("not_before"), **cleared
    )


def forget_letters(address: str, *, kinds: Collection[str]) -> None:
    """Delete letters of some kinds to an address, those that wait and what is known of those that were sent."""
    Delivery.objects.filter(person=None, kind__in=kinds, address_digest__in=ADDRESS.all_of(address)).delete()


DONE = (DeliveryState.SENT, *AGAIN)
"""States in which a delivery waits for nothing any more."""


def forget_messages(before: datetime, limit: int) -> int:
    """Delete messages that were written before a time, read or not, at most so many; return how many.

    A campaign keeps how many of its messages had been read.
    """
    rows = Message.objects.filter(created_at__lt=before).order_by("created_at", "pk")[:limit]
    with transaction.atomic():
        keys = [row.pk for row in rows.select_for_update().only("pk")]
        read = Message.objects.filter(pk__in=keys, kind=CAMPAIGN_KIND, read_at__isnull=False).order_by()
        for cause, count in read.values_list("cause").annotate(count=Count("pk")):
            campaign = Campaign.objects.filter(pk=cause.partition(":")[2])
            campaign.update(read_of_forgotten=F("read_of_forgotten") + count)
        Message.objects.filter(pk__in=keys).delete()
    return len(keys)


def forget_deliveries(before: datetime, limit: int) -> int:
    """Delete deliveries that have been done since before a time, at most so many; return how many."""
    rows = Delivery.objects.filter(state__in=DONE, state_since__lt=before).order_by("state_since", "pk")
    keys = [row.pk for row in rows.only("pk")[:limit]]
    Delivery.objects.filter(pk__in=keys).delete()
    return len(keys)
