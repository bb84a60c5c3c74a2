"""An outcome is proposed by the petition group, reviewed and released by the secretary, and can be taken off line."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from petitions.handling.rules import article
from petitions.outcomes.enums import OutcomeState
from portal.core.workflow import Row, Verb, Workflow

S = OutcomeState

OUTCOME_WORKFLOW = Workflow(
    name="outcome",
    rows=(
        Row("", "propose", S.PROPOSED, "proposes", article("三十八")),
        Row(S.PROPOSED, "release", S.RELEASED, "reviews", article("三十八")),
        Row(S.PROPOSED, "send_back", S.RETURNED, "reviews", article("三十八"), needs_reason=True),
        Row(S.RETURNED, "revise", S.PROPOSED, "revises", article("三十八")),
        Row(S.RETRACTED, "revise", S.PROPOSED, "revises", article("三十八")),
        Row(S.RELEASED, "retract", S.RETRACTED, "reviews", article("三十八"), needs_reason=True),
    ),
    verbs=(
        Verb(
            "propose",
            pgettext_lazy("button", "Propose the outcome"),
            "",
            pgettext_lazy("audit entry of an outcome", "Proposed"),
            _("Proposed: %(title)s. The secretary reviews it."),
        ),
        Verb(
            "release",
            pgettext_lazy("step of an outcome", "Release the outcome"),
            pgettext_lazy("step an outcome waits for", "Outcome to review"),
            pgettext_lazy("audit entry of an outcome", "Released"),
            _("Released: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of an outcome", "Send the outcome back"),
            "",
            pgettext_lazy("audit entry of an outcome", "Sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "revise",
            pgettext_lazy("step of an outcome", "Propose it again"),
            pgettext_lazy("step an outcome waits for", "Outcome to revise"),
            pgettext_lazy("audit entry of an outcome", "Proposed again"),
            _("Proposed: %(title)s. The secretary reviews it."),
        ),
        Verb(
            "retract",
            pgettext_lazy("step of an outcome", "Take it off line"),
            "",
            pgettext_lazy("audit entry of an outcome", "Taken off line"),
            _("Taken off line: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        S.PROPOSED: _("This outcome waits to be reviewed."),
        S.RETURNED: _("This outcome has been sent back meanwhile."),
        S.RELEASED: _("This outcome has been released meanwhile."),
        S.RETRACTED: _("This outcome has been taken off line meanwhile."),
    },
)
"""The life of an outcome that is to be released."""
