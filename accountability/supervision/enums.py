"""Closed lists of supervision: areas and levels of risk, phases, kinds of things sealed, and states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

MAX_SEEN_LENGTH, MAX_NOTE_LENGTH, MAX_REQUIREMENT_LENGTH = 600, 300, 300
MAX_SLIDE_LENGTH = 160
"""What is read on a screen from three metres before it turns."""


class Area(TextChoices):
    """In which kind of work something can go wrong."""

    LICENSING = "licensing", pgettext_lazy("area of risk", "Licensing")
    CASES = "cases", pgettext_lazy("area of risk", "Handling of cases")
    CONSTRUCTION = "construction", pgettext_lazy("area of risk", "Construction")
    PURCHASES = "purchases", pgettext_lazy("area of risk", "Purchases")
    FUNDS = "funds", pgettext_lazy("area of risk", "Earmarked funds")
    ASSETS = "assets", pgettext_lazy("area of risk", "Collective assets")
    PERSONNEL = "personnel", pgettext_lazy("area of risk", "Appointments")


class Level(TextChoices):
    """How great a risk is."""

    HIGH = "high", pgettext_lazy("level of risk", "High")
    MIDDLE = "middle", pgettext_lazy("level of risk", "Middle")
    LOW = "low", pgettext_lazy("level of risk", "Low")


class Phase(TextChoices):
    """When a matter is checked."""

    BEFORE = "1_before", pgettext_lazy("phase of a matter", "Before")
    DURING = "2_during", pgettext_lazy("phase of a matter", "During")
    AFTER = "3_after", pgettext_lazy("phase of a matter", "After")


class CheckState(TextChoices):
    """States of a check."""

    PLANNED = "planned", pgettext_lazy("state of a check", "To be made")
    RIGHT = "right", pgettext_lazy("state of a check", "All in order")
    WRONG = "wrong", pgettext_lazy("state of a check", "Something is wrong")
    LEFT_OUT = "left_out", pgettext_lazy("state of a check", "Left out")


DONE = (CheckState.RIGHT, CheckState.WRONG)
"""A check that was made."""


class Origin(TextChoices):
    """How a thing came into the register."""

    SEALED = "sealed", pgettext_lazy("how a thing was taken", "Sealed")
    HANDED_IN = "handed_in", pgettext_lazy("how a thing was taken", "Handed in")


class ThingKind(TextChoices):
    """What is sealed or handed in."""

    VEHICLE = "vehicle", pgettext_lazy("kind of thing", "Vehicle")
    ROOM = "room", pgettext_lazy("kind of thing", "Room")
    MONEY = "money", pgettext_lazy("kind of thing", "Money")
    CARD = "card", pgettext_lazy("kind of thing", "Cash card or voucher")
    GIFT = "gift", pgettext_lazy("kind of thing", "Gift")
    OTHER = "other", pgettext_lazy("kind of thing", "Something else")


class ThingState(TextChoices):
    """States of a thing."""

    HELD = "held", pgettext_lazy("state of a thing", "Kept")
    CLEARED = "cleared", pgettext_lazy("state of a thing", "Cleared away")
    RETURNED = "returned", pgettext_lazy("state of a thing", "Handed back")


ENDED = (ThingState.CLEARED, ThingState.RETURNED)
"""A thing that is kept no more."""


class NoticeState(TextChoices):
    """States of a notice for the screen."""

    DRAFT = "draft", pgettext_lazy("state of a screen notice", "Draft")
    SHOWN = "shown", pgettext_lazy("state of a screen notice", "On the screen")
    DOWN = "down", pgettext_lazy("state of a screen notice", "Taken down")


CHANGEABLE = (NoticeState.DRAFT, NoticeState.DOWN)
"""A notice that is on the screen is taken down before it is changed."""


class NoticeKind(TextChoices):
    """What stands at the top of a notice on the screen."""

    NOTICE = "notice", pgettext_lazy("kind of screen notice", "Notice")
    REMINDER = "reminder", pgettext_lazy("kind of screen notice", "Reminder")
    RESULT = "result", pgettext_lazy("kind of screen notice", "Result of a check")
    SYSTEM = "system", pgettext_lazy("kind of screen notice", "Rules in brief")


UNIT_LABEL = _("Unit")
