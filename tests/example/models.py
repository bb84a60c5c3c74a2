"""Folders, the tickets in them and the slips put into them; and what wells yield, a form of notice."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from disclosure.notices.models import Edition
from portal.cases.models import Case, Clock
from portal.core.workflow import Stateful, Versioned


class Folder(Versioned):
    """Somebody's folder; it has no states, but is changed by several people."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=60)
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.code


class Ticket(Stateful):
    """A question that its handler answers and the keeper of its folder approves."""

    folder = models.ForeignKey(Folder, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, unique=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the ticket's number."""
        return self.number


class WellLine(models.Model):
    """What one well yields, in litres a day: a line of an edition of the form `wells`."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    litres = models.PositiveIntegerField()

    class Meta:
        ordering = ["edition", "number"]

    def __str__(self) -> str:
        return self.name


class Slip(Versioned):
    """What somebody put into a folder: a kind of case of the tests, without anything that a kind could do without."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, on_delete=models.PROTECT, related_name="+")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.case.number


class Grievance(Versioned):
    """What a slip becomes that its folder's keeper may not see: sealed for one person."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    sealed_for = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.case.number
