"""Leaving in one click, as RFC 8058 has it: the reader's mail program posts to the address in the letter.

It has no cookie and no token against forged forms, and needs none: the signed token in the address is all that counts,
and it ends letters, nothing else. So it is answered before anything looks at a session, and Django's protection stays
whole for the page at the same address; see `docs/decisions/0013-leaving-in-one-click.md`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

FIELD, VALUE = "List-Unsubscribe", "One-Click"
"""What the mail program sends; the header `List-Unsubscribe-Post` of the letter says it so."""
View = TypeVar("View", bound=Callable[..., HttpResponse])


def one_click(leave: Callable[[str], bool]) -> Callable[[View], View]:
    """Declare that letters lead to a view to leave in one click.

    Args:
        leave: Called with the token of the address; returns whether it is one of ours.
    """

    def declare(view: View) -> View:
        view.__dict__["one_click"] = leave
        return view

    return declare


class OneClickMiddleware:
    """Answer who leaves in one click, before session and protection against forged forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the letters a token names, or hand the request on."""
        leave, token = _declared(request)
        if leave is None or request.POST.get(FIELD) != VALUE:
            return self.get_response(request)
        status = HTTPStatus.OK if leave(token) else HTTPStatus.NOT_FOUND
        return HttpResponse(
            status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
        )


def _declared(request: HttpRequest) -> tuple[Any, str]:
    if request.method != "POST":
        return None, ""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None, ""
    return getattr(found.func, "one_click", None), found.kwargs.get("token", "")
