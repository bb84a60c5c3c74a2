"""What the discipline secretary looks at: what is extended, who is not content, what comes again, and where."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from petitions.handling.enums import CASE_KIND, IN_HAND, OPEN, Satisfaction
from petitions.handling.models import Petition, Rating
from petitions.handling.policies import OVERSEES
from petitions.handling.queries.desk import DUE, due_within
from petitions.handling.queries.petitions import to_do, with_context
from portal.accounts.enums import UnitKind
from portal.accounts.models import User
from portal.core.demonstration import today_of_due_days

LISTED = 12
"""Petitions that a list shows."""
ONE_DAY, SOON = timedelta(days=1), timedelta(days=7)
GROUP = 5
"""From so many people on it is a group."""
YEAR = timedelta(days=365)


def overseen(person: User, at: datetime) -> QuerySet[Petition]:
    """Return the petitions this person oversees that have not ended, each with the day `due`, the earliest first."""
    rows = with_context(OVERSEES.permitted(person, at=at).filter(state__in=OPEN)).annotate(due=DUE)
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def sealed(person: User, at: datetime) -> QuerySet[Petition]:
    """Return what nobody else sees and of which the next step is this person's, the earliest due first."""
    rows = with_context(to_do(person, at).exclude(sealed_for="")).annotate(due=DUE)
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def overdue(person: User, at: datetime) -> QuerySet[Petition]:
    """Return those with which the township is late; a review is the matter of the body above."""
    return due_within(overseen(person, at), None, today_of_due_days(at) - ONE_DAY)


def due_soon(person: User, at: datetime) -> QuerySet[Petition]:
    """Return those in which the township has something to do within a week."""
    today = today_of_due_days(at)
    return due_within(overseen(person, at), today, today + SOON)


def extended(person: User, at: datetime) -> QuerySet[Petition]:
    """Return those in hand whose time was extended."""
    return overseen(person, at).filter(state__in=IN_HAND, clock__extended_days__gt=0)


def dissatisfied(person: User, at: datetime) -> QuerySet[Petition]:
    """Return those whose petitioner is not content with the result, and that are not handled again."""
    bad = Rating.objects.filter(petition=OuterRef("pk"), result=Satisfaction.DISSATISFIED)
    return overseen(person, at).filter(Exists(bad), decided_at__isnull=False).order_by("-state_since", "pk")


def repeated(person: User, at: datetime) -> QuerySet[Petition]:
    """Return those that repeat another or come from a group."""
    return overseen(person, at).filter(Q(repeats__isnull=False) | Q(people__gte=GROUP))


def hot_spots(person: User, at: datetime, *, until: date) -> Counter[tuple[str, str]]:
    """Return how many came in in the year up to a day, by village and matter; what is sealed is left out."""
    counted = _of_spots(person, at, until).order_by().values_list("place__code", "matter").annotate(count=Count("pk"))
    return Counter({(place, matter): count for place, matter, count in counted})


def from_villages(person: User, at: datetime, *, until: date) -> QuerySet[Petition]:
    """Return what the hot spots are counted from, the newest first."""
    return with_context(_of_spots(person, at, until)).order_by("-case__received_at", "-pk")


def _of_spots(person: User, at: datetime, until: date) -> QuerySet[Petition]:
    return OVERSEES.permitted(person, at=at).filter(
        sealed_for="",
        place__kind=UnitKind.VILLAGE,
        case__kind=CASE_KIND,
        case__received_at__gte=_midnight(until - YEAR),
        case__received_at__lt=_midnight(until),
    )


def _midnight(day: date) -> datetime:
    """Return when a day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
