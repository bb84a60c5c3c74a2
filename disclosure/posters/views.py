"""Posters for everybody."""

import threading

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from disclosure.notices.models import Edition
from disclosure.notices.views import readable_or_404
from disclosure.posters.actions import poster_for
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from disclosure.posters.queries import stored_poster
from portal.cases.views import TOO_MANY
from portal.core import files, rate
from portal.core.pages import public_file
from portal.core.refusals import Refused
from portal.core.texts import in_every_language
from portal.core.workflow import Words

POSTER_WAIT_SECONDS = 20.0
RETRY_AFTER_SECONDS = 10
NEW_AT_MOST, NEW_WITHIN = 30, 600
"""How many posters not made yet one network may ask for in so many seconds."""

NOT_YET = gettext_lazy("The poster is being made. Try again in a few seconds.")

_waiting = threading.BoundedSemaphore(1)
"""So many threads of this web server may wait for a poster; the others are for everybody else."""


@public_file
@require_safe
def poster(request: HttpRequest, number: str, edition: int | None = None) -> HttpResponseBase:
    """Answer with a poster itself; one that is not made yet is put ahead of the queue and waited for."""
    size = request.GET.get("size", PaperSize.A3).upper()
    if size not in PaperSize.values:
        raise Http404
    asked = readable_or_404(number, edition)
    made = stored_poster(asked, PaperSize(size))
    if made is None:
        if rate.is_within(request, scope="poster", limit=NEW_AT_MOST, seconds=NEW_WITHIN) is False:
            return _plain(429, TOO_MANY, retry_after=NEW_WITHIN)
        try:
            made = _made(asked, PaperSize(size))
        except Refused as refusal:
            return _plain(503, refusal.sentence)
    if made is None:
        return _plain(503, NOT_YET, RETRY_AFTER_SECONDS)
    return files.file_response(
        request,
        store="public",
        stored=made.stored_as,
        sha256=made.sha256,
        name=f"{number}-{asked.number}-{size}.pdf",
        content_type="application/pdf",
        inline=True,
    )


def _made(edition: Edition, size: PaperSize) -> Poster | None:
    """Order a poster and wait for it, unless another request is waiting for one."""
    may_wait = _waiting.acquire(blocking=False)
    try:
        return poster_for(edition=edition, size=size, at=timezone.now(), wait=POSTER_WAIT_SECONDS if may_wait else 0.0)
    finally:
        if may_wait:
            _waiting.release()


def _plain(status: int, sentence: Words, retry_after: int | None = None) -> HttpResponse:
    """Answer with a sentence in both languages in place of the file."""
    response = HttpResponse(
        "\n".join(in_every_language(sentence).values()), status=status, content_type="text/plain; charset=utf-8"
    )
    if retry_after:
        response["Retry-After"] = str(retry_after)
    response["Cache-Control"] = "no-store"
    return response
