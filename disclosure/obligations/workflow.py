"""The states and steps of an exemption."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.obligations.enums import ExemptionState
from portal.core.workflow import Row, Verb, Words, Workflow

PENDING, ACCEPTED, REFUSED, ENDED = ExemptionState
_PRACTICE = "本镇公开考核办法"
_TO_CHECK = pgettext_lazy("what is waited for", "Check of “none”")

EXEMPTION = Workflow(
    name="exemption",
    verbs=(
        Verb(
            "claim",
            pgettext_lazy("action to do", "Nothing of the kind happened"),
            "",
            pgettext_lazy("audit entry of an obligation", "Claimed that nothing of the kind happened"),
            _("The office will check it."),
        ),
        Verb(
            "excuse",
            pgettext_lazy("action to do", "Excuse"),
            "",
            pgettext_lazy("audit entry of an obligation", "Excused"),
            _("The item is excused."),
        ),
        Verb(
            "take_back",
            pgettext_lazy("action to do", "Take the claim back"),
            "",
            pgettext_lazy("audit entry of an obligation", "Claim taken back"),
            _("The claim is taken back; the item is owed."),
        ),
        Verb(
            "accept",
            _("It is so: nothing of the kind happened"),
            _TO_CHECK,
            pgettext_lazy("audit entry of an obligation", "Checked: it is so"),
            _("The check is recorded."),
        ),
        Verb(
            "refuse",
            _("It is not so: the item is owed"),
            _TO_CHECK,
            pgettext_lazy("audit entry of an obligation", "Checked: it is not so"),
            _("The check is recorded."),
            is_back=True,
        ),
        Verb(
            "end",
            pgettext_lazy("action to do", "Owed again"),
            "",
            pgettext_lazy("audit entry of an obligation", "Exemption ended"),
            _("The item is owed again."),
            is_back=True,
        ),
    ),
    rows=(
        Row("", "claim", PENDING, "claims", _PRACTICE),
        Row("", "excuse", ACCEPTED, "excuses", _PRACTICE),
        Row(PENDING, "take_back", ENDED, "takes_back", _PRACTICE),
        Row(PENDING, "accept", ACCEPTED, "checks", _PRACTICE),
        Row(PENDING, "refuse", REFUSED, "checks", _PRACTICE, needs_reason=True),
        Row(ACCEPTED, "end", ENDED, "ends", _PRACTICE, needs_reason=True),
    ),
    refusals={
        PENDING: _("What the unit claims is still to be checked."),
        ACCEPTED: _("This has been checked meanwhile: the item need not be published."),
        REFUSED: _("This has been checked meanwhile: the item is owed."),
        ENDED: _("This exemption is not in force."),
    },
)
"""An exemption is claimed by the unit, which can take it back, and checked; or given by the committee, and ended."""

OTHER_AUDIT_LABELS: Mapping[str, Words] = {
    "move": pgettext_lazy("audit entry of an obligation", "Due on another day"),
    "void": pgettext_lazy("audit entry of an obligation", "Owed no longer"),
    "revive": pgettext_lazy("audit entry of an obligation", "Owed again"),
    "record event": pgettext_lazy("audit entry of an obligation", "Recorded"),
    "record": pgettext_lazy("audit entry of an obligation", "Recorded"),
    "link": pgettext_lazy("audit entry of an obligation", "Notice named"),
    "delete draft": pgettext_lazy("audit entry of an obligation", "Draft deleted"),
}
"""What changes an obligation and is no step of an exemption."""
