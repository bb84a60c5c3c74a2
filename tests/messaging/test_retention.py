"""Messages, deliveries and jobs are cleared away after their time, and nothing else is."""

from datetime import timedelta

import pytest
from django.conf import settings

from portal.core import jobs
from portal.core.models import Job, JobState
from portal.core.retention import forget_expired
from portal.messaging.actions.reminders import remind
from portal.messaging.enums import DeliveryState
from portal.messaging.models import Delivery, Message
from tests.messaging.people import MORNING, reader, reminder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_messages_and_deliveries_go_after_their_days_and_not_before() -> None:
    remind([reminder(reader())], at=MORNING)
    Delivery.objects.update(state=DeliveryState.SENT, state_since=MORNING)
    forget_expired(at=MORNING + settings.DELIVERIES_KEPT_DAYS * DAY)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)
    forget_expired(at=MORNING + settings.DELIVERIES_KEPT_DAYS * DAY + timedelta(seconds=1))
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)
    done = forget_expired(at=MORNING + settings.MESSAGES_KEPT_DAYS * DAY + timedelta(seconds=1))
    assert (done["messages"], Message.objects.count()) == (1, 0)


def test_a_delivery_that_still_waits_stays() -> None:
    remind([reminder(reader())], at=MORNING)
    Delivery.objects.update(state=DeliveryState.WAITING)
    forget_expired(at=MORNING + 2000 * DAY)
    assert Delivery.objects.count() == 1


def test_a_job_that_is_over_goes_and_one_that_is_open_stays() -> None:
    person = reader()
    ended, waiting = (
        jobs.enqueue(task="core.resend_jobs", actor=person, title="x", args={}, at=MORNING) for _ in range(2)
    )
    Job.objects.filter(pk=ended.pk).update(state=JobState.DONE, finished_at=MORNING)
    forget_expired(at=MORNING + settings.JOBS_KEPT_DAYS * DAY + timedelta(seconds=1))
    assert list(Job.objects.values_list("pk", flat=True)) == [waiting.pk]
