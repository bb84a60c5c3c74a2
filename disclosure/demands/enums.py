"""Closed lists of joint demands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Capacity(TextChoices):
    """As what somebody joins in a demand."""

    VILLAGER = "villager", _("Villager")
    REPRESENTATIVE = "representative", _("Villagers’ representative")


class DemandState(TextChoices):
    """The state of a joint demand."""

    COLLECTING = "collecting", pgettext_lazy("state of a demand", "Collecting support")
    REACHED = "reached", pgettext_lazy("state of a demand", "Must be published")
    MET = "met", pgettext_lazy("state of a demand", "Published")
    ENDED = "ended", pgettext_lazy("state of a demand", "Ended")
