"""The lines of a balance sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.content.balance.enums import Group
from disclosure.lists.models import ListLine


class BalanceLine(ListLine):
    """One item of a balance sheet at the start and at the end of the period."""

    item = models.CharField(_("Item"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=10, choices=Group.choices)
    opening = models.DecimalField(_("Opening balance, yuan"), max_digits=16, decimal_places=2)
    closing = models.DecimalField(_("Closing balance, yuan"), max_digits=16, decimal_places=2)
    note = models.CharField(_("Note"), max_length=100, blank=True)
