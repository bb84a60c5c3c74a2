"""The lines of a distribution of surplus."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.content.distribution.enums import Step
from disclosure.lists.models import ListLine


class DistributionLine(ListLine):
    """One item of the sum that leads from income and expense to what stays undistributed (identities I7 and I8)."""

    item = models.CharField(_("Item"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=12, choices=Step.choices)
    amount = models.DecimalField(_("Amount, yuan"), max_digits=16, decimal_places=2)
    note = models.CharField(_("Note"), max_length=100, blank=True)
