"""Pages behind the sign-in: who is asking, and how such a page answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from portal.accounts.models import User
from portal.core.refusals import NotAllowed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def desk_page(view: View[P]) -> View[P]:
    """Make a view a page of the desk.

    Whoever has not signed in is led to the sign-in, nothing is kept by any cache, and what the person
    may not see or do does not exist for them: `NotAllowed` is answered with 404.
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            raise Http404 from refusal

    return login_required(never_cache(answered))


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in. Only for views behind `desk_page`.

    Raises:
        TypeError: If nobody is; the view is not protected.
    """
    if not isinstance(request.user, User):
        raise TypeError("Nobody is signed in; put desk_page around the view.")
    return request.user
