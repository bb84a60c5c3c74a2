"""What outcomes hand to the rest of the portal."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from petitions.intake.registry import START_SECTIONS
from petitions.outcomes import documents
from petitions.outcomes.enums import OUTCOME
from petitions.outcomes.policies import OVERSEES_TOWN, READS_FIGURES
from petitions.outcomes.presenters import figures, outcomes as presenters
from petitions.outcomes.queries import outcomes
from petitions.outcomes.workflow import OUTCOME_WORKFLOW
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.site.registry import ANNUAL_REPORTS, SITEMAP, AnnualReport, SitemapPages


def _pages(_at: datetime) -> list[str]:
    return [reverse("petitions:outcomes"), reverse("petitions:told")]


WORKFLOWS.register(OUTCOME_WORKFLOW)
QUEUE.register(
    QueueSource(
        "outcome",
        outcomes.waiting_outcomes,
        presenters.queue_rows,
        label=pgettext_lazy("of what waits", "Outcomes of petitions"),
    )
)
MENU.register(
    MenuEntry(
        key="outcomes",
        url_name="petitions_desk:outcomes",
        label=pgettext_lazy("menu of the desk", "Outcomes"),
        group=None,
        order=72,
        opens=lambda person, at: READS_FIGURES.permitted(person, at=at).exists(),
        count=partial(count_waiting, kind="outcome"),
    )
)
MENU.register(
    MenuEntry(
        key="petition_oversight",
        url_name="petitions_desk:oversight",
        label=pgettext_lazy("menu of the desk", "Oversight of petitions"),
        group=None,
        order=71,
        opens=lambda person, at: OVERSEES_TOWN.permitted(person, at=at).exists(),
    )
)
MENU.register(
    MenuEntry(
        key="petition_figures",
        url_name="petitions_desk:figures",
        label=pgettext_lazy("menu of the desk", "Petition figures"),
        group=None,
        order=73,
        opens=lambda person, at: READS_FIGURES.permitted(person, at=at).exists(),
    )
)
LOG_SUBJECTS.register(LogSubject(OUTCOME, outcomes.stored_hashes, outcomes.titles, outcomes.of_unit))
SEARCH_SOURCES.register(
    SearchSource(OUTCOME, outcomes.documents, label=pgettext_lazy("of what is found", "Outcome of a petition"))
)
START_SECTIONS.register(Section("outcomes", 30, "petitions/outcomes/_on_start.html", figures.on_start))
ANNUAL_REPORTS.register(AnnualReport("petitions", documents.yearly_report))
SITEMAP.register(SitemapPages("petitions.outcomes", 50, _pages))
