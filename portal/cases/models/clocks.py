"""The time limits that run on a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.cases.models.case import Case
from portal.core.calendar import Counted
from portal.core.encryption import EncryptedTextField


class Clock(models.Model):
    """One time limit of a case, with the rule as it stood when the clock was started.

    `due` is empty while the clock stands still. `is_chosen` says that somebody chose the day, so it is certain and
    is not counted again.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    rule = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    basis = models.CharField(max_length=200)
    days = models.PositiveSmallIntegerField()
    is_in_working_days = models.BooleanField()
    start = models.DateField(help_text="The day after it is day 1")
    due = models.DateField(null=True, blank=True)
    is_provisional = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=False)
    counted = models.JSONField(default=dict)
    extended_days = models.PositiveSmallIntegerField(default=0)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    extension_reason = EncryptedTextField(blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"], condition=Q(met_at=None, stopped_at=None), name="clock_runs_once"
            ),
            models.CheckConstraint(condition=Q(met_at=None) | Q(stopped_at=None), name="clock_met_or_stopped"),
            models.CheckConstraint(
                condition=Q(extended_days=0) | Q(extended_by__isnull=False), name="clock_extended_by_somebody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"], condition=Q(met_at=None, stopped_at=None, is_provisional=True), name="clock_to_recount"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule} {self.due}"

    @property
    def is_over(self) -> bool:
        """Whether it was met or stopped."""
        return self.met_at is not None or self.stopped_at is not None

    @property
    def how(self) -> str:
        """How the day was counted, in sentences of the active language; empty for one that somebody chose."""
        return Counted.from_json(self.counted).how if self.counted else ""


class Suspension(models.Model):
    """A time in which a clock stands still, such as while somebody else is asked."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="suspensions")
    stopped_on = models.DateField()
    resumed_on = models.DateField(null=True, blank=True)
    suspended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(resumed_on=None), name="suspension_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=models.F("stopped_on")), name="suspension_goes_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.stopped_on}"
