"""Timed work of visit days."""

from celery import shared_task
from django.utils import timezone

from petitions.visit_days.actions.roster import publish_ahead
from portal.accounts.queries import system_actor


@shared_task(name="petitions.publish_visit_days")
def publish_visit_days() -> None:
    """Publish the visit days of the weeks ahead. Runs every hour; twice is harmless."""
    publish_ahead(actor=system_actor(), at=timezone.now())
