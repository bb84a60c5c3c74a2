"""Reads about campaigns: which somebody keeps, whom they reach, and what they have to say."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.accounts.models import Post, Unit, User
from portal.messaging.campaigns.rules import HEADS, STEP
from portal.messaging.channels import channels_of
from portal.messaging.enums import CampaignState
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


def carried(people: Sequence[User]) -> Counter[str]:
    """Return to how many of these people each channel carries a message beside the inbox."""
    preferences = preferences_of(people)
    return Counter(channel for person in people for channel in channels_of(person, preferences[person.pk]))


def sent_messages(campaign: Campaign) -> QuerySet[Message]:
    """Return the messages of a campaign, with their receivers."""
    return Message.objects.filter(cause=cause_of(campaign)).select_related("person").order_by("person__username")


def count_recipients(campaigns: Iterable[Campaign]) -> dict[int, int]:
    """Return how many people received each campaign, by its key."""
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


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return what campaigns have to say."""
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
