"""Timed tasks of the kernel."""

from celery import shared_task
from django.utils import timezone

from portal.core import jobs


@shared_task(name="core.resend_jobs")
def resend_jobs() -> None:
    """Send again the jobs nobody works on. Runs every minute; may run twice without harm."""
    jobs.resend_unclaimed(at=timezone.now())
