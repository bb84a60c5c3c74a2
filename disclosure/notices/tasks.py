"""Timed work of notices."""

from celery import shared_task
from django.utils import timezone

from disclosure.notices.actions import publishing


@shared_task(name="disclosure.publish_due")
def publish_due() -> None:
    """Publish what was scheduled and has come due. Runs every minute."""
    publishing.publish_due(at=timezone.now())
