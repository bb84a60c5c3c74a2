"""Closed lists of what is said of outcomes."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RateKey(TextChoices):
    """The rates that are published, each with what it is divided by (`rules.BASES`)."""

    NOTIFIED = "notified", pgettext_lazy("rate of petitions", "Told in time whether accepted")
    CLOSED = "closed", pgettext_lazy("rate of petitions", "Decided in time")
    RATED = "rated", pgettext_lazy("rate of petitions", "Rated")
    SATISFIED = "satisfied", pgettext_lazy("rate of petitions", "Satisfied with the result")
    SERVED_WELL = "served_well", pgettext_lazy("rate of petitions", "Satisfied with the service")
    REPEATED = "repeated", pgettext_lazy("rate of petitions", "Repeated")


OUTCOME = "petition_outcome"
"""What the publication log and the search call a released outcome."""
MAX_TITLE_LENGTH, MAX_TEXT_LENGTH = 40, 600
"""Characters of the title of an outcome, and of each of its texts, at most."""


class OutcomeState(TextChoices):
    """Where an outcome stands that is to be released."""

    PROPOSED = "proposed", pgettext_lazy("state of an outcome", "To be reviewed")
    RETURNED = "returned", pgettext_lazy("state of an outcome", "Sent back")
    RELEASED = "released", pgettext_lazy("state of an outcome", "Released")
    RETRACTED = "retracted", pgettext_lazy("state of an outcome", "Taken off line")
