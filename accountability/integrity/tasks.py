"""Timed work of integrity."""

from celery import shared_task
from django.utils import timezone

from accountability.integrity.actions.checklists import open_due
from portal.accounts.queries import system_actor


@shared_task(name="accountability.open_checklists")
def open_checklists() -> None:
    """Open the checklists of the periods that have ended. Runs every hour; twice is harmless."""
    open_due(actor=system_actor(), at=timezone.now())
