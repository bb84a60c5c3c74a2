"""Which step follows which in the life of a petition (Regulations on Petitions, in force since 2022-05-01).

The office registers it and routes it; the unit it was given to handles it and drafts the opinion; the office checks
and a leader signs it. The petitioner may rate it and ask the body above for a review, twice. An accusation is sealed:
whoever keeps it takes every step alone, and settles it without an opinion.
"""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from petitions.handling.enums import BEFORE_ACCEPTANCE, IN_HAND, OPEN, TURNED_AWAY, PetitionState
from petitions.handling.rules import article
from portal.core.workflow import Row, Verb, Workflow

S = PetitionState


PETITION = Workflow(
    name="petition",
    rows=(
        Row("", "receive", S.SUBMITTED, "enters", article("二十二")),
        Row(S.SUBMITTED, "register", S.REGISTERED, "registers", article("二十二")),
        *(
            row
            for state in (S.REGISTERED, S.RETURNED)
            for row in (
                Row(state, "accept", S.ACCEPTED, "registers", article("二十三")),
                Row(state, "assign", S.ASSIGNED, "routes", article("二十四")),
                Row(state, "forward", S.FORWARDED, "registers", article("二十四")),
                Row(state, "redirect", S.REDIRECTED, "registers", article("二十三")),
                Row(state, "to_legal_channel", S.LEGAL_CHANNEL, "appeals", article("三十一")),
                Row(state, "refuse", S.NOT_ACCEPTED, "registers", article("二十三")),
            )
        ),
        *(Row(state, "merge", S.MERGED, "registers", article("二十二")) for state in BEFORE_ACCEPTANCE),
        Row(S.ASSIGNED, "object", S.RETURNED, "handles", article("二十四")),
        Row(S.ASSIGNED, "accept", S.ACCEPTED, "registers", article("二十三")),
        Row(S.ASSIGNED, "recall", S.REGISTERED, "registers", article("二十四")),
        Row(S.ACCEPTED, "begin", S.HANDLING, "handles", article("三十三")),
        *(Row(state, "recuse", state, "handles", article("二十七")) for state in (S.ASSIGNED, S.ACCEPTED, S.HANDLING)),
        *(Row(state, "reassign", state, "registers", article("二十七")) for state in (S.ACCEPTED, S.HANDLING)),
        Row(S.HANDLING, "record", S.HANDLING, "handles", article("三十三")),
        Row(S.HANDLING, "ask_extension", S.EXTENDING, "handles", article("三十四")),
        Row(S.EXTENDING, "extend", S.HANDLING, "decides", article("三十四")),
        Row(S.EXTENDING, "refuse_extension", S.HANDLING, "decides", article("三十四")),
        Row(S.HANDLING, "draft", S.DRAFTED, "drafts", article("三十二")),
        Row(S.HANDLING, "settle", S.CLOSED, "settles", article("三十")),
        Row(S.DRAFTED, "take_back", S.HANDLING, "drafts", article("三十二")),
        Row(S.DRAFTED, "check", S.CHECKED, "checks", article("三十二")),
        Row(S.DRAFTED, "send_back", S.HANDLING, "checks", article("三十二")),
        Row(S.CHECKED, "sign", S.DECIDED, "signs", article("三十二")),
        Row(S.CHECKED, "send_back", S.HANDLING, "signs", article("三十二")),
        Row(S.DECIDED, "serve", S.SERVED, "registers", article("三十二")),
        Row(S.SERVED, "close", S.CLOSED, "registers", article("三十四")),
        *(Row(state, "rate", S.RATED, "petitioner", article("三十八")) for state in (S.SERVED, S.CLOSED)),
        *(
            Row(state, "ask_review", S.REVIEWING, "asks_further", article("三十五"))
            for state in (S.SERVED, S.CLOSED, S.RATED)
        ),
        *(
            Row(state, "reopen", S.HANDLING, "reopens", article("三十八"))
            for state in (S.SERVED, S.CLOSED, S.RATED, S.REVIEWED)
        ),
        Row(S.REVIEWING, "uphold", S.REVIEWED, "registers", article("三十五")),
        Row(S.REVIEWING, "overturn", S.HANDLING, "registers", article("三十五")),
        Row(S.REVIEWED, "ask_re_review", S.RE_REVIEWING, "asks_further", article("三十六")),
        Row(S.RE_REVIEWING, "hold_hearing", S.RE_REVIEWING, "registers", article("三十六")),
        Row(S.REVIEWING, "hold_hearing", S.REVIEWING, "registers", article("三十五")),
        Row(S.RE_REVIEWING, "uphold", S.CONCLUDED, "registers", article("三十六")),
        Row(S.RE_REVIEWING, "overturn", S.HANDLING, "registers", article("三十六")),
        *(
            Row(state, "conclude", S.CONCLUDED, "concludes", article("三十五"))
            for state in (S.SERVED, S.CLOSED, S.RATED, S.REVIEWED)
        ),
        *(Row(state, "take_up", S.REGISTERED, "registers", article("二十三")) for state in TURNED_AWAY),
        *(
            Row(state, "withdraw", S.WITHDRAWN, "petitioner", article("二十二"))
            for state in (*BEFORE_ACCEPTANCE, *IN_HAND)
        ),
        *(Row(state, "supervise", state, "oversees", article("四十")) for state in OPEN),
        *(Row(state, "sponsor", state, "oversees", article("十三")) for state in OPEN),
    ),
    verbs=(
        Verb(
            "receive",
            pgettext_lazy("button", "Enter"),
            "",
            pgettext_lazy("audit entry of a petition", "Received"),
            _("Entered: %(number)s. With the code %(code)s the petitioner can follow it on the website."),
        ),
        Verb(
            "register",
            pgettext_lazy("step of a petition", "Register"),
            pgettext_lazy("step a petition waits for", "To register"),
            pgettext_lazy("audit entry of a petition", "Registered"),
            _("Registered: %(title)s"),
        ),
        Verb(
            "accept",
            pgettext_lazy("step of a petition", "Accept and give to a unit"),
            pgettext_lazy("step a petition waits for", "To route"),
            pgettext_lazy("audit entry of a petition", "Accepted"),
            _("Accepted: %(title)s. The notice of acceptance can be printed."),
        ),
        Verb(
            "assign",
            pgettext_lazy("step of a petition", "Assign with a date"),
            "",
            pgettext_lazy("audit entry of a petition", "Assigned"),
            _("Assigned: %(title)s"),
        ),
        Verb(
            "forward",
            pgettext_lazy("step of a petition", "Forward to another body"),
            "",
            pgettext_lazy("audit entry of a petition", "Forwarded"),
            _("Forwarded: %(title)s"),
        ),
        Verb(
            "redirect",
            pgettext_lazy("step of a petition", "Show the body that can act"),
            "",
            pgettext_lazy("audit entry of a petition", "Shown the body that can act"),
            _("Told: %(title)s"),
        ),
        Verb(
            "to_legal_channel",
            pgettext_lazy("step of a petition", "Show the legal channel"),
            "",
            pgettext_lazy("audit entry of a petition", "Shown the legal channel"),
            _("Told: %(title)s"),
        ),
        Verb(
            "refuse",
            pgettext_lazy("step of a petition", "Do not accept"),
            "",
            pgettext_lazy("audit entry of a petition", "Not accepted"),
            _("Not accepted: %(title)s"),
            is_back=True,
        ),
        Verb(
            "merge",
            pgettext_lazy("step of a petition", "Merge with another"),
            "",
            pgettext_lazy("audit entry of a petition", "Merged with another"),
            _("Merged: %(title)s"),
        ),
        Verb(
            "object",
            pgettext_lazy("step of a petition", "Object: not ours"),
            pgettext_lazy("step a petition waits for", "To accept or object"),
            pgettext_lazy("audit entry of a petition", "Objected to"),
            _("Sent back to the office: %(title)s"),
            is_back=True,
        ),
        Verb(
            "recall",
            pgettext_lazy("step of a petition", "Take the assignment back"),
            "",
            pgettext_lazy("audit entry of a petition", "Assignment taken back"),
            _("Taken back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "begin",
            pgettext_lazy("step of a petition", "Begin, with no interest of our own"),
            pgettext_lazy("step a petition waits for", "To begin"),
            pgettext_lazy("audit entry of a petition", "Handling begun"),
            _("Begun: %(title)s"),
        ),
        Verb(
            "recuse",
            pgettext_lazy("step of a petition", "Step aside"),
            "",
            pgettext_lazy("audit entry of a petition", "A handler stepped aside"),
            _("You have stepped aside and do not see it any more."),
            is_back=True,
        ),
        Verb(
            "reassign",
            pgettext_lazy("step of a petition", "Give to other handlers"),
            "",
            pgettext_lazy("audit entry of a petition", "Given to other handlers"),
            _("Given to others: %(title)s"),
        ),
        Verb(
            "record",
            pgettext_lazy("step of a petition", "Record what was done"),
            "",
            pgettext_lazy("audit entry of a petition", "What was done was recorded"),
            _("Recorded: %(title)s"),
        ),
        Verb(
            "ask_extension",
            pgettext_lazy("step of a petition", "Ask for more time"),
            "",
            pgettext_lazy("audit entry of a petition", "Extension asked for"),
            _("Asked for more time: %(title)s"),
        ),
        Verb(
            "extend",
            pgettext_lazy("step of a petition", "Extend the time"),
            pgettext_lazy("step a petition waits for", "Extension to decide"),
            pgettext_lazy("audit entry of a petition", "Extended"),
            _("Extended: %(title)s. The petitioner is told why."),
        ),
        Verb(
            "refuse_extension",
            pgettext_lazy("step of a petition", "No more time"),
            "",
            pgettext_lazy("audit entry of a petition", "Extension refused"),
            _("Not extended: %(title)s"),
            is_back=True,
        ),
        Verb(
            "draft",
            pgettext_lazy("step of a petition", "Hand in the opinion"),
            pgettext_lazy("step a petition waits for", "To handle"),
            pgettext_lazy("audit entry of a petition", "Opinion drafted"),
            _("Handed in: %(title)s. The office checks it."),
        ),
        Verb(
            "settle",
            pgettext_lazy("step of a petition", "Close with what was found"),
            "",
            pgettext_lazy("audit entry of a petition", "Closed with what was found"),
            _("Closed: %(title)s"),
        ),
        Verb(
            "take_back",
            pgettext_lazy("step of a petition", "Take the opinion back"),
            "",
            pgettext_lazy("audit entry of a petition", "Opinion taken back"),
            _("Taken back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "check",
            pgettext_lazy("step of a petition", "Checked; to be signed"),
            pgettext_lazy("step a petition waits for", "Opinion to check"),
            pgettext_lazy("audit entry of a petition", "Opinion checked"),
            _("Checked: %(title)s. A leader signs it."),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a petition", "Send the opinion back"),
            "",
            pgettext_lazy("audit entry of a petition", "Opinion sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
        Verb(
            "sign",
            pgettext_lazy("step of a petition", "Sign the opinion"),
            pgettext_lazy("step a petition waits for", "Opinion to sign"),
            pgettext_lazy("audit entry of a petition", "Opinion signed"),
            _("Signed: %(title)s. The office serves it."),
        ),
        Verb(
            "serve",
            pgettext_lazy("step of a petition", "Enter how it was served"),
            pgettext_lazy("step a petition waits for", "Opinion to serve"),
            pgettext_lazy("audit entry of a petition", "Opinion served"),
            _("Served: %(title)s"),
        ),
        Verb(
            "close",
            pgettext_lazy("step of a petition", "Close and file"),
            pgettext_lazy("step a petition waits for", "To close"),
            pgettext_lazy("audit entry of a petition", "Closed"),
            _("Closed: %(title)s"),
        ),
        Verb(
            "rate",
            pgettext_lazy("step of a petition", "Enter the rating"),
            "",
            pgettext_lazy("audit entry of a petition", "Rated"),
            _("Rating entered: %(title)s"),
        ),
        Verb(
            "reopen",
            pgettext_lazy("step of a petition", "Take up again"),
            "",
            pgettext_lazy("audit entry of a petition", "Taken up again"),
            _("Taken up again: %(title)s"),
        ),
        Verb(
            "ask_review",
            pgettext_lazy("step of a petition", "Enter that a review is asked for"),
            "",
            pgettext_lazy("audit entry of a petition", "Review asked for"),
            _("Entered: %(title)s. The body above decides."),
        ),
        Verb(
            "uphold",
            pgettext_lazy("step of a petition", "Enter the decision: upheld or changed"),
            pgettext_lazy("step a petition waits for", "Decision of the review"),
            pgettext_lazy("audit entry of a petition", "Decision of the review entered"),
            _("Entered: %(title)s"),
        ),
        Verb(
            "overturn",
            pgettext_lazy("step of a petition", "Enter the decision: to be handled again"),
            "",
            pgettext_lazy("audit entry of a petition", "Overturned, handled again"),
            _("Entered: %(title)s. It is handled again."),
        ),
        Verb(
            "hold_hearing",
            pgettext_lazy("step of a petition", "Enter a public hearing"),
            "",
            pgettext_lazy("audit entry of a petition", "Public hearing entered"),
            _("Entered: %(title)s. Its days do not count."),
        ),
        Verb(
            "ask_re_review",
            pgettext_lazy("step of a petition", "Enter that a re-review is asked for"),
            "",
            pgettext_lazy("audit entry of a petition", "Re-review asked for"),
            _("Entered: %(title)s. The body above decides."),
        ),
        Verb(
            "conclude",
            pgettext_lazy("step of a petition", "Conclude"),
            pgettext_lazy("step a petition waits for", "Time to ask for a review is over"),
            pgettext_lazy("audit entry of a petition", "Concluded"),
            _("Concluded: %(title)s"),
        ),
        Verb(
            "take_up",
            pgettext_lazy("step of a petition", "Take up after all"),
            "",
            pgettext_lazy("audit entry of a petition", "Taken up after all"),
            _("Taken up: %(title)s"),
        ),
        Verb(
            "withdraw",
            pgettext_lazy("step of a petition", "Enter that it is withdrawn"),
            "",
            pgettext_lazy("audit entry of a petition", "Withdrawn"),
            _("Withdrawn: %(title)s"),
            is_back=True,
        ),
        Verb(
            "supervise",
            pgettext_lazy("step of a petition", "Supervise"),
            "",
            pgettext_lazy("audit entry of a petition", "Supervised"),
            _("Supervised: %(title)s"),
        ),
        Verb(
            "sponsor",
            pgettext_lazy("step of a petition", "Name a leader who answers for it"),
            "",
            pgettext_lazy("audit entry of a petition", "A leader answers for it"),
            _("Named: %(title)s"),
        ),
    ),
    refusals={
        S.REGISTERED: _("This petition has been registered meanwhile."),
        S.ASSIGNED: _("This petition has been assigned meanwhile."),
        S.RETURNED: _("The unit has objected meanwhile."),
        S.ACCEPTED: _("This petition has been accepted meanwhile."),
        S.HANDLING: _("This petition is being handled meanwhile."),
        S.EXTENDING: _("More time has been asked for meanwhile."),
        S.DRAFTED: _("The opinion has been handed in meanwhile."),
        S.CHECKED: _("The opinion has been checked meanwhile."),
        S.DECIDED: _("The opinion has been signed meanwhile."),
        S.MERGED: _("This petition has been merged with another meanwhile."),
        S.WITHDRAWN: _("This petition has been withdrawn meanwhile."),
        S.CONCLUDED: _("This petition has been concluded meanwhile."),
    },
    gone=_("This petition is no longer yours to work on. Nothing was saved."),
)
"""The life of a petition. Free reasons are notes of the case, never of the audit."""

WAITS_FOR = {
    S.SUBMITTED: "register",
    S.REGISTERED: "accept",
    S.ASSIGNED: "object",
    S.RETURNED: "accept",
    S.ACCEPTED: "begin",
    S.HANDLING: "draft",
    S.EXTENDING: "extend",
    S.DRAFTED: "check",
    S.CHECKED: "sign",
    S.DECIDED: "serve",
    S.SERVED: "close",
    S.REVIEWING: "uphold",
    S.RE_REVIEWING: "uphold",
}
"""The step that is waited for in each state; in the others nobody of the township has anything to do."""
