"""Asking to be told, confirming, telling and leaving.

No action has an actor: whoever reads the letters to an address may do all of it, and nobody learns who that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.core.models import SearchDocument
from portal.messaging.actions.deliveries import forget_letters, write_letter
from portal.messaging.enums import Language
from portal.messaging.queries import letters_refused
from portal.messaging.registry import Letter
from portal.site.subscriptions import queries
from portal.site.subscriptions.documents import digest_words, question_words
from portal.site.subscriptions.models import ADDRESS, Subscriber, Subscription
from portal.site.subscriptions.queries import Wish
from portal.site.subscriptions.rules import CONFIRM, LEAVE, token_of

QUESTION, DIGEST = KINDS = "subscription_confirm", "subscription_digest"
"""Keys of the templates of both letters."""
UNANSWERED = 3
"""Letters an address is sent that nobody there has answered; who types in the addresses of others is not served."""
SETTLED = timedelta(minutes=5)
"""What was published so shortly before is told the next day: its transaction may still run."""
MOST_AT_ONCE = 500
"""Subscribers that are told in one run; the next goes on with the others."""
REFUSED = 3
"""Digests of one address that its mail server refused for good; then it is told nothing more."""


def subscribe(*, address: str, wish: Wish, language: Language, at: datetime) -> None:
    """Ask an address whether it wants to be told. What comes of it is the same to see for every address.

    Nothing is sent for what is subscribed to already or was asked before, nor where `UNANSWERED` letters wait there.

    Args:
        address: A valid e-mail address.
        wish: What is wanted.
        language: In which the letters are written.
        at: Now.
    """
    with transaction.atomic():
        subscriber = _subscriber(address, language, at)
        if subscriber.subscriptions.filter(confirmed_at__isnull=True).count() >= UNANSWERED:
            return
        row, is_new = Subscription.objects.get_or_create(
            subscriber=subscriber, words=wish.words, narrowed=dict(wish.narrowed), defaults={"asked_at": at}
        )
        if is_new:
            write_letter(_question(row, subscriber.address, language), at=at)


def _subscriber(address: str, language: Language, at: datetime) -> Subscriber:
    """Return the row of an address, locked; a new one is told nothing that is public already."""
    known = Subscriber.objects.select_for_update().filter(address_digest__in=ADDRESS.all_of(address)).first()
    if known:
        return known
    new = Subscriber(
        address=address, language=language, told_on=timezone.localdate(at) - timedelta(days=1), told_until=at
    )
    # Two at once: the second waits for the first, and then finds its row.
    Subscriber.objects.bulk_create([new], ignore_conflicts=True)
    return Subscriber.objects.select_for_update().get(address_digest__in=ADDRESS.all_of(address))


def _question(row: Subscription, address: str, language: Language) -> Letter:
    return Letter(
        address=address,
        kind=QUESTION,
        cause=f"{QUESTION}:{row.pk}",
        words=lambda: question_words(row),
        url=f"/subscriptions/confirm/{token_of(CONFIRM, row.pk)}/",
        language=language,
    )


def confirm(*, subscription: Subscription, language: Language, at: datetime) -> None:
    """Begin to tell somebody; twice is harmless.

    Args:
        subscription: What is confirmed.
        language: Of the page on which it was; further letters are in it.
        at: Now. What was public before is not told.
    """
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscription.subscriber_id)
        if not queries.confirmed(row).exists():
            row.told_until = at
        row.language = language
        row.save(update_fields=["language", "told_until"])
        row.subscriptions.filter(pk=subscription.pk, confirmed_at__isnull=True).update(confirmed_at=at)


def stop(*, subscriber: Subscriber, subscription: int) -> None:
    """Tell somebody no longer of one thing; with the last one they leave."""
    with transaction.atomic():
        subscriber.subscriptions.filter(pk=subscription).delete()
        if not subscriber.subscriptions.exists():
            leave(subscriber=subscriber)


def leave(*, subscriber: Subscriber) -> None:
    """Forget somebody: the address, what it asked for, and the letters that were sent or wait."""
    with transaction.atomic():
        forget_letters(subscriber.address, kinds=KINDS)
        subscriber.delete()


def tell(*, at: datetime) -> int:
    """Write to everybody who was not written to today what is new since the last time, and return how many letters.

    Each is locked, written to and marked as told in one transaction, so a worker that is killed has done all of it
    for some and nothing for the others. A day without news is marked alike, without a letter.
    """
    letters = 0
    news = News(until=at - SETTLED)
    for key in list(queries.to_tell(on=timezone.localdate(at)).values_list("pk", flat=True)[:MOST_AT_ONCE]):
        letters += _tell(key, news, at=at)
    return letters


@dataclass
class News:
    """What is new for wishes, looked up once for all who share one and were told until the same time."""

    until: datetime
    found: dict[tuple[Wish, datetime], list[SearchDocument]] = field(default_factory=dict)

    def of(self, wish: Wish, since: datetime) -> list[SearchDocument]:
        """Return what is new for a wish."""
        if (wish, since) not in self.found:
            self.found[wish, since] = queries.news_of(wish, since=since, until=self.until)
        return self.found[wish, since]


@transaction.atomic
def _tell(key: int, news: News, *, at: datetime) -> int:
    due = queries.to_tell(on=timezone.localdate(at)).filter(pk=key)
    row = due.select_for_update(of=("self",), skip_locked=True).first()
    if row is None:  # told, or left, meanwhile
        return 0
    if letters_refused(row.address, kind=DIGEST) >= REFUSED:
        leave(subscriber=row)
        return 0
    wishes = [Wish.of(one) for one in queries.confirmed(row)]
    documents = queries.newest_first(one for wish in wishes for one in news.of(wish, row.told_until))
    letter = write_letter(_digest(row, documents, at), at=at) if documents else None
    row.told_on, row.told_until = timezone.localdate(at), max(news.until, row.told_until)
    row.save(update_fields=["told_on", "told_until"])
    return int(letter is not None)


def _digest(row: Subscriber, documents: Sequence[SearchDocument], at: datetime) -> Letter:
    return Letter(
        address=row.address,
        kind=DIGEST,
        cause=f"{DIGEST}:{row.pk}:{timezone.localdate(at)}",
        words=lambda: digest_words(documents),
        url=leaving_path(row.pk),
        language=Language(row.language),
    )


def leaving_path(pk: int) -> str:
    """Return the page on which somebody leaves, without host and language."""
    return f"/subscriptions/leave/{token_of(LEAVE, pk)}/"


def leaving_path_of(cause: str) -> str:
    """Return the same for the cause of a digest."""
    return leaving_path(int(cause.split(":")[1]))


def forget_unconfirmed(before: datetime, limit: int) -> int:
    """Forget what was asked for before a time and not confirmed, at most so many, and who is left with nothing."""
    rows = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=before).order_by("asked_at", "pk")
    keys = list(rows.values_list("pk", flat=True)[:limit])
    Subscription.objects.filter(pk__in=keys, confirmed_at__isnull=True).delete()
    own = Subscription.objects.filter(subscriber=OuterRef("pk"))
    for subscriber in Subscriber.objects.filter(~Exists(own))[:limit]:
        leave(subscriber=subscriber)
    return len(keys)
