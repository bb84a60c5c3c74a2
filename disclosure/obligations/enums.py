"""Closed lists of obligations: origin, status, exemptions."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Origin(TextChoices):
    """What an obligation to publish arises from."""

    CALENDAR = "calendar", pgettext_lazy("origin of an obligation", "The calendar")
    EVENT = "event", pgettext_lazy("origin of an obligation", "Something that happened")
    DEMAND = "demand", pgettext_lazy("origin of an obligation", "A joint demand of villagers")


class Status(TextChoices):
    """The status of an obligation on a day, as commands, tables and addresses name it."""

    NOT_DUE = "not_due", pgettext_lazy("status of an obligation", "Not yet due")
    DUE = "due", pgettext_lazy("status of an obligation", "Due")
    ON_TIME = "on_time", pgettext_lazy("status of an obligation", "On time")
    LATE = "late", pgettext_lazy("status of an obligation", "Late")
    MISSING = "missing", pgettext_lazy("status of an obligation", "Missing")
    EXCUSED = "excused", pgettext_lazy("status of an obligation", "Excused")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("status of an obligation", "Not applicable")


class ExemptionKind(TextChoices):
    """Why an obligation need not be met."""

    EXCUSED = "excused", pgettext_lazy("kind of exemption", "Excused")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("kind of exemption", "Nothing of the kind happened")


class ExemptionState(TextChoices):
    """The state of an exemption."""

    PENDING = "pending", pgettext_lazy("state of an exemption", "To be checked")
    ACCEPTED = "accepted", pgettext_lazy("state of an exemption", "Accepted")
    REFUSED = "refused", pgettext_lazy("state of an exemption", "Refused")
    ENDED = "ended", pgettext_lazy("state of an exemption", "Ended")


IN_FORCE = (ExemptionState.PENDING, ExemptionState.ACCEPTED)
"""States in which no other exemption can be made of the same obligation."""
