"""Timed work of obligations."""

from celery import shared_task
from django.utils import timezone

from disclosure.obligations.actions import sync
from portal.accounts.queries import system_actor


@shared_task(name="disclosure.sync_obligations")
def sync_obligations() -> None:
    """Count what is owed. Runs every hour, so that what was changed around the actions is counted too."""
    sync.synchronise(system_actor(), timezone.now())
