"""The words of messages: channels, and what became of a delivery."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """How a message leaves the portal. The inbox is no channel: everything stands there."""

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


class CampaignState(TextChoices):
    """Where a campaign stands."""

    PLANNED = "planned", pgettext_lazy("state of a campaign", "Planned")
    SENT = "sent", pgettext_lazy("state of a campaign", "Sent")
    CANCELLED = "cancelled", pgettext_lazy("state of a campaign", "Cancelled")
