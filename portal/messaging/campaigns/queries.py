"""Reads about campaigns: which somebody keeps, whom they reach, what they have to say, and what came of a year's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.accounts.models import Post, Unit, User
from portal.messaging.campaigns.rules import CAMPAIGN_KIND, HEADS, STEP
from portal.messaging.channels import channels_of
from portal.messaging.enums import CampaignOccasion, CampaignState
from portal.messaging.models import Campaign, Message
from portal.messaging.policies import KEEPS
from portal.messaging.queries import preferences_of
from portal.messaging.registry import Occasion, Reminder


def campaigns(person: User, *, at: datetime) -> QuerySet[Campaign]:
    """Return the campaigns a person keeps, the latest day first."""
    return KEEPS.permitted(person, at=at).select_related("unit", "made_by").order_by("-send_on", "-pk")


def colleagues(town: Unit, *, on: date) -> QuerySet[User]:
    """Return who holds a post in a town, its stations or its villages on a day."""
    return User.objects.filter(posts__in=_posts(town, on), is_active=True).distinct().order_by("username")


def reached(
    town: Unit, *, roles: Iterable[str], people: Iterable[User], on: date, kinds: Collection[str] = ()
) -> QuerySet[User]:
    """Return whom a campaign reaches on a day: holders of its roles, heads, and chosen people still in post.

    With `kinds` its roles are those in units of these kinds alone.
    """
    wanted = set(roles)
    posts = _posts(town, on)
    meant = posts.filter(role__in=wanted)
    if HEADS in wanted:
        meant |= posts.filter(is_head=True)
    if kinds:
        meant = meant.filter(unit__kind__in=kinds)
    chosen = [person.pk for person in people]
    return colleagues(town, on=on).filter(Q(posts__in=meant) | Q(pk__in=chosen)).distinct()


def reached_by(campaign: Campaign, *, on: date) -> QuerySet[User]:
    """Return whom a campaign that is planned reaches."""
    people: Iterable[Any] = campaign.people.all()
    return reached(campaign.unit, roles=campaign.roles, people=people, on=on, kinds=campaign.kinds)


def carried(people: Sequence[User]) -> Counter[str]:
    """Return to how many of these people each channel carries a message beside the inbox."""
    preferences = preferences_of(people)
    return Counter(channel for person in people for channel in channels_of(person, preferences[person.pk]))


def sent_messages(campaign: Campaign) -> QuerySet[Message]:
    """Return the messages of a campaign, with their receivers."""
    return Message.objects.filter(cause=cause_of(campaign)).select_related("person").order_by("person__username")


def count_read(campaigns: Iterable[Campaign], *, at: datetime) -> dict[int, int]:
    """Return how many people had read each campaign that was sent at a time, by its key.

    Those count whose messages are kept no longer.
    """
    sent = {cause_of(one): one for one in campaigns if one.received is not None}
    rows = Message.objects.filter(cause__in=sent, read_at__lte=at).order_by().values_list("cause")
    read = dict(rows.annotate(count=Count("pk")))
    return {one.pk: one.read_of_forgotten + read.get(cause, 0) for cause, one in sent.items()}


@dataclass(frozen=True, slots=True)
class OccasionCount:
    """What was sent for one occasion in a year: how many campaigns, to how many people, how many of them read it.

    `messages_desk:campaigns` narrowed by `year`, `occasion` and `state=sent` lists exactly these campaigns.
    """

    occasion: CampaignOccasion
    campaigns: int
    sent: int
    read: int


@dataclass(frozen=True, slots=True)
class CampaignYear:
    """The campaigns of a town that were sent in a year, by occasion, in the order of the occasions; none left out.

    The sums are those of `OccasionCount`; `messages_desk:campaigns` narrowed by `year` and `state=sent` lists the rows.
    """

    occasions: tuple[OccasionCount, ...]

    @property
    def campaigns(self) -> int:
        """How many campaigns were sent."""
        return sum(one.campaigns for one in self.occasions)

    @property
    def sent(self) -> int:
        """How many messages these were: a person who received two campaigns counts twice."""
        return sum(one.sent for one in self.occasions)

    @property
    def read(self) -> int:
        """How many of the messages were read."""
        return sum(one.read for one in self.occasions)

    def of(self, *occasions: CampaignOccasion) -> CampaignYear:
        """Return the same of some occasions alone, such as the festivals."""
        return CampaignYear(tuple(one for one in self.occasions if one.occasion in occasions))


def of_year(town: Unit, year: int, *, at: datetime) -> CampaignYear:
    """Return what a town sent in a year up to a time, with two queries."""
    rows = list(Campaign.objects.filter(unit=town, state=CampaignState.SENT, send_on__year=year, state_since__lte=at))
    read = count_read(rows, at=at)
    found = []
    for occasion in CampaignOccasion:
        some = [one for one in rows if one.occasion == occasion]
        if some:
            sent = sum(one.received or 0 for one in some)
            found.append(OccasionCount(occasion, len(some), sent, sum(read[one.pk] for one in some)))
    return CampaignYear(tuple(found))


def cause_of(campaign: Campaign) -> str:
    """Return what reminders of a campaign are known by."""
    return f"{CAMPAIGN_KIND}:{campaign.pk}"


def due(*, at: datetime) -> QuerySet[Campaign]:
    """Return the campaigns whose day has come and that were not sent."""
    rows = Campaign.objects.filter(state=CampaignState.PLANNED, send_on__lte=timezone.localdate(at))
    return rows.select_related("unit").prefetch_related("people").order_by("send_on", "pk")


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return what campaigns have to say."""
    return [
        Reminder(
            person=person,
            kind=CAMPAIGN_KIND,
            cause=cause_of(campaign),
            step=STEP,
            due=campaign.send_on,
            words=partial(_words, campaign),
            url="/desk/inbox/",
        )
        for campaign in due(at=occasion.at)
        for person in reached_by(campaign, on=occasion.on)
    ]


def _posts(town: Unit, on: date) -> QuerySet[Post]:
    """Return the posts held on a day in a town, its stations and its villages."""
    return Post.objects.filter(
        Q(unit=town) | Q(unit__parent=town), Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on
    )


def _words(campaign: Campaign) -> dict[str, str]:
    return {"unit": campaign.unit.name, "name": campaign.name, "subject": campaign.subject, "text": campaign.body}
