"""Pages for those who answer for what the portal sends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from portal.core.refusals import NotAllowed
from portal.desk.views import DeskView
from portal.messaging.policies import changes_wordings


class SendersView(DeskView):
    """A page that does not exist for whoever is neither publisher nor administrator."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Note who asks."""
        super().setup(request, *args, **kwargs)

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer to senders alone.

        Raises:
            NotAllowed: The person is no sender.
        """
        if not changes_wordings(self.actor, at=self.at):
            raise NotAllowed(_("Wordings are changed by publishers and administrators."))
        return super().answer(request, *args, **kwargs)
