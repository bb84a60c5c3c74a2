"""Files of an edition in preparation, and the specimen of its poster."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.notices.desk.base import the_edition
from disclosure.notices.queries.editions import visible, with_content
from disclosure.posters.documents import making as documents
from disclosure.posters.enums import PaperSize
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import files
from portal.core.pdf import PdfFault

logger = logging.getLogger(__name__)


@desk_page
def specimen(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Set a specimen of the poster, which carries neither QR code nor log entry and is not stored."""
    at, person = timezone.now(), signed_in(request)
    the_edition(person, pk, at=at)
    edition = with_content(visible(person, at=at)).get(pk=pk)
    try:
        size = PaperSize(request.GET.get("size", PaperSize.A3))
    except ValueError as wrong:
        raise Http404(_("There is no such size.")) from wrong
    try:
        made = documents.specimen(edition, size)
    except PdfFault:
        logger.exception("specimen of edition %s on %s", edition.pk, size)
        messages.error(request, _("The specimen could not be set. Tell the administrator the notice's number."))
        return redirect("disclosure_desk:edition", edition.pk)
    name = f"{edition.notice.number}-{edition.number}-{size}-样张.pdf"
    return files.content_response(
        request, made.pdf, name=name, content_type="application/pdf", public=False, inline=True
    )
