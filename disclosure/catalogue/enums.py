"""Closed lists of the catalogue: streams, cadences, units of a notice period."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stream(TextChoices):
    """The four streams of disclosure, which are also the columns of a notice board."""

    GOVERNMENT = "government", _("Government affairs")
    PARTY = "party", _("Party affairs")
    VILLAGE = "village", _("Village affairs")
    FINANCE = "finance", _("Finance")


class Cadence(TextChoices):
    """How often an item is due. The first five recur by the calendar."""

    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half_yearly", _("Half-yearly")
    YEARLY = "yearly", _("Yearly")
    STANDING = "standing", _("Standing")
    STAGE = "stage", _("After each stage")
    EVENT = "event", _("As it happens")


REGULAR = (Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY)
"""Cadences whose items belong to a period, and whose notice numbers end in it."""


MONEY_STATEMENT = "statement"
"""The form in which money is accounted for: what the law on monthly books speaks of (村民委员会组织法 art. 30)."""


class NoticeUnit(TextChoices):
    """In which days a notice period is counted."""

    NONE = "", _("No notice period")
    CALENDAR = "calendar", _("Calendar days")
    WORKING = "working", _("Working days")
