"""Pages for those who answer for what the portal sends."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from portal.desk.views import DeskView
from portal.messaging.policies import answers_for_messages


class SendersView(DeskView):
    """A page of the desk that does not exist for whoever is neither publisher nor administrator."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer to senders; anybody else who is signed in finds no page here.

        Raises:
            Http404: The person is no sender.
        """
        if request.user.is_authenticated and not answers_for_messages(request.user, at=timezone.now()):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
