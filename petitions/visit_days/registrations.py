"""What this room hands to the rest of the portal."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from petitions.visit_days.actions import roster
from petitions.visit_days.actions.letters import forget_words
from petitions.visit_days.enums import CASE_KIND, LOG_KIND
from petitions.visit_days.policies import READS_CASE
from petitions.visit_days.presenters import public
from petitions.visit_days.queries import log
from petitions.visit_days.workflow import BOOKING, PROMISE, VISIT_DAY
from portal.cases.registry import CASE_KINDS, CaseKind
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.recounts import RECOUNTS, Recount
from portal.core.workflow import WORKFLOWS

for workflow in (VISIT_DAY, BOOKING, PROMISE):
    WORKFLOWS.register(workflow)
CASE_KINDS.register(
    CaseKind(
        key=CASE_KIND,
        title=_("Follow my booking"),
        readers=READS_CASE,
        page=public.follow_page,
        limits=(),
        keep_days=lambda: settings.VISITS_KEPT_DAYS,
        forget=forget_words,
    )
)
LOG_SUBJECTS.register(LogSubject(LOG_KIND, log.hashes, public.log_titles, log.of_unit, log.by_code))
RECOUNTS.register(Recount("visit days", order=30, run=lambda actor, at: roster.replan(actor=actor, at=at)))
