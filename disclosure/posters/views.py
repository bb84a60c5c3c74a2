"""The addresses of posters."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from disclosure.notices.views import readable_or_404
from disclosure.posters.actions import poster_for
from disclosure.posters.enums import PaperSize
from portal.core import files

POSTER_WAIT_SECONDS = 20.0
RETRY_AFTER_SECONDS = 10


@require_safe
def poster(request: HttpRequest, number: str, edition: int | None = None) -> HttpResponseBase:
    """Answer with a poster itself; one that is not made yet is put ahead of the queue and waited for."""
    size = request.GET.get("size", PaperSize.A3).upper()
    if size not in PaperSize.values:
        raise Http404
    asked = readable_or_404(number, edition)
    made = poster_for(edition=asked, size=PaperSize(size), at=timezone.now(), wait=POSTER_WAIT_SECONDS)
    if made is None:
        return _not_yet()
    return files.file_response(
        request,
        store="public",
        stored=made.stored_as,
        sha256=made.sha256,
        name=f"{number}-{asked.number}-{size}.pdf",
        content_type="application/pdf",
        inline=True,
    )


def _not_yet() -> HttpResponse:
    with override("zh-hans"):
        chinese = _("The poster is being made. Try again in a few seconds.")
    with override("en"):
        english = _("The poster is being made. Try again in a few seconds.")
    response = HttpResponse(f"{chinese}\n{english}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
