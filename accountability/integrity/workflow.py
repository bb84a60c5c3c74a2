"""Which step follows which: of a talk, of the checklist of a unit for a period, of an audit on leaving office."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.integrity.enums import AuditState, ChecklistState, TalkState
from accountability.integrity.rules import AUDIT_BASIS, CHECKLIST_BASIS, TALK_BASIS
from portal.core.workflow import Row, Verb, Words, Workflow

TALK = Workflow(
    name="talk",
    rows=(
        Row("", "plan", TalkState.PLANNED, "leads_in", TALK_BASIS),
        Row("", "enter", TalkState.HELD, "leads_in", TALK_BASIS),
        Row(TalkState.PLANNED, "hold", TalkState.HELD, "keeps", TALK_BASIS),
        Row(TalkState.PLANNED, "drop", TalkState.DROPPED, "keeps", TALK_BASIS, needs_reason=True),
    ),
    verbs=(
        Verb("plan", "", "", pgettext_lazy("audit entry of a talk", "Planned"), ""),
        Verb("enter", "", "", pgettext_lazy("audit entry of a talk", "Entered as held"), ""),
        Verb(
            "hold",
            pgettext_lazy("step of a talk", "Enter what was said"),
            pgettext_lazy("step a talk waits for", "To hold a talk"),
            pgettext_lazy("audit entry of a talk", "Held"),
            _("Entered: %(title)s"),
        ),
        Verb(
            "drop",
            pgettext_lazy("step of a talk", "It is not held"),
            "",
            pgettext_lazy("audit entry of a talk", "Not held"),
            _("Dropped: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        TalkState.PLANNED: _("Somebody else changed this talk after you opened it."),
        TalkState.HELD: _("This talk is held already."),
        TalkState.DROPPED: _("This talk was dropped."),
    },
)

CHECKLIST = Workflow(
    name="checklist",
    rows=(
        Row("", "open", ChecklistState.OPEN, "opens", CHECKLIST_BASIS),
        Row(ChecklistState.OPEN, "submit", ChecklistState.SUBMITTED, "fills_in", CHECKLIST_BASIS),
        Row(ChecklistState.SUBMITTED, "check", ChecklistState.CHECKED, "checks", CHECKLIST_BASIS),
        Row(ChecklistState.SUBMITTED, "send_back", ChecklistState.OPEN, "checks", CHECKLIST_BASIS, needs_reason=True),
    ),
    verbs=(
        Verb("open", "", "", pgettext_lazy("audit entry of a checklist", "Opened"), ""),
        Verb(
            "submit",
            pgettext_lazy("step of a checklist", "Submit"),
            pgettext_lazy("step a checklist waits for", "To fill in a checklist"),
            pgettext_lazy("audit entry of a checklist", "Submitted"),
            _("Submitted: %(title)s"),
        ),
        Verb(
            "check",
            pgettext_lazy("step of a checklist", "Looked through"),
            pgettext_lazy("step a checklist waits for", "To look through a checklist"),
            pgettext_lazy("audit entry of a checklist", "Looked through"),
            _("Looked through: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a checklist", "Send back"),
            "",
            pgettext_lazy("audit entry of a checklist", "Sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        ChecklistState.OPEN: _("This checklist is still to be filled in."),
        ChecklistState.SUBMITTED: _("This checklist was submitted meanwhile."),
        ChecklistState.CHECKED: _("This checklist was looked through."),
    },
)

LEAVING_AUDIT = Workflow(
    name="leaving_audit",
    rows=(
        Row("", "plan", AuditState.PLANNED, "plans", AUDIT_BASIS),
        Row(AuditState.PLANNED, "start", AuditState.UNDER_WAY, "keeps", AUDIT_BASIS),
        Row(AuditState.UNDER_WAY, "report", AuditState.REPORTED, "keeps", AUDIT_BASIS),
        Row(AuditState.REPORTED, "close", AuditState.CLOSED, "keeps", AUDIT_BASIS),
    ),
    verbs=(
        Verb("plan", "", "", pgettext_lazy("audit entry of an audit", "Planned"), ""),
        Verb(
            "start",
            pgettext_lazy("step of an audit", "The audit has begun"),
            pgettext_lazy("step an audit waits for", "To begin an audit"),
            pgettext_lazy("audit entry of an audit", "Begun"),
            _("Begun: %(title)s"),
        ),
        Verb(
            "report",
            pgettext_lazy("step of an audit", "Enter the report"),
            pgettext_lazy("step an audit waits for", "To report an audit"),
            pgettext_lazy("audit entry of an audit", "Reported"),
            _("Reported: %(title)s. What was found is given to the unit to put right."),
        ),
        Verb(
            "close",
            pgettext_lazy("step of an audit", "Close the audit"),
            pgettext_lazy("step an audit waits for", "To close an audit"),
            pgettext_lazy("audit entry of an audit", "Closed"),
            _("Closed: %(title)s"),
        ),
    ),
    refusals={
        AuditState.PLANNED: _("This audit has not begun yet."),
        AuditState.UNDER_WAY: _("Somebody else changed this audit after you opened it."),
        AuditState.REPORTED: _("This audit was reported meanwhile."),
        AuditState.CLOSED: _("This audit is closed."),
    },
)

TALK_WORDS: dict[str, Words] = {
    "change": pgettext_lazy("audit entry of a talk", "Changed"),
    "read record": pgettext_lazy("audit entry of a talk", "Record read"),
    "print record": pgettext_lazy("audit entry of a talk", "Record printed"),
}
"""What is called that is done with a talk and is no step."""
AUDIT_WORDS: dict[str, Words] = {
    "change": pgettext_lazy("audit entry of an audit", "Changed"),
    "add finding": pgettext_lazy("audit entry of an audit", "Finding entered"),
    "remove finding": pgettext_lazy("audit entry of an audit", "Finding removed"),
}
"""What is called that is done with an audit and is no step."""
KEPT_WORDS: dict[str, Words] = {
    "add": pgettext_lazy("audit entry of integrity", "Entered"),
    "change": pgettext_lazy("audit entry of integrity", "Changed"),
    "set attendance": pgettext_lazy("audit entry of integrity", "Attendance entered"),
    "attach": pgettext_lazy("audit entry of integrity", "File added"),
    "remove file": pgettext_lazy("audit entry of integrity", "File removed"),
    "add criticism": pgettext_lazy("audit entry of integrity", "Criticism entered"),
    "read criticism": pgettext_lazy("audit entry of integrity", "Criticism read"),
    "add measure": pgettext_lazy("audit entry of integrity", "Measure given"),
}
"""What is called that is done with activities, meetings, contacts and checklists' templates, which have no states."""
