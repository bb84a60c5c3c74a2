"""Closed lists of visit days: kinds of rules, and the states of a day, of a booking and of a promise."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

CASE_KIND = "visit"
"""What the table of cases calls a booking."""
LOG_KIND = "visit_day"
"""What the publication log calls a visit day."""
MAX_PARTY = 5
"""At most so many speak for a group (信访工作条例 art. 20)."""
MAX_MATTER_LENGTH, MAX_SAID_LENGTH, MAX_PROMISE_LENGTH = 600, 4000, 300
MAX_TURNS = 6
"""Turns of leaders that the page of a rule has room for."""


class RuleKind(TextChoices):
    """On which days a rule has visits."""

    DAILY = "daily", _("Every working day")
    WEEKLY = "weekly", _("Every week, on days of the week")
    MONTHLY = "monthly", _("Every month, on a day of the month")
    ONCE = "once", _("Once, on one day")


class OnHoliday(TextChoices):
    """What becomes of a visit day that falls on a day off."""

    CANCEL = "cancel", _("It is cancelled")
    POSTPONE = "postpone", _("It is postponed to the next working day")
    UNSTATED = "unstated", _("Nothing is said; it is held unless it is changed by hand")


class Change(TextChoices):
    """What a day off changed about a visit day while the roster was made."""

    NONE = "", pgettext_lazy("change of a visit day", "None")
    POSTPONED = "postponed", pgettext_lazy("change of a visit day", "Postponed because of a day off")
    DAY_OFF = "day_off", pgettext_lazy("change of a visit day", "Cancelled because of a day off")
    JOINED = "joined", pgettext_lazy("change of a visit day", "Joined with the next visit day")


class DayState(TextChoices):
    """States of a visit day."""

    PLANNED = "planned", pgettext_lazy("state of a visit day", "Planned")
    PUBLISHED = "published", pgettext_lazy("state of a visit day", "Published")
    HELD = "held", pgettext_lazy("state of a visit day", "Held")
    MOVED = "moved", pgettext_lazy("state of a visit day", "Moved")
    CANCELLED = "cancelled", pgettext_lazy("state of a visit day", "Cancelled")


class BookingState(TextChoices):
    """States of a booking. Somebody who comes without one begins as arrived."""

    WAITING = "waiting", pgettext_lazy("state of a booking", "On the waiting list")
    BOOKED = "booked", pgettext_lazy("state of a booking", "Booked")
    ARRIVED = "arrived", pgettext_lazy("state of a booking", "Signed in")
    LATE = "late", pgettext_lazy("state of a booking", "Came late")
    TALKING = "talking", pgettext_lazy("state of a booking", "Being received")
    RECEIVED = "received", pgettext_lazy("state of a booking", "Received")
    NOT_REACHED = "not_reached", pgettext_lazy("state of a booking", "Not reached")
    ABSENT = "absent", pgettext_lazy("state of a booking", "Did not come")
    CANCELLED = "cancelled", pgettext_lazy("state of a booking", "Cancelled")


class PromiseState(TextChoices):
    """States of what a leader promised."""

    OPEN = "open", pgettext_lazy("state of a promise", "To be done")
    REPORTED = "reported", pgettext_lazy("state of a promise", "Reported as done")
    KEPT = "kept", pgettext_lazy("state of a promise", "Done")


TO_COME = (BookingState.WAITING, BookingState.BOOKED)
PRESENT = (BookingState.ARRIVED, BookingState.LATE)
"""Signed in and not called yet."""
HOLDS_PLACE = (BookingState.BOOKED, *PRESENT, BookingState.TALKING, BookingState.RECEIVED)
"""The states in which a place is taken."""
ACTIVE = (*TO_COME, *PRESENT, BookingState.TALKING)
"""The states in which somebody has a booking; one for a telephone and day."""
PUBLIC = (DayState.PUBLISHED, DayState.HELD, DayState.MOVED, DayState.CANCELLED)
