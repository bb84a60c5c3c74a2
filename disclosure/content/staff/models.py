"""The lines of a staff board."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.content.staff.enums import Whereabouts
from disclosure.lists.models import ListLine


class StaffLine(ListLine):
    """One person on the staff board of a station or a village."""

    name = models.CharField(_("Name"), max_length=40)
    post = models.CharField(_("Post"), max_length=40)
    duties = models.CharField(_("Duties"), max_length=120)
    telephone = models.CharField(_("Office telephone"), max_length=30, blank=True)
    window = models.CharField(_("Room or counter"), max_length=40, blank=True)
    whereabouts = models.CharField(_("Where they are"), max_length=10, choices=Whereabouts.choices, blank=True)
    note = models.CharField(_("Note"), max_length=80, blank=True)

    @property
    def is_in(self) -> bool:
        """Whether they can be met in the office."""
        return self.whereabouts == Whereabouts.IN
