"""The addresses of posters."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _, override
from django.views.decorators.http import require_safe

from disclosure.notices.policies import VISIBLE
from disclosure.notices.queries.editions import visible, with_content
from disclosure.notices.views import readable_or_404
from disclosure.posters.actions import poster_for
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from portal.core import files
from portal.core.pages import public_file
from portal.core.pdf import PdfFault
from portal.desk.views import DeskView

POSTER_WAIT_SECONDS = 20.0
RETRY_AFTER_SECONDS = 10

logger = logging.getLogger(__name__)


@public_file
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


class Specimen(DeskView):
    """A specimen of the poster, which carries neither QR code nor log entry and is not stored."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:  # noqa: D102
        self.get_permitted(VISIBLE, pk=pk)
        edition = with_content(visible(self.actor, at=self.at)).get(pk=pk)
        try:
            size = PaperSize(request.GET.get("size", PaperSize.A3))
        except ValueError as wrong:
            raise Http404(_("There is no such size.")) from wrong
        try:
            drawn = making.poster(edition, size, is_specimen=True)
        except PdfFault:
            logger.exception("specimen of edition %s on %s", edition.pk, size)
            messages.error(request, _("The specimen could not be set. Tell the administrator the notice's number."))
            return redirect("disclosure_desk:edition", edition.pk)
        name = f"{edition.notice.number}-{edition.number}-{size}-样张.pdf"
        return files.content_response(
            request, drawn.pdf, name=name, content_type="application/pdf", public=False, inline=True
        )
