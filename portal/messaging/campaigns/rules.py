"""The steps of a campaign, whom it can reach, and what is offered ready-made."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from portal.accounts.enums import Role
from portal.core import calendar
from portal.core.calendar.rules import MID_AUTUMN, SPRING_FESTIVAL, next_festival
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
LEAD = timedelta(days=7)
"""So long before a festival its reminder is offered; on the working day before where that day is off."""
STEP = "sent"
FIELDS = ("name_zh", "name_en", "subject", "body", "send_on", "roles")


@dataclass(frozen=True, slots=True)
class Preset:
    """A campaign that is offered ready-made."""

    festival: str
    label: str | Promise
    name_zh: str
    name_en: str
    subject: str | Promise
    body: str | Promise
    groups: tuple[str, ...] = (HEADS, Role.LEADER, Role.CLERK)

    def send_on(self, *, after: date) -> date:
        """Return the day on which the next one is to be sent, later than a day."""
        working, seen = calendar.load(), after
        while True:
            festival = next_festival(self.festival, after=seen)
            day = working.last_working_day(festival - LEAD)
            if day > after:
                return day
            seen = festival

    def values(self, *, on: date) -> dict[str, Any]:
        """Return what the form begins with."""
        send_on = self.send_on(after=on)
        year = next_festival(self.festival, after=send_on).year
        return {
            "name_zh": f"{year}年{self.name_zh}",
            "name_en": f"{self.name_en} {year}",
            "subject": str(self.subject),
            "body": str(self.body),
            "send_on": send_on,
            "roles": list(self.groups),
        }


PRESETS: dict[str, Preset] = {
    "spring": Preset(
        festival=SPRING_FESTIVAL,
        label=_("Before Spring Festival"),
        name_zh="春节前廉洁提醒",
        name_en="Reminder before Spring Festival",
        subject=_("Spring Festival is near: keep it clean"),
        body=_(
            "Spring Festival is near. Please keep to the eight-point rules:\n\n"
            "1. Give and take no gifts, gift money, shopping cards or electronic red packets.\n"
            "2. No meals, trips or New Year goods out of public or collective money.\n"
            "3. No private use of official cars.\n"
            "4. No weddings or funerals held to collect money, no gambling, no banquets that could sway your work.\n"
            "5. Village money is spent and disclosed as at any other time; relief is paid in full and on time.\n\n"
            "Heads of units answer for their people and keep the rota on duty. If you notice something, "
            "tell the town’s discipline commission. We wish you and your family a happy New Year."
        ),
    ),
    "mid_autumn": Preset(
        festival=MID_AUTUMN,
        label=_("Before Mid-Autumn"),
        name_zh="中秋节前廉洁提醒",
        name_en="Reminder before Mid-Autumn",
        subject=_("Mid-Autumn is near: keep it clean"),
        body=_(
            "Mid-Autumn and National Day are near. Please keep to the eight-point rules:\n\n"
            "1. Give and take no mooncakes, crabs, gift cards, coupons or electronic red packets.\n"
            "2. No meals or trips out of public or collective money, no private use of official cars.\n"
            "3. No banquets that could sway your work, no money collected on family occasions.\n"
            "4. Village money is spent and disclosed as at any other time.\n\n"
            "Heads of units answer for their people and keep the rota on duty. If you notice something, "
            "tell the town’s discipline commission. We wish you and your family a good festival."
        ),
    ),
}
"""By the name under which the page offers them."""
