"""What outcomes hand to the rest of the portal."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from petitions.outcomes.enums import OUTCOME
from petitions.outcomes.queries import outcomes
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.site.registry import SITEMAP, SitemapPages


def _pages(_at: datetime) -> list[str]:
    return [reverse("petitions:outcomes")]


LOG_SUBJECTS.register(LogSubject(OUTCOME, outcomes.stored_hashes, outcomes.titles, outcomes.of_unit, outcomes.by_code))
SEARCH_SOURCES.register(
    SearchSource(OUTCOME, outcomes.documents, label=pgettext_lazy("of what is found", "Outcome of a petition"))
)
SITEMAP.register(SitemapPages("petitions.outcomes", 50, _pages))
