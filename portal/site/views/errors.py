"""What is answered when a page is not there, may not be had, or broke."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404. What somebody may not see is answered in the same words as what is not there."""
    return _uncached(render(request, "404.html", status=404))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _uncached(render(request, "403.html", status=403))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token, such as from a page left open over night."""
    return _uncached(render(request, "403_csrf.html", status=403))


def _uncached(response: HttpResponse) -> HttpResponse:
    """Keep the answer out of every cache: the page may be there a moment later."""
    response["Cache-Control"] = "no-store"
    return response
