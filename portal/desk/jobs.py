"""A person's jobs: long work that goes on while they are away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _, gettext_lazy

from portal.core import jobs
from portal.core.language import localized_path
from portal.core.models import Job, JobState
from portal.desk.registry import DeskHomePage
from portal.desk.views import ButtonView, DeskView

RECENT, MOST = 5, 50
"""Jobs in the rail of the desk's first page, and on the page of their own."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job with the link to what came of it, for `components/jobs.html`."""

    pk: int
    text: str
    state: str
    done: int
    total: int | None
    error_text: str
    finished_at: datetime | None
    is_open: bool
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class JobList:
    """A person's newest jobs, those that are open first."""

    rows: list[JobRow]

    @property
    def is_open(self) -> bool:
        """Whether one is not over, so that the list asks again."""
        return any(row.is_open for row in self.rows)


def job_list(person: Any, most: int = MOST) -> JobList:
    """Return a person's newest jobs."""
    rows = [_row(job) for job in jobs.jobs_of(person)[:most]]
    return JobList(sorted(rows, key=lambda row: not row.is_open))


def recent_jobs(page: DeskHomePage) -> JobList:
    """Return the jobs in the rail of the desk's first page."""
    return job_list(page.person, RECENT)


class JobsPage(DeskView):
    """A person's jobs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "desk/jobs.html", {"jobs": job_list(self.actor).rows, "crumbs": self.crumbs()})


class RunningJobs(DeskView):
    """The list in the rail, which asks again by itself while a job is open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "desk/_jobs.html", {"section": job_list(self.actor, RECENT)})


class CancelJob(ButtonView):
    """Stop one's own job."""

    success_message = gettext_lazy("Stopped: %(job)s")
    success_url = reverse_lazy("desk:jobs")

    def act(self, form: Any) -> Job:
        job = get_object_or_404(jobs.jobs_of(self.actor), pk=self.kwargs["pk"])
        return jobs.cancel(actor=self.actor, job=job, at=self.at)

    def words(self) -> dict[str, Any]:
        return {"job": self.done.text}


def _row(job: Job) -> JobRow:
    url = str(job.result.get("url", "")) if job.state == JobState.DONE else ""
    if url.startswith("/desk/"):
        url = localized_path(url)
    return JobRow(
        pk=job.pk,
        text=job.text,
        state=job.state,
        done=job.done,
        total=job.total,
        error_text=job.error_text,
        finished_at=job.finished_at,
        is_open=job.is_open,
        url=url,
        link=_("Open"),
    )
