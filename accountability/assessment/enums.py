"""Closed lists of what is said of assessments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

RESULT = "assessment"
"""What the publication log calls a published result."""
OBJECTION_DAYS = 5
"""Working days in which objections are taken after a result is published."""
ANSWER_DAYS = 10
"""Calendar days within which an objection is answered."""
MAX_TEXT_LENGTH = 600
FULL_POINTS = 100
"""What the items of a scoring table add up to."""


class AssessmentState(TextChoices):
    """Where the assessment of a unit stands."""

    OPENED = "opened", pgettext_lazy("state of an assessment", "Unit to score itself")
    SELF_SCORED = "self_scored", pgettext_lazy("state of an assessment", "Team to verify")
    VERIFIED = "verified", pgettext_lazy("state of an assessment", "Committee to decide")
    DECIDED = "decided", pgettext_lazy("state of an assessment", "To be published")
    PUBLISHED = "published", pgettext_lazy("state of an assessment", "Open to objections")
    FINAL = "final", pgettext_lazy("state of an assessment", "Final")


SCORED = (AssessmentState.VERIFIED, AssessmentState.DECIDED, AssessmentState.PUBLISHED, AssessmentState.FINAL)
"""States in which the points are the team's."""
WITH_GRADE = (AssessmentState.DECIDED, AssessmentState.PUBLISHED, AssessmentState.FINAL)
"""States in which there is a grade."""
PUBLIC = (AssessmentState.PUBLISHED, AssessmentState.FINAL)
"""States in which the last published result stands."""


class Scheme(TextChoices):
    """Which grades a table gives."""

    FOUR = "four", _("Excellent, competent, basically competent, not competent")
    THREE = "three", _("Satisfactory, basically satisfactory, unsatisfactory")


class Grade(TextChoices):
    """The grade of a unit for a year."""

    EXCELLENT = "excellent", pgettext_lazy("grade", "Excellent")
    COMPETENT = "competent", pgettext_lazy("grade", "Competent")
    BASIC = "basic", pgettext_lazy("grade", "Basically competent")
    FAILING = "failing", pgettext_lazy("grade", "Not competent")
    SATISFACTORY = "satisfactory", pgettext_lazy("grade", "Satisfactory")
    BASICALLY = "basically", pgettext_lazy("grade", "Basically satisfactory")
    UNSATISFACTORY = "unsatisfactory", pgettext_lazy("grade", "Unsatisfactory")


class RuleKind(TextChoices):
    """What a rule of a scoring table does."""

    DEDUCTION = "deduction", pgettext_lazy("rule of scoring", "Deduction")
    BONUS = "bonus", pgettext_lazy("rule of scoring", "Bonus")
    VETO = "veto", pgettext_lazy("rule of scoring", "Veto")


class Counting(TextChoices):
    """How a figure of the portal makes cases."""

    EACH = "each", _("Each one is a case")
    ONCE = "once", _("Any number is one case")


class MeasureKey(TextChoices):
    """What the portal counts by itself."""

    NOTICES_MISSING = "notices_missing", _("Notices not published")
    NOTICES_LATE = "notices_late", _("Notices published late")
    QUARTERS_UNPUBLISHED = "quarters_unpublished", _("Accounts of two quarters running not published")
    OPINIONS_LATE = "opinions_late", _("Opinions answered late")
    PETITIONS_LATE = "petitions_late", _("Petitions decided late")
    SATISFACTION_LOW = "satisfaction_low", _("Satisfaction below 80%")
    RECTIFICATIONS_LATE = "rectifications_late", _("Rectifications overdue or late")


NOT_TOLD = (MeasureKey.PETITIONS_LATE, MeasureKey.SATISFACTION_LOW)
"""Figures that are small in a single unit: a published result says the rule, not how many petitions it were."""


class EntrySource(TextChoices):
    """Where an entry comes from."""

    JUDGED = "judged", pgettext_lazy("source of an entry", "Judged by the team")
    CHECK = "check", pgettext_lazy("source of an entry", "Quarterly check")
    INSPECTION = "inspection", pgettext_lazy("source of an entry", "Inspection")
    MEASURED = "measured", pgettext_lazy("source of an entry", "Counted by the portal")


class ObjectionState(TextChoices):
    """Where an objection stands."""

    RECEIVED = "received", pgettext_lazy("state of an objection", "To be answered")
    UPHELD = "upheld", pgettext_lazy("state of an objection", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("state of an objection", "Not upheld")


class ObjectionChannel(TextChoices):
    """How an objection came in."""

    PHONE = "phone", pgettext_lazy("how an objection came", "By telephone")
    PAPER = "paper", pgettext_lazy("how an objection came", "On paper")
    VISIT = "visit", pgettext_lazy("how an objection came", "In person")
    OPINION = "opinion", pgettext_lazy("how an objection came", "On line, as an opinion")


class ConsequenceKind(TextChoices):
    """What follows from a grade."""

    REWARD = "reward", pgettext_lazy("what follows from a grade", "Reward")
    SANCTION = "sanction", pgettext_lazy("what follows from a grade", "Sanction")
