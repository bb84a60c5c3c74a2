"""The lines of a plain list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.lists.models import ListLine


class RosterLine(ListLine):
    """One person or thing, and what is disclosed of it."""

    name = models.CharField(_("Name"), max_length=60)
    group = models.CharField(_("Belongs to"), max_length=40, blank=True)
    matter = models.CharField(_("Matter"), max_length=80, blank=True)
    detail = models.CharField(_("Particulars"), max_length=200, blank=True)
    day = models.DateField(_("Date"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=120, blank=True)
