"""What the intake of petitions hands to the rest of the portal."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from petitions.handling.actions.letters import forget_words
from petitions.handling.actions.receiving import take_over
from petitions.handling.enums import CASE_KIND
from petitions.handling.policies import READS_CASE
from petitions.handling.rules import LIMITS, VERSION
from petitions.intake.presenters import following
from portal.cases.registry import CASE_KINDS, CaseKind
from portal.cases.rules.limits import TimeLimit
from portal.site.registry import SITEMAP, WAYS, SitemapPages, Way


def _days(count: int) -> int:
    return count


CASE_KINDS.register(
    CaseKind(
        key=CASE_KIND,
        title=_("Follow my petition"),
        name=pgettext_lazy("a kind of case", "Petition"),
        readers=READS_CASE,
        page=following.follow_page,
        limits=tuple(
            TimeLimit(key=key, days=partial(_days, days), is_in_working_days=working, basis=basis, version=VERSION)
            for key, (days, working, basis) in LIMITS.items()
        ),
        keep_days=lambda: settings.PETITIONS_KEPT_DAYS,
        forget=forget_words,
        take_over=take_over,
    )
)
WAYS.register(
    Way(
        key="petition",
        order=25,
        title=_("Suggest, ask or report"),
        text=_("A suggestion, a problem to be solved, the misconduct of a cadre: write it here. Each gets an answer."),
        url=following.where_to_hand_in,
    )
)
WAYS.register(
    Way(
        key="follow_petition",
        order=26,
        title=_("Follow my petition"),
        text=_("With number and code you see where it stands, what comes next and by when."),
        url=lambda unit: "" if unit else reverse("petitions:track"),
    )
)
SITEMAP.register(SitemapPages("petitions", 45, lambda at: [reverse("petitions:start")]))
