"""Which step follows which in the life of a yearly report: drafted, submitted, approved, published, corrected."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.reports.enums import ReportState
from portal.core.workflow import Row, Verb, Workflow

S = ReportState
BASIS = "关于实行党风廉政建设责任制的规定第十三条"
"""The duty of a party committee to report each year on how it carried out its responsibility."""
OPENNESS = "关于实行党风廉政建设责任制的规定第十五条"

YEARLY_REPORT = Workflow(
    name="yearly_report",
    rows=(
        Row("", "draw", S.DRAFT, "draws", BASIS),
        Row("", "correct", S.DRAFT, "corrects", OPENNESS, needs_reason=True),
        Row(S.DRAFT, "submit", S.SUBMITTED, "writes", BASIS),
        Row(S.RETURNED, "submit", S.SUBMITTED, "writes", BASIS),
        Row(S.SUBMITTED, "take_back", S.DRAFT, "takes_back", BASIS),
        Row(S.SUBMITTED, "approve", S.APPROVED, "approves", BASIS),
        Row(S.SUBMITTED, "send_back", S.RETURNED, "approves", BASIS, needs_reason=True),
        Row(S.APPROVED, "publish", S.PUBLISHED, "writes", OPENNESS),
        Row(S.PUBLISHED, "supersede", S.SUPERSEDED, "writes", OPENNESS),
    ),
    verbs=(
        Verb("draw", "", "", pgettext_lazy("audit entry of a report", "Drafted from what happened"), ""),
        Verb("correct", "", "", pgettext_lazy("audit entry of a report", "Begun as a correction"), ""),
        Verb(
            "submit",
            pgettext_lazy("step of a report", "Submit to the party committee"),
            pgettext_lazy("step a report waits for", "Report to finish"),
            pgettext_lazy("audit entry of a report", "Submitted"),
            _("Submitted: %(title)s"),
        ),
        Verb(
            "take_back",
            pgettext_lazy("step of a report", "Take it back"),
            "",
            pgettext_lazy("audit entry of a report", "Taken back"),
            _("Taken back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "approve",
            pgettext_lazy("step of a report", "Approve it for the party committee"),
            pgettext_lazy("step a report waits for", "Report to approve"),
            pgettext_lazy("audit entry of a report", "Approved"),
            _("Approved: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a report", "Send it back"),
            "",
            pgettext_lazy("audit entry of a report", "Sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "publish",
            pgettext_lazy("step of a report", "Publish the report"),
            pgettext_lazy("step a report waits for", "Report to publish"),
            pgettext_lazy("audit entry of a report", "Published"),
            _("Published: %(title)s"),
        ),
        Verb("supersede", "", "", pgettext_lazy("audit entry of a report", "Corrected by a new edition"), ""),
    ),
    refusals={
        S.DRAFT: _("This report was changed meanwhile. Look at it again."),
        S.SUBMITTED: _("This report has been submitted meanwhile."),
        S.RETURNED: _("This report has been sent back meanwhile."),
        S.APPROVED: _("This report has been approved meanwhile."),
        S.PUBLISHED: _("This report has been published meanwhile."),
        S.SUPERSEDED: _("This report has been corrected by a new edition meanwhile."),
    },
)
"""The life of one edition of a yearly report."""

OTHER_AUDIT_LABELS = {
    "write": pgettext_lazy("audit entry of a report", "Paragraph written"),
    "add": pgettext_lazy("audit entry of a report", "Paragraph added"),
    "remove": pgettext_lazy("audit entry of a report", "Paragraph removed"),
    "restore": pgettext_lazy("audit entry of a report", "System's draft put back"),
    "explain": pgettext_lazy("audit entry of a report", "Gap explained"),
    "take figure": pgettext_lazy("audit entry of a report", "Figure taken from its source"),
    "keep figure": pgettext_lazy("audit entry of a report", "Figure kept, with a reason"),
    "draw anew": pgettext_lazy("audit entry of a report", "Drawn anew"),
}
"""What is called that changes a draft and is no step."""
