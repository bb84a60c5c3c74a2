"""What the letters to subscribers say."""

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _, ngettext
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from portal.accounts.models import in_language
from portal.accounts.queries import portal_name
from portal.core import dates
from portal.core.language import localized_path
from portal.core.models import SearchDocument
from portal.core.texts import comma
from portal.messaging.texts import one_line
from portal.site.registry import FACETS
from portal.site.subscriptions.models import Subscription
from portal.site.subscriptions.queries import Wish, counts

MOST_TOLD = 40
"""Documents a letter spells out; the others stand on the portal."""


def title_of(wish: Wish) -> str:
    """Return what a wish is called in the active language: 查询“道路”，柳树村."""
    labels = [str(FACETS[key].names([value]).get(value, value)) for key, value in wish.narrowed]
    words = [_("Search “%(words)s”") % {"words": wish.words}] if wish.words else []
    return comma().join([*words, *labels])


def question_words(row: Subscription) -> Mapping[str, str]:
    """Return what the letter that asks whether somebody wants to be told is filled with."""
    return {
        "wish": title_of(Wish.of(row)),
        "days": str(settings.SUBSCRIPTIONS_UNCONFIRMED_DAYS),
        "portal": portal_name(),
    }


def digest_words(documents: Sequence[SearchDocument]) -> Mapping[str, str]:
    """Return what the letter of a day is filled with."""
    return {"count": str(len(documents)), "news": "\n".join(_news(documents)).rstrip(), "portal": portal_name()}


def _news(documents: Sequence[SearchDocument]) -> Iterator[str]:
    for number, one in enumerate(documents[:MOST_TOLD], start=1):
        yield f"{number}. {one_line(in_language(one.title_zh, one.title_en))}"
        yield _what(one)
        yield settings.SITE_URL + localized_path(one.url, translation.get_language())
        yield ""
    left = len(documents) - MOST_TOLD
    if left > 0:
        words = ngettext("%(count)d more stands on the portal:", "%(count)d more stand on the portal:", left)
        yield words % {"count": left}
        yield settings.SITE_URL + localized_path("/notices/", translation.get_language())


def _what(one: SearchDocument) -> str:
    words = _("%(unit)s, published on %(day)s")
    if (one.edition or 1) > 1:
        words = _("%(unit)s, corrected on %(day)s (edition %(number)d)")
    return words % {
        "unit": in_language(one.unit_zh, one.unit_en),
        "day": dates.full_date(timezone.localdate(one.published_at)),
        "number": one.edition or 1,
    }


def figures() -> Iterator[Metric]:
    """Yield how many subscriptions there are, for `/metrics`."""
    found = GaugeMetricFamily("gongkai_subscriptions", "Subscriptions by e-mail", labels=["state"])
    for state, number in counts().items():
        found.add_metric([state], number)
    yield found
