"""Which step follows which: in the signing of a year, of a template's version, of a letter, and of a report."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.letters.enums import LetterState, ReportState, WordingState, YearState
from accountability.letters.rules import BASIS, PRACTICE
from portal.core.workflow import Row, Verb, Workflow

SIGNING = Workflow(
    name="signing_year",
    rows=(
        Row("", "plan", YearState.PLANNED, "plans", PRACTICE),
        Row(YearState.PLANNED, "hold", YearState.HELD, "runs", PRACTICE),
    ),
    verbs=(
        Verb("plan", "", "", pgettext_lazy("audit entry of the signing of a year", "Planned"), ""),
        Verb(
            "hold",
            pgettext_lazy("step of the signing of a year", "Record the conference"),
            "",
            pgettext_lazy("audit entry of the signing of a year", "Conference recorded"),
            _("Recorded: %(title)s"),
        ),
    ),
    refusals={
        YearState.PLANNED: _("The plan of this year was changed meanwhile. Look at it again."),
        YearState.HELD: _("The conference of this year is recorded already."),
    },
)

LETTER_VERSION = Workflow(
    name="letter_version",
    rows=(
        Row("", "draft", WordingState.DRAFT, "drafts", BASIS),
        Row(WordingState.DRAFT, "publish", WordingState.PUBLISHED, "keeps", BASIS),
        Row(WordingState.PUBLISHED, "retire", WordingState.RETIRED, "keeps", BASIS),
    ),
    verbs=(
        Verb("draft", "", "", pgettext_lazy("audit entry of a template", "Begun"), ""),
        Verb(
            "publish",
            pgettext_lazy("step of a template", "Put into use"),
            "",
            pgettext_lazy("audit entry of a template", "Put into use"),
            _("In use: %(title)s. Letters can be issued by it."),
        ),
        Verb("retire", "", "", pgettext_lazy("audit entry of a template", "Replaced by a new version"), ""),
    ),
    refusals={
        WordingState.DRAFT: _("This draft was changed meanwhile. Look at it again."),
        WordingState.PUBLISHED: _("This version is in use, so it stays as it is. Write a new one."),
        WordingState.RETIRED: _("This version was replaced by a newer one."),
    },
)

_ISSUED, _SIGNED, _IN_FORCE = LetterState.ISSUED, LetterState.SIGNED, LetterState.IN_FORCE
_REPLACEABLE = (_IN_FORCE, LetterState.PUBLISHED, LetterState.REPLIED, LetterState.RELEASED)

LETTER_STEPS = Workflow(
    name="letter",
    rows=(
        Row("", "issue", _ISSUED, "issues", BASIS),
        Row("", "issue_below", _ISSUED, "issues_below", BASIS),
        Row("", "renew", _ISSUED, "renews", PRACTICE),
        Row(_ISSUED, "sign", _SIGNED, "signs", BASIS),
        Row(_ISSUED, "refuse", LetterState.REFUSED, "signs", PRACTICE, needs_reason=True),
        Row(_ISSUED, "hand_in", LetterState.ON_PAPER, "hands_in", PRACTICE),
        Row(_ISSUED, "remind", _ISSUED, "runs", PRACTICE),
        Row(_ISSUED, "withdraw", LetterState.WITHDRAWN, "runs", PRACTICE, needs_reason=True),
        Row(LetterState.ON_PAPER, "check", _IN_FORCE, "runs", PRACTICE),
        Row(LetterState.ON_PAPER, "send_back", _ISSUED, "runs", PRACTICE, needs_reason=True),
        Row(_SIGNED, "countersign", _IN_FORCE, "countersigns", BASIS),
        Row(_SIGNED, "witness", _SIGNED, "witnesses", PRACTICE),
        Row(_IN_FORCE, "witness", _IN_FORCE, "witnesses", PRACTICE),
        Row(_IN_FORCE, "publish", LetterState.PUBLISHED, "publishes", BASIS),
        Row(LetterState.REFUSED, "reply", LetterState.REPLIED, "replies", PRACTICE),
        Row(LetterState.REPLIED, "release", LetterState.RELEASED, "publishes", PRACTICE),
        *(Row(state, "replace", LetterState.REPLACED, "runs", PRACTICE, needs_reason=True) for state in _REPLACEABLE),
    ),
    verbs=(
        Verb("issue", "", "", pgettext_lazy("audit entry of a letter", "Issued"), ""),
        Verb("issue_below", "", "", pgettext_lazy("audit entry of a letter", "Issued to a cadre"), ""),
        Verb("renew", "", "", pgettext_lazy("audit entry of a letter", "Issued anew"), ""),
        Verb(
            "sign",
            pgettext_lazy("step of a letter", "Sign for party B"),
            pgettext_lazy("step a letter waits for", "Letter to sign"),
            pgettext_lazy("audit entry of a letter", "Signed for party B"),
            _("Signed: %(title)s. It waits for the signature of party A."),
        ),
        Verb(
            "refuse",
            pgettext_lazy("step of a letter", "Refuse to sign"),
            "",
            pgettext_lazy("audit entry of a letter", "Refused"),
            _("Refused: %(title)s. The party committee answers."),
            is_back=True,
        ),
        Verb(
            "hand_in",
            pgettext_lazy("step of a letter", "Hand in a scan of the signed paper"),
            "",
            pgettext_lazy("audit entry of a letter", "Scan handed in"),
            _("Handed in: %(title)s. The discipline office checks the scan."),
        ),
        Verb(
            "remind",
            pgettext_lazy("step of a letter", "Remind to sign"),
            "",
            pgettext_lazy("audit entry of a letter", "Reminded"),
            _("Reminded: %(title)s"),
        ),
        Verb(
            "withdraw",
            pgettext_lazy("step of a letter", "Withdraw the letter"),
            "",
            pgettext_lazy("audit entry of a letter", "Withdrawn"),
            _("Withdrawn: %(title)s"),
            is_back=True,
        ),
        Verb(
            "check",
            pgettext_lazy("step of a letter", "The scan is right"),
            pgettext_lazy("step a letter waits for", "Scan to check"),
            pgettext_lazy("audit entry of a letter", "Scan checked"),
            _("In force: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a letter", "Send the scan back"),
            "",
            pgettext_lazy("audit entry of a letter", "Scan sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "countersign",
            pgettext_lazy("step of a letter", "Sign for party A"),
            pgettext_lazy("step a letter waits for", "Letter to sign for the town"),
            pgettext_lazy("audit entry of a letter", "Signed for party A"),
            _("In force: %(title)s"),
        ),
        Verb(
            "witness",
            pgettext_lazy("step of a letter", "Sign as witness"),
            "",
            pgettext_lazy("audit entry of a letter", "Signed as witness"),
            _("Signed as witness: %(title)s"),
        ),
        Verb(
            "publish",
            pgettext_lazy("step of a letter", "Publish the letter"),
            pgettext_lazy("step a letter waits for", "Letter to publish"),
            pgettext_lazy("audit entry of a letter", "Published"),
            _("Published: %(title)s"),
        ),
        Verb(
            "reply",
            pgettext_lazy("step of a letter", "Answer the refusal"),
            pgettext_lazy("step a letter waits for", "Refusal to answer"),
            pgettext_lazy("audit entry of a letter", "Refusal answered"),
            _("Answered: %(title)s"),
        ),
        Verb(
            "release",
            pgettext_lazy("step of a letter", "Publish refusal and answer"),
            pgettext_lazy("step a letter waits for", "Refusal to publish"),
            pgettext_lazy("audit entry of a letter", "Refusal and answer published"),
            _("Published: %(title)s"),
        ),
        Verb(
            "replace",
            pgettext_lazy("step of a letter", "Issue anew for a new head"),
            "",
            pgettext_lazy("audit entry of a letter", "Replaced"),
            _("Issued anew: %(title)s"),
        ),
    ),
    refusals={
        LetterState.ISSUED: _("This letter waits to be signed by the unit."),
        LetterState.ON_PAPER: _("The scan of this letter was handed in meanwhile."),
        LetterState.SIGNED: _("The unit has signed this letter meanwhile."),
        LetterState.IN_FORCE: _("Both have signed this letter meanwhile."),
        LetterState.PUBLISHED: _("This letter has been published meanwhile."),
        LetterState.REFUSED: _("This letter has been refused meanwhile."),
        LetterState.REPLIED: _("The refusal of this letter has been answered meanwhile."),
        LetterState.RELEASED: _("Refusal and answer have been published meanwhile."),
        LetterState.REPLACED: _("Another letter has taken the place of this one."),
        LetterState.WITHDRAWN: _("This letter was withdrawn. It cannot be signed any more."),
    },
)

SELF_REPORT = Workflow(
    name="self_report",
    rows=(
        Row("", "owe", ReportState.DUE, "owes", PRACTICE),
        Row(ReportState.DUE, "report", ReportState.REPORTED, "reports", PRACTICE),
        Row(ReportState.RETURNED, "report", ReportState.REPORTED, "reports", PRACTICE),
        Row(ReportState.REPORTED, "accept", ReportState.ACCEPTED, "checks", PRACTICE),
        Row(ReportState.REPORTED, "send_back", ReportState.RETURNED, "checks", PRACTICE, needs_reason=True),
    ),
    verbs=(
        Verb("owe", "", "", pgettext_lazy("audit entry of a quarterly report", "Asked for"), ""),
        Verb(
            "report",
            pgettext_lazy("step of a quarterly report", "Report the quarter"),
            pgettext_lazy("step a quarterly report waits for", "Quarter to report"),
            pgettext_lazy("audit entry of a quarterly report", "Reported"),
            _("Reported: %(title)s. The discipline office checks it."),
        ),
        Verb(
            "accept",
            pgettext_lazy("step of a quarterly report", "Accept the report"),
            pgettext_lazy("step a quarterly report waits for", "Report to check"),
            pgettext_lazy("audit entry of a quarterly report", "Accepted"),
            _("Accepted: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a quarterly report", "Send the report back"),
            "",
            pgettext_lazy("audit entry of a quarterly report", "Sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        ReportState.DUE: _("This quarter is still to be reported."),
        ReportState.REPORTED: _("This quarter has been reported meanwhile."),
        ReportState.RETURNED: _("This report has been sent back meanwhile."),
        ReportState.ACCEPTED: _("This report has been accepted meanwhile."),
    },
)
