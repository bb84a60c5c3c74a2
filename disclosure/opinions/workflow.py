"""Which step follows which in the life of an opinion.

It is screened by a named person of the office, answered by the unit it is given to, and the answer is
checked by the office before it is published. Until it is checked, the unit can take it back.
"""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.notices.workflow import DISCLOSURE_RULES, VILLAGE_LAW
from disclosure.opinions.enums import OpinionState
from portal.core.workflow import Row, Verb, Workflow

OPINION = Workflow(
    name="opinion",
    rows=(
        Row("", "receive", OpinionState.RECEIVED, "enters", DISCLOSURE_RULES),
        Row(OpinionState.RECEIVED, "route", OpinionState.ROUTED, "screens", DISCLOSURE_RULES),
        Row(OpinionState.RECEIVED, "refuse", OpinionState.REFUSED, "screens", DISCLOSURE_RULES, needs_reason=True),
        Row(OpinionState.RECEIVED, "merge", OpinionState.MERGED, "screens", DISCLOSURE_RULES),
        Row(OpinionState.ROUTED, "reroute", OpinionState.ROUTED, "screens", DISCLOSURE_RULES, needs_reason=True),
        Row(OpinionState.ROUTED, "merge", OpinionState.MERGED, "screens", DISCLOSURE_RULES),
        Row(OpinionState.ROUTED, "answer", OpinionState.ANSWERED, "answers", VILLAGE_LAW),
        Row(OpinionState.ANSWERED, "take_back", OpinionState.ROUTED, "answers", DISCLOSURE_RULES),
        Row(OpinionState.ANSWERED, "send_back", OpinionState.ROUTED, "checks", DISCLOSURE_RULES, needs_reason=True),
        Row(OpinionState.ANSWERED, "close", OpinionState.CLOSED, "checks", DISCLOSURE_RULES),
    ),
    verbs=(
        Verb(
            "receive",
            pgettext_lazy("button", "Enter"),
            "",
            pgettext_lazy("audit entry of an opinion", "Received"),
            _("Entered: %(number)s. With the code %(code)s the sender can follow it on the website."),
        ),
        Verb(
            "route",
            pgettext_lazy("step of an opinion", "Pass on to the unit"),
            pgettext_lazy("step an opinion waits for", "To screen"),
            pgettext_lazy("audit entry of an opinion", "Screened and passed on"),
            _("Passed on: %(title)s"),
        ),
        Verb(
            "refuse",
            pgettext_lazy("step of an opinion", "Do not take up"),
            "",
            pgettext_lazy("audit entry of an opinion", "Not taken up"),
            _("Not taken up: %(title)s"),
            is_back=True,
        ),
        Verb(
            "merge",
            pgettext_lazy("step of an opinion", "Join with another"),
            "",
            pgettext_lazy("audit entry of an opinion", "Joined with another"),
            _("Joined with another: %(title)s"),
        ),
        Verb(
            "reroute",
            pgettext_lazy("step of an opinion", "Give to another unit"),
            "",
            pgettext_lazy("audit entry of an opinion", "Given to another unit"),
            _("Given to another unit: %(title)s"),
        ),
        Verb(
            "answer",
            pgettext_lazy("step of an opinion", "Hand in the answer"),
            pgettext_lazy("step an opinion waits for", "To answer"),
            pgettext_lazy("audit entry of an opinion", "Answered"),
            _("Answered: %(title)s. The office checks the answer."),
        ),
        Verb(
            "take_back",
            pgettext_lazy("step of an opinion", "Take the answer back"),
            "",
            pgettext_lazy("audit entry of an opinion", "Answer taken back"),
            _("Taken back: %(title)s. What was written is kept."),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of an opinion", "Send the answer back"),
            "",
            pgettext_lazy("audit entry of an opinion", "Answer sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "close",
            pgettext_lazy("step of an opinion", "Publish the answer"),
            pgettext_lazy("step an opinion waits for", "To check"),
            pgettext_lazy("audit entry of an opinion", "Answer checked"),
            _("Answer published: %(title)s"),
        ),
    ),
    refusals={
        OpinionState.RECEIVED: _("This opinion waits to be screened."),
        OpinionState.ROUTED: _("This opinion has been given to a unit meanwhile and waits for its answer."),
        OpinionState.ANSWERED: _("This opinion has been answered meanwhile; the answer waits to be checked."),
        OpinionState.CLOSED: _("The answer to this opinion has been published meanwhile."),
        OpinionState.REFUSED: _("This opinion has been refused meanwhile."),
        OpinionState.MERGED: _("This opinion has been joined with another meanwhile."),
    },
    gone=_("This opinion has been given to another unit meanwhile. Nothing was saved."),
)

WAITS_FOR = {OpinionState.RECEIVED: "route", OpinionState.ROUTED: "answer", OpinionState.ANSWERED: "close"}
"""The step an opinion waits for in each state; from the others it waits for nothing."""
