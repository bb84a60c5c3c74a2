"""Which step follows which in the life of a rectification."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.rectification.enums import RectificationState
from accountability.rectification.rules import PRACTICE
from portal.core.workflow import Row, Verb, Workflow

_OPEN, _REPORTED, _CLOSED = RectificationState.OPEN, RectificationState.REPORTED, RectificationState.CLOSED

RECTIFICATION = Workflow(
    name="rectification",
    rows=(
        Row("", "give", _OPEN, "gives", PRACTICE),
        Row(_OPEN, "report", _REPORTED, "reports", PRACTICE),
        Row(_OPEN, "postpone", _OPEN, "oversees", PRACTICE, needs_reason=True),
        Row(_OPEN, "supervise", _OPEN, "oversees", PRACTICE, needs_reason=True),
        Row(_REPORTED, "confirm", _CLOSED, "checks", PRACTICE),
        Row(_REPORTED, "send_back", _OPEN, "checks", PRACTICE, needs_reason=True),
    ),
    verbs=(
        Verb("give", "", "", pgettext_lazy("audit entry of a rectification", "Rectification asked for"), ""),
        Verb(
            "report",
            pgettext_lazy("step of a rectification", "Report it as put right"),
            pgettext_lazy("step a rectification waits for", "To put right"),
            pgettext_lazy("audit entry of a rectification", "Reported as put right"),
            _("Reported: %(title)s. The discipline office checks it again."),
        ),
        Verb(
            "postpone",
            pgettext_lazy("step of a rectification", "Set another day"),
            "",
            pgettext_lazy("audit entry of a rectification", "Another day set"),
            _("Another day is set: %(title)s"),
        ),
        Verb(
            "supervise",
            pgettext_lazy("step of a rectification", "Press for it in writing"),
            "",
            pgettext_lazy("audit entry of a rectification", "Pressed for in writing"),
            _("Pressed for: %(title)s. The unit is told at once."),
        ),
        Verb(
            "confirm",
            pgettext_lazy("step of a rectification", "Check again and close"),
            pgettext_lazy("step a rectification waits for", "To check again"),
            pgettext_lazy("audit entry of a rectification", "Checked again and closed"),
            _("Closed: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a rectification", "Send back"),
            "",
            pgettext_lazy("audit entry of a rectification", "Sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        RectificationState.OPEN: _("This is still to be put right."),
        RectificationState.REPORTED: _("This was reported as put right meanwhile."),
        RectificationState.CLOSED: _("This is put right and closed."),
    },
)
