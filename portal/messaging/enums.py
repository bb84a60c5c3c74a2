"""Channels, languages, and the states of deliveries and campaigns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Channel(TextChoices):
    """How a message leaves the portal. The inbox is no channel: it has every message."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class Language(TextChoices):
    """In which language a person is written to."""

    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


class DeliveryState(TextChoices):
    """What became of a delivery."""

    WAITING = "waiting", pgettext_lazy("state of a delivery", "Waiting")
    SENDING = "sending", pgettext_lazy("state of a delivery", "Being sent")
    SENT = "sent", pgettext_lazy("state of a delivery", "Sent")
    BOUNCED = "bounced", pgettext_lazy("state of a delivery", "Bounced")
    FAILED = "failed", pgettext_lazy("state of a delivery", "Failed")


AGAIN = (DeliveryState.BOUNCED, DeliveryState.FAILED)
"""States from which a delivery is sent again only on request."""


class Fault(TextChoices):
    """Why a delivery did not go out. A server that answered is noted by its number: `smtp 550`, `http 404`."""

    UNREACHABLE = "unreachable", _("The server could not be reached.")
    TIMEOUT = "timeout", _("The server did not answer in time.")
    ADDRESS = "address", _("The address is not a valid one.")
    STOPPED = "stopped", _("The worker was stopped while sending; it may or may not have arrived.")
    SWITCHED_OFF = "switched-off", _("The account has been switched off.")


class CampaignState(TextChoices):
    """The states of a campaign."""

    PLANNED = "planned", pgettext_lazy("state of a campaign", "Planned")
    SENT = "sent", pgettext_lazy("state of a campaign", "Sent")
    CANCELLED = "cancelled", pgettext_lazy("state of a campaign", "Cancelled")


class CampaignOccasion(TextChoices):
    """What a campaign is sent for. Figures of a year are counted by it."""

    SPRING = "spring", pgettext_lazy("occasion of a campaign", "Spring Festival")
    QINGMING = "qingming", pgettext_lazy("occasion of a campaign", "Qingming")
    LABOUR = "labour", pgettext_lazy("occasion of a campaign", "Labour Day")
    DRAGON_BOAT = "dragon_boat", pgettext_lazy("occasion of a campaign", "Dragon Boat Festival")
    MID_AUTUMN = "mid_autumn", pgettext_lazy("occasion of a campaign", "Mid-Autumn")
    NATIONAL = "national", pgettext_lazy("occasion of a campaign", "National Day")
    PROMOTION = "promotion", pgettext_lazy("occasion of a campaign", "Promotion")
    CASE = "case", pgettext_lazy("occasion of a campaign", "Handling of a case")
    PROJECT = "project", pgettext_lazy("occasion of a campaign", "Approval of a project")
    RISK = "risk", pgettext_lazy("occasion of a campaign", "Early warning")
    OTHER = "other", pgettext_lazy("occasion of a campaign", "Something else")


FESTIVALS = (
    CampaignOccasion.SPRING,
    CampaignOccasion.QINGMING,
    CampaignOccasion.LABOUR,
    CampaignOccasion.DRAGON_BOAT,
    CampaignOccasion.MID_AUTUMN,
    CampaignOccasion.NATIONAL,
)
"""Occasions that come round every year."""
