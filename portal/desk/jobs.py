"""A person's jobs: long work that goes on while they are away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from portal.core import jobs
from portal.core.models import Job
from portal.desk.registry import DeskHomePage
from portal.desk.views import ButtonView, DeskView

RECENT, MOST = 5, 50
"""Jobs in the rail of the desk's first page, and on the page of their own."""


def newest_jobs(person: Any, most: int = MOST) -> list[Job]:
    """Return a person's newest jobs, those that are open first."""
    return sorted(jobs.jobs_of(person)[:most], key=lambda job: not job.is_open)


def recent_jobs(page: DeskHomePage) -> list[Job]:
    """Return the jobs in the rail of the desk's first page."""
    return newest_jobs(page.person, RECENT)


class JobsPage(DeskView):
    """A person's jobs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "desk/jobs.html", {"jobs": newest_jobs(self.actor), "crumbs": self.crumbs()})


class RunningJobs(DeskView):
    """The list in the rail, which asks again by itself while a job is open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "desk/_jobs.html", {"section": newest_jobs(self.actor, RECENT)})


class CancelJob(ButtonView):
    """Stop one's own job."""

    success_message = gettext_lazy("Stopped: %(job)s")
    success_url = reverse_lazy("desk:jobs")

    def act(self, form: Any) -> Job:
        job = get_object_or_404(jobs.jobs_of(self.actor), pk=self.kwargs["pk"])
        return jobs.cancel(actor=self.actor, job=job, at=self.at)

    def words(self) -> dict[str, Any]:
        return {"job": self.done.text}
