"""Closed lists of packs of posters."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PackFormat(TextChoices):
    """How a pack of posters is handed over."""

    PDF = "pdf", _("One PDF in the order of the boards")
    ZIP = "zip", _("A ZIP file with one PDF a poster")


class PackItemState(TextChoices):
    """Where one poster of a pack stands."""

    WAITING = "waiting", pgettext_lazy("state of a poster in a pack", "Waiting")
    DONE = "done", pgettext_lazy("state of a poster in a pack", "Made")
    FAILED = "failed", pgettext_lazy("state of a poster in a pack", "Failed")
