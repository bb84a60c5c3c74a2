"""Timed tasks of the kernel."""

from celery import shared_task
from django.utils import timezone

from portal.core import jobs, retention


@shared_task(name="core.resend_jobs")
def resend_jobs() -> None:
    """Send again the jobs nobody works on. Runs every minute; may run twice without harm."""
    jobs.resend_unclaimed(at=timezone.now())


@shared_task(name="core.forget_expired")
def forget_expired() -> None:
    """Clear away what is kept no longer. Runs every day; may run twice without harm."""
    retention.forget_expired(at=timezone.now())
