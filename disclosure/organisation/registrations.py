"""What this room hands to the rest of the portal."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from disclosure.organisation import queries
from disclosure.organisation.api import APPOINTMENTS, TEXTS
from disclosure.organisation.models import WordingFile
from disclosure.organisation.policies import KEEPS_TEXTS_OF
from disclosure.organisation.workflow import WORDING
from portal.core.files import FILE_NAMES, FileNames
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import MENU, MenuEntry
from portal.site.data.registry import DATASETS
from portal.site.registry import SITEMAP, SitemapPages

PAGES = ("rules", "bulletins", "guide", "leading_group", "people", "bookkeeping", "places")

WORKFLOWS.register(WORDING)
FILE_NAMES.register(FileNames("wordings", WordingFile))
LOG_SUBJECTS.register(LogSubject(queries.TEXT, queries.hashes, queries.titles, queries.numbers_of_unit))
SEARCH_SOURCES.register(
    SearchSource(queries.TEXT, queries.documents, label=pgettext_lazy("of what is found", "Rules and bulletins"))
)
SITEMAP.register(
    SitemapPages("disclosure.organisation", 20, lambda at: [reverse(f"disclosure:{name}") for name in PAGES])
)
DATASETS.register(TEXTS)
DATASETS.register(APPOINTMENTS)
MENU.register(
    MenuEntry(
        key="texts",
        url_name="disclosure_desk:texts",
        label=pgettext_lazy("menu of the desk", "Rules and people"),
        group=None,
        order=95,
        opens=lambda person, at: KEEPS_TEXTS_OF.permitted(person, at=at).exists(),
    )
)
