"""Jobs of posters."""

from celery import shared_task
from django.utils import timezone

from disclosure.notices.models import Edition
from disclosure.posters.actions import report_failure
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from portal.core import jobs


@shared_task(name="disclosure.make_poster")
def make_poster(job_id: int) -> None:
    """Set, check and store one poster."""
    with jobs.running(job_id) as job:
        job.progress(0, 1)
        edition = Edition.objects.select_related("notice__unit").get(pk=job.args["edition"])
        size = PaperSize(job.args["size"])
        try:
            making.make_poster(edition=edition, size=size, at=timezone.now())
        except Exception:
            report_failure(edition=edition, size=size, at=timezone.now())
            raise
        job.progress(1, 1)
        number = edition.notice.number
        job.finish({"url": f"/notices/{number}/editions/{edition.number}/poster.pdf?size={size}"})
