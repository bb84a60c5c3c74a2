"""Words of a staff board."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Whereabouts(TextChoices):
    """Where somebody is, as boards in halls say it."""

    IN = "in", pgettext_lazy("whereabouts", "In the office")
    VILLAGE = "village", pgettext_lazy("whereabouts", "In a village")
    MEETING = "meeting", pgettext_lazy("whereabouts", "At a meeting")
    AWAY = "away", pgettext_lazy("whereabouts", "Away on business")
    LEAVE = "leave", pgettext_lazy("whereabouts", "On leave")
