"""Campaigns: what the office tells people it chooses on a day it sets, such as before a festival.

The table is kept by `portal.messaging`; who may plan one, whom it reaches and what is offered ready-made is
decided here, because it is put together from posts and the working calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Post, Unit, User
from portal.accounts.policies import units_of
from portal.accounts.queries import system_actor
from portal.core import audit, calendar
from portal.core.calendar import MID_AUTUMN, SPRING_FESTIVAL
from portal.core.policy import Policy
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import lock
from portal.messaging.enums import CampaignState
from portal.messaging.models import Campaign, Message
from portal.messaging.types import Reminder

KEEPERS = frozenset({Role.PUBLISHER, Role.SECRETARY})
HEADS = "head"
"""Stands among the roles of a campaign for the heads of units, whatever role their post gives them."""
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
    """A campaign that is offered ready-made.

    Attributes:
        festival: The festival before which it is sent.
        label: What it is called on the page.
        name_zh: What the campaign is called, in Chinese.
        name_en: The same in English.
        subject: Its subject.
        body: Its text.
        groups: To whom it goes.
    """

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
            festival = calendar.next_festival(self.festival, after=seen)
            day = working.last_working_day(festival - LEAD)
            if day > after:
                return day
            seen = festival

    def values(self, *, on: date) -> dict[str, Any]:
        """Return what the form begins with."""
        send_on = self.send_on(after=on)
        year = calendar.next_festival(self.festival, after=send_on).year
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
        label=gettext_lazy("Before Spring Festival"),
        name_zh="春节前廉洁提醒",
        name_en="Reminder before Spring Festival",
        subject=gettext_lazy("Spring Festival is near: keep it clean"),
        body=gettext_lazy(
            "Spring Festival is near. Please keep to the eight-point rules:\n\n"
            "1. Give and take no gifts, gift money, shopping cards or electronic red packets.\n"
            "2. No meals, trips or New Year goods out of public or collective money.\n"
            "3. No private use of official cars.\n"
            "4. No weddings or funerals held to collect money, no gambling, no banquets that could sway your work.\n"
            "5. Village money is spent and disclosed as at any other time; relief is paid in full and on time.\n\n"
            "Heads of units answer for their people and keep the rota on duty. Whoever notices something, "
            "tell the town’s discipline commission. We wish you and your family a happy New Year."
        ),
    ),
    "mid_autumn": Preset(
        festival=MID_AUTUMN,
        label=gettext_lazy("Before Mid-Autumn"),
        name_zh="中秋节前廉洁提醒",
        name_en="Reminder before Mid-Autumn",
        subject=gettext_lazy("Mid-Autumn is near: keep it clean"),
        body=gettext_lazy(
            "Mid-Autumn and National Day are near. Please keep to the eight-point rules:\n\n"
            "1. Give and take no mooncakes, crabs, gift cards, coupons or electronic red packets.\n"
            "2. No meals or trips out of public or collective money, no private use of official cars.\n"
            "3. No banquets that could sway your work, no money collected on family occasions.\n"
            "4. Village money is spent and disclosed as at any other time.\n\n"
            "Heads of units answer for their people and keep the rota on duty. Whoever notices something, "
            "tell the town’s discipline commission. We wish you and your family a good festival."
        ),
    ),
}
"""By the name under which the page offers them."""


def _keeps(actor: Any, at: datetime) -> Q:
    found = Q(pk__in=[])
    for role in KEEPERS:
        found |= Q(unit__in=units_of(actor, role, at=at))
    return found


KEEPS = Policy(Campaign, _keeps)
"""Who plans campaigns of a town and reads whom they reach: its publishers and its discipline secretary."""


def towns(person: User, *, at: datetime) -> QuerySet[Unit]:
    """Return the towns for which a person plans campaigns."""
    found = Q(pk__in=[])
    for role in KEEPERS:
        found |= Q(pk__in=units_of(person, role, at=at))
    return Unit.objects.filter(found, kind=UnitKind.TOWN, is_active=True).order_by("code")


def campaigns(person: User, *, at: datetime) -> QuerySet[Campaign]:
    """Return the campaigns a person keeps, the latest day first."""
    return KEEPS.permitted(person, at=at).select_related("unit", "made_by").order_by("-send_on", "-pk")


def colleagues(town: Unit, *, on: date) -> QuerySet[User]:
    """Return who holds a post in a town, its stations or its villages on a day."""
    return User.objects.filter(posts__in=_posts(town, on), is_active=True).distinct().order_by("username")


def reached(town: Unit, *, roles: Iterable[str], people: Iterable[User], on: date) -> QuerySet[User]:
    """Return whom a campaign reaches on a day: holders of its roles, heads, and chosen people still in post."""
    wanted = set(roles)
    posts = _posts(town, on)
    meant = posts.filter(role__in=wanted)
    if HEADS in wanted:
        meant |= posts.filter(is_head=True)
    chosen = [person.pk for person in people]
    return colleagues(town, on=on).filter(Q(posts__in=meant) | Q(pk__in=chosen)).distinct()


def reached_by(campaign: Campaign, *, on: date) -> QuerySet[User]:
    """Return whom a campaign that is planned reaches."""
    people: Iterable[Any] = campaign.people.all()
    return reached(campaign.unit, roles=campaign.roles, people=people, on=on)


def told(campaign: Campaign) -> QuerySet[Message]:
    """Return what was said because of a campaign, with whoever was told."""
    return Message.objects.filter(cause=cause_of(campaign)).select_related("person").order_by("person__username")


def told_of_each(campaigns: Iterable[Campaign]) -> dict[int, int]:
    """Return how many were told because of each campaign, by its key."""
    keys = {cause_of(campaign): campaign.pk for campaign in campaigns}
    rows = Message.objects.filter(cause__in=keys).order_by().values_list("cause")
    return {keys[cause]: count for cause, count in rows.annotate(count=Count("pk"))}


def cause_of(campaign: Campaign) -> str:
    """Return what reminders of a campaign are known by."""
    return f"campaign:{campaign.pk}"


def due(*, at: datetime) -> QuerySet[Campaign]:
    """Return the campaigns whose day has come and that were not sent."""
    rows = Campaign.objects.filter(state=CampaignState.PLANNED, send_on__lte=timezone.localdate(at))
    return rows.select_related("unit").prefetch_related("people").order_by("send_on", "pk")


def reminders(*, at: datetime) -> list[Reminder]:
    """Return what campaigns have to say at a time."""
    on = timezone.localdate(at)
    return [
        Reminder(
            person=person,
            kind="campaign",
            cause=cause_of(campaign),
            step=STEP,
            due=campaign.send_on,
            words=partial(_words, campaign),
            url="/desk/inbox/",
        )
        for campaign in due(at=at)
        for person in reached_by(campaign, on=on)
    ]


def plan(*, actor: User, unit: Unit, fields: Mapping[str, Any], people: Sequence[User], at: datetime) -> Campaign:
    """Plan a campaign.

    Args:
        actor: A publisher or the discipline secretary of the town.
        unit: The town.
        fields: Values of `FIELDS`.
        people: Whom it reaches beside those who hold its roles.
        at: Now.

    Raises:
        NotAllowed: The actor does not plan campaigns of this town.
        Refused: It would be sent on a day that has passed, or to nobody.
    """
    if not towns(actor, at=at).filter(pk=unit.pk).exists():
        raise NotAllowed(_("You do not plan this town’s campaigns."))
    with transaction.atomic():
        campaign = Campaign(unit=unit, made_by=actor)
        _write(campaign, fields, people, at)
        audit.write(actor=actor, subject=campaign, number=campaign.audit_number(), verb="plan campaign", at=at)
    return campaign


def change(
    *, actor: User, campaign: Campaign, fields: Mapping[str, Any], people: Sequence[User], at: datetime
) -> Campaign:
    """Change a campaign that was not sent yet.

    Raises:
        NotAllowed: The actor does not keep it.
        WrongState: It was sent or cancelled meanwhile.
        Refused: As when it is planned.
    """
    with transaction.atomic():
        locked = _open(actor, campaign, at)
        _write(locked, fields, people, at)
        audit.write(actor=actor, subject=locked, number=locked.audit_number(), verb="change campaign", at=at)
    return locked


def cancel(*, actor: User, campaign: Campaign, at: datetime) -> Campaign:
    """Cancel a campaign that was not sent yet.

    Raises:
        NotAllowed: The actor does not keep it.
        WrongState: It was sent or cancelled meanwhile.
    """
    with transaction.atomic():
        locked = _open(actor, campaign, at)
        return _end(actor, locked, CampaignState.CANCELLED, "cancel campaign", at)


def mark_sent(*, campaign: Campaign, at: datetime) -> Campaign:
    """Note that a campaign was sent, once everybody it reaches was told. Twice does no harm."""
    with transaction.atomic():
        locked = lock(campaign)
        if locked.state != CampaignState.PLANNED:
            return locked
        return _end(system_actor(), locked, CampaignState.SENT, "send campaign", at)


def _posts(town: Unit, on: date) -> QuerySet[Post]:
    """Return the posts held on a day in a town, its stations and its villages."""
    return Post.objects.filter(
        Q(unit=town) | Q(unit__parent=town), Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on
    )


def _words(campaign: Campaign) -> dict[str, str]:
    return {"unit": campaign.unit.name, "name": campaign.name, "subject": campaign.subject, "text": campaign.body}


def _open(actor: User, campaign: Campaign, at: datetime) -> Campaign:
    """Return a campaign under its lock, if this person may still change it."""
    if not KEEPS.allows(actor, campaign, at=at):
        raise NotAllowed(_("You do not plan this town’s campaigns."))
    locked = lock(campaign, "unit")
    if locked.state == CampaignState.SENT:
        raise WrongState(_("This campaign has been sent meanwhile."))
    if locked.state == CampaignState.CANCELLED:
        raise WrongState(_("This campaign has been cancelled meanwhile."))
    return locked


def _write(campaign: Campaign, fields: Mapping[str, Any], people: Sequence[User], at: datetime) -> None:
    today = timezone.localdate(at)
    if fields["send_on"] < today:
        raise Refused(_("Choose today or a day that is still to come."))
    if not fields["roles"] and not people:
        raise Refused(_("Choose to whom it goes."))
    here = set(colleagues(campaign.unit, on=today).values_list("pk", flat=True))
    if any(person.pk not in here for person in people):
        raise Refused(_("Somebody you chose holds no post in this town any more."))
    for name in FIELDS:
        setattr(campaign, name, fields[name])
    campaign.save()
    campaign.people.set(people)


def _end(actor: User, campaign: Campaign, state: CampaignState, verb: str, at: datetime) -> Campaign:
    source, campaign.state = campaign.state, state
    campaign.save()
    audit.write(
        actor=actor,
        subject=campaign,
        number=campaign.audit_number(),
        verb=verb,
        source=source,
        target=state,
        at=at,
    )
    return campaign
