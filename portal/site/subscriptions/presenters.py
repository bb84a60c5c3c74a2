"""What the pages of subscriptions show."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from portal.site.registry import FACETS
from portal.site.subscriptions.documents import title_of
from portal.site.subscriptions.models import Subscriber
from portal.site.subscriptions.queries import Wish, confirmed
from portal.site.subscriptions.rules import LEAVE, token_of


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing somebody is told of."""

    pk: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody may ask to be told of: its name, the page it is of, and its feed; empty where there is none."""

    title: str
    url: str
    feed_url: str


def followed(subscriber: Subscriber) -> list[Followed]:
    """Return what somebody is told of, in the active language."""
    wishes = ((row.pk, Wish.of(row)) for row in confirmed(subscriber))
    return [Followed(pk, title_of(wish), _page_of(wish)) for pk, wish in wishes]


def subject(wish: Wish) -> Subject:
    """Return what a form is about."""
    return Subject(title_of(wish), _page_of(wish), _feed_of(wish))


def leaving_page(pk: int, *, begun: bool = False) -> str:
    """Return the page on which somebody changes what they are told of, or leaves, at the root of the language."""
    page = reverse("site:leave", args=[token_of(LEAVE, pk)])
    return f"{page}?begun=1" if begun else page


def _page_of(wish: Wish) -> str:
    if wish.words:
        return f"{reverse('site:search')}?{urlencode({'q': wish.words, **dict(wish.narrowed)})}"
    url = FACETS[wish.narrowed[0][0]].url if len(wish.narrowed) == 1 else None
    return url(wish.narrowed[0][1]) if url else ""


def _feed_of(wish: Wish) -> str:
    """Return the feed that has the same; there is none of words that are narrowed."""
    if wish.words:
        return "" if wish.narrowed else f"{reverse('site_files:search_feed')}?{urlencode({'q': wish.words})}"
    return reverse("site_files:facet_feed", args=wish.narrowed[0]) if _page_of(wish) else ""
