"""The lines of a list of assets."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.content.assets.enums import AssetKind
from disclosure.lists.models import ListLine
from portal.core.money import format_money


class AssetLine(ListLine):
    """One asset: cost − accumulated depreciation = net value (identity I10)."""

    name = models.CharField(_("Asset"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=12, choices=AssetKind.choices)
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=4, null=True, blank=True)
    measure = models.CharField(_("Unit of measure"), max_length=8, blank=True)
    acquired = models.DateField(_("Acquired on"), null=True, blank=True)
    cost = models.DecimalField(
        _("Cost, yuan"), max_digits=16, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    depreciated = models.DecimalField(
        _("Accumulated depreciation, yuan"),
        max_digits=16,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    net = models.DecimalField(_("Net value, yuan"), max_digits=16, decimal_places=2)
    used_for = models.CharField(_("Use"), max_length=80, blank=True)
    note = models.CharField(_("Note"), max_length=100, blank=True)

    class Meta(ListLine.Meta):
        constraints = [
            *ListLine.Meta.constraints,
            models.CheckConstraint(condition=Q(net=F("cost") - F("depreciated")), name="asset_net_follows"),
        ]

    def clean(self) -> None:
        """Check that the net value follows."""
        made = self.cost - self.depreciated
        if self.net != made:
            sentence = _("Cost − depreciation makes %(made)s, not %(net)s.")
            raise ValidationError({"net": sentence % {"made": format_money(made), "net": format_money(self.net)}})
