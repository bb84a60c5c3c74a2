"""Timed work and jobs of messages. Each calls one action and may run twice."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from portal.core import jobs
from portal.messaging.actions import deliveries, reminders


@shared_task(name="messaging.deliver")
def deliver(job_id: int) -> None:
    """Send whatever is due."""
    with jobs.running(job_id) as job:
        deliveries.deliver_all(clock=timezone.now, progress=job.progress)


@shared_task(name="messaging.send_due")
def send_due_messages() -> None:
    """Start sending what is due. Runs every minute."""
    deliveries.send_due(at=timezone.now())


@shared_task(name="messaging.remind")
def remind() -> None:
    """Send the reminders of today, from `REMIND_HOUR` on. Runs every quarter of an hour.

    What was not sent yet is found each time, so a run that was missed is made up by the next.
    """
    now = timezone.now()
    if timezone.localtime(now).hour >= settings.REMIND_HOUR:
        reminders.send_reminders(at=now)
