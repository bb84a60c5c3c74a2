"""What the intake of petitions hands to the rest of the portal."""

from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from petitions.handling.actions.letters import forget_words
from petitions.handling.actions.receiving import take_over
from petitions.handling.enums import CASE_KIND
from petitions.handling.policies import READS_CASE
from petitions.handling.rules import LIMITS, VERSION
from petitions.intake import presenters
from portal.cases.registry import CASE_KINDS, CaseKind
from portal.cases.rules.limits import TimeLimit


def _days(count: int) -> int:
    return count


CASE_KINDS.register(
    CaseKind(
        key=CASE_KIND,
        title=_("Follow my petition"),
        readers=READS_CASE,
        page=presenters.follow_page,
        limits=tuple(
            TimeLimit(key=key, days=partial(_days, days), is_in_working_days=working, basis=basis, version=VERSION)
            for key, (days, working, basis) in LIMITS.items()
        ),
        keep_days=lambda: settings.PETITIONS_KEPT_DAYS,
        forget=forget_words,
        take_over=take_over,
    )
)
