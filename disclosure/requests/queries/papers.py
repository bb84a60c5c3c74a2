"""Which official papers there are of a request."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from disclosure.requests.enums import RequestState, Result
from disclosure.requests.models import Request


class Paper(TextChoices):
    """The papers of a request."""

    CORRECTION = "correction", pgettext_lazy("paper of a request", "Notice to put it right")
    CONSULTATION = "consultation", pgettext_lazy("paper of a request", "Letter to the third party")
    EXTENSION = "extension", pgettext_lazy("paper of a request", "Notice of the extension")
    REPLY = "reply", pgettext_lazy("paper of a request", "Reply")


def papers_of(request: Request) -> list[Paper]:
    """Return the papers there are of a request; none once what is private of it is forgotten."""
    if request.case.forgotten_at is not None:
        return []
    found = [
        (Paper.CORRECTION, bool(request.correction)),
        (Paper.CONSULTATION, request.consultations.exists()),
        (Paper.EXTENSION, request.clock.extended_days > 0),
        (Paper.REPLY, is_replied(request) or request.state == RequestState.DRAFTED),
    ]
    return [paper for paper, there in found if there]


def is_replied(request: Request) -> bool:
    """Return whether a reply was given to the applicant."""
    return request.state == RequestState.ANSWERED and request.result != Result.NOT_CORRECTED
