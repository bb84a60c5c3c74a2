"""Timed work of obligations."""

from celery import shared_task
from django.utils import timezone

from disclosure.obligations.actions import making
from portal.accounts.queries import system_actor


@shared_task(name="disclosure.make_obligations")
def make_obligations() -> None:
    """Count what is owed. Runs every hour, so that what was changed around the actions is counted too."""
    making.recount(system_actor(), timezone.now())
