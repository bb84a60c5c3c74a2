"""Which step follows which in the life of a request for information.

The office registers it and gives it to a unit; the unit drafts the reply; a leader decides on it. Corrections may be
asked for before, a third party be heard and the time be extended meanwhile.
"""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.requests.enums import BEFORE_REPLY, RequestState
from disclosure.requests.rules import REGULATIONS
from portal.core.workflow import Row, Verb, Workflow

RECEIVED, CORRECTING, ACCEPTED = RequestState.RECEIVED, RequestState.CORRECTING, RequestState.ACCEPTED
CONSULTING, EXTENDING, DRAFTED = RequestState.CONSULTING, RequestState.EXTENDING, RequestState.DRAFTED
ANSWERED = RequestState.ANSWERED


def _article(number: str) -> str:
    return f"{REGULATIONS}第{number}条"


REQUEST = Workflow(
    name="request",
    rows=(
        Row("", "receive", RECEIVED, "enters", _article("二十九")),
        Row(RECEIVED, "accept", ACCEPTED, "registers", _article("三十一")),
        Row(RECEIVED, "ask_correction", CORRECTING, "registers", _article("三十")),
        Row(RECEIVED, "redirect", RequestState.REDIRECTED, "registers", _article("三十九"), needs_reason=True),
        Row(CORRECTING, "correct", RECEIVED, "corrects", _article("三十")),
        Row(CORRECTING, "lapse", ANSWERED, "registers", _article("三十")),
        Row(ACCEPTED, "draft", DRAFTED, "drafts", _article("三十六")),
        Row(ACCEPTED, "consult", CONSULTING, "drafts", _article("三十二")),
        Row(ACCEPTED, "ask_extension", EXTENDING, "drafts", _article("三十三"), needs_reason=True),
        Row(ACCEPTED, "reroute", ACCEPTED, "registers", _article("三十三"), needs_reason=True),
        Row(CONSULTING, "hear", ACCEPTED, "drafts", _article("三十二")),
        Row(EXTENDING, "extend", ACCEPTED, "decides", _article("三十三"), needs_reason=True),
        Row(EXTENDING, "refuse_extension", ACCEPTED, "decides", _article("三十三"), needs_reason=True),
        Row(DRAFTED, "take_back", ACCEPTED, "drafts", _article("三十六")),
        Row(DRAFTED, "send_back", ACCEPTED, "decides", _article("三十六"), needs_reason=True),
        Row(DRAFTED, "answer", ANSWERED, "decides", _article("三十六")),
        Row(ANSWERED, "release", ANSWERED, "registers", _article("四十四")),
        Row(ANSWERED, "retract", ANSWERED, "registers", _article("四十四"), needs_reason=True),
        *(
            Row(state, "withdraw", RequestState.WITHDRAWN, "corrects", _article("二十九"))
            for state in (RECEIVED, CORRECTING, *BEFORE_REPLY)
        ),
    ),
    verbs=(
        Verb(
            "receive",
            pgettext_lazy("button", "Enter"),
            "",
            pgettext_lazy("audit entry of a request", "Received"),
            _("Entered: %(number)s. With the code %(code)s the applicant can follow it on the website."),
        ),
        Verb(
            "accept",
            pgettext_lazy("step of a request", "Register and give to a unit"),
            pgettext_lazy("step a request waits for", "To register"),
            pgettext_lazy("audit entry of a request", "Registered and given to a unit"),
            _("Registered: %(title)s"),
        ),
        Verb(
            "ask_correction",
            pgettext_lazy("step of a request", "Ask for corrections"),
            "",
            pgettext_lazy("audit entry of a request", "Corrections asked for"),
            _("Corrections asked for: %(title)s"),
            is_back=True,
        ),
        Verb(
            "redirect",
            pgettext_lazy("step of a request", "Hand over as a petition"),
            "",
            pgettext_lazy("audit entry of a request", "Handed over as a petition"),
            _("Handed over: %(title)s"),
            is_back=True,
        ),
        Verb(
            "correct",
            pgettext_lazy("step of a request", "Enter the correction"),
            pgettext_lazy("step a request waits for", "Applicant to correct"),
            pgettext_lazy("audit entry of a request", "Corrected"),
            _("Corrected: %(title)s. The time begins anew."),
        ),
        Verb(
            "lapse",
            pgettext_lazy("step of a request", "Do not pursue"),
            pgettext_lazy("step a request waits for", "Not put right in time"),
            pgettext_lazy("audit entry of a request", "Not corrected in time, not pursued"),
            _("Not pursued: %(title)s"),
            is_back=True,
        ),
        Verb(
            "draft",
            pgettext_lazy("step of a request", "Hand in the reply"),
            pgettext_lazy("step a request waits for", "To reply to"),
            pgettext_lazy("audit entry of a request", "Reply drafted"),
            _("Handed in: %(title)s. A leader decides on it."),
        ),
        Verb(
            "consult",
            pgettext_lazy("step of a request", "Ask a third party"),
            "",
            pgettext_lazy("audit entry of a request", "Third party asked"),
            _("Third party asked: %(title)s. The time stands still from tomorrow."),
        ),
        Verb(
            "hear",
            pgettext_lazy("step of a request", "Enter what the third party says"),
            pgettext_lazy("step a request waits for", "Third party to answer"),
            pgettext_lazy("audit entry of a request", "Third party heard"),
            _("Entered: %(title)s. The time goes on from tomorrow."),
        ),
        Verb(
            "ask_extension",
            pgettext_lazy("step of a request", "Ask for more time"),
            "",
            pgettext_lazy("audit entry of a request", "Extension asked for"),
            _("Asked for more time: %(title)s"),
        ),
        Verb(
            "extend",
            pgettext_lazy("step of a request", "Extend the time"),
            pgettext_lazy("step a request waits for", "Extension to decide"),
            pgettext_lazy("audit entry of a request", "Time extended"),
            _("Extended: %(title)s. The applicant is written to."),
        ),
        Verb(
            "refuse_extension",
            pgettext_lazy("step of a request", "Do not extend"),
            "",
            pgettext_lazy("audit entry of a request", "Extension refused"),
            _("Not extended: %(title)s"),
            is_back=True,
        ),
        Verb(
            "reroute",
            pgettext_lazy("step of a request", "Give to another unit"),
            "",
            pgettext_lazy("audit entry of a request", "Given to another unit"),
            _("Given to another unit: %(title)s"),
        ),
        Verb(
            "take_back",
            pgettext_lazy("step of a request", "Take the reply back"),
            "",
            pgettext_lazy("audit entry of a request", "Reply taken back"),
            _("Taken back: %(title)s. What was written is kept."),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a request", "Send the reply back"),
            "",
            pgettext_lazy("audit entry of a request", "Reply sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "answer",
            pgettext_lazy("step of a request", "Approve and send the reply"),
            pgettext_lazy("step a request waits for", "To decide"),
            pgettext_lazy("audit entry of a request", "Reply sent"),
            _("Reply sent: %(title)s"),
        ),
        Verb(
            "release",
            pgettext_lazy("step of a request", "Publish for everybody"),
            "",
            pgettext_lazy("audit entry of a request", "Published for everybody"),
            _("Published: %(title)s"),
        ),
        Verb(
            "retract",
            pgettext_lazy("step of a request", "Take off line"),
            "",
            pgettext_lazy("audit entry of a request", "Taken off line"),
            _("Taken off line: %(title)s"),
            is_back=True,
        ),
        Verb(
            "withdraw",
            pgettext_lazy("step of a request", "Record that it is withdrawn"),
            "",
            pgettext_lazy("audit entry of a request", "Withdrawn by the applicant"),
            _("Withdrawn: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        RECEIVED: _("This request waits to be registered."),
        CORRECTING: _("Corrections of this request have been asked for meanwhile."),
        ACCEPTED: _("This request is being worked on by the unit it was given to."),
        CONSULTING: _("A third party has been asked about this request meanwhile."),
        EXTENDING: _("More time for this request has been asked for meanwhile."),
        DRAFTED: _("The reply to this request has been handed in meanwhile and waits to be decided."),
        ANSWERED: _("This request has been replied to meanwhile."),
        RequestState.REDIRECTED: _("This request has been handed over as a petition meanwhile."),
        RequestState.WITHDRAWN: _("The applicant has withdrawn this request meanwhile."),
    },
    gone=_("This request has been given to another unit meanwhile. Nothing was saved."),
)

WAITS_FOR = {
    RECEIVED: "accept",
    CORRECTING: "correct",
    ACCEPTED: "draft",
    CONSULTING: "hear",
    EXTENDING: "extend",
    DRAFTED: "answer",
}
"""The step a request waits for in each state; from the others it waits for nothing."""
