"""Closed lists of texts, offices held and places."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class TextKind(TextChoices):
    """What kind of text the office keeps."""

    RULE = "rule", pgettext_lazy("kind of text", "Rule")
    BULLETIN = "bulletin", pgettext_lazy("kind of text", "Bulletin")
    GUIDE = "guide", pgettext_lazy("kind of text", "Guide to disclosure")


class WordingState(TextChoices):
    """The state of one wording of a text."""

    DRAFT = "draft", pgettext_lazy("state of a wording", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("state of a wording", "In force")
    REVISED = "revised", pgettext_lazy("state of a wording", "Revised")
    ABOLISHED = "abolished", pgettext_lazy("state of a wording", "Abolished")


PUBLIC = (WordingState.IN_FORCE, WordingState.REVISED, WordingState.ABOLISHED)
"""States of a wording that anybody may read."""


class Office(TextChoices):
    """As what somebody is appointed."""

    GROUP = "group", pgettext_lazy("appointed to", "Leading group")
    GROUP_OFFICE = "office", pgettext_lazy("appointed to", "Office of the leading group")
    LAY_SUPERVISOR = "lay", pgettext_lazy("appointed to", "Lay supervisors")
    AGENT = "agent", pgettext_lazy("appointed to", "Village agents")
    BOOKKEEPER = "bookkeeper", pgettext_lazy("appointed to", "Keepers of the village books")


OF_VILLAGES = (Office.AGENT, Office.BOOKKEEPER)
"""Offices that are held for a village; all others are the town's."""


class PlaceKind(TextChoices):
    """What kind of place residents go to."""

    CENTRE = "centre", pgettext_lazy("kind of place", "Service centre")
    STATION = "station", pgettext_lazy("kind of place", "Service station")
    BOOKS = "books", pgettext_lazy("kind of place", "Village bookkeeping centre")
