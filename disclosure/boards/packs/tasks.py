"""Jobs of packs."""

from celery import shared_task
from django.utils import timezone

from disclosure.boards.models import PosterPack
from disclosure.boards.packs.documents import make
from portal.core import jobs


@shared_task(name="disclosure.make_pack")
def make_pack(job_id: int) -> None:
    """Make a pack of posters; a second run goes on where the first ended."""
    with jobs.running(job_id) as job:
        pack = PosterPack.objects.select_related("ordered_by").get(pk=job.args["pack"])
        make(pack, progress=job.progress, clock=timezone.now)
        job.finish({"url": f"/desk/boards/packs/{pack.pk}/"})
