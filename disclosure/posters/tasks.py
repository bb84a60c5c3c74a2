"""Jobs of posters."""

from celery import shared_task
from django.utils import timezone

from disclosure.notices.models import Edition
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from portal.core import jobs


@shared_task(name="disclosure.make_poster")
def make_poster(job_id: int) -> None:
    """Set, check and store one poster."""
    with jobs.running(job_id) as job:
        job.progress(0, 1)
        edition = Edition.objects.select_related("notice").get(pk=job.args["edition"])
        making.make_poster(edition=edition, size=PaperSize(job.args["size"]), at=timezone.now())
        job.progress(1, 1)
        number, size = edition.notice.number, job.args["size"]
        job.finish({"url": f"/notices/{number}/editions/{edition.number}/poster.pdf?size={size}"})
