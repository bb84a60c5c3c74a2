"""Requests that are too large are refused before anybody reads them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MOST_DIGITS = 20
LARGEST_REQUEST = 30 * MEGABYTE
"""Bytes: the largest file that is taken, with what stands around it. nginx stops at the same size."""


class RequestSizeMiddleware:
    """Answer 413 to a request that announces a larger body than any page takes.

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
        sentence = _("What you sent is larger than %(most)d MB. Make the file smaller, or split it.")
        return HttpResponse(
            sentence % {"most": LARGEST_REQUEST // MEGABYTE},
            status=413,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store", "Connection": "close"},
        )
