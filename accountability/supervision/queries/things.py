"""Reads about things that were sealed or handed in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, QuerySet, Sum, When

from accountability.supervision.enums import Origin, ThingState
from accountability.supervision.models import SealedThing
from accountability.supervision.policies import KEEPS_THING, READS_THING
from accountability.supervision.rules import Recovered
from portal.accounts.models import Unit


def things_seen_by(person: Any, at: datetime) -> QuerySet[SealedThing]:
    """Return the register as somebody reads it, what is still kept first."""
    is_over = Case(When(state=ThingState.HELD, then=0), default=1)
    return READS_THING.permitted(person, at=at).select_related("unit").order_by(is_over, "-taken_on", "-pk")


def still_kept(person: Any, at: datetime) -> QuerySet[SealedThing]:
    """Return what is still kept of the register somebody keeps, the longest first."""
    return KEEPS_THING.permitted(person, at=at).filter(state=ThingState.HELD).order_by("taken_on", "pk")


def recovered(rows: QuerySet[SealedThing]) -> Recovered:
    """Return what was to be recovered of some things, and what was."""
    sums = (
        rows.order_by().filter(due__isnull=False).aggregate(due=Sum("due", default=0), got=Sum("recovered", default=0))
    )
    return Recovered(sums["due"], sums["got"])


def years_of_things(person: Any, at: datetime) -> list[int]:
    """Return the years of which somebody reads the register, the latest first."""
    days: Iterable[Any] = READS_THING.permitted(person, at=at).order_by().dates("taken_on", "year")
    return sorted((day.year for day in days), reverse=True)


def of_origin(town: Unit, year: int, origin: Origin) -> QuerySet[SealedThing]:
    """Return what came into the register of a township in a year in one way."""
    return SealedThing.objects.filter(town=town, taken_on__year=year, origin=origin)
