"""The timed writing to subscribers."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from portal.site.subscriptions.actions import tell


@shared_task(name="site.tell_subscribers")
def tell_subscribers() -> None:
    """Write to those who were not written to today, from `REMIND_HOUR` on. Runs every quarter of an hour."""
    now = timezone.now()
    if timezone.localtime(now).hour >= settings.REMIND_HOUR:
        tell(at=now)
