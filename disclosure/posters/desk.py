"""Posters on the desk: specimens, and those that could not be made."""

import logging
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.notices.models import Edition
from disclosure.notices.policies import FOLLOWS, VISIBLE
from disclosure.notices.queries.editions import visible, with_content
from disclosure.posters.actions import make_poster_again
from disclosure.posters.documents import making
from disclosure.posters.enums import PaperSize
from portal.core import files
from portal.core.pdf import PdfFault
from portal.desk.views import ButtonView, DeskView

logger = logging.getLogger(__name__)


class MakeAgain(ButtonView):
    """Have a poster made that could not be."""

    success_message = gettext_lazy("The poster is being made. You find it among your jobs.")

    @cached_property
    def edition(self) -> Edition:
        """The edition, if this person works on it."""
        return self.get_permitted(FOLLOWS, pk=self.kwargs["pk"])

    def act(self, form: Any) -> None:
        if self.kwargs["size"] not in PaperSize.values:
            raise Http404
        make_poster_again(actor=self.actor, edition=self.edition, size=PaperSize(self.kwargs["size"]), at=self.at)

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:edition", args=[self.kwargs["pk"]])


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
            drawn = making.poster(edition, size, is_specimen=True)
        except PdfFault:
            logger.exception("specimen of edition %s on %s", edition.pk, size)
            messages.error(request, _("The specimen could not be set. Tell the administrator the notice’s number."))
            return redirect("disclosure_desk:edition", edition.pk)
        name = f"{edition.notice.number}-{edition.number}-{size}-样张.pdf"
        return files.content_response(
            request, drawn.pdf, name=name, content_type="application/pdf", public=False, inline=True
        )
