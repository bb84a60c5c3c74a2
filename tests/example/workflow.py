"""Which step follows which in the life of a ticket."""

from django.utils.text import format_lazy

from portal.core.workflow import Row, Verb, Workflow

OPEN, ANSWERED, CLOSED, DROPPED = "open", "answered", "closed", "dropped"
BASIS = "试验"


def _verb(key: str, label: str, done: str, *, is_back: bool = False) -> Verb:
    return Verb(key, label, format_lazy("To {label}", label=label.lower()), done, f"{done}: %(title)s", is_back)


TICKET = Workflow(
    name="ticket",
    verbs=(
        _verb("begin", "Begin", "Begun"),
        _verb("answer", "Answer", "Answered"),
        _verb("approve", "Approve", "Approved"),
        _verb("send_back", "Send back", "Sent back", is_back=True),
        _verb("drop", "Drop", "Dropped", is_back=True),
        _verb("expire", "", "Expired"),
    ),
    rows=(
        Row("", "begin", OPEN, "keeps", BASIS),
        Row(OPEN, "answer", ANSWERED, "answers", BASIS),
        Row(OPEN, "drop", DROPPED, "keeps_folder", BASIS, needs_reason=True),
        Row(OPEN, "expire", DROPPED, "is_system", BASIS),
        Row(ANSWERED, "approve", CLOSED, "keeps_folder", BASIS),
        Row(ANSWERED, "send_back", OPEN, "keeps_folder", BASIS, needs_reason=True),
    ),
    refusals={
        OPEN: "This ticket is open.",
        ANSWERED: "This ticket has been answered meanwhile.",
        CLOSED: "This ticket has been closed meanwhile.",
        DROPPED: "This ticket has been dropped meanwhile.",
    },
    gone="This ticket is somebody else's now.",
)
