"""Closed lists of what people send: how it came, and what the public sees of it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """How an opinion came in."""

    WEB = "web", _("On this website")
    TELEPHONE = "telephone", _("By telephone")
    BOX = "box", _("In the suggestion box")
    IN_PERSON = "in_person", _("In person")


class Visibility(TextChoices):
    """What the public sees of an opinion, as decided by whoever screened it."""

    UNDECIDED = "", pgettext_lazy("visibility of an opinion", "Not decided")
    PUBLIC = "public", pgettext_lazy("visibility of an opinion", "Published")
    MASKED = "masked", pgettext_lazy("visibility of an opinion", "Published masked")
    PRIVATE = "private", pgettext_lazy("visibility of an opinion", "Kept private")
