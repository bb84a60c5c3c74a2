"""Timed work of opinions."""

from celery import shared_task
from django.utils import timezone

from disclosure.opinions.actions.due import recount_due
from portal.accounts.queries import system_actor


@shared_task(name="disclosure.recount_answers")
def recount_answers() -> None:
    """Count again by when opinions are to be answered, where the calendar was not known. Runs every hour."""
    recount_due(actor=system_actor(), at=timezone.now())
