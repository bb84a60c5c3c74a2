"""What the yearly report hands to desk, log, search, messages, the command and the public page of a year."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from accountability.letters.registry import YEAR_SECTIONS
from accountability.reports import documents
from accountability.reports.enums import LOG_KIND
from accountability.reports.policies import READS_OF
from accountability.reports.presenters import public, staff
from accountability.reports.queries import log, reports
from accountability.reports.workflow import YEARLY_REPORT
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.site.registry import ANNUAL_REPORTS, SITEMAP, AnnualReport, SitemapPages


def _pages(_at: datetime) -> list[str]:
    return [reverse("accountability:yearly_reports")]


WORKFLOWS.register(YEARLY_REPORT)
QUEUE.register(
    QueueSource(
        YEARLY_REPORT.name,
        reports.waiting_reports,
        staff.queue_rows,
        label=pgettext_lazy("of what waits", "Yearly reports"),
    )
)
MENU.register(
    MenuEntry(
        key="yearly_reports",
        url_name="accountability_desk:yearly_reports",
        label=pgettext_lazy("menu of the desk", "Yearly reports"),
        group=None,
        order=690,
        opens=lambda person, at: READS_OF.permitted(person, at=at).exists(),
        count=partial(count_waiting, kind=YEARLY_REPORT.name),
    )
)
LOG_SUBJECTS.register(LogSubject(LOG_KIND, log.hashes, log.titles, log.of_unit))
SEARCH_SOURCES.register(
    SearchSource(LOG_KIND, log.documents, label=pgettext_lazy("of what is found", "Yearly report on responsibility"))
)
ANNUAL_REPORTS.register(AnnualReport("integrity", documents.yearly_report))
SITEMAP.register(SitemapPages("accountability.reports", 80, _pages))
YEAR_SECTIONS.register(Section("yearly_report", 90, "accountability/reports/_of_the_year.html", public.of_the_year))
