"""Who writes, reads and approves the yearly report."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accountability.reports.enums import EDITABLE, PUBLIC, ReportState
from accountability.reports.models import Paragraph, Report
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import NOBODY, Policy, all_of, any_of, in_states


def _is_town(actor: Any, at: datetime) -> Q:
    return Q(kind=UnitKind.TOWN)


def _wrote_nothing_of_it(actor: Any, at: datetime) -> Q:
    """Whoever wrote a paragraph or submitted the report does not decide on it."""
    if not actor.pk:
        return NOBODY
    theirs = Paragraph.objects.filter(report=OuterRef("pk"), written_by=actor.pk)
    return ~Q(submitted_by=actor.pk) & ~Q(Exists(theirs))


def _submitted_it(actor: Any, at: datetime) -> Q:
    return Q(submitted_by=actor.pk) if actor.pk else NOBODY


_secretary = holds(Role.SECRETARY, path="town")
_decides = holds(Role.APPROVER, Role.LEADER, path="town")

DRAWS = Policy(Unit, all_of(holds(Role.SECRETARY, path="pk"), _is_town))
"""Of which townships somebody has reports drafted."""

READS_OF = Policy(Unit, all_of(holds(Role.SECRETARY, Role.APPROVER, Role.LEADER, path="pk"), _is_town))
"""Of which townships somebody finds reports in the desk."""

READS = Policy(
    Report,
    any_of(
        _secretary,
        all_of(
            in_states(ReportState.SUBMITTED, ReportState.RETURNED, ReportState.APPROVED, *PUBLIC),
            _decides,
        ),
    ),
)
"""Who sees an edition in the desk: a draft only those who write it, then the leaders and the committee too."""

WRITES = Policy(Report, all_of(in_states(*EDITABLE), _secretary))
"""Who changes what an edition says."""

STEPS: dict[str, Policy[Any]] = {
    "draws": DRAWS,
    "corrects": Policy(Report, all_of(in_states(ReportState.PUBLISHED), _secretary)),
    "writes": Policy(Report, _secretary),
    "takes_back": Policy(Report, all_of(_secretary, _submitted_it)),
    "approves": Policy(Report, all_of(holds(Role.APPROVER, path="town"), _wrote_nothing_of_it)),
}
"""The policies that `accountability.reports.workflow.YEARLY_REPORT` names."""

IS_PUBLIC = Policy(Report, lambda actor, at: Q(state__in=PUBLIC))
"""What everybody reads."""
