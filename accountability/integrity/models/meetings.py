"""Democratic-life meetings (民主生活会) and what was criticised there."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.integrity.models.kept import OfTown
from portal.accounts.models import Unit
from portal.core.encryption import EncryptedTextField
from portal.core.workflow import Versioned


class Meeting(OfTown, Versioned):
    """A meeting at which a leading group criticises itself and each other. Its measures are rectifications."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    group = models.CharField(_("Leading group"), max_length=80)
    theme = models.CharField(_("Theme"), max_length=120)
    day = models.DateField(_("Day"))
    place = models.CharField(pgettext_lazy("of a talk or an activity", "Place"), max_length=80)
    chaired_by = models.CharField(_("Chaired by"), max_length=60)
    due = models.PositiveSmallIntegerField(pgettext_lazy("at a meeting", "To come"))
    present = models.PositiveSmallIntegerField(pgettext_lazy("at a meeting", "Came"))
    history = HistoricalRecords()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(present__lte=F("due"), due__gt=0), name="life_meeting_present_of_due")
        ]
        indexes = [models.Index(fields=["town", "day"], name="life_meeting_by_day")]


class Criticism(models.Model):
    """What one member said of another, or of themself; encrypted, and read through a policy."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="criticisms")
    number = models.PositiveSmallIntegerField()
    said_by = models.CharField(_("Who said it"), max_length=60)
    said_of = models.CharField(_("Of whom"), max_length=60, help_text=_("The same name for self-criticism."))
    text = EncryptedTextField(pgettext_lazy("at a meeting", "What was said"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="criticism_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}-{self.number}"

    @property
    def is_own(self) -> bool:
        """Whether somebody criticised themself."""
        return self.said_by == self.said_of
