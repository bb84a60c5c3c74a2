"""Closed lists of debriefings and appraisals: states, scales and their choices, classes of voters."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

LOG_KIND = "appraisal"
"""What the publication log and the search call the result of an appraisal."""
CODE_LENGTH, OPENING_LENGTH = 8, 16
"""Letters of a voter's code, and of the code that opens the ballot box."""
OBJECTION_DAYS = 5
"""Working days in which the published result can be objected to."""
MAX_LINE, MAX_TEXT, MAX_MINUTES = 200, 4000, 8000
MAX_SUBJECTS, MAX_BALLOTS = 30, 2000


class DebriefingState(TextChoices):
    """States of a debriefing meeting."""

    PLANNED = "planned", pgettext_lazy("state of a debriefing", "Planned")
    HELD = "held", pgettext_lazy("state of a debriefing", "Held")
    CLOSED = "closed", pgettext_lazy("state of a debriefing", "Minutes closed")
    CANCELLED = "cancelled", pgettext_lazy("state of a debriefing", "Cancelled")


class SuggestionState(TextChoices):
    """States of what was suggested at a debriefing."""

    OPEN = "open", pgettext_lazy("state of a suggestion", "To be answered")
    ANSWERED = "answered", pgettext_lazy("state of a suggestion", "Answered")
    GIVEN = "given", pgettext_lazy("state of a suggestion", "To be put right")


class AppraisalState(TextChoices):
    """States of a secret appraisal."""

    PREPARED = "prepared", pgettext_lazy("state of an appraisal", "Being prepared")
    OPEN = "open", pgettext_lazy("state of an appraisal", "Voting is open")
    COUNTED = "counted", pgettext_lazy("state of an appraisal", "Counted")
    PUBLISHED = "published", pgettext_lazy("state of an appraisal", "Published")
    CANCELLED = "cancelled", pgettext_lazy("state of an appraisal", "Cancelled")


class Scale(TextChoices):
    """By which words is appraised."""

    SATISFACTION = "satisfaction", _("Satisfied, fairly satisfied, not satisfied")
    GRADE = "grade", _("Excellent, competent, basically competent, not competent")


class VoterClass(TextChoices):
    """Classes of voters, in the order of the result."""

    WORKING_GROUP = "working_group", pgettext_lazy("class of voters", "Working group")
    CADRES = "cadres", pgettext_lazy("class of voters", "Cadres")
    MEMBERS = "members", pgettext_lazy("class of voters", "Party-member representatives")
    REPRESENTATIVES = "representatives", pgettext_lazy("class of voters", "Villager representatives")
    RESIDENTS = "residents", pgettext_lazy("class of voters", "Resident representatives")


HELD = (DebriefingState.HELD, DebriefingState.CLOSED)
"""The meeting took place."""
WITH_RESULT = (AppraisalState.COUNTED, AppraisalState.PUBLISHED)
"""The votes were counted."""
