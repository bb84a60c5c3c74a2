"""Timed work of the portal as a whole. Each finds by query what is due, and may run twice."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from portal.site import reminders


@shared_task(name="site.remind")
def remind() -> None:
    """Say what is to be said today, from `REMIND_HOUR` on. Runs every quarter of an hour.

    Everything is found by what was not said yet, so a turn that was missed is made good by the next.
    """
    now = timezone.now()
    if timezone.localtime(now).hour >= settings.REMIND_HOUR:
        reminders.say(at=now)
