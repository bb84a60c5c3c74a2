"""The lines of a list of claims and debts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.content.claims.enums import ClaimKind
from disclosure.lists.models import ListLine
from portal.core.money import format_money


class ClaimLine(ListLine):
    """What stands between the village and one debtor or creditor: opening + added − settled = closing (identity I9)."""

    party = models.CharField(_("Debtor or creditor"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=10, choices=ClaimKind.choices)
    reason = models.CharField(_("What for"), max_length=100, blank=True)
    since = models.DateField(pgettext_lazy("of a debt", "Since"), null=True, blank=True)
    opening = models.DecimalField(_("Opening balance, yuan"), max_digits=16, decimal_places=2)
    added = models.DecimalField(_("Added, yuan"), max_digits=16, decimal_places=2)
    settled = models.DecimalField(_("Settled, yuan"), max_digits=16, decimal_places=2)
    closing = models.DecimalField(_("Closing balance, yuan"), max_digits=16, decimal_places=2)
    note = models.CharField(_("Note"), max_length=100, blank=True)

    class Meta(ListLine.Meta):
        constraints = [
            *ListLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("added") - F("settled")), name="claim_closing_follows"
            ),
        ]

    def clean(self) -> None:
        """Check that the closing balance follows from the others."""
        made = self.opening + self.added - self.settled
        if self.closing != made:
            sentence = _("Opening balance + added − settled makes %(made)s, not %(closing)s.")
            values = {"made": format_money(made), "closing": format_money(self.closing)}
            raise ValidationError({"closing": sentence % values})
