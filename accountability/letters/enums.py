"""Closed lists of responsibility letters: kinds, states, parties, how something was signed, and what is measured."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

LETTER = "letter"
"""What the publication log and the search call a letter."""
MAX_NAME_LENGTH, MAX_HEADING_LENGTH, MAX_DUTY_LENGTH, MAX_PART_LENGTH = 60, 60, 600, 1500
MAX_NOTES_LENGTH, MAX_REASON_LENGTH = 3000, 600
MAX_SHARE_LENGTH, MAX_EVIDENCE_LENGTH, MAX_DONE_LENGTH = 120, 60, 1000
MAX_FILES = 6
"""Files that can be added to one duty of a report at once."""
QUARTERS = (1, 2, 3, 4)


class LetterKind(TextChoices):
    """The kinds of letters."""

    CLEAN = "clean", pgettext_lazy("kind of letter", "Responsibility letter")
    PLEDGE = "pledge", pgettext_lazy("kind of letter", "Pledge")
    OTHER = "other", pgettext_lazy("kind of letter", "Other letter")


class YearState(TextChoices):
    """Where the signing of a year stands."""

    PLANNED = "planned", pgettext_lazy("state of the signing of a year", "Planned")
    HELD = "held", pgettext_lazy("state of the signing of a year", "Conference held")


class WordingState(TextChoices):
    """Where a version of a template stands."""

    DRAFT = "draft", pgettext_lazy("state of a template", "Draft")
    PUBLISHED = "published", pgettext_lazy("state of a template", "In use")
    RETIRED = "retired", pgettext_lazy("state of a template", "Replaced")


class LetterState(TextChoices):
    """Where a letter stands."""

    ISSUED = "issued", pgettext_lazy("state of a letter", "To be signed by the unit")
    ON_PAPER = "on_paper", pgettext_lazy("state of a letter", "Scan to be checked")
    SIGNED = "signed", pgettext_lazy("state of a letter", "To be signed by the town")
    IN_FORCE = "in_force", pgettext_lazy("state of a letter", "Signed by both")
    PUBLISHED = "published", pgettext_lazy("state of a letter", "Signed by both, published")
    REFUSED = "refused", pgettext_lazy("state of a letter", "Refused, to be answered")
    REPLIED = "replied", pgettext_lazy("state of a letter", "Refused and answered")
    RELEASED = "released", pgettext_lazy("state of a letter", "Refused, published with the answer")
    REPLACED = "replaced", pgettext_lazy("state of a letter", "Replaced by another letter")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a letter", "Withdrawn before it was signed")


TO_SIGN = (LetterState.ISSUED, LetterState.ON_PAPER, LetterState.SIGNED)
"""States in which a signature is still missing."""
SIGNED = (LetterState.IN_FORCE, LetterState.PUBLISHED)
"""States in which both have signed."""
REFUSED = (LetterState.REFUSED, LetterState.REPLIED, LetterState.RELEASED)
"""States of a letter that was refused."""
ENDED = (LetterState.REPLACED, LetterState.WITHDRAWN)
"""States of a letter that another took the place of, or that was never signed."""


class Party(TextChoices):
    """Who signs a letter."""

    TOWN = "a", pgettext_lazy("party of a letter", "Party A")
    UNIT = "b", pgettext_lazy("party of a letter", "Party B")
    WITNESS = "witness", pgettext_lazy("party of a letter", "Witness")


class Means(TextChoices):
    """How something was signed."""

    SECOND_FACTOR = "second_factor", _("Signed in with a second factor")
    PASSWORD = "password", _("Signed in with the password")
    PAPER = "paper", _("Signed by hand on paper; the scan was checked")


class MeasureKey(TextChoices):
    """What the portal counts by itself."""

    NOTICES = "notices", pgettext_lazy("what is measured", "Published in time")
    OPINIONS = "opinions", pgettext_lazy("what is measured", "Opinions answered in time")
    PETITIONS = "petitions", pgettext_lazy("what is measured", "Petitions decided in time")
    SATISFACTION = "satisfaction", pgettext_lazy("what is measured", "Satisfied with what was decided")
    RECTIFICATIONS = "rectifications", pgettext_lazy("what is measured", "Put right in time")


class ReportState(TextChoices):
    """Where a quarterly report stands."""

    DUE = "due", pgettext_lazy("state of a quarterly report", "To be reported")
    REPORTED = "reported", pgettext_lazy("state of a quarterly report", "Reported, to be checked")
    RETURNED = "returned", pgettext_lazy("state of a quarterly report", "Sent back")
    ACCEPTED = "accepted", pgettext_lazy("state of a quarterly report", "Accepted")


UNREPORTED = (ReportState.DUE, ReportState.RETURNED)
"""States in which the unit has to report."""


class Standing(TextChoices):
    """How a unit stands with its letter of a year, as lists are narrowed by it."""

    SIGNED = "signed", pgettext_lazy("standing of a unit", "Signed by both")
    TO_SIGN = "to_sign", pgettext_lazy("standing of a unit", "Still to sign")
    REFUSED = "refused", pgettext_lazy("standing of a unit", "Refused")
    CHANGED = "changed", pgettext_lazy("standing of a unit", "Changed during the year")
