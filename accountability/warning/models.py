"""The tables of warning: the limits a town has set, and what the risks of a quarter came to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.warning.enums import Level, Risk
from portal.accounts.models import Unit


class RiskLimit(models.Model):
    """From where on a risk is medium and high in a town: a version of it. The newest holds; none is ever changed."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    risk = models.CharField(max_length=15, choices=Risk)
    version = models.PositiveIntegerField()
    medium = models.DecimalField(pgettext_lazy("level of a risk", "Medium from"), max_digits=6, decimal_places=1)
    high = models.DecimalField(pgettext_lazy("level of a risk", "High from"), max_digits=6, decimal_places=1)
    reason = models.CharField(_("Reason"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["town", "risk", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["town", "risk", "version"], name="risk_limit_version_once"),
            models.CheckConstraint(condition=Q(risk__in=Risk.values), name="risk_limit_risk_known"),
            models.CheckConstraint(condition=Q(medium__gt=0, high__gte=F("medium")), name="risk_limit_medium_first"),
            models.CheckConstraint(condition=~Q(reason=""), name="risk_limit_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.town_id} {self.risk} {self.version}"

    def audit_number(self) -> str:
        """The number of this version in audit lines."""
        return f"{self.town.code} {self.risk} {self.version}"


class RiskCount(models.Model):
    """What the risks of a town came to in a quarter, as counted last. Counted again, its cells are made anew."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=6)
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["town", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["town", "quarter"], name="risk_count_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(quarter__regex=r"^(19|20)[0-9]{2}Q[1-4]$"), name="risk_count_of_a_quarter"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """The number of this count in audit lines."""
        return f"{self.town.code} {self.quarter}"


class RiskCell(models.Model):
    """One risk of one unit in a quarter, with the limits it was measured by and the cases it counts.

    `value` is a number of cases, or per cent; None where nothing is published to count from. The cases are those of
    everybody: who may not see one of them is shown another value (`accountability.warning.queries`).
    """

    count = models.ForeignKey(RiskCount, on_delete=models.CASCADE, related_name="cells")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    risk = models.CharField(max_length=15, choices=Risk)
    value = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    level = models.PositiveSmallIntegerField(choices=Level)
    medium = models.DecimalField(max_digits=6, decimal_places=1)
    high = models.DecimalField(max_digits=6, decimal_places=1)
    is_grave = models.BooleanField(default=False)
    cases = models.JSONField(default=list)

    class Meta:
        ordering = ["count", "unit__code", "risk"]
        constraints = [
            models.UniqueConstraint(fields=["count", "unit", "risk"], name="risk_cell_once"),
            models.CheckConstraint(condition=Q(risk__in=Risk.values), name="risk_cell_risk_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="risk_cell_level_known"),
            models.CheckConstraint(
                condition=Q(level=Level.NONE) | Q(value__gt=0), name="risk_cell_of_something_counted"
            ),
        ]
        indexes = [models.Index(fields=["unit", "risk"], name="risk_cell_by_unit")]

    def __str__(self) -> str:
        return f"{self.count_id} {self.unit_id} {self.risk}"
