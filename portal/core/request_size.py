"""Requests that are too large are refused before anybody reads them."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes

MEGABYTE = 1024 * 1024
MOST_DIGITS = 20
LARGEST_REQUEST = 30 * MEGABYTE
"""Bytes: the largest file that is taken, with what stands around it.

nginx takes more, so that who sends a little too much reads the portal's own page.
"""


class RequestSizeMiddleware:
    """Answer 413 to a request that announces a larger body than any page takes, say what to do and lead back.

    A view that looks at a form has all of it read and its files written down before it can refuse one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        # A number of thousands of digits is compared by its length: Python does not read one.
        is_larger = announced.isdecimal() and (len(announced) > MOST_DIGITS or int(announced) > LARGEST_REQUEST)
        if not is_larger:
            return self.get_response(request)
        page = render_to_string("413.html", {"most": LARGEST_REQUEST // MEGABYTE, "back": _back(request)})
        return HttpResponse(page, status=413, headers={"Cache-Control": "no-store", "Connection": "close"})


def _back(request: HttpRequest) -> str:
    """Return the page the request was sent from, or the one that was asked for."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = sent_from.netloc == request.META.get("HTTP_HOST")
    page = urlunsplit(("", "", sent_from.path, sent_from.query, "")) if is_ours and sent_from.path else request.path
    return escape_leading_slashes(page)
