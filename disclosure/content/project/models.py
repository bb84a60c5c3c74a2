"""The stages of projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.content.project.enums import Stage
from disclosure.lists.models import ListLine


class StageLine(ListLine):
    """One stage of one project. Stages of the same unit with the same project name belong together."""

    project = models.CharField(_("Project"), max_length=80, db_index=True)
    stage = models.CharField(_("Stage"), max_length=12, choices=Stage.choices)
    ended_on = models.DateField(_("Ended on"))
    what = models.CharField(_("What was decided or done"), max_length=200)
    party = models.CharField(_("Winner or contractor"), max_length=80, blank=True)
    amount = models.DecimalField(_("Amount, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("Note"), max_length=100, blank=True)
