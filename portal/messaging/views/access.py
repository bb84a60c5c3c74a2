"""Pages of messages, all on the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from portal.accounts.policies import roles_held
from portal.accounts.signed_in import View, desk_page
from portal.messaging.policies import SENDERS

P = ParamSpec("P")


def senders_only(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Make a page of the desk that does not exist for whoever is neither publisher nor administrator."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not roles_held(request.user, at=timezone.now()) & SENDERS:
            raise Http404
        return view(request, *args, **kwargs)

    return desk_page(guarded)
