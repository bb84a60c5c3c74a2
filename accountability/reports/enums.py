"""Closed lists of the yearly report."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ReportState(TextChoices):
    """Where one edition of a yearly report stands."""

    DRAFT = "draft", pgettext_lazy("state of a yearly report", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("state of a yearly report", "Before the party committee")
    RETURNED = "returned", pgettext_lazy("state of a yearly report", "Sent back")
    APPROVED = "approved", pgettext_lazy("state of a yearly report", "Approved")
    PUBLISHED = "published", pgettext_lazy("state of a yearly report", "Published")
    SUPERSEDED = "superseded", pgettext_lazy("state of a yearly report", "Corrected by a new edition")


EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)
"""States in which it is written."""
PUBLIC = (ReportState.PUBLISHED, ReportState.SUPERSEDED)
"""States in which everybody reads it."""
UNFINISHED = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.APPROVED)
"""States of the one edition of a year that is still on its way."""


class ParagraphKind(TextChoices):
    """Who a paragraph is from."""

    DRAWN = "drawn", pgettext_lazy("kind of paragraph", "Drafted by the system")
    WRITTEN = "written", pgettext_lazy("kind of paragraph", "Written by people")
    GAP = "gap", pgettext_lazy("kind of paragraph", "Gap named by the system")


class Measure(TextChoices):
    """How a figure is written."""

    COUNT = "count", pgettext_lazy("measure of a figure", "A count")
    MONEY = "money", pgettext_lazy("measure of a figure", "Yuan")
    SHARE = "share", pgettext_lazy("measure of a figure", "Percent")


LOG_KIND = "integrity_report"
"""What the publication log and the search call a yearly report."""
MAX_TEXT_LENGTH, MAX_REASON_LENGTH = 2000, 300
"""Characters of a paragraph, and of an explanation or a reason, at most."""
FIGURE_PLACES = 4
"""Decimals with which figures are kept; shares are written with one, sums with two."""
