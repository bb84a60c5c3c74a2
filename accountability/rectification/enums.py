"""States and sources of what must be put right."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

MAX_TEXT_LENGTH = 2000
MAX_KIND_LENGTH = 60
MAX_RESPONSIBLE_LENGTH = 200


class RectificationState(TextChoices):
    """States of what must be put right."""

    OPEN = "open", pgettext_lazy("state of a rectification", "To be put right")
    REPORTED = "reported", pgettext_lazy("state of a rectification", "Reported, to be checked again")
    CLOSED = "closed", pgettext_lazy("state of a rectification", "Closed")


UNSETTLED = (RectificationState.OPEN, RectificationState.REPORTED)
"""States in which something is still to be done."""


class Source(TextChoices):
    """What asked that something be put right."""

    INSPECTION = "inspection", pgettext_lazy("source of a rectification", "Inspection")
    SUPERVISION = "supervision", pgettext_lazy("source of a rectification", "Supervision of a point of risk")
    RATING = "rating", pgettext_lazy("source of a rectification", "Ratings of a window")
    MEETING = "meeting", pgettext_lazy("source of a rectification", "Democratic-life meeting")
    AUDIT = "audit", pgettext_lazy("source of a rectification", "Economic audit")
    DEBRIEFING = "debriefing", pgettext_lazy("source of a rectification", "Debriefing")
    ASSESSMENT = "assessment", pgettext_lazy("source of a rectification", "Assessment")
