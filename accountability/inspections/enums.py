"""Closed lists of inspections: their kinds and states, and those of what they find."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

MAX_TITLE_LENGTH, MAX_BASIS_LENGTH, MAX_PLACE_LENGTH = 60, 200, 100
MAX_PLAN_LENGTH, MAX_SEEN_LENGTH, MAX_REPORT_LENGTH = 4000, 2000, 6000
MAX_FINDING_LENGTH, MAX_PUBLIC_LENGTH, MAX_SETTLED_LENGTH = 600, 60, 600
MAX_PHOTOS = 6
"""Photographs of one finding."""


class InspectionKind(TextChoices):
    """What an inspection looks at, and whether it is announced."""

    PLANNED = "planned", pgettext_lazy("kind of inspection", "Planned inspection")
    UNANNOUNCED = "unannounced", pgettext_lazy("kind of inspection", "Unannounced check")
    THREE = "three", pgettext_lazy("kind of inspection", "Special check: three public expenses")
    VEHICLES = "vehicles", pgettext_lazy("kind of inspection", "Special check: official vehicles")
    DISCIPLINE = "discipline", pgettext_lazy("kind of inspection", "Special check: conduct and discipline")
    FEES = "fees", pgettext_lazy("kind of inspection", "Special check: fees")
    FINANCE = "finance", pgettext_lazy("kind of inspection", "Special check: village finance")


class InspectionState(TextChoices):
    """The state of an inspection. The last two are final."""

    PLANNED = "planned", pgettext_lazy("state of an inspection", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("state of an inspection", "Under way")
    CLOSED = "closed", pgettext_lazy("state of an inspection", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("state of an inspection", "Cancelled")


HELD = (InspectionState.UNDER_WAY, InspectionState.CLOSED)
"""States of an inspection that is or was carried out."""


class FindingKind(TextChoices):
    """What is wrong, in the words of the public figures."""

    PAPERS = "papers", pgettext_lazy("kind of finding", "Receipts or papers incomplete")
    DISCLOSURE = "disclosure", pgettext_lazy("kind of finding", "Not published, or not on time")
    RECEPTION = "reception", pgettext_lazy("kind of finding", "Receptions and vehicles")
    CONDUCT = "conduct", pgettext_lazy("kind of finding", "Conduct and discipline")
    PROJECTS = "projects", pgettext_lazy("kind of finding", "Projects and purchases")
    ASSETS = "assets", pgettext_lazy("kind of finding", "Collective assets and resources")
    OTHER = "other", pgettext_lazy("kind of finding", "Other")


class FindingState(TextChoices):
    """The state of a finding. The last three are final."""

    FOUND = "found", pgettext_lazy("state of a finding", "No notice given yet")
    NOTICED = "noticed", pgettext_lazy("state of a finding", "Being put right")
    SETTLED = "settled", pgettext_lazy("state of a finding", "Settled on the spot")
    CLOSED = "closed", pgettext_lazy("state of a finding", "Put right")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a finding", "Withdrawn")


DONE = (FindingState.SETTLED, FindingState.CLOSED)
"""States of a finding that was put right."""
OPEN = (FindingState.FOUND, FindingState.NOTICED)
"""States of a finding that is still to be put right."""
COUNTED = (*OPEN, *DONE)
"""States of a finding that counts; one that was withdrawn never was one."""
