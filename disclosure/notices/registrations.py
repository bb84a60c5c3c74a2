"""What this room hands to the rest of the portal."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from disclosure.notices.desk.rows import queue_rows, waiting_editions
from disclosure.notices.desk.words import WAITS_LABELS
from disclosure.notices.presenters.cards import just_published
from disclosure.notices.queries.found import documents
from disclosure.notices.queries.logged import NOTICE, by_code, titles
from disclosure.notices.queries.reading import stored_hashes
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search_sources import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.site.registry import HOME_SECTIONS, SITEMAP, SitemapPages


def notice_paths(_at: datetime) -> list[str]:
    """Return the address of the list of notices; each of them is in the search index."""
    return [reverse("disclosure:notices")]


MENU.register(
    MenuEntry(
        key="notices",
        url_name="disclosure_desk:notices",
        label=pgettext_lazy("menu of the desk", "Notices"),
        group=None,
        order=30,
    )
)
QUEUE.register(
    QueueSource(
        key="edition",
        waiting=waiting_editions,
        rows=queue_rows,
        label=pgettext_lazy("of what waits", "Notices"),
        verbs={**WAITS_LABELS, "back": gettext_lazy("Sent back")},
        at_once_url_name="disclosure_desk:steps",
    )
)
HOME_SECTIONS.register(Section("notices.new", 10, "disclosure/notices/_just_published.html", just_published))
LOG_SUBJECTS.register(LogSubject(NOTICE, stored_hashes, titles, by_code))
SEARCH_SOURCES.register(SearchSource(NOTICE, documents))
SITEMAP.register(SitemapPages("disclosure.notices", 20, notice_paths))
