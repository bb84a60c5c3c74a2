"""Writing reminders into inboxes, and a day's messages into one digest per person and channel."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Prefetch
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.accounts.queries import portal_name, roster
from portal.core import calendar
from portal.messaging.actions.deliveries import start_sending
from portal.messaging.campaigns import queries as campaigns
from portal.messaging.campaigns.actions import mark_sent
from portal.messaging.channels import address_of, channels_of
from portal.messaging.enums import Channel
from portal.messaging.models import Delivery, Message, NotificationPreference
from portal.messaging.queries import out_of_sight, preferences_of, settled, unsent
from portal.messaging.registry import REMINDER_SOURCES, Occasion, Reminder
from portal.messaging.rules import after_quiet_hours
from portal.messaging.texts import letter_digest, sms_digest

_LOCK = int.from_bytes(b"messages", "big", signed=True)
"""Key of the advisory lock under which messages are written: "messages" in ASCII."""
DIGEST_REACHES = timedelta(days=7)
"""How old an unread message may be that a digest still takes up."""


def remind(reminders: Iterable[Reminder], *, at: datetime) -> list[Message]:
    """Write reminders into inboxes, each once per person, cause and step, and the day's digests.

    May run twice, also at the same moment: the second finds everything sent. A person who is already sent a
    digest of this day by a channel finds what came later in the next day's. Sending begins on commit.

    Returns:
        The messages that were written.

    Raises:
        KeyError: A kind is no key of a message template.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # Everybody who writes holds the lock, so nothing can come between having looked and writing.
        written = Message.objects.bulk_create(unsent(reminders, at=at), batch_size=1000)
        _make_digests(at)
        start_sending(at=at)
    return written


def _make_digests(at: datetime) -> None:
    """Put what a channel has not carried yet into one delivery per person and channel, unless today has one."""
    day = timezone.localdate(at)
    pending = _pending(at)
    people = User.objects.in_bulk(pending.keys())
    preferences = preferences_of(people.values())
    made = set(Delivery.objects.filter(person__in=people, day=day).values_list("person_id", "channel"))
    contents: list[tuple[Delivery, list[Message]]] = []
    names = {
        language: _portal_name(language) for language in {preference.language for preference in preferences.values()}
    }
    for pk, person in people.items():
        for channel in channels_of(person, preferences[pk]):
            left = [one for one in pending[pk] if all(earlier.channel != channel for earlier in one.deliveries.all())]
            if left and (pk, channel) not in made:
                preference = preferences[pk]
                contents.append((_digest(preference, channel, left, names[preference.language], at), left))
    Delivery.objects.bulk_create([delivery for delivery, _left in contents])
    held = Message.deliveries.through
    held._default_manager.bulk_create(
        held(delivery_id=delivery.pk, message_id=message.pk) for delivery, left in contents for message in left
    )


def _pending(at: datetime) -> dict[int, list[Message]]:
    """Return by person the unread messages, oldest first, that no earlier day's digest holds.

    Left out is what is settled, and what its reader may not see any more, such as after a post has ended.

    A channel that is switched on later therefore does not repeat what another one has carried.
    """
    rows = (
        Message.objects.filter(
            read_at__isnull=True,
            created_at__gt=at - DIGEST_REACHES,
            created_at__lte=at,
            person__is_active=True,
        )
        .exclude(deliveries__day__lt=timezone.localdate(at))
        .order_by("created_at", "pk")
        .select_related("person")
        .prefetch_related(Prefetch("deliveries", queryset=Delivery.objects.only("pk", "channel", "day")))
    )
    found = list(rows)
    over = settled(found).keys() | out_of_sight(found, at=at)
    by_person: dict[int, list[Message]] = defaultdict(list)
    for message in found:
        if message.pk not in over:
            by_person[message.person_id].append(message)
    return by_person


def _digest(
    preference: NotificationPreference, channel: str, messages: Sequence[Message], portal: str, at: datetime
) -> Delivery:
    person, language = preference.person, preference.language
    with translation.override(language):
        name = person.name
    if channel == Channel.SMS:
        subject, body = "", sms_digest(messages, language=language)
    else:
        day = timezone.localdate(at)
        subject, body = letter_digest(messages, name=name, portal=portal, day=day, language=language)
    return Delivery(
        person=person,
        channel=channel,
        day=timezone.localdate(at),
        address=address_of(person, channel),
        subject=subject,
        body=body,
        language=language,
        state_since=at,
        not_before=after_quiet_hours(at, preference.quiet_from, preference.quiet_to),
    )


def _portal_name(language: str) -> str:
    with translation.override(language):
        return portal_name()


def reminder_time(day: date) -> datetime:
    """Return when the reminders of a day are counted: at `REMIND_HOUR` in the portal's zone."""
    return timezone.make_aware(datetime.combine(day, time(settings.REMIND_HOUR)))


def due_reminders(*, at: datetime) -> list[Reminder]:
    """Return the reminders of every source that are due and were not sent yet, by person, cause and step."""
    occasion = Occasion(at=at, on=timezone.localdate(at), roster=roster(at=at), calendar=calendar.load())
    found = [reminder for source in REMINDER_SOURCES for reminder in source.reminders(occasion)]
    return sorted(found, key=lambda one: (one.person.username, one.cause, one.step))


def list_reminders(*, at: datetime) -> list[Message]:
    """Return what would go out at a time, without writing or sending it."""
    return unsent(due_reminders(at=at), at=at)


def send_reminders(*, at: datetime) -> list[Message]:
    """Send the reminders that are due, and return them. What runs twice, or beside another, sends them once."""
    with transaction.atomic():
        # Held until all is sent, so that none is changed or cancelled between being read and being sent.
        ended = list(campaigns.due(at=at).select_for_update(of=("self",)))
        sent = remind(due_reminders(at=at), at=at)
        for campaign in ended:
            mark_sent(campaign=campaign, at=at)
    return sent
