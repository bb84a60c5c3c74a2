"""Atom feeds of what is public: all of it, or of one unit, stream, item or search. In Chinese, like notices."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.accounts import queries
from portal.core import search
from portal.core.models import SearchDocument
from portal.core.pages import public_page
from portal.core.workbooks.written import tidy
from portal.site.registry import FACETS
from portal.site.views.search import typed_in

FEED_SIZE = 50
"""Documents in a feed, the newest."""


@public_page()
def newest(request: HttpRequest) -> HttpResponse:
    """Hand out what was published last."""
    return _feed(_("Published last"), reverse("site:home"), request, search.newest())


@public_page()
def of_facet(request: HttpRequest, name: str, value: str) -> HttpResponse:
    """Hand out what was published last with one value of a facet, such as one stream or one item."""
    facet = FACETS.get(name)
    label = facet.names([value]).get(value) if facet else None
    if facet is None or facet.url is None or label is None:
        raise Http404
    return _feed(str(label), facet.url(value), request, search.newest().filter(**{facet.key: value}))


@public_page("q")
def of_search(request: HttpRequest) -> HttpResponse:
    """Hand out what was published last and has every word of a search."""
    typed = typed_in(request)
    words = search.words_of(typed)
    if not words:
        raise Http404
    page = f"{reverse('site:search')}?{urlencode({'q': typed})}"
    found = search.find(search.Asked(words, order=search.Order.NEWEST))
    newest = search.documents(found.keys[:FEED_SIZE]).defer("body", "lines")
    return _feed(_("Search: %(words)s") % {"words": typed}, page, request, newest)


def _feed(title: str, page: str, request: HttpRequest, documents: QuerySet[SearchDocument]) -> HttpResponse:
    town = queries.units().filter(parent=None).first()
    feed = Atom1Feed(
        title=tidy(_("%(title)s, %(town)s") % {"title": title, "town": town.name} if town else title),
        link=settings.SITE_URL + page,
        description="",
        language="zh-CN",
        feed_url=settings.SITE_URL + request.get_full_path(),
    )
    for one in documents[:FEED_SIZE]:
        _add(feed, one)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add(feed: Any, document: SearchDocument) -> None:
    """Add a document. A correction renews its entry, so that readers see it once more."""
    feed.add_item(
        title=tidy(document.title_zh),  # XML knows no control characters
        link=settings.SITE_URL + document.url,
        description="",
        unique_id=settings.SITE_URL + document.url,
        pubdate=document.published_at,
        updateddate=document.published_at,
        author_name=document.unit_zh,
        categories=[document.entry_zh] if document.entry_zh else (),
    )
