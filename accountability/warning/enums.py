"""Closed lists of warning: risks, how grave one is, what a case of one is; matters of a year and where they stand."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy


class Risk(TextChoices):
    """What is watched in every unit, in the order of the table."""

    LATE = "late", pgettext_lazy("risk", "Late accounts")
    OBJECTIONS = "objections", pgettext_lazy("risk", "Many objections")
    REPEATED = "repeated", pgettext_lazy("risk", "Repeated petitions")
    OTHER = "other", pgettext_lazy("risk", "“Other” too large")
    ENTERTAINMENT = "entertainment", pgettext_lazy("risk", "Entertainment")
    SPLIT = "split", pgettext_lazy("risk", "Split payments")


class Level(IntegerChoices):
    """How grave a risk is."""

    NONE = 0, pgettext_lazy("level of a risk", "None")
    LOW = 1, pgettext_lazy("level of a risk", "Low")
    MEDIUM = 2, pgettext_lazy("level of a risk", "Medium")
    HIGH = 3, pgettext_lazy("level of a risk", "High")


class CaseKind(TextChoices):
    """What one case of a risk is."""

    MISSING = "missing", pgettext_lazy("case of a risk", "Not published")
    LATE = "late", pgettext_lazy("case of a risk", "Published late")
    OPINION = "opinion", pgettext_lazy("case of a risk", "Asked or objected")
    PETITION = "petition", pgettext_lazy("case of a risk", "Petition")
    PAYMENT = "payment", pgettext_lazy("case of a risk", "Payment")
    SPLIT = "split", pgettext_lazy("case of a risk", "Split payments")


WATCHED = (Level.MEDIUM, Level.HIGH)
"""Levels after which a unit is reminded or talked to."""


class Matter(TextChoices):
    """What the secretary follows of every unit in a year, in the order of the table."""

    LETTER = "letter", pgettext_lazy("matter of the year", "Letter")
    TALK = "talk", pgettext_lazy("matter of the year", "Talk")
    REPORT_1 = "report_1", pgettext_lazy("matter of the year", "Report Q1")
    REPORT_2 = "report_2", pgettext_lazy("matter of the year", "Report Q2")
    REPORT_3 = "report_3", pgettext_lazy("matter of the year", "Report Q3")
    REPORT_4 = "report_4", pgettext_lazy("matter of the year", "Report Q4")
    RECTIFICATION = "rectification", pgettext_lazy("matter of the year", "Putting right")
    EDUCATION = "education", pgettext_lazy("matter of the year", "Education")
    DEBRIEFING = "debriefing", pgettext_lazy("matter of the year", "Debriefing")
    ASSESSMENT = "assessment", pgettext_lazy("matter of the year", "Assessment")


class Mark(TextChoices):
    """Where a unit stands in a matter; the values are the marks of `components/state.html`."""

    DONE = "ok", pgettext_lazy("where a matter stands", "Done")
    DONE_LATE = "late", pgettext_lazy("where a matter stands", "Done late")
    OWED = "miss", pgettext_lazy("where a matter stands", "Overdue")
    TO_DO = "due", pgettext_lazy("where a matter stands", "To do, in time")
    NOT_YET = "wait", pgettext_lazy("where a matter stands", "Not yet")
    NOTHING = "not", pgettext_lazy("where a matter stands", "Nothing to do")


class DueKind(TextChoices):
    """What comes to be due soon."""

    LETTER = "letter", pgettext_lazy("what is due", "Sign the letter")
    REPORT = "report", pgettext_lazy("what is due", "Quarterly report")
    TALK = "talk", pgettext_lazy("what is due", "Talk")
    RECTIFICATION = "rectification", pgettext_lazy("what is due", "Put something right")
    DEBRIEFING = "debriefing", pgettext_lazy("what is due", "Debriefing")
