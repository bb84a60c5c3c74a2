"""Which step follows which in the life of an exemption."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.obligations.enums import ExemptionState
from portal.core.workflow import Row, Verb, Workflow

PENDING, ACCEPTED, REFUSED, ENDED = (
    ExemptionState.PENDING,
    ExemptionState.ACCEPTED,
    ExemptionState.REFUSED,
    ExemptionState.ENDED,
)
_PRACTICE = "本镇公开考核办法"
_TO_CHECK = pgettext_lazy("what is waited for", "Check of “none”")

EXEMPTION = Workflow(
    name="exemption",
    verbs=(
        Verb(
            "claim",
            pgettext_lazy("action to do", "Nothing of the kind happened"),
            "",
            pgettext_lazy("audit entry of an obligation", "Said that nothing of the kind happened"),
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
        Row(PENDING, "accept", ACCEPTED, "checks", _PRACTICE),
        Row(PENDING, "refuse", REFUSED, "checks", _PRACTICE, needs_reason=True),
        Row(ACCEPTED, "end", ENDED, "ends", _PRACTICE, needs_reason=True),
    ),
    refusals={
        PENDING: _("What the unit said is still to be checked."),
        ACCEPTED: _("This has been checked meanwhile: the item need not be published."),
        REFUSED: _("This has been checked meanwhile: the item is owed."),
        ENDED: _("This exemption is not in force."),
    },
)
"""An exemption is said or given about an obligation, checked where the unit said it, and ended."""
