"""The lines of an allocation notice: what the town gave, to whom and out of which fund."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.notices.models import Edition
from portal.accounts.models import Unit

FORM = "allocation"
"""Its value in the catalogue and in the canonical document."""


class AllocationLine(models.Model):
    """One sum in yuan given to one unit, or to somebody outside the portal, out of one fund."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="allocations")
    number = models.PositiveSmallIntegerField(_("No."))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit")
    )
    recipient = models.CharField(_("Somebody else"), max_length=80, blank=True)
    fund = models.CharField(_("Fund and purpose"), max_length=120)
    amount = models.DecimalField(
        _("Amount, yuan"), max_digits=16, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    paid_on = models.DateField(_("Paid on"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="allocation_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_of_something"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, recipient="") | (Q(unit__isnull=True) & ~Q(recipient="")),
                name="allocation_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.number}"
