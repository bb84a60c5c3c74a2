"""What is to be published by when, and what is exempted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.owed import DueDay
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.models import Notice
from disclosure.obligations.enums import IN_FORCE, ExemptionKind, ExemptionState, Origin
from portal.accounts.models import Unit
from portal.core.workflow import Stateful


class Obligation(models.Model):
    """One item that one unit must publish, and the day by which.

    Those of the calendar are counted, and counted again while they are open; those of an event or a demand
    are stored once. A row is never deleted: one that is owed no longer is void. What meets it is recorded
    with each publication and withdrawal.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("Period"), max_length=7)
    period_ends_on = models.DateField(editable=False)
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
        related_name="+",
        help_text="What is to meet an obligation of an event or a demand; the calendar's are found by their period",
    )
    met_by = models.ForeignKey(
        Notice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The notice that meets it as long as that is live",
    )
    met_on = models.DateField(null=True, blank=True, help_text="Day on which that notice was first published")
    met_since = models.DateTimeField(null=True, blank=True, help_text="Since when it is met without a break")
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
            models.CheckConstraint(
                condition=Q(met_by__isnull=True, met_on__isnull=True, met_since__isnull=True)
                | Q(met_by__isnull=False, met_on__isnull=False, met_since__isnull=False),
                name="obligation_met_by_something_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["period"], name="obligation_by_period"),
            models.Index(fields=["period_ends_on"], name="obligation_by_end_of_period"),
            models.Index(
                fields=["due_on"], condition=Q(met_by__isnull=True, voided_at__isnull=True), name="obligation_unmet"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_number()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, with the last day of its period."""
        if self._state.adding:
            self.period_ends_on = Period.parse(self.period).last
        super().save(*args, **kwargs)

    @property
    def due_day(self) -> DueDay:
        """The day it is due, as it was counted last."""
        return DueDay(self.due_on, self.is_provisional)

    def audit_number(self) -> str:
        """The number that audit lines give for this obligation."""
        number = f"{self.unit.code}-{self.entry.code}-{self.period}"
        return number if self.origin == Origin.CALENDAR else f"{number}#{self.pk}"


class CountedUntil(models.Model):
    """Up to which day obligations of the calendar are stored, and from what they were counted; one row.

    As long as catalogue, units and monthly reporting stay the same, only later periods need counting.
    """

    basis = models.CharField(max_length=64)
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.until}"


class Exemption(Stateful):
    """Why an obligation need not be met: excused by the committee, or nothing of the kind happened.

    `is_public` says whether the public reads the reason; it always sees the status of the obligation.
    """

    state = models.CharField(max_length=20, choices=ExemptionState, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="exemptions")
    kind = models.CharField(max_length=15, choices=ExemptionKind)
    reason = models.TextField(_("Reason"))
    is_public = models.BooleanField(_("Publish the reason"), default=False)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state__in=IN_FORCE),
                name="exemption_one_in_force",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_reason"),
            models.CheckConstraint(
                condition=Q(state=ExemptionState.PENDING) | Q(decided_by__isnull=False),
                name="exemption_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ExemptionKind.NOT_APPLICABLE)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("claimed_by"))
                | Q(state=ExemptionState.ENDED),
                name="exemption_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.kind}"

    @property
    def is_in_force(self) -> bool:
        """Whether it is accepted, or waits to be checked, so that no other can be made."""
        return self.state in IN_FORCE

    def audit_number(self) -> str:
        """The number that audit lines give for this exemption."""
        return self.obligation.audit_number()
