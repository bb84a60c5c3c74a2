"""Which step follows which: in the life of a visit day, of a booking, and of what was promised."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from petitions.visit_days.enums import PRESENT, BookingState, DayState, PromiseState
from petitions.visit_days.rules import BASIS, PRACTICE
from portal.core.workflow import Row, Verb, Workflow

_BEFORE_HELD = (DayState.PLANNED, DayState.PUBLISHED)
_WAITING, _BOOKED, _TALKING = BookingState.WAITING, BookingState.BOOKED, BookingState.TALKING

VISIT_DAY = Workflow(
    name="visit_day",
    rows=(
        Row("", "plan", DayState.PLANNED, "plans", PRACTICE),
        Row("", "skip", DayState.CANCELLED, "plans", PRACTICE),
        Row(DayState.PLANNED, "publish", DayState.PUBLISHED, "plans_day", BASIS),
        *(
            row
            for state in _BEFORE_HELD
            for row in (
                Row(state, "substitute", state, "runs", PRACTICE),
                Row(state, "amend", state, "runs", PRACTICE),
                Row(state, "move", DayState.MOVED, "runs", PRACTICE, needs_reason=True),
                Row(state, "cancel", DayState.CANCELLED, "runs", PRACTICE, needs_reason=True),
            )
        ),
        Row(DayState.PUBLISHED, "close", DayState.HELD, "runs", PRACTICE),
    ),
    verbs=(
        Verb("plan", "", "", pgettext_lazy("audit entry of a visit day", "Planned"), ""),
        Verb("skip", "", "", pgettext_lazy("audit entry of a visit day", "Falls on a day off"), ""),
        Verb(
            "publish",
            pgettext_lazy("step of a visit day", "Publish"),
            pgettext_lazy("step a visit day waits for", "To publish"),
            pgettext_lazy("audit entry of a visit day", "Published"),
            _("Published: %(title)s"),
        ),
        Verb(
            "substitute",
            pgettext_lazy("step of a visit day", "Change who receives"),
            "",
            pgettext_lazy("audit entry of a visit day", "Changed who receives"),
            _("Changed: %(title)s"),
        ),
        Verb(
            "amend",
            pgettext_lazy("step of a visit day", "Change the place"),
            "",
            pgettext_lazy("audit entry of a visit day", "Place changed"),
            _("Changed: %(title)s"),
        ),
        Verb(
            "move",
            pgettext_lazy("step of a visit day", "Move to another day"),
            "",
            pgettext_lazy("audit entry of a visit day", "Moved"),
            _("Moved: %(title)s"),
            is_back=True,
        ),
        Verb(
            "cancel",
            pgettext_lazy("step of a visit day", "Cancel the day"),
            "",
            pgettext_lazy("audit entry of a visit day", "Cancelled"),
            _("Cancelled: %(title)s"),
            is_back=True,
        ),
        Verb(
            "close",
            pgettext_lazy("step of a visit day", "Close the day"),
            pgettext_lazy("step a visit day waits for", "To close"),
            pgettext_lazy("audit entry of a visit day", "Closed"),
            _("Closed: %(title)s"),
        ),
    ),
    refusals={
        DayState.PLANNED: _("This visit day is not published yet."),
        DayState.PUBLISHED: _("Somebody else changed this visit day after you opened it."),
        DayState.HELD: _("This visit day is closed."),
        DayState.MOVED: _("This visit day was moved to another day."),
        DayState.CANCELLED: _("This visit day is cancelled."),
    },
)

BOOKING = Workflow(
    name="booking",
    rows=(
        Row("", "book", _BOOKED, "books", PRACTICE),
        Row("", "wait", _WAITING, "books", PRACTICE),
        Row("", "queue", BookingState.ARRIVED, "runs_day", PRACTICE),
        Row(_WAITING, "place", _BOOKED, "system", PRACTICE),
        Row(_WAITING, "cancel", BookingState.CANCELLED, "cancels", PRACTICE),
        Row(_BOOKED, "cancel", BookingState.CANCELLED, "cancels", PRACTICE),
        Row(_WAITING, "sign_in", BookingState.ARRIVED, "signs_in", PRACTICE),
        Row(_BOOKED, "sign_in", BookingState.ARRIVED, "signs_in", PRACTICE),
        Row(_BOOKED, "sign_in_late", BookingState.LATE, "signs_in", PRACTICE),
        *(Row(state, "call", _TALKING, "receives", PRACTICE) for state in PRESENT),
        Row(_TALKING, "put_back", BookingState.ARRIVED, "receives", PRACTICE),
        Row(_TALKING, "record", BookingState.RECEIVED, "receives", BASIS),
        # What follows from a step of the day.
        Row(_BOOKED, "carry_over", _BOOKED, "system", PRACTICE),
        Row(_WAITING, "carry_over", _WAITING, "system", PRACTICE),
        Row(BookingState.NOT_REACHED, "carry_over", _BOOKED, "system", PRACTICE),
        *(Row(state, "leave_over", BookingState.NOT_REACHED, "system", PRACTICE) for state in PRESENT),
        Row(_BOOKED, "miss", BookingState.ABSENT, "system", PRACTICE),
        *(
            Row(state, "lapse", BookingState.CANCELLED, "system", PRACTICE)
            for state in (_BOOKED, _WAITING, BookingState.NOT_REACHED, *PRESENT)
        ),
    ),
    verbs=(
        Verb("book", "", "", pgettext_lazy("audit entry of a booking", "Booked"), ""),
        Verb("wait", "", "", pgettext_lazy("audit entry of a booking", "Put on the waiting list"), ""),
        Verb(
            "queue",
            pgettext_lazy("button", "Take a ticket"),
            "",
            pgettext_lazy("audit entry of a booking", "Came without a booking"),
            "",
        ),
        Verb("place", "", "", pgettext_lazy("audit entry of a booking", "Moved up from the waiting list"), ""),
        Verb(
            "cancel",
            pgettext_lazy("step of a booking", "Cancel the booking"),
            "",
            pgettext_lazy("audit entry of a booking", "Booking cancelled"),
            _("Cancelled: %(title)s"),
            is_back=True,
        ),
        Verb(
            "sign_in",
            pgettext_lazy("step of a booking", "Sign in"),
            "",
            pgettext_lazy("audit entry of a booking", "Signed in"),
            _("Signed in: %(title)s"),
        ),
        Verb("sign_in_late", "", "", pgettext_lazy("audit entry of a booking", "Signed in late"), ""),
        Verb(
            "call",
            pgettext_lazy("step of a booking", "Call in"),
            "",
            pgettext_lazy("audit entry of a booking", "Called in"),
            _("Called in: %(title)s"),
        ),
        Verb(
            "put_back",
            pgettext_lazy("step of a booking", "Put back into the line"),
            "",
            pgettext_lazy("audit entry of a booking", "Put back into the line"),
            _("Waits again: %(title)s"),
        ),
        Verb(
            "record",
            pgettext_lazy("step of a booking", "Keep the record"),
            "",
            pgettext_lazy("audit entry of a booking", "Recorded"),
            _("Recorded: %(title)s"),
        ),
        Verb("carry_over", "", "", pgettext_lazy("audit entry of a booking", "Carried over to another day"), ""),
        Verb("leave_over", "", "", pgettext_lazy("audit entry of a booking", "Not reached"), ""),
        Verb("miss", "", "", pgettext_lazy("audit entry of a booking", "Did not come"), ""),
        Verb("lapse", "", "", pgettext_lazy("audit entry of a booking", "Ended with its day"), ""),
    ),
    refusals={
        BookingState.WAITING: _("This is on the waiting list."),
        BookingState.BOOKED: _("This is booked; nobody has signed in."),
        BookingState.ARRIVED: _("They have signed in already."),
        BookingState.LATE: _("They have signed in already."),
        BookingState.TALKING: _("They were called in already."),
        BookingState.RECEIVED: _("This is recorded already."),
        BookingState.NOT_REACHED: _("They were not reached on that day."),
        BookingState.ABSENT: _("They did not come on that day."),
        BookingState.CANCELLED: _("This booking is cancelled."),
    },
)

PROMISE = Workflow(
    name="promise",
    rows=(
        Row("", "promise", PromiseState.OPEN, "receives", PRACTICE),
        Row(PromiseState.OPEN, "report", PromiseState.REPORTED, "does", PRACTICE),
        Row(PromiseState.OPEN, "postpone", PromiseState.OPEN, "follows_up", PRACTICE, needs_reason=True),
        Row(PromiseState.REPORTED, "confirm", PromiseState.KEPT, "follows_up", PRACTICE),
        Row(PromiseState.REPORTED, "send_back", PromiseState.OPEN, "follows_up", PRACTICE, needs_reason=True),
    ),
    verbs=(
        Verb("promise", "", "", pgettext_lazy("audit entry of a promise", "Promised"), ""),
        Verb(
            "report",
            pgettext_lazy("step of a promise", "Report it as done"),
            pgettext_lazy("step a promise waits for", "To keep a promise"),
            pgettext_lazy("audit entry of a promise", "Reported as done"),
            _("Reported: %(title)s. The office asks the resident and confirms it."),
        ),
        Verb(
            "postpone",
            pgettext_lazy("step of a promise", "Set another day"),
            "",
            pgettext_lazy("audit entry of a promise", "Another day set"),
            _("Another day is set: %(title)s"),
        ),
        Verb(
            "confirm",
            pgettext_lazy("step of a promise", "Confirm that it is done"),
            pgettext_lazy("step a promise waits for", "To confirm a promise"),
            pgettext_lazy("audit entry of a promise", "Confirmed"),
            _("Confirmed: %(title)s"),
        ),
        Verb(
            "send_back",
            pgettext_lazy("step of a promise", "Send back"),
            "",
            pgettext_lazy("audit entry of a promise", "Sent back"),
            _("Sent back: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        PromiseState.OPEN: _("This is still to be done."),
        PromiseState.REPORTED: _("This was reported as done meanwhile."),
        PromiseState.KEPT: _("This is done and confirmed."),
    },
)
