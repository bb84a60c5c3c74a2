"""The search for what is public: notices, and the lines in them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.core import keyset, search as index
from portal.core.pages import public_page
from portal.site.presenters import hits

PAGE_SIZE = 20
MAX_LENGTH = 100
"""Characters of what is searched for."""


@public_page("q", "newer", "older", "view")
def search(request: HttpRequest) -> HttpResponse:
    """Show the public documents that have every word, newest first, each with the lines that have them."""
    typed = typed_in(request)
    words = index.words_of(typed)
    context: dict[str, Any] = {"typed": typed, "crumbs": [(_("Home"), reverse("site:home"))]}
    if words:
        turned = {name: request.GET.get(name, "") for name in ("newer", "older")}
        page = keyset.page(index.find(words), field="published_at", size=PAGE_SIZE, **turned)
        context |= {
            "feed_url": f"{reverse('site_files:search_feed')}?{urlencode({'q': typed})}",
            "hits": hits(page.rows, words),
            "newer_url": _address(typed, "newer", page.newer),
            "older_url": _address(typed, "older", page.older),
        }
    return render(request, "site/search.html", context)


def typed_in(request: HttpRequest) -> str:
    """Return what is searched for, with one space between words and nothing else around them."""
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_LENGTH]


def _address(typed: str, name: str, place: str) -> str:
    return f"{reverse('site:search')}?{urlencode({'q': typed, name: place})}" if place else ""
