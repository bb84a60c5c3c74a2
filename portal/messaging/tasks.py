"""Timed work and jobs of messages. Each calls one action and may run twice."""

from celery import shared_task
from django.utils import timezone

from portal.core import jobs
from portal.messaging.actions import deliveries, send_due


@shared_task(name="messaging.deliver")
def deliver(job_id: int) -> None:
    """Send whatever is due."""
    with jobs.running(job_id) as job:
        deliveries.deliver_all(clock=timezone.now, told=job.progress)


@shared_task(name="messaging.send_due")
def send_due_messages() -> None:
    """Start sending what is due. Runs every minute."""
    send_due(at=timezone.now())
