"""Which step follows which: in the life of an inspection, and of what it finds."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.inspections.enums import FindingState, InspectionState
from accountability.inspections.rules import BASIS, PRACTICE
from portal.core.workflow import Row, Verb, Workflow

_PLANNED, _UNDER_WAY = InspectionState.PLANNED, InspectionState.UNDER_WAY
_FOUND = FindingState.FOUND

INSPECTION = Workflow(
    name="inspection",
    rows=(
        Row("", "plan", _PLANNED, "plans", PRACTICE),
        Row(_PLANNED, "begin", _UNDER_WAY, "runs", BASIS),
        Row(_UNDER_WAY, "close", InspectionState.CLOSED, "runs", BASIS),
        Row(_PLANNED, "cancel", InspectionState.CANCELLED, "runs", PRACTICE, needs_reason=True),
        Row(_UNDER_WAY, "cancel", InspectionState.CANCELLED, "runs", PRACTICE, needs_reason=True),
    ),
    verbs=(
        Verb("plan", "", "", pgettext_lazy("audit entry of an inspection", "Planned"), ""),
        Verb(
            "begin",
            pgettext_lazy("step of an inspection", "Begin the inspection"),
            pgettext_lazy("step an inspection waits for", "To begin"),
            pgettext_lazy("audit entry of an inspection", "Begun"),
            _("Begun: %(title)s"),
        ),
        Verb(
            "cancel",
            pgettext_lazy("step of an inspection", "Cancel the inspection"),
            "",
            pgettext_lazy("audit entry of an inspection", "Cancelled"),
            _("Cancelled: %(title)s"),
            is_back=True,
        ),
        Verb(
            "close",
            pgettext_lazy("step of an inspection", "Close the inspection"),
            pgettext_lazy("step an inspection waits for", "To report and close"),
            pgettext_lazy("audit entry of an inspection", "Closed"),
            _("Closed: %(title)s"),
        ),
    ),
    refusals={
        InspectionState.PLANNED: _("This inspection has not begun."),
        InspectionState.UNDER_WAY: _("This inspection was begun meanwhile."),
        InspectionState.CLOSED: _("This inspection is closed."),
        InspectionState.CANCELLED: _("This inspection was cancelled."),
    },
)

FINDING = Workflow(
    name="finding",
    rows=(
        Row("", "find", _FOUND, "finds", BASIS),
        Row(_FOUND, "settle", FindingState.SETTLED, "works_on", PRACTICE),
        Row(_FOUND, "notice", FindingState.NOTICED, "gives", BASIS),
        Row(_FOUND, "withdraw", FindingState.WITHDRAWN, "works_on", PRACTICE, needs_reason=True),
        Row(FindingState.NOTICED, "close", FindingState.CLOSED, "closes", BASIS),
        *(
            Row(state, "release", state, "gives", PRACTICE)
            for state in (FindingState.NOTICED, FindingState.SETTLED, FindingState.CLOSED)
        ),
    ),
    verbs=(
        Verb("find", "", "", pgettext_lazy("audit entry of a finding", "Found"), ""),
        Verb(
            "settle",
            pgettext_lazy("step of a finding", "Settle it on the spot"),
            "",
            pgettext_lazy("audit entry of a finding", "Settled on the spot"),
            _("Settled: %(title)s"),
        ),
        Verb(
            "notice",
            "",
            pgettext_lazy("step a finding waits for", "To give notice"),
            pgettext_lazy("audit entry of a finding", "Notice given"),
            "",
        ),
        Verb(
            "withdraw",
            pgettext_lazy("step of a finding", "Withdraw the finding"),
            "",
            pgettext_lazy("audit entry of a finding", "Withdrawn"),
            _("Withdrawn: %(title)s"),
            is_back=True,
        ),
        Verb("close", "", "", pgettext_lazy("audit entry of a finding", "Put right and confirmed"), ""),
        Verb(
            "release",
            pgettext_lazy("step of a finding", "Approve what is published"),
            "",
            pgettext_lazy("audit entry of a finding", "What is published was approved"),
            _("Everybody reads this once the inspection is closed: %(title)s"),
        ),
    ),
    refusals={
        FindingState.FOUND: _("No notice of this has been given."),
        FindingState.NOTICED: _("Notice of this was given meanwhile."),
        FindingState.SETTLED: _("This was settled on the spot."),
        FindingState.CLOSED: _("This was put right and confirmed."),
        FindingState.WITHDRAWN: _("This finding was withdrawn."),
    },
)
