"""Text that PostgreSQL cannot hold never reaches a view."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

ZERO = "\x00"


class StorableTextMiddleware:
    """Answer 404 to an address and 400 to a form with a zero character in it.

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


def _has_zero(query: QueryDict) -> bool:
    return any(ZERO in name or any(ZERO in value for value in values) for name, values in query.lists())
