"""Letters to applicants who left an e-mail address, in the language they used, and forgetting their words."""

from datetime import datetime
from functools import partial

from django.db import transaction

from disclosure.requests.models import Consultation, ReplyFile, Request
from portal.cases.actions.letters import write_letter
from portal.cases.models import Case
from portal.core.dates import full_date
from portal.core.encryption import files

FOLLOW = "/requests/track/"
MOST_RECEIPTS = 3
"""Receipts that one address is sent on one day."""


def write(
    request: Request, kind: str, *, at: datetime, occasion: str = "", at_most: int | None = None, **more: str
) -> None:
    """Write to the applicant; the letter leads to where the request is followed."""

    def words() -> dict[str, str]:
        due = request.current_clock.due
        day = full_date(due) if due else ""
        return {"unit": request.town.publishing_body, "number": request.number, "due": day, **more}

    write_letter(
        case=request.case,
        kind=kind,
        words=words,
        url=FOLLOW,
        unit=request.town,
        at=at,
        occasion=occasion,
        at_most=at_most,
    )


def forget_words(case: Case) -> None:
    """Remove what was written about a request and its applicant. What was released stays as everybody reads it."""
    for request in Request.objects.filter(case=case):
        Request.objects.filter(pk=request.pk).update(identity="", subject="", correction="", extension="", reply="")
        Consultation.objects.filter(request=request).update(party="", concern="", answer="")
        private = ReplyFile.objects.filter(request=request, is_released=False)
        for stored in private.values_list("stored", flat=True):
            transaction.on_commit(partial(files.delete, stored))
        private.delete()
