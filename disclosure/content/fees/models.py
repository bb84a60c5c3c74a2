"""The lines of a list of fees."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.lists.models import ListLine


class FeeLine(ListLine):
    """What is charged for one thing. The standard is written as it is charged, such as 10 yuan a copy, or free."""

    item = models.CharField(_("What is charged for"), max_length=80)
    payer = models.CharField(_("Who pays"), max_length=60, blank=True)
    standard = models.CharField(_("Standard"), max_length=60)
    basis = models.CharField(_("Legal basis"), max_length=200)
    relief = models.CharField(_("Who pays less or nothing"), max_length=120, blank=True)
    office = models.CharField(_("Collected by"), max_length=60, blank=True)
    note = models.CharField(_("Note"), max_length=120, blank=True)
