"""Campaigns that are offered ready-made: when the next is due, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.core import calendar
from portal.core.calendar.rules import (
    DRAGON_BOAT,
    LABOUR_DAY,
    MID_AUTUMN,
    NATIONAL_DAY,
    QINGMING,
    SPRING_FESTIVAL,
    next_festival,
)
from portal.messaging.campaigns.rules import HEADS
from portal.messaging.enums import CampaignOccasion

LEAD = timedelta(days=7)
"""So long before a festival its reminder is offered; on the working day before where that day is off."""
EVERYBODY = (HEADS, Role.LEADER, Role.CLERK)


@dataclass(frozen=True, slots=True)
class Preset:
    """A campaign that is offered ready-made.

    Attributes:
        festival: The festival it comes before, by the calendar's name; empty where it is sent when there is cause.
        groups: To whom it goes; none where the people it concerns are chosen by name.
    """

    occasion: CampaignOccasion
    label: str | Promise
    name_zh: str
    name_en: str
    subject: str | Promise
    body: str | Promise
    festival: str = ""
    groups: tuple[str, ...] = EVERYBODY

    def send_on(self, *, after: date) -> date:
        """Return the day on which the next one is to be sent, later than a day; that day where it has no festival."""
        if not self.festival:
            return after
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
        year = next_festival(self.festival, after=send_on).year if self.festival else on.year
        return {
            "occasion": self.occasion,
            "name_zh": f"{year}年{self.name_zh}",
            "name_en": f"{self.name_en} {year}",
            "subject": str(self.subject),
            "body": str(self.body),
            "send_on": send_on,
            "roles": list(self.groups),
        }


_FESTIVALS = (
    Preset(
        occasion=CampaignOccasion.SPRING,
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
    Preset(
        occasion=CampaignOccasion.QINGMING,
        festival=QINGMING,
        label=_("Before Qingming"),
        name_zh="清明节前廉洁提醒",
        name_en="Reminder before Qingming",
        subject=_("Qingming is near: honour the dead plainly"),
        body=_(
            "Qingming is near. Please honour the dead plainly, and keep to the eight-point rules:\n\n"
            "1. No official cars for visits to graves, no journeys home out of public or collective money.\n"
            "2. No large graves, no burial outside the public cemeteries; no superstitious rites.\n"
            "3. Give and take no gifts or gift money, and no banquets that could sway your work.\n"
            "4. No fire on hills and fields; cadres go first.\n\n"
            "Heads of units answer for their people and keep the rota on duty. If you notice something, "
            "tell the town’s discipline commission."
        ),
    ),
    Preset(
        occasion=CampaignOccasion.LABOUR,
        festival=LABOUR_DAY,
        label=_("Before Labour Day"),
        name_zh="劳动节前廉洁提醒",
        name_en="Reminder before Labour Day",
        subject=_("Labour Day is near: keep it clean"),
        body=_(
            "Labour Day is near. Please keep to the eight-point rules:\n\n"
            "1. No meals or trips out of public or collective money, none paid by those you regulate.\n"
            "2. No private use of official cars; they are parked and sealed over the holiday.\n"
            "3. Give and take no gifts, cards or electronic red packets.\n"
            "4. Weddings are reported before they are held, and no money is collected on them.\n\n"
            "Heads of units answer for their people and keep the rota on duty. If you notice something, "
            "tell the town’s discipline commission."
        ),
    ),
    Preset(
        occasion=CampaignOccasion.DRAGON_BOAT,
        festival=DRAGON_BOAT,
        label=_("Before the Dragon Boat Festival"),
        name_zh="端午节前廉洁提醒",
        name_en="Reminder before the Dragon Boat Festival",
        subject=_("The Dragon Boat Festival is near: keep it clean"),
        body=_(
            "The Dragon Boat Festival is near. Please keep to the eight-point rules:\n\n"
            "1. Give and take no rice dumplings, gift boxes, cards, coupons or electronic red packets.\n"
            "2. No meals or trips out of public or collective money, no private use of official cars.\n"
            "3. No banquets that could sway your work.\n"
            "4. Village money is spent and disclosed as at any other time.\n\n"
            "Heads of units answer for their people and keep the rota on duty. If you notice something, "
            "tell the town’s discipline commission."
        ),
    ),
    Preset(
        occasion=CampaignOccasion.MID_AUTUMN,
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
    Preset(
        occasion=CampaignOccasion.NATIONAL,
        festival=NATIONAL_DAY,
        label=_("Before National Day"),
        name_zh="国庆节前廉洁提醒",
        name_en="Reminder before National Day",
        subject=_("National Day is near: keep it clean"),
        body=_(
            "National Day is near. Please keep to the eight-point rules:\n\n"
            "1. No trips, meals or entertainment out of public or collective money, none paid by those you regulate.\n"
            "2. No private use of official cars; they are parked and sealed over the holiday.\n"
            "3. Give and take no gifts, cards or electronic red packets.\n"
            "4. Family occasions are reported before they are held, and no money is collected on them.\n\n"
            "Heads of units answer for their people and keep the rota on duty. If you notice something, "
            "tell the town’s discipline commission."
        ),
    ),
)
_WITH_CAUSE = (
    Preset(
        occasion=CampaignOccasion.PROMOTION,
        label=_("To somebody who is promoted"),
        name_zh="任职廉洁提醒",
        name_en="Reminder on taking office",
        groups=(),
        subject=_("On taking office: a reminder"),
        body=_(
            "You take on a new post. Please keep in mind:\n\n"
            "1. Matters of weight, appointments, projects and large sums are decided in a meeting, never alone.\n"
            "2. You answer for the clean conduct of those you lead, as well as for the work.\n"
            "3. Report what has to be reported of yourself and your family; relatives do no business with your unit.\n"
            "4. Accept no gifts, money or banquets on taking office, and hold none.\n"
            "5. What your unit owes the public is published on time.\n\n"
            "If you are in doubt, ask the town’s discipline commission beforehand."
        ),
    ),
    Preset(
        occasion=CampaignOccasion.CASE,
        label=_("To those who handle a case"),
        name_zh="办案廉洁提醒",
        name_en="Reminder on handling a case",
        groups=(),
        subject=_("On handling a case: a reminder"),
        body=_(
            "You handle a case. Please keep in mind:\n\n"
            "1. Say so at once, and withdraw, where you or your relatives are concerned.\n"
            "2. Who complains, and what about, is told to nobody who does not work on it.\n"
            "3. No meeting in private with anybody concerned; no meals, gifts or favours from them.\n"
            "4. Whoever asks about the case without having to is written down and reported.\n"
            "5. Keep the time limits, and give reasons for what you decide."
        ),
    ),
    Preset(
        occasion=CampaignOccasion.PROJECT,
        label=_("On the approval of a project"),
        name_zh="项目立项廉洁提醒",
        name_en="Reminder on the approval of a project",
        groups=(),
        subject=_("Your project is approved: a reminder"),
        body=_(
            "Your project is approved. Please keep in mind:\n\n"
            "1. The villagers decide first: four discussions and two disclosures, with minutes.\n"
            "2. What has to be put out to tender is; no project is split to stay below a limit.\n"
            "3. Nobody who decides, nor their relatives, takes part in the work or supplies it.\n"
            "4. Payments follow progress and acceptance, with invoices, to the contractor’s account alone.\n"
            "5. Every stage is published on time, and the supervision committee sees the site and the books."
        ),
    ),
)
PRESETS: dict[str, Preset] = {preset.occasion.value: preset for preset in (*_FESTIVALS, *_WITH_CAUSE)}
"""By the occasion, under which the page offers them."""
FESTIVALS_OFFERED = 2


def offered(*, today: date) -> Iterable[tuple[Preset, date | None]]:
    """Return what is offered on a day: the next festivals with the days of their reminders, then what needs a cause."""
    days = sorted(((preset.send_on(after=today), preset) for preset in _FESTIVALS), key=lambda pair: pair[0])
    return [*((preset, day) for day, preset in days[:FESTIVALS_OFFERED]), *((preset, None) for preset in _WITH_CAUSE)]
