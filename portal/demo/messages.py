"""What people of the demo township were told: a campaign that went out, one that is planned, and reminders."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils import translation

from portal.accounts.models import Unit, User
from portal.messaging.actions import daily as reminders
from portal.messaging.actions.inbox import mark_all_read
from portal.messaging.campaigns import actions as campaigns
from portal.messaging.campaigns.rules import PRESETS
from portal.messaging.models import Campaign, Message

PLANNED_ON = {"mid_autumn": date(2026, 9, 10), "spring": date(2026, 11, 12)}
"""When each campaign was planned; the first went out on its day, the other is still to come."""
READ = (date(2026, 9, 18), date(2026, 10, 13), date(2026, 10, 21))
"""Days of reminders that everybody has read since."""
READ_AFTER = timedelta(minutes=11)
"""One after the other looks into the inbox."""
UNREAD = (date(2026, 11, 18), date(2026, 11, 20))


def load() -> None:
    """Plan the campaigns and say what was to be said on some days; nothing where it was told before.

    Nobody of the demo has an address, so nothing leaves the portal.
    """
    if Campaign.objects.exists():
        return
    town, secretary = Unit.objects.get(code="QS"), User.objects.get(username="secretary")
    for key, day in PLANNED_ON.items():
        with translation.override(settings.LANGUAGE_CODE):
            values = PRESETS[key].values(on=day)
        campaigns.plan(actor=secretary, unit=town, fields=values, people=[], at=reminders.moment_of(day))
    for day in READ:
        at = reminders.moment_of(day)
        reminders.say(at=at)
        told = Message.objects.filter(read_at__isnull=True).values("person")
        for number, person in enumerate(User.objects.filter(pk__in=told).order_by("username")):
            mark_all_read(actor=person, at=at + READ_AFTER * (number % 40 + 1))
    for day in UNREAD:
        reminders.say(at=reminders.moment_of(day))
