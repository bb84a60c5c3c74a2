"""The lines of a list of homesteads."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.content.homesteads.enums import HomesteadKind, HomesteadState
from disclosure.lists.models import ListLine


class HomesteadLine(ListLine):
    """One application for a homestead, and what came of it."""

    name = models.CharField(_("Applicant"), max_length=40)
    group = models.CharField(_("Village group"), max_length=20, blank=True)
    people = models.PositiveSmallIntegerField(_("People in the household"), null=True, blank=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=HomesteadKind.choices)
    place = models.CharField(_("Where"), max_length=80)
    area = models.DecimalField(
        _("Area, m²"), max_digits=10, decimal_places=3, validators=[MinValueValidator(Decimal("0.001"))]
    )
    state = models.CharField(_("State"), max_length=10, choices=HomesteadState.choices)
    permit = models.CharField(_("Number of the permit"), max_length=60, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=100, blank=True)
