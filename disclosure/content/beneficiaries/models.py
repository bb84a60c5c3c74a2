"""The lines of a list of beneficiaries."""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.lists.models import ListLine
from portal.core.money import format_money

CENT = Decimal("0.01")


class BeneficiaryLine(ListLine):
    """What one household gets under one item. Never why, and of an account only its last digits.

    Where quantity and standard are given, they make the amount (identity I11), rounded to the cent.
    """

    name = models.CharField(_("Household or unit"), max_length=40)
    group = models.CharField(_("Village group"), max_length=20, blank=True)
    card = models.CharField(_("Account ends in"), max_length=8, blank=True)
    item = models.CharField(_("Item"), max_length=60, blank=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=4, null=True, blank=True)
    measure = models.CharField(_("Unit of measure"), max_length=8, blank=True)
    standard = models.DecimalField(_("Standard, yuan"), max_digits=12, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(
        _("Amount, yuan"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    note = models.CharField(_("Note"), max_length=100, blank=True)

    class Meta(ListLine.Meta):
        constraints = [
            *ListLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity__isnull=True)
                | Q(standard__isnull=True)
                | Q(amount__gte=F("quantity") * F("standard") - CENT, amount__lte=F("quantity") * F("standard") + CENT),
                name="beneficiary_amount_follows",
            ),
        ]

    def clean(self) -> None:
        """Check that quantity and standard make the amount."""
        if self.quantity is None or self.standard is None:
            return
        made = (self.quantity * self.standard).quantize(CENT, rounding=ROUND_HALF_UP)
        if abs(made - self.amount) >= CENT:
            sentence = _("%(quantity)s × %(standard)s makes %(made)s, not %(amount)s.")
            values = {
                "quantity": f"{self.quantity.normalize():f}",
                "standard": f"{self.standard.normalize():f}",
                "made": format_money(made),
                "amount": format_money(self.amount),
            }
            raise ValidationError({"amount": sentence % values})
