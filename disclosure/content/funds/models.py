"""The lines of a list of special funds."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.lists.models import ListLine
from portal.core.money import format_money


class FundLine(ListLine):
    """One special fund: opening + received − spent = left."""

    fund = models.CharField(_("Fund"), max_length=80)
    source = models.CharField(_("Granted by"), max_length=100, blank=True)
    opening = models.DecimalField(_("Opening balance, yuan"), max_digits=16, decimal_places=2)
    received = models.DecimalField(_("Received, yuan"), max_digits=16, decimal_places=2)
    spent = models.DecimalField(_("Spent, yuan"), max_digits=16, decimal_places=2)
    left = models.DecimalField(_("Left, yuan"), max_digits=16, decimal_places=2)
    spent_on = models.CharField(_("What it was spent on"), max_length=200, blank=True)
    note = models.CharField(_("Note"), max_length=100, blank=True)

    class Meta(ListLine.Meta):
        constraints = [
            *ListLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(left=F("opening") + F("received") - F("spent")), name="fund_left_follows"
            ),
        ]

    def clean(self) -> None:
        """Check that what is left follows."""
        made = self.opening + self.received - self.spent
        if self.left != made:
            sentence = _("Opening balance + received − spent makes %(made)s, not %(left)s.")
            raise ValidationError({"left": sentence % {"made": format_money(made), "left": format_money(self.left)}})
