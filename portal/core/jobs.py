"""Jobs: long work that is written down in the transaction that wants it and worked off by a worker.

`enqueue` writes the row and sends its key to Celery on commit; what gets lost `resend_unclaimed` sends again. The
same key may arrive twice, so a task claims the row first and does no harm when it runs twice:

    @shared_task(name="disclosure.make_poster")
    def make_poster(job_id: int) -> None:
        with jobs.running(job_id) as job:
            ...job.args...; job.progress(1, 4); ...; job.finish({"url": "…"})
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from celery.exceptions import Ignore
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.models import OPEN_STATES, Job, JobState
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import in_every_language

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

MAX_ATTEMPTS = 3
SEND_GRACE = timedelta(seconds=30)
"""How long after it was written a job may still be on its way to the broker."""
CLAIM_PATIENCE = timedelta(minutes=10)
"""How long a job that was sent may wait for a free worker before it is sent again."""
STALE_AFTER = timedelta(minutes=5)
"""How long a running job may be silent before its worker is taken for dead."""
WRITE_EVERY = timedelta(seconds=1)
"""How often progress is written at most."""
URGENT, ORDINARY = 0, 6
"""Priorities of the broker; lower goes first."""


class NotClaimed(Ignore):
    """The job is not there to be done: another worker has it, or it is over. Celery passes over it."""


class Cancelled(Exception):
    """The job was cancelled, or given to another worker, while it ran. Let it through."""


def enqueue(
    *,
    task: str,
    actor: AbstractBaseUser,
    title: str,
    args: Mapping[str, Any],
    at: datetime,
    title_params: Mapping[str, str | int] | None = None,
    queue: str = "default",
    urgent: bool = False,
) -> Job:
    """Write a job in the caller's transaction, and send it when that commits.

    Args:
        actor: For whom it is done; they see it among their jobs.
        title: A message id marked with `gettext_noop`, with places such as %(number)s.
        args: Keys and plain values the task needs.
        queue: `default`, or `documents` for what makes paper.
    """
    job = Job.objects.create(
        task=task,
        actor_id=actor.pk,
        title=title,
        title_params=dict(title_params or {}),
        args=dict(args),
        queue=queue,
        is_urgent=urgent,
        created_at=at,
    )
    transaction.on_commit(partial(_send, job, at))
    return job


class Running:
    """A claimed job, as the worker that does it sees it.

    Call `progress` (or `beat`) at least every minute or two, outside of a transaction; a job that is
    silent for longer than `STALE_AFTER` is given to another worker. What writes raises `Cancelled` where the job was
    cancelled or given to another worker; do not catch it.
    """

    def __init__(self, row: Job, clock: Clock) -> None:
        self.row = row
        self.result: dict[str, Any] = {}
        self._clock = clock
        self._written = clock()

    @property
    def args(self) -> dict[str, Any]:
        """What `enqueue` was given."""
        args: dict[str, Any] = self.row.args
        return args

    def progress(self, done: int, total: int | None = None) -> None:
        """Report how far it is. Written at most once a second, and when it is complete."""
        self.row.done = done
        self.row.total = total if total is not None else self.row.total
        if self._clock() - self._written >= WRITE_EVERY or done == self.row.total:
            self.beat()

    def beat(self) -> None:
        """Show that the worker is alive."""
        self._written = self._clock()
        self._write(heartbeat_at=self._written)

    def finish(self, result: Mapping[str, Any]) -> None:
        """Give the result: plain values, such as {"url": "/…"}. Written when the block ends."""
        self.result = dict(result)

    def close(self, state: JobState, *, error: Mapping[str, str] | None = None) -> None:
        """Write the final state."""
        now = self._clock()
        self._write(state=state, error=dict(error or {}), result=self.result, heartbeat_at=now, finished_at=now)

    def release(self) -> None:
        """Put the job back in the queue, because this worker is being stopped."""
        _mine(self.row).update(state=JobState.QUEUED, claimed_at=None, heartbeat_at=None, sent_at=None)

    def _write(self, **fields: Any) -> None:
        if not _mine(self.row).update(done=self.row.done, total=self.row.total, **fields):
            raise Cancelled


@contextmanager
def running(job_id: int, *, clock: Clock = timezone.now) -> Iterator[Running]:
    """Claim a job for the length of a block, and record how it ended.

    A `Refused` raised in the block fails the job with its sentence. Anything unexpected fails it with a
    general one, is logged, and raised on. When the worker is stopped the job goes back to the queue.

    Raises:
        NotClaimed: The job is not waiting: another worker has it, or it is over.
    """
    job = Running(_claim(job_id, clock()), clock)
    try:
        yield job
        job.close(JobState.DONE)
    except Cancelled:
        logger.info("job %s is no longer ours", job_id)
    except Refused as refusal:
        _fail(job, refusal.sentence)
    except Exception:
        logger.exception("job %s failed: %s", job_id, job.row.task)
        _fail(job, _unexpected(job_id))
        raise
    except BaseException:
        job.release()
        raise


def resend_unclaimed(*, at: datetime) -> list[int]:
    """Send again what nobody works on, and return the keys of these jobs.

    That is: jobs never sent because the broker was down, jobs sent long ago that nobody claimed, and
    running ones whose worker fell silent. The last fail for good after `MAX_ATTEMPTS`.
    """
    with transaction.atomic():
        stale = Q(state=JobState.RUNNING, heartbeat_at__lt=at - STALE_AFTER)
        lost = Q(state=JobState.QUEUED, sent_at__isnull=True, created_at__lt=at - SEND_GRACE) | Q(
            state=JobState.QUEUED, sent_at__lt=at - CLAIM_PATIENCE
        )
        found = Job.objects.select_for_update(skip_locked=True).filter(stale | lost).order_by("created_at", "pk")
        again = [job for job in found if not _given_up(job, at)]
        for job in again:
            job.state, job.claimed_at, job.heartbeat_at, job.sent_at = JobState.QUEUED, None, None, None
            job.save(update_fields=["state", "claimed_at", "heartbeat_at", "sent_at"])
            transaction.on_commit(partial(_send, job, at))
    return [job.pk for job in again]


def cancel(*, actor: AbstractBaseUser, job: Job, at: datetime) -> Job:
    """Cancel one's own job. A running one ends at its next sign of progress.

    Raises:
        NotAllowed: The job is somebody else's.
        WrongState: The job is over.
    """
    if job.actor_id != actor.pk:
        raise NotAllowed(_("This job is not yours."))
    cancelled = Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).update(state=JobState.CANCELLED, finished_at=at)
    job.refresh_from_db()
    if not cancelled:
        raise WrongState(_("The job is over; there is nothing left to cancel."))
    return job


def forget(before: datetime, limit: int) -> int:
    """Delete at most `limit` jobs that were over before a time, and return how many."""
    over = Job.objects.exclude(state__in=OPEN_STATES).filter(finished_at__lt=before).order_by("finished_at")
    return Job.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:limit])).delete()[0]


def hurry(job: Job, *, at: datetime) -> None:
    """Put a waiting job ahead of its queue, because somebody is waiting for it now."""
    if Job.objects.filter(pk=job.pk, state=JobState.QUEUED, is_urgent=False).update(is_urgent=True):
        job.is_urgent = True
        transaction.on_commit(partial(_send, job, at))


def jobs_of(user: AbstractBaseUser) -> QuerySet[Job]:
    """Return the jobs of a person, newest first."""
    return Job.objects.filter(actor_id=user.pk).order_by("-created_at", "-pk")


def failed_since(user: AbstractBaseUser, since: datetime) -> QuerySet[Job]:
    """Return what failed of the jobs of somebody, such as the system, since a time; newest first."""
    return jobs_of(user).filter(state=JobState.FAILED, finished_at__gt=since)


def finished(job_id: int) -> bool:
    """Return whether a job is over, well or badly."""
    return not Job.objects.filter(pk=job_id, state__in=OPEN_STATES).exists()


def _send(job: Job, at: datetime) -> None:
    """Send a job to the broker. Never raises: what is not sent now is sent by `resend_unclaimed`."""
    try:
        current_app.send_task(
            job.task,
            args=[job.pk],
            queue=job.queue,
            priority=URGENT if job.is_urgent else ORDINARY,
            retry=False,
            ignore_result=True,
        )
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(sent_at=at)
    except Exception:
        # The change is committed, and its job waits in the table whatever went wrong here.
        logger.warning("job %s was not sent and will be later", job.pk, exc_info=True)


def _claim(job_id: int, at: datetime) -> Job:
    """Take a waiting job. One conditional update decides between two workers."""
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempt=F("attempt") + 1, claimed_at=at, heartbeat_at=at, done=0
    )
    if not claimed:
        raise NotClaimed(f"job {job_id} is not waiting")
    return Job.objects.select_related("actor").get(pk=job_id)


def _mine(row: Job) -> QuerySet[Job]:
    """Return the row as long as it is running under the attempt that was claimed."""
    return Job.objects.filter(pk=row.pk, state=JobState.RUNNING, attempt=row.attempt)


def _given_up(job: Job, at: datetime) -> bool:
    """Fail a job whose worker died too often; return whether that was so."""
    if job.attempt < MAX_ATTEMPTS:
        return False
    logger.error("job %s given up after %s attempts: %s", job.pk, job.attempt, job.task)
    job.state, job.finished_at, job.error = JobState.FAILED, at, in_every_language(_unexpected(job.pk))
    job.save(update_fields=["state", "finished_at", "error"])
    return True


def _fail(job: Running, sentence: object) -> None:
    try:
        job.close(JobState.FAILED, error=in_every_language(sentence))
    except Cancelled:
        logger.info("job %s failed after it was taken away", job.row.pk)


def _unexpected(job_id: int) -> object:
    return format_lazy(
        _(
            "Something went wrong here, not with what you did. Try again; if it fails again, tell the administrator "
            "the number {number}."
        ),
        number=job_id,
    )
