"""Timed work of early warning."""

from celery import shared_task
from django.utils import timezone

from accountability.warning import actions


@shared_task(name="accountability.count_risks")
def count_risks() -> None:
    """Count the risks of the quarter that ended last, once a day for every town. Runs every hour."""
    actions.count_due(at=timezone.now())
