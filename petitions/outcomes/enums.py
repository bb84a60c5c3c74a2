"""Closed lists of what is said of outcomes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class RateKey(TextChoices):
    """The rates that are published, each with what it is divided by (`rules.BASES`)."""

    NOTIFIED = "notified", pgettext_lazy("rate of petitions", "Told in time whether accepted")
    CLOSED = "closed", pgettext_lazy("rate of petitions", "Decided in time")
    RATED = "rated", pgettext_lazy("rate of petitions", "Rated")
    SATISFIED = "satisfied", pgettext_lazy("rate of petitions", "Satisfied with the result")
    SERVED_WELL = "served_well", pgettext_lazy("rate of petitions", "Satisfied with the service")
    REPEATED = "repeated", pgettext_lazy("rate of petitions", "Repeated")


class Counted(TextChoices):
    """What a figure counts, as it stands in the address of what it was counted from."""

    OPEN_BEFORE = "open-before", _("Open before")
    RECEIVED = "received", pgettext_lazy("figures of petitions", "Came in")
    CLOSED = "closed", pgettext_lazy("figures of petitions", "Closed")
    OPEN_AFTER = "open-after", _("Open after")
    ACCEPTED = "accepted", pgettext_lazy("figures of petitions", "Accepted")
    ESTABLISHED = "established", pgettext_lazy("figures of petitions", "Facts established")
    MEDIATED = "mediated", _("Settled by mediation")
    TURNED_AWAY = "turned-away", _("Not handled by the township itself")
    TO_BE_TOLD = "to-be-told", _("To be told by a day in this time")
    TOLD_IN_TIME = "told-in-time", RateKey.NOTIFIED.label
    TO_BE_DECIDED = "to-be-decided", _("To be decided by a day in this time")
    DECIDED_IN_TIME = "decided-in-time", RateKey.CLOSED.label
    SERVED = "served", _("Opinion served in this time")
    RATED = "rated", RateKey.RATED.label
    SATISFIED = "satisfied", RateKey.SATISFIED.label
    SERVED_WELL = "served-well", RateKey.SERVED_WELL.label
    REPEATED = "repeated", RateKey.REPEATED.label


PARTS_OF_RATES = {
    RateKey.NOTIFIED: (Counted.TOLD_IN_TIME, Counted.TO_BE_TOLD),
    RateKey.CLOSED: (Counted.DECIDED_IN_TIME, Counted.TO_BE_DECIDED),
    RateKey.RATED: (Counted.RATED, Counted.SERVED),
    RateKey.SATISFIED: (Counted.SATISFIED, Counted.RATED),
    RateKey.SERVED_WELL: (Counted.SERVED_WELL, Counted.RATED),
    RateKey.REPEATED: (Counted.REPEATED, Counted.RECEIVED),
}
"""What each rate divides by what."""
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
