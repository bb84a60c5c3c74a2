"""The timed making of the data package."""

from celery import shared_task
from django.utils import timezone

from portal.core import jobs
from portal.site.data.actions import TASK, keep_current, make_package


@shared_task(name="site.keep_data_package")
def keep_data_package() -> None:
    """Have the package made anew where something was published since."""
    keep_current(at=timezone.now())


@shared_task(name=TASK)
def make_data_package(job_id: int) -> None:
    """Make the package."""
    with jobs.running(job_id) as job:
        make_package(job, at=timezone.now())
        job.finish({"url": "/data/"})
