"""What must be put right, and the evidence that it was."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accountability.rectification.enums import (
    MAX_KIND_LENGTH,
    MAX_RESPONSIBLE_LENGTH,
    RectificationState,
    Source,
)
from portal.accounts.models import Unit
from portal.core.workflow import Stateful


class Rectification(Stateful):
    """Something a unit must put right by a day, whatever asked for it."""

    number = models.CharField(_("Number"), max_length=40, unique=True)
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    source = models.CharField(_("Asked for by"), max_length=12, choices=Source)
    source_number = models.CharField(max_length=40, help_text="Number of what asked for it, in its own room")
    state = models.CharField(max_length=20, choices=RectificationState, editable=False)
    kind = models.CharField(_("Kind"), max_length=MAX_KIND_LENGTH)
    text = models.TextField(_("What is wrong"))
    requirement = models.TextField(_("What is to be done"))
    given_on = models.DateField()
    due = models.DateField(_("By when"))
    original_due = models.DateField()
    responsible = models.CharField(_("Responsible"), max_length=MAX_RESPONSIBLE_LENGTH, blank=True)
    supervising = models.CharField(_("Responsible for supervision"), max_length=MAX_RESPONSIBLE_LENGTH, blank=True)
    done_with = models.TextField(_("What was done"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_on = models.DateField(null=True, blank=True)
    result = models.TextField(_("What the check found"), blank=True)
    closed_on = models.DateField(null=True, blank=True)
    times_supervised = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RectificationState.values), name="rectification_state_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="rectification_source_known"),
            models.CheckConstraint(
                condition=Q(original_due__gte=F("given_on"), due__gte=F("original_due")),
                name="rectification_due_after_given",
            ),
            models.CheckConstraint(
                condition=Q(state=RectificationState.OPEN) | Q(reported_by__isnull=False, reported_on__isnull=False),
                name="rectification_reported_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=RectificationState.CLOSED, closed_on__isnull=False)
                | (~Q(state=RectificationState.CLOSED) & Q(closed_on=None)),
                name="rectification_closed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due"], name="rectification_by_due"),
            models.Index(fields=["source", "source_number"], name="rectification_by_source"),
            models.Index(fields=["unit", "given_on"], name="rectification_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of it."""
        return self.number

    @property
    def closed_late(self) -> bool:
        """Whether it was reported as put right after its day; the day of the check does not count."""
        return self.closed_on is not None and self.reported_on is not None and self.reported_on > self.due


class EvidenceFile(models.Model):
    """A file that shows that something was put right."""

    rectification = models.ForeignKey(Rectification, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=150)
    stored_as = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes")
    content_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
