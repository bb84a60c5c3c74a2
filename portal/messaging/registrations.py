"""What messages hand to the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from portal.messaging.campaigns import queries as campaigns
from portal.messaging.places import ADDRESS
from portal.messaging.registry import MESSAGE_TEMPLATES, REMINDER_SOURCES, MessageTemplate, Place, ReminderSource

REMINDER_SOURCES.register(ReminderSource("campaigns", campaigns.reminders))

NAME = Place("name", _("the campaign"), "中秋廉洁提醒", "Before Mid-Autumn")
SUBJECT = Place("subject", _("the subject of the campaign"), "中秋、国庆期间廉洁提醒", "A clean Mid-Autumn")
TEXT = Place(
    "text",
    _("the text of the campaign"),
    "节日期间不收礼品、礼金，不用公车办私事。",
    "No gifts, no money, no office car for private trips.",
)

MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="campaign",
        order=300,
        title=_("A campaign, such as before a festival"),
        places=(NAME, SUBJECT, TEXT, ADDRESS),
        subject_zh="{subject}",
        body_zh="{text}",
        subject_en="{subject}",
        body_en="{text}",
    )
)
