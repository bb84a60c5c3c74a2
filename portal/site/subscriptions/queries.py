"""Reads about subscriptions: which there are, and what is new for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from portal.core import search
from portal.core.models import SearchDocument
from portal.site.registry import FACETS
from portal.site.subscriptions.models import Subscriber, Subscription
from portal.site.subscriptions.rules import CONFIRM, LEAVE, key_in

MOST_NEWS = 200
"""Documents of a day that are looked at for one subscription."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be told of: words, and values of facets with their keys, in the order of the keys."""

    words: str = ""
    narrowed: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, row: Subscription) -> Wish:
        """Return what a subscription is to."""
        return cls(row.words, tuple(sorted(row.narrowed.items())))


def wish_in(words: str, narrowed: Mapping[str, str]) -> Wish | None:
    """Return a wish out of an address; None where it asks for nothing, or for what nobody knows."""
    wish = Wish(words if search.words_of(words) else "", tuple(sorted(narrowed.items())))
    known = all(FACETS[key].names([value]).get(value) for key, value in wish.narrowed)
    return wish if known and wish != Wish() else None


def to_confirm(token: str) -> Subscription | None:
    """Return the subscription that a letter asks to confirm; None where it is gone, or the token is not ours."""
    key = key_in(CONFIRM, token)
    return Subscription.objects.select_related("subscriber").filter(pk=key).first() if key else None


def leaving(token: str) -> Subscriber | None:
    """Return whose letters a token ends; None where there are none any more, or the token is not ours."""
    key = key_in(LEAVE, token)
    return Subscriber.objects.filter(pk=key).first() if key else None


def confirmed(subscriber: Subscriber) -> QuerySet[Subscription]:
    """Return what somebody is told of."""
    return subscriber.subscriptions.filter(confirmed_at__isnull=False)


def to_tell(*, on: date) -> QuerySet[Subscriber]:
    """Return who has not been told yet on a day, of those who confirmed something."""
    own = Subscription.objects.filter(subscriber=OuterRef("pk"), confirmed_at__isnull=False)
    return Subscriber.objects.filter(Exists(own), told_on__lt=on).order_by("pk")


def news_of(wish: Wish, *, since: datetime, until: datetime) -> list[SearchDocument]:
    """Return what was published or corrected in a stretch of time and is still in force, the newest first."""
    new = search.newest().filter(published_at__gt=since, published_at__lte=until).defer("body", "lines")
    if wish.words:
        words = search.words_of(wish.words)
        found = search.find(search.Asked(words, dict(wish.narrowed), search.Order.NEWEST))
        new = new.filter(pk__in=found.keys)
    return list(new.filter(**dict(wish.narrowed))[:MOST_NEWS])


def newest_first(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """Return documents once each, the newest first."""
    once = {document.pk: document for document in documents}
    return sorted(once.values(), key=lambda one: (one.published_at, one.pk), reverse=True)


def counts() -> dict[str, int]:
    """Return how many subscriptions are confirmed and how many are not."""
    is_new = Q(confirmed_at__isnull=True)
    return Subscription.objects.aggregate(confirmed=Count("pk", filter=~is_new), unconfirmed=Count("pk", filter=is_new))


def asked_since(since: datetime) -> int:
    """Return how many subscriptions were asked for since a time and are not confirmed."""
    return Subscription.objects.filter(confirmed_at__isnull=True, asked_at__gte=since).count()
