"""The search for what is public: notices, and the lines in them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.core import search as index
from portal.core.pages import public_page
from portal.site.presenters import search as presenters
from portal.site.presenters.search import Address

PAGE_SIZE = 20
MAX_LENGTH = 100
"""Characters of what is searched for."""


@public_page("q", "page", "order", *index.NARROWED_BY, "view")
def search(request: HttpRequest) -> HttpResponse:
    """Show the public documents that have every word, those that fit best first, each with the lines that have them."""
    typed = typed_in(request)
    words = index.words_of(typed)
    context: dict[str, Any] = {"typed": typed, "crumbs": [(_("Home"), reverse("site:home"))]}
    if words:
        context |= _found(request, typed, words)
    return render(request, "site/search.html", context)


@public_page("q")
def near(request: HttpRequest) -> HttpResponse:
    """Return what could be meant by what is typed up to now, as part of a page."""
    return render(request, "site/_near.html", {"near": presenters.near(typed_in(request))})


def typed_in(request: HttpRequest) -> str:
    """Return what is searched for, with one space between words and nothing else around them."""
    return " ".join(request.GET.get("q", "").split())[:MAX_LENGTH]


def _found(request: HttpRequest, typed: str, words: list[str]) -> dict[str, Any]:
    narrowed = {name: request.GET[name][:40] for name in index.NARROWED_BY if request.GET.get(name)}
    order = index.Order.NEWEST if request.GET.get("order") == index.Order.NEWEST else index.Order.FIT
    address = Address(
        {"q": typed, **narrowed, "order": request.GET.get("order", ""), "view": request.GET.get("view", "")}
    )
    found = index.find(index.Asked(words, narrowed, order))
    context = {
        "address": address,
        "narrowed": narrowed,
        # There is no feed of words that are narrowed.
        "feed_url": "" if narrowed else f"{reverse('site_files:search_feed')}?{urlencode({'q': typed})}",
        "subscribe_url": f"{reverse('site:subscribe')}?{urlencode({'q': typed, **narrowed})}",
        "near": presenters.near(typed),
    }
    if not found.keys:
        return context | {"nothing": presenters.nothing(words, address, narrowed)}
    first = _first(request.GET.get("page", ""), len(found.keys))
    keys = found.keys[first : first + PAGE_SIZE]
    return context | {
        "summary": presenters.summary(found, words),
        "orders": presenters.orders(order, address),
        "facets": presenters.facets(found, narrowed, address),
        "hits": presenters.hits(index.documents(keys), words),
        "pages": presenters.pages(first, PAGE_SIZE, found, address),
    }


def _first(page: str, count: int) -> int:
    """Return the place of the first result on a page; that of the first page where there is no such one."""
    number = int(page) if page.isdecimal() and len(page) < 5 else 1
    first = (number - 1) * PAGE_SIZE
    return first if 0 <= first < count else 0
