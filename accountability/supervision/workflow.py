"""Which step follows which: in the life of a check, of a thing that is sealed, and of a notice for the screen."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.supervision.enums import CheckState, NoticeState, ThingState
from accountability.supervision.rules import CLEARING, GIFTS, PRACTICE, PREVENTION, SCREEN
from portal.core.workflow import Row, Verb, Workflow

CHECK = Workflow(
    name="check",
    rows=(
        Row("", "plan", CheckState.PLANNED, "watches", PREVENTION),
        Row(CheckState.PLANNED, "find_right", CheckState.RIGHT, "checks", PREVENTION),
        Row(CheckState.PLANNED, "find_wrong", CheckState.WRONG, "checks", PREVENTION),
        Row(CheckState.PLANNED, "postpone", CheckState.PLANNED, "checks", PRACTICE, needs_reason=True),
        Row(CheckState.PLANNED, "leave_out", CheckState.LEFT_OUT, "checks", PRACTICE, needs_reason=True),
    ),
    verbs=(
        Verb("plan", "", "", pgettext_lazy("audit entry of a check", "Planned"), ""),
        Verb(
            "find_right",
            pgettext_lazy("step of a check", "Checked: all in order"),
            pgettext_lazy("step a check waits for", "To check"),
            pgettext_lazy("audit entry of a check", "Checked, all in order"),
            _("Recorded: %(title)s"),
        ),
        Verb(
            "find_wrong",
            pgettext_lazy("step of a check", "Checked: something is wrong"),
            "",
            pgettext_lazy("audit entry of a check", "Checked, something is wrong"),
            _("Recorded, and given to be put right: %(title)s"),
            is_back=True,
        ),
        Verb(
            "postpone",
            pgettext_lazy("step of a check", "Set another day"),
            "",
            pgettext_lazy("audit entry of a check", "Another day set"),
            _("Another day is set: %(title)s"),
        ),
        Verb(
            "leave_out",
            pgettext_lazy("step of a check", "Leave it out"),
            "",
            pgettext_lazy("audit entry of a check", "Left out"),
            _("Left out: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        CheckState.PLANNED: _("Somebody else changed this check after you opened it."),
        CheckState.RIGHT: _("This check was recorded meanwhile."),
        CheckState.WRONG: _("This check was recorded meanwhile."),
        CheckState.LEFT_OUT: _("This check was left out meanwhile."),
    },
)

THING = Workflow(
    name="sealed_thing",
    rows=(
        Row("", "seal", ThingState.HELD, "keeps_register", CLEARING),
        Row("", "take_in", ThingState.HELD, "keeps_register", GIFTS),
        Row(ThingState.HELD, "recover", ThingState.HELD, "keeps", CLEARING),
        Row(ThingState.HELD, "clear", ThingState.CLEARED, "keeps", CLEARING),
        Row(ThingState.HELD, "hand_back", ThingState.RETURNED, "keeps", GIFTS),
    ),
    verbs=(
        Verb("seal", "", "", pgettext_lazy("audit entry of a thing", "Sealed"), ""),
        Verb("take_in", "", "", pgettext_lazy("audit entry of a thing", "Handed in"), ""),
        Verb(
            "recover",
            pgettext_lazy("step of a thing", "Enter what was recovered"),
            "",
            pgettext_lazy("audit entry of a thing", "Recovered"),
            _("Entered: %(title)s"),
        ),
        Verb(
            "clear",
            pgettext_lazy("step of a thing", "Clear it away"),
            pgettext_lazy("step a thing waits for", "To clear away"),
            pgettext_lazy("audit entry of a thing", "Cleared away"),
            _("Cleared away: %(title)s"),
        ),
        Verb(
            "hand_back",
            pgettext_lazy("step of a thing", "Hand it back"),
            "",
            pgettext_lazy("audit entry of a thing", "Handed back"),
            _("Handed back: %(title)s"),
        ),
    ),
    refusals={
        ThingState.HELD: _("Somebody else changed this entry after you opened it."),
        ThingState.CLEARED: _("This was cleared away meanwhile."),
        ThingState.RETURNED: _("This was handed back meanwhile."),
    },
)

SCREEN_NOTICE = Workflow(
    name="screen_notice",
    rows=(
        Row("", "write", NoticeState.DRAFT, "runs_screen", SCREEN),
        Row(NoticeState.DRAFT, "show", NoticeState.SHOWN, "shows", SCREEN),
        Row(NoticeState.DOWN, "show", NoticeState.SHOWN, "shows", SCREEN),
        Row(NoticeState.SHOWN, "take_down", NoticeState.DOWN, "shows", SCREEN),
    ),
    verbs=(
        Verb("write", "", "", pgettext_lazy("audit entry of a screen notice", "Written"), ""),
        Verb(
            "show",
            pgettext_lazy("step of a screen notice", "Put it on the screen"),
            "",
            pgettext_lazy("audit entry of a screen notice", "Put on the screen"),
            _("On the screen: %(title)s"),
        ),
        Verb(
            "take_down",
            pgettext_lazy("step of a screen notice", "Take it down"),
            "",
            pgettext_lazy("audit entry of a screen notice", "Taken down"),
            _("Taken down: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        NoticeState.DRAFT: _("This notice was changed meanwhile. Look at it again."),
        NoticeState.SHOWN: _("This notice is on the screen meanwhile."),
        NoticeState.DOWN: _("This notice was taken down meanwhile."),
    },
)

OTHER_AUDIT_LABELS = {
    "change": pgettext_lazy("audit entry of supervision", "Changed"),
    "add": pgettext_lazy("audit entry of supervision", "Entered"),
    "carry over": pgettext_lazy("audit entry of supervision", "Carried over from the year before"),
    "open": pgettext_lazy("audit entry of supervision", "Watched from now on"),
}
"""What is called that changes a row and is no step."""
