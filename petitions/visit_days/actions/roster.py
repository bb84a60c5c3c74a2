"""The roster is made of the rules, and published weeks ahead."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from petitions.visit_days.actions.announcing import announce
from petitions.visit_days.actions.bookings import carry_left_over
from petitions.visit_days.enums import Change, DayState
from petitions.visit_days.models import Receiver, Turn, VisitDay, VisitRule
from petitions.visit_days.policies import DAY_STEPS
from petitions.visit_days.queries.roster import free_number, posts_of_leaders, rules_in_force, to_publish
from petitions.visit_days.rules import Occurrence, occurrences
from petitions.visit_days.workflow import VISIT_DAY
from portal.accounts.models import Post, Unit, User
from portal.accounts.queries import towns
from portal.core import calendar
from portal.core.calendar import Calendar
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import create, lock, step

MAX_AHEAD = timedelta(days=400)
HOURS_AND_PLACE = ("begins", "ends", "minutes", "places", "place_zh", "place_en", "host")
"""What a visit day takes over from its rule."""


def plan(*, actor: User, town: Unit, until: date, at: datetime) -> list[VisitDay]:
    """Make the roster from today up to a day by the rules, and return the visit days that are new.

    It may be made again at any time: planned days follow their rules, those that no rule names any more go, and days
    that were announced or changed by hand stay as they are.

    Raises:
        NotAllowed: The actor plans no visit days of the township.
        Refused: The day has passed, or lies more than a year ahead.
    """
    today = today_of_due_days(at)
    if not today <= until <= today + MAX_AHEAD:
        raise Refused(_("Choose a day within the year to come."), "until")
    if not DAY_STEPS["plans"].allows(actor, town, at=at):
        raise NotAllowed(_("You do not plan visit days of this township."))
    with transaction.atomic():
        locked = lock(town)
        made, named = [], set()
        for rule in rules_in_force(locked, today):
            planner = _Planner(actor, locked, rule, calendar.load(), at)
            fresh, kept = planner.plan(today, until)
            made += fresh
            named |= kept
        _untouched(locked).filter(planned_on__range=(today, until)).exclude(pk__in=named).delete()
    return made


def _untouched(town: Unit) -> QuerySet[VisitDay]:
    """Return the days that the rules still decide: planned ones, and those a day off cancels, not announced yet."""
    is_by_rule = Q(state=DayState.PLANNED) | Q(state=DayState.CANCELLED) & ~Q(change="")
    return VisitDay.objects.filter(is_by_rule, town=town, rule__isnull=False, editions=None, is_by_hand=False)


class _Planner:
    """Makes the visit days of one rule."""

    def __init__(self, actor: User, town: Unit, rule: VisitRule, known: Calendar, at: datetime) -> None:
        self.actor, self.town, self.rule, self.calendar, self.at = actor, town, rule, known, at
        self.turns = list(rule.turns.all())
        self.posts: dict[int, Post] = posts_of_leaders(town, today_of_due_days(at))

    def plan(self, first: date, last: date) -> tuple[list[VisitDay], set[int]]:
        """Return the days of a span that are new, and the keys of all that the rule names."""
        rows = VisitDay.objects.filter(rule=self.rule, planned_on__range=(first, last), moved_from=None)
        known = {one.planned_on: one for one in rows.select_related("town", "host")}
        free = set(_untouched(self.town).filter(rule=self.rule).values_list("pk", flat=True))
        made, named = [], set()
        for found in occurrences(self.rule.pattern, first, last, self.calendar):
            day = known.get(found.planned_on)
            if day is not None and day.pk in free and not self._agrees(day, found):
                day.delete()
                day = None
            if day is None:
                day = self._make(found)
                made.append(day)
            named.add(day.pk)
        return made, named

    def _agrees(self, day: VisitDay, found: Occurrence) -> bool:
        """Return whether a day still is as its rule has it."""
        same = (day.day, str(day.change), day.turn, day.is_provisional) == self._counted(found)
        held = [one.person_id for one in day.receivers.all()]
        return (
            same
            and all(getattr(day, name) == getattr(self.rule, name) for name in HOURS_AND_PLACE)
            and held == [person.pk for person in self._people(found)]
        )

    def _counted(self, found: Occurrence) -> tuple[date, str, int, bool]:
        return found.day, str(found.change), found.turn, found.is_provisional

    def _people(self, found: Occurrence) -> Sequence[User]:
        turn: Turn = self.turns[found.turn % len(self.turns)]
        return [turn.leader, turn.partner] if turn.partner else [turn.leader]

    def _make(self, found: Occurrence) -> VisitDay:
        day, change, turn, is_provisional = self._counted(found)

        def make(town: Unit) -> VisitDay:
            return VisitDay(
                number=free_number(town, day),
                town=town,
                rule=self.rule,
                planned_on=found.planned_on,
                day=day,
                turn=turn,
                change=Change(change),
                is_provisional=is_provisional,
                **{name: getattr(self.rule, name) for name in HOURS_AND_PLACE},
            )

        made: VisitDay = create(
            actor=self.actor,
            parent=self.town,
            make=make,
            workflow=VISIT_DAY,
            verb="plan" if found.is_held else "skip",
            policies=DAY_STEPS,
            at=self.at,
        )
        set_receivers(made, [(person, None) for person in self._people(found)], self.posts)
        return made


def set_receivers(day: VisitDay, people: Sequence[tuple[User, User | None]], posts: dict[int, Post]) -> None:
    """Write down who receives on a day, each with for whom they stand in; the day's row is locked."""
    day.receivers.all().delete()
    for position, (person, stands_in_for) in enumerate(people):
        post: Any = posts.get(person.pk)
        Receiver.objects.create(
            day=day,
            position=position,
            person=person,
            title_zh=post.title_zh if post else "",
            title_en=post.title_en if post else "",
            stands_in_for=stands_in_for,
        )


def publish(*, actor: User, visit_day: VisitDay, at: datetime, seen: int | None = None) -> VisitDay:
    """Publish one visit day of the roster: everybody reads of it, and its places can be booked.

    Raises:
        Refused: The day has passed.
    """

    def check(locked: VisitDay) -> None:
        if locked.day < today_of_due_days(at):
            raise Refused(_("This day has passed."))

    with transaction.atomic():
        done = step(
            actor=actor,
            subject=visit_day,
            workflow=VISIT_DAY,
            verb="publish",
            policies=DAY_STEPS,
            seen=seen,
            at=at,
            change=check,
            related=("town", "host"),
        )
        announce(actor=actor, day=done, at=at)
        carry_left_over(done, at=at)
    return done


def publish_until(*, actor: User, town: Unit, until: date, at: datetime) -> list[VisitDay]:
    """Plan and publish the roster up to a day, with the days that a day off cancels, and return what was published.

    Raises:
        NotAllowed: The actor plans no visit days of the township.
        Refused: The day has passed, or lies more than a year ahead.
    """
    with transaction.atomic():
        plan(actor=actor, town=town, until=until, at=at)
        found = list(to_publish(town, until=until, at=at).select_related("town", "host"))
        for day in found:
            if day.state == DayState.PLANNED:
                publish(actor=actor, visit_day=day, at=at)
            else:
                announce(actor=actor, day=lock(day, "town", "host"), at=at)
    return found


def publish_ahead(*, actor: User, at: datetime) -> int:
    """Publish the roster of every township for the weeks ahead that the portal is set to; return how many days."""
    until = today_of_due_days(at) + timedelta(weeks=settings.VISIT_WEEKS_AHEAD)
    return sum(len(publish_until(actor=actor, town=town, until=until, at=at)) for town in towns())


def replan(*, actor: User, at: datetime) -> int:
    """Make the planned part of the roster again, after the working calendar changed; return how many days are new."""
    changed = 0
    for town in towns():
        last = VisitDay.objects.filter(town=town, state=DayState.PLANNED).order_by("planned_on").last()
        if last is not None and last.planned_on >= today_of_due_days(at):
            changed += len(plan(actor=actor, town=town, until=last.planned_on, at=at))
    return changed
