"""The specimen of an edition's poster, for staff."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from disclosure.notices.policies import VISIBLE
from disclosure.notices.queries.editions import visible, with_content
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from portal.core import files
from portal.core.pdf import PdfFault
from portal.desk.views import DeskView

logger = logging.getLogger(__name__)


class Specimen(DeskView):
    """A specimen of the poster, which carries neither QR code nor log entry and is not stored."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        self.get_permitted(VISIBLE, pk=pk)
        edition = with_content(visible(self.actor, at=self.at)).get(pk=pk)
        try:
            size = PaperSize(request.GET.get("size", PaperSize.A3))
        except ValueError as wrong:
            raise Http404(_("There is no such size.")) from wrong
        try:
            drawn = making.specimen(edition, size)
        except PdfFault:
            logger.exception("specimen of edition %s on %s", edition.pk, size)
            messages.error(request, _("The specimen could not be set. Tell the administrator the notice's number."))
            return redirect("disclosure_desk:edition", edition.pk)
        name = f"{edition.notice.number}-{edition.number}-{size}-样张.pdf"
        return files.content_response(
            request, drawn.pdf, name=name, content_type="application/pdf", public=False, inline=True
        )
