"""Pages behind the sign-in: who is asking, and how such a page answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
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


def units_of_roles(person: User, at: datetime, *roles: Role) -> list[Unit]:
    """Return the units in use for which a person holds one of the roles.

    Raises:
        Http404: There is none; the page does not exist for this person.
    """
    found = {unit.pk: unit for role in roles for unit in units_of(person, role, at=at).filter(is_active=True)}
    if not found:
        raise Http404(_("This page is for others."))
    return sorted(found.values(), key=lambda unit: unit.code)
