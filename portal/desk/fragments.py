"""Pages that htmx fetches in part: the same view answers with the whole page or with a fragment of it.

Everything works without script; these helpers only spare a reload where there is one. Public pages are
always whole, because what is cached must not depend on who asks.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part of a page: not a boosted link, nor a page it has forgotten."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the desk, or only its fragment where htmx asks for that.

    Args:
        request: What was asked.
        template: The whole page, which includes the fragment.
        context: What both show.
        fragment: The template of the part.
        status: 200, or 422 for a refused form; htmx is set up to swap that in as well.
    """
    chosen = fragment if is_fragment(request) else template
    response = render(request, chosen, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
