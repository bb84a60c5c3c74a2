"""Pages for administrators."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from portal.accounts.policies import administers
from portal.desk.views import DeskView


class AdministratorsView(DeskView):
    """A page of the desk that does not exist for whoever administers nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer to administrators; anybody else who is signed in finds no page here.

        Raises:
            Http404: The person administers nothing.
        """
        if request.user.is_authenticated and not administers(request.user, at=timezone.now()):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
