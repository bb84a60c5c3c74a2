"""Jobs of ledgers."""

from celery import shared_task
from django.utils import timezone

from disclosure.content.statement import actions
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.models import LedgerImport
from portal.core import jobs


@shared_task(name="disclosure.read_ledger")
def read_ledger(job_id: int) -> None:
    """Read a ledger that was uploaded; what is no ledger is marked so, which is no failure of the job."""
    with jobs.running(job_id) as job:
        job.progress(0, 1)
        row = actions.read_upload(
            ledger_import=LedgerImport.objects.get(pk=job.args["ledger_import"]), at=timezone.now()
        )
        job.progress(1, 1)
        job.finish({"url": f"/desk/ledgers/{row.pk}/", "refused": row.state == ImportState.REFUSED})
