"""Files of an edition as staff open them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.notices.desk.base import the_edition
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import files


@desk_page
def attachment(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Hand out a file of an edition the reader may read."""
    edition = the_edition(signed_in(request), pk, at=timezone.now())
    found = edition.attachments.filter(pk=file).first()
    if found is None:
        raise Http404(_("There is no such file."))
    return files.file_response(
        request,
        store="private",
        stored=found.stored_as,
        sha256=found.sha256,
        name=found.name,
        content_type=found.content_type,
        inline=True,
    )
