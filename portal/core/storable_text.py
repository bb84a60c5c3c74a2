"""What PostgreSQL cannot hold never reaches a view, nor what nobody sees in a text."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from portal.core.workbooks.written import without_unseen

ZERO = "\x00"


class StorableTextMiddleware:
    """Answer 404 to an address and 400 to a form with a zero character in it; take what is not seen out of forms.

    Public pages answer for themselves: they look at nothing but their declared parameters. It comes after
    the protection against forged forms, so that a form is read only once that has let it in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; `process_view` looks at it."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Refuse the request before its view sees it.

        Raises:
            Http404: The address holds a zero character, in its path or its query.
            BadRequest: The form does.
        """
        if hasattr(view, "public_params"):
            return
        if ZERO in request.path_info or _has_zero(request.GET):
            raise Http404
        if _has_zero(request.POST):
            raise BadRequest("A zero character is no text.")
        if request.POST:
            # The stubs know the immutable kind alone, which cannot be filled.
            request.POST = cast(Any, _without_unseen(request.POST))


def _has_zero(query: QueryDict) -> bool:
    return any(ZERO in name or any(ZERO in value for value in values) for name, values in query.lists())


def _without_unseen(query: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True, encoding=query.encoding)
    for name, values in query.lists():
        cleaned.setlist(name, [without_unseen(value) for value in values])
    return cleaned
