"""What units report each quarter of the duties of their letter."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accountability.letters.enums import MAX_EVIDENCE_LENGTH, MAX_HEADING_LENGTH, ReportState
from portal.accounts.models import Unit
from portal.core.workflow import Stateful


class SelfReport(Stateful):
    """What one unit reports of one quarter, and by when."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    quarter = models.PositiveSmallIntegerField(_("Quarter"))
    state = models.CharField(max_length=20, choices=ReportState, editable=False)
    ends_on = models.DateField(help_text="Last day of the quarter; it is reported after it")
    due = models.DateField(_("Due"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_on = models.DateField(null=True, blank=True, help_text="The day it was reported first")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "-quarter", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "quarter"], name="self_report_once"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="self_report_state_known"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="self_report_of_a_quarter"),
            models.CheckConstraint(condition=Q(due__gt=F("ends_on")), name="self_report_due_after_quarter"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DUE) | Q(reported_by__isnull=False, reported_on__isnull=False),
                name="self_report_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ACCEPTED) | Q(checked_by__isnull=False), name="self_report_checked"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("reported_by")), name="self_report_not_checked_by_writer"
            ),
        ]
        indexes = [
            models.Index(fields=["town", "year", "quarter"], name="self_report_by_quarter"),
            models.Index(fields=["state", "due"], name="self_report_by_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number, such as ZC-2026Q3-QS-01."""
        return f"ZC-{self.year}Q{self.quarter}-{self.unit.code}"

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of it."""
        return self.number


class SelfReportLine(models.Model):
    """What was done for one duty in a quarter. Once the report is accepted everybody reads `evidence`, not `text`."""

    report = models.ForeignKey(SelfReport, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField(help_text="Number of the duty in the letter")
    heading = models.CharField(max_length=MAX_HEADING_LENGTH)
    text = models.TextField(_("What was done"))
    evidence = models.CharField(_("Evidence"), max_length=MAX_EVIDENCE_LENGTH, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="self_report_line_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"


class SelfReportFile(models.Model):
    """A file that shows what was done for a duty in a quarter."""

    report = models.ForeignKey(SelfReport, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField(help_text="Number of the duty in the letter")
    name = models.CharField(max_length=150)
    stored_as = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes")
    content_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "number", "pk"]

    def __str__(self) -> str:
        return self.name
