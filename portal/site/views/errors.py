"""What is answered when a page is not there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404. What somebody may not see is answered in the same words as what is not there."""
    response = render(request, "404.html", status=404)
    # The page may be there a moment later, when what it shows is published.
    response["Cache-Control"] = "no-store"
    return response
