"""The line that every list has."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.notices.models import Edition


class ListLine(models.Model):
    """One line of a list that an edition discloses, numbered from 1.

    A form adds its fields, which are the columns, and says in `clean` what must hold between them.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(_("No."))
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="%(class)s_number_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.number}"
