"""What ratings hand to the registries."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from accountability.letters.registry import YEAR_SECTIONS
from accountability.ratings import presenters, queries
from accountability.ratings.actions import SPENT_DAYS, forget_spent, forget_words
from accountability.ratings.workflow import RATING
from accountability.rectification.enums import Source
from accountability.rectification.registry import RECTIFICATION_SOURCES, RectificationSource
from portal.core.retention import RETENTIONS, Retention
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.site.registry import SITEMAP, SitemapPages

WORKFLOWS.register(RATING)
QUEUE.register(
    QueueSource(
        RATING.name,
        queries.waiting_ratings,
        presenters.queue_rows,
        label=pgettext_lazy("of what waits", "Words of ratings"),
    )
)
MENU.register(
    MenuEntry(
        key="ratings",
        url_name="accountability_desk:ratings",
        label=pgettext_lazy("menu of the desk", "Ratings of windows"),
        group=None,
        order=655,
        opens=queries.reads_ratings,
        count=partial(count_waiting, kind=RATING.name),
    )
)
RECTIFICATION_SOURCES.register(RectificationSource(Source.RATING, queries.page_of_rectification))
RETENTIONS.register(Retention("words of ratings", lambda: settings.OPINIONS_KEPT_DAYS, forget_words))
RETENTIONS.register(Retention("pages of ratings", lambda: SPENT_DAYS, forget_spent))
YEAR_SECTIONS.register(Section("ratings", 60, "accountability/ratings/_of_year.html", presenters.of_year))
SITEMAP.register(SitemapPages("accountability.ratings", 80, lambda at: [reverse("accountability:ratings")]))
