"""Jobs and timed work of disclosure. Each fetches by key and calls one action, and may run twice."""

from celery import shared_task
from django.utils import timezone

from disclosure import documents, packs
from disclosure.actions import ledgers, obligations, opinions, publishing
from disclosure.enums import ImportState, PaperSize
from disclosure.models import Edition, LedgerImport, PosterPack
from portal.accounts.queries import system_actor
from portal.core import jobs


@shared_task(name="disclosure.read_ledger")
def read_ledger(job_id: int) -> None:
    """Read a ledger that was uploaded; what is no ledger is marked so, which is no failure of the job."""
    with jobs.running(job_id) as job:
        job.progress(0, 1)
        row = ledgers.read_upload(
            ledger_import=LedgerImport.objects.get(pk=job.args["ledger_import"]), at=timezone.now()
        )
        job.progress(1, 1)
        job.finish({"url": f"/desk/ledgers/{row.pk}/", "refused": row.state == ImportState.REFUSED})


@shared_task(name="disclosure.make_poster")
def make_poster(job_id: int) -> None:
    """Set, check and store one poster."""
    with jobs.running(job_id) as job:
        job.progress(0, 1)
        edition = Edition.objects.select_related("notice").get(pk=job.args["edition"])
        documents.make_poster(edition=edition, size=PaperSize(job.args["size"]), at=timezone.now())
        job.progress(1, 1)
        number, size = edition.notice.number, job.args["size"]
        job.finish({"url": f"/notices/{number}/editions/{edition.number}/poster.pdf?size={size}"})


@shared_task(name="disclosure.make_pack")
def make_pack(job_id: int) -> None:
    """Make a pack of posters; a second run goes on where the first ended."""
    with jobs.running(job_id) as job:
        pack = PosterPack.objects.select_related("ordered_by").get(pk=job.args["pack"])
        packs.make(pack, tell=job.progress, clock=timezone.now)
        job.finish({"url": f"/desk/packs/{pack.pk}/"})


@shared_task(name="disclosure.publish_due")
def publish_due() -> None:
    """Publish what was scheduled and has come due. Runs every minute."""
    publishing.publish_due(at=timezone.now())


@shared_task(name="disclosure.make_obligations")
def make_obligations() -> None:
    """Count what is owed. Runs every hour, so that what was changed around the actions is counted too."""
    obligations.make(actor=system_actor(), at=timezone.now())


@shared_task(name="disclosure.recount_answers")
def recount_answers() -> None:
    """Count again by when opinions are to be answered, where the calendar was not known. Runs every hour."""
    opinions.recount_due(actor=system_actor(), at=timezone.now())
