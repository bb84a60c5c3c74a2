"""The steps of a campaign, and whom it can reach."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from portal.accounts.enums import Role
from portal.core.workflow import Row, Verb, Workflow
from portal.messaging.enums import CampaignState

PRACTICE = "廉政提醒制度"

CAMPAIGN = Workflow(
    name="campaign",
    rows=(
        Row("", "plan", CampaignState.PLANNED, "plans", PRACTICE),
        Row(CampaignState.PLANNED, "cancel", CampaignState.CANCELLED, "keeps", PRACTICE),
        Row(CampaignState.PLANNED, "send", CampaignState.SENT, "is_system", PRACTICE),
    ),
    refusals={
        CampaignState.PLANNED: _("Somebody else changed this campaign after you opened it."),
        CampaignState.SENT: _("This campaign has been sent meanwhile."),
        CampaignState.CANCELLED: _("This campaign has been cancelled meanwhile."),
    },
    verbs=(
        Verb("plan", _("Plan it"), "", pgettext_lazy("audit entry", "Planned"), _("The campaign is planned.")),
        Verb(
            "cancel",
            _("Cancel the campaign"),
            "",
            pgettext_lazy("audit entry", "Cancelled"),
            _("The campaign is cancelled."),
            is_back=True,
        ),
        Verb("send", "", "", pgettext_lazy("audit entry", "Sent"), ""),
    ),
)


HEADS = "head"
"""Among the roles of a campaign: the heads of units, whatever role their post gives them."""
GROUPS: tuple[tuple[str, str | Promise], ...] = (
    (HEADS, pgettext_lazy("people a campaign reaches", "Heads of units")),
    *((role.value, role.label) for role in Role),
)
CAMPAIGN_KIND = "campaign"
"""The message template of campaigns, and what their causes begin with."""
STEP = "sent"
FIELDS = ("occasion", "name_zh", "name_en", "subject", "body", "send_on", "roles", "kinds")
