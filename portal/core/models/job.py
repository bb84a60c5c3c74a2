"""Long work: a row that is written with what wants it, and worked off by a worker."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext, pgettext_lazy


class JobState(models.TextChoices):
    """Where a job stands. The last three are final."""

    QUEUED = "queued", pgettext_lazy("state of a job", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a job", "Running")
    DONE = "done", pgettext_lazy("state of a job", "Done")
    FAILED = "failed", pgettext_lazy("state of a job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("state of a job", "Cancelled")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)
"""States of a job that is still to be done."""


class Job(models.Model):
    """One piece of long work, with whom it is for, how far it is, and what came of it.

    `attempt` is also the fence: a worker that was thought dead and comes back writes with the number of
    its own attempt, and finds no row any more.
    """

    task = models.CharField(max_length=100, help_text="Name of the Celery task")
    args = models.JSONField(default=dict, help_text="What the task needs: keys and plain values")
    title = models.CharField(max_length=200, help_text="Message id of the title, with %(name)s places")
    title_params = models.JSONField(default=dict, help_text="What stands in those places")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    queue = models.CharField(max_length=30, default="default")
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict, help_text="Why it failed: a sentence by language code")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="job_done_in_total"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, state__in=OPEN_STATES)
                | (Q(finished_at__isnull=False) & ~Q(state__in=OPEN_STATES)),
                name="job_finished_when_final",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(claimed_at__isnull=False, heartbeat_at__isnull=False),
                name="job_running_when_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-created_at"], name="job_by_actor"),
            models.Index(fields=["state", "created_at"], name="job_open", condition=Q(state__in=OPEN_STATES)),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk} {self.state}"

    @property
    def text(self) -> str:
        """The title in the active language."""
        params: dict[str, Any] = self.title_params
        return gettext(self.title) % params if params else gettext(self.title)

    @property
    def error_text(self) -> str:
        """Why it failed, in the active language; empty if it did not."""
        said: dict[str, str] = self.error
        return said.get(get_language() or settings.LANGUAGE_CODE) or next(iter(said.values()), "")

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN_STATES
