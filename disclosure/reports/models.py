"""The figures and texts of a yearly report, and how figures that do not fit are explained."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.notices.models import Edition


class Report(models.Model):
    """What an edition of the yearly report says.

    Attributes:
        figures: By the cell of `rules.PLACES`, as text without trailing zeros; what is 0 is left out.
        drawn: What the portal had counted when figures were last drawn, in the same form. Where `figures` differs,
            somebody typed the figure.
        explanations: By the key of a `rules.Fault`; published with the figures.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="+")
    overview = models.TextField(_("The year as a whole"), blank=True)
    problems = models.TextField(_("What is not yet good, and what is done about it"), blank=True)
    other = models.TextField(_("Anything else to report"), blank=True)
    figures = models.JSONField(default=dict)
    drawn = models.JSONField(default=dict)
    explanations = models.JSONField(default=dict)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.edition)
