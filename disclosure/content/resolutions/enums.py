"""Meetings, and what comes of a vote."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Meeting(TextChoices):
    """Who met."""

    VILLAGERS = "villagers", pgettext_lazy("meeting", "Villagers’ meeting")
    REPRESENTATIVES = "representatives", pgettext_lazy("meeting", "Meeting of villagers’ representatives")
    MEMBERS = "members", pgettext_lazy("meeting", "Meeting of the collective’s members")


class Outcome(TextChoices):
    """What came of a vote."""

    PASSED = "passed", pgettext_lazy("outcome of a vote", "Passed")
    FAILED = "failed", pgettext_lazy("outcome of a vote", "Not passed")
