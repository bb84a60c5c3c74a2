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
