"""What is to be published by when, and what was said of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.models import Notice
from disclosure.obligations.enums import ExemptionKind, ExemptionState, Origin
from portal.accounts.models import Unit


class Obligation(models.Model):
    """One item that one unit must publish, and the day by which.

    Those of the calendar are made by count and counted again while they are open; those of an event or
    a demand are made once. A row is never deleted: one that is owed no longer is void.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="obligations")
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="obligations")
    period = models.CharField(_("Period"), max_length=7)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.CALENDAR)
    subject = models.CharField(_("What it is about"), max_length=120, blank=True)
    arises_on = models.DateField(_("Day it happened"), null=True, blank=True)
    due_on = models.DateField(_("Due"))
    is_provisional = models.BooleanField(default=False)
    voided_at = models.DateTimeField(null=True, blank=True)
    notice = models.ForeignKey(
        Notice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        help_text="What meets an obligation of an event or a demand; the calendar's are found by their period",
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "unit__code", "entry__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "entry", "period"], condition=Q(origin=Origin.CALENDAR), name="obligation_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.CALENDAR, arises_on__isnull=True, subject="", notice__isnull=True)
                | (~Q(origin=Origin.CALENDAR) & Q(arises_on__isnull=False) & ~Q(subject="")),
                name="obligation_of_an_event_says_of_what",
            ),
        ]
        indexes = [models.Index(fields=["period"], name="obligation_by_period")]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """The number under which audit lines speak of this obligation."""
        number = f"{self.unit.code}-{self.entry.code}-{self.period}"
        return number if self.origin == Origin.CALENDAR else f"{number}#{self.pk}"


class Exemption(models.Model):
    """Why an obligation need not be met: excused by the committee, or nothing of the kind happened.

    `is_public` tells whether the public reads the reason; it always sees the standing.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="exemptions")
    kind = models.CharField(max_length=15, choices=ExemptionKind)
    state = models.CharField(max_length=10, choices=ExemptionState)
    reason = models.TextField(_("Reason"))
    is_public = models.BooleanField(_("Publish the reason"), default=False)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state__in=[ExemptionState.SAID, ExemptionState.ACCEPTED]),
                name="exemption_one_in_force",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_reason"),
            models.CheckConstraint(
                condition=Q(state=ExemptionState.SAID) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="exemption_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ExemptionKind.NOT_APPLICABLE)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("said_by"))
                | Q(state=ExemptionState.ENDED),
                name="exemption_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.kind}"

    def audit_number(self) -> str:
        """The number under which audit lines speak of this exemption."""
        return self.obligation.audit_number()
