"""The assessment of a unit from its self-score to its final grade, and objections to it."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.assessment.enums import AssessmentState, ObjectionState
from portal.core.workflow import Row, Verb, Workflow

_S, _O = AssessmentState, ObjectionState
BASIS = "《关于实行党风廉政建设责任制的规定》第十五条"
PUBLICITY = "《关于实行党风廉政建设责任制的规定》第十七条"

ASSESSMENT = Workflow(
    name="assessment",
    rows=(
        Row("", "open", _S.OPENED, "opens", BASIS),
        Row(_S.OPENED, "self_score", _S.SELF_SCORED, "self_scores", BASIS),
        Row(_S.OPENED, "go_without", _S.SELF_SCORED, "runs", BASIS, needs_reason=True),
        Row(_S.SELF_SCORED, "verify", _S.VERIFIED, "verifies", BASIS),
        Row(_S.SELF_SCORED, "send_back", _S.OPENED, "sends_back", BASIS, needs_reason=True),
        Row(_S.VERIFIED, "decide", _S.DECIDED, "decides", BASIS),
        Row(_S.VERIFIED, "return", _S.SELF_SCORED, "decides", BASIS, needs_reason=True),
        Row(_S.DECIDED, "publish", _S.PUBLISHED, "runs", PUBLICITY),
        Row(_S.PUBLISHED, "reopen", _S.SELF_SCORED, "runs", PUBLICITY, needs_reason=True),
        Row(_S.PUBLISHED, "finish", _S.FINAL, "runs", PUBLICITY),
    ),
    verbs=(
        Verb("open", "", "", pgettext_lazy("audit entry of an assessment", "Opened"), ""),
        Verb(
            "self_score",
            pgettext_lazy("step of an assessment", "Hand in the self-score"),
            pgettext_lazy("step an assessment waits for", "Self-score"),
            pgettext_lazy("audit entry of an assessment", "Self-score handed in"),
            _("Handed in: %(title)s. The team verifies it."),
        ),
        Verb(
            "go_without",
            pgettext_lazy("step of an assessment", "Go on without a self-score"),
            "",
            pgettext_lazy("audit entry of an assessment", "Went on without a self-score"),
            _("%(title)s is assessed without a self-score."),
        ),
        Verb(
            "verify",
            pgettext_lazy("step of an assessment", "Submit to the Party committee"),
            pgettext_lazy("step an assessment waits for", "Points to verify"),
            pgettext_lazy("audit entry of an assessment", "Verified"),
            _("Submitted: %(title)s. The Party committee decides."),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of an assessment", "Send the self-score back"),
            "",
            pgettext_lazy("audit entry of an assessment", "Self-score sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "decide",
            pgettext_lazy("step of an assessment", "Decide the grade"),
            pgettext_lazy("step an assessment waits for", "Grade to decide"),
            pgettext_lazy("audit entry of an assessment", "Grade decided"),
            _("Decided: %(title)s"),
        ),
        Verb(
            "return",
            pgettext_lazy("step of an assessment", "Return to the team"),
            "",
            pgettext_lazy("audit entry of an assessment", "Returned to the team"),
            _("Returned to the team: %(title)s"),
            is_back=True,
        ),
        Verb(
            "publish",
            pgettext_lazy("step of an assessment", "Publish the result"),
            pgettext_lazy("step an assessment waits for", "Result to publish"),
            pgettext_lazy("audit entry of an assessment", "Published"),
            _("Published: %(title)s"),
        ),
        Verb("reopen", "", "", pgettext_lazy("audit entry of an assessment", "Opened again after an objection"), ""),
        Verb(
            "finish",
            pgettext_lazy("step of an assessment", "Close the assessment"),
            pgettext_lazy("step an assessment waits for", "Assessment to close"),
            pgettext_lazy("audit entry of an assessment", "Final"),
            _("Final: %(title)s"),
        ),
    ),
    refusals={
        _S.OPENED: _("This assessment waits for the unit’s self-score."),
        _S.SELF_SCORED: _("The team is verifying this assessment."),
        _S.VERIFIED: _("This assessment waits for the Party committee."),
        _S.DECIDED: _("The grade has been decided meanwhile."),
        _S.PUBLISHED: _("The result has been published meanwhile."),
        _S.FINAL: _("This assessment is final."),
    },
)
"""The life of an assessment."""

OBJECTION = Workflow(
    name="objection",
    rows=(
        Row("", "register", _O.RECEIVED, "registers", PUBLICITY),
        Row(_O.RECEIVED, "uphold", _O.UPHELD, "answers", PUBLICITY),
        Row(_O.RECEIVED, "dismiss", _O.DISMISSED, "answers", PUBLICITY),
    ),
    verbs=(
        Verb("register", "", "", pgettext_lazy("audit entry of an objection", "Registered"), ""),
        Verb(
            "uphold",
            pgettext_lazy("step of an objection", "Uphold, and score again"),
            pgettext_lazy("step an objection waits for", "Objection to answer"),
            pgettext_lazy("audit entry of an objection", "Upheld"),
            _("Upheld: %(title)s. The team scores again."),
        ),
        Verb(
            "dismiss",
            pgettext_lazy("step of an objection", "Not upheld"),
            "",
            pgettext_lazy("audit entry of an objection", "Not upheld"),
            _("Answered: %(title)s"),
        ),
    ),
    refusals={
        _O.RECEIVED: _("This objection waits for an answer."),
        _O.UPHELD: _("This objection has been upheld meanwhile."),
        _O.DISMISSED: _("This objection has been answered meanwhile."),
    },
)
"""An objection to a published result."""
