"""The lines of a guide to services."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.lists.models import ListLine


class ServiceLine(ListLine):
    """One service of a station."""

    service = models.CharField(_("Service"), max_length=60)
    who_for = models.CharField(_("Who it is for"), max_length=120, blank=True)
    papers = models.CharField(_("Papers to bring"), max_length=300)
    takes = models.CharField(_("How long it takes"), max_length=60)
    fee = models.CharField(_("Fee"), max_length=60)
    place = models.CharField(_("Where"), max_length=80)
    basis = models.CharField(_("Legal basis"), max_length=120, blank=True)
    form = models.CharField(_("Form to fill in"), max_length=120, blank=True)

    @property
    def papers_listed(self) -> list[str]:
        """The papers one by one; offices put an enumeration comma between them."""
        return [paper.strip() for paper in re.split("[、；;]", self.papers) if paper.strip()]
