"""For search engines: which pages there are, and which are none of their business."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from portal.accounts import queries
from portal.core import search
from portal.core.language import localized_path
from portal.core.pages import public_page
from portal.site.registry import SITEMAP

DOCUMENTS_LISTED = 20_000
"""A sitemap may hold 50,000 addresses; each document has one in either language."""


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in both languages, the newest documents first."""
    pages = [
        {
            "zh": settings.SITE_URL + path,
            "en": settings.SITE_URL + localized_path(path, "en"),
            "changed": changed,
        }
        for path, changed in _pages()
    ]
    return render(request, "site/sitemap.xml", {"pages": pages}, content_type="application/xml")


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines out of the desk and tell them where the sitemap is."""
    lines = (
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /en/desk/",
        "Disallow: /accounts/",
        "Disallow: /en/accounts/",
        f"Sitemap: {settings.SITE_URL}{reverse('site_files:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _pages() -> Iterator[tuple[str, datetime | None]]:
    for name in ("home", "units", "verify", "log", "accessibility"):
        yield reverse(f"site:{name}"), None
    at = timezone.now()
    for source in SITEMAP:
        for path in source.paths(at):
            yield path, None
    for code in queries.units().values_list("code", flat=True):
        yield reverse("site:unit", args=[code]), None
    yield from search.newest().values_list("url", "published_at")[:DOCUMENTS_LISTED]
