"""Reads about talks: the list, whose turn it is, and which first-in-command was talked to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accountability.integrity.enums import TalkKind, TalkState
from accountability.integrity.models import Talk
from accountability.integrity.policies import KEEPS_TALK, LEADS_IN, SEES_TALK
from accountability.integrity.queries.people import head_posts, units_of_town
from portal.accounts.models import Unit, User
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting


def talks_of(person: Any, at: datetime) -> QuerySet[Talk]:
    """Return the talks somebody sees: the planned ones and then the newest, without what was said."""
    rows = SEES_TALK.permitted(person, at=at).select_related("town", "unit", "led_by", "person")
    return rows.defer("record").order_by("-day", "-pk")


def held_in(town: Unit, year: int) -> QuerySet[Talk]:
    """Return the talks of a township that were held in a year."""
    return Talk.objects.filter(town=town, state=TalkState.HELD, day__year=year)


def by_kind(town: Unit, year: int) -> dict[str, int]:
    """Return how many talks of each kind were held in a year, kinds without any too."""
    found = dict(held_in(town, year).order_by().values_list("kind").annotate(count=Count("pk")))
    return {kind: found.get(kind, 0) for kind in TalkKind.values}


def to_do(person: Any, at: datetime) -> QuerySet[Talk]:
    """Return the planned talks that this person leads or, as the secretary, keeps, once their day has come."""
    rows = KEEPS_TALK.permitted(person, at=at).filter(state=TalkState.PLANNED)
    return rows.filter(Q(led_by=person.pk) | Q(day__lt=today_of_due_days(at)))


def waiting_talks(person: Any, at: datetime) -> Waiting:
    """Return the planned talks that wait for this person, for the queue of the desk."""
    return waiting(to_do(person, at), kind="talk", verb="hold", unit="unit__code", due_on="day")


def leads_anywhere(person: Any, at: datetime) -> bool:
    """Return whether somebody leads talks of some township."""
    return LEADS_IN.permitted(person, at=at).exists()


@dataclass(frozen=True, slots=True)
class HeadOfUnit:
    """Whether the first in command of a unit was talked to in a year.

    Attributes:
        person: Who is first in command; None where nobody has such a post.
        talks: How many talks of the year were with the unit's people.
        last: The day of the last talk with the head; None where there was none.
        planned: The day of the next talk planned with the head.
    """

    unit: Unit
    person: User | None
    talks: int
    last: date | None
    planned: date | None

    @property
    def is_talked_to(self) -> bool:
        """Whether a talk with the head was held."""
        return self.last is not None


def heads(town: Unit, year: int, *, at: datetime) -> list[HeadOfUnit]:
    """Return the first-in-command of every unit of a township, with four queries.

    It is who has that post at the end of the year, or now: whoever took office meanwhile is talked to anew. A talk with
    somebody without an account counts for the unit, where it was entered as one with its first in command.
    """
    day = min(today_of_due_days(at), date(year, 12, 31))
    units = list(units_of_town(town))
    posts = head_posts(day=day).filter(unit__in=units).select_related("person").order_by("starts_on", "pk")
    persons = {post.unit_id: post.person for post in posts}
    talks = Talk.objects.filter(town=town, day__year=year, unit__in=units).order_by()
    held = talks.filter(state=TalkState.HELD)
    counted = dict(held.values_list("unit").annotate(count=Count("pk")))
    last = _days(held)
    planned = _days(talks.filter(state=TalkState.PLANNED))
    return [
        HeadOfUnit(
            unit=unit,
            person=persons.get(unit.pk),
            talks=counted.get(unit.pk, 0),
            last=_day_of(last, unit, persons.get(unit.pk)),
            planned=_day_of(planned, unit, persons.get(unit.pk)),
        )
        for unit in units
    ]


def _days(talks: QuerySet[Talk]) -> dict[tuple[int, int | None], date]:
    rows = talks.filter(is_head=True).values_list("unit", "person").annotate(last=Max("day"))
    return {(unit, person): day for unit, person, day in rows}


def _day_of(days: dict[tuple[int, int | None], date], unit: Unit, person: User | None) -> date | None:
    found = [days[key] for key in ((unit.pk, person.pk if person else None), (unit.pk, None)) if key in days]
    return max(found, default=None)
