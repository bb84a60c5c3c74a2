"""Timed work of cases."""

from celery import shared_task
from django.utils import timezone

from portal.accounts.queries import system_actor
from portal.cases.actions.clocks import recount


@shared_task(name="cases.recount_clocks")
def recount_clocks() -> None:
    """Count again by when cases are due, where the calendar was not known. Runs every hour."""
    recount(actor=system_actor(), at=timezone.now())
