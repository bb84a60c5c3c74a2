"""The lines of a list of contracts."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.content.contracts.enums import ContractKind
from disclosure.lists.models import ListLine


class ContractLine(ListLine):
    """One contract: what, to whom, for how long, for how much, and how much of it came in."""

    subject = models.CharField(_("What is contracted out"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=10, choices=ContractKind.choices)
    party = models.CharField(_("Contractor"), max_length=60)
    area = models.DecimalField(_("Area, mu"), max_digits=12, decimal_places=4, null=True, blank=True)
    begins = models.DateField(_("From"))
    ends = models.DateField(_("Until"))
    yearly = models.DecimalField(
        _("Rent a year, yuan"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    paid = models.DecimalField(_("Paid so far, yuan"), max_digits=14, decimal_places=2, null=True, blank=True)
    how = models.CharField(_("How it was awarded"), max_length=60, blank=True)
    note = models.CharField(_("Note"), max_length=100, blank=True)

    class Meta(ListLine.Meta):
        constraints = [
            *ListLine.Meta.constraints,
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="contract_ends_after_it_begins"),
        ]

    def clean(self) -> None:
        """Check that it ends after it begins."""
        if self.ends < self.begins:
            raise ValidationError({"ends": _("It ends before it begins.")})
