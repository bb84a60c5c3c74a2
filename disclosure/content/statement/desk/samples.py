"""A ledger to try with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from disclosure.content.statement.registry import sample_ledger as find
from portal.core import files
from portal.desk.views import DeskView

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SampleLedger(DeskView):
    """A ledger that is offered to the clerks of a unit."""

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """Hand it out to those it is for."""
        content = find(name, self.actor, self.at)
        if content is None:
            raise Http404(_("There is no such ledger."))
        return files.content_response(request, content, name=name, content_type=XLSX, public=False)
