"""Reads about the rules and the roster."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from petitions.visit_days.enums import HOLDS_PLACE, BookingState, DayState
from petitions.visit_days.models import Booking, DayEdition, VisitDay, VisitRule
from petitions.visit_days.policies import IS_PUBLIC, KEEPS_RULE, READS_BOOKING, READS_DAY, RUNS_DAY
from petitions.visit_days.rules import Slot
from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit, User
from portal.accounts.queries import posts_not_ended, units
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting

Person = User | AnonymousUser
RECEIVES_AS = (Role.LEADER, Role.SECRETARY, Role.APPROVER)
"""Roles whose holders receive on visit days; the title is that of the first."""
SHOWN_DAYS = 40
"""Visit days to come that the public page lists."""


def _with_people(rows: QuerySet[VisitDay]) -> QuerySet[VisitDay]:
    return rows.select_related("town", "host", "rule", "moved_from", "moved_to").prefetch_related(
        "receivers__person", "receivers__stands_in_for"
    )


def public_days(at: datetime) -> QuerySet[VisitDay]:
    """Return the visit days that are published, in their order."""
    return _with_people(IS_PUBLIC.permitted(AnonymousUser(), at=at))


def days_to_come(at: datetime) -> QuerySet[VisitDay]:
    """Return the published visit days from today on."""
    return public_days(at).filter(day__gte=today_of_due_days(at))


def days_of(person: Person, at: datetime) -> QuerySet[VisitDay]:
    """Return the visit days that this person's desk shows."""
    return _with_people(READS_DAY.permitted(person, at=at))


def to_close(person: Person, at: datetime) -> QuerySet[VisitDay]:
    """Return the visit days that are over and not closed, for who runs them."""
    over = VisitDay.objects.filter(state=DayState.PUBLISHED, day__lt=today_of_due_days(at))
    return over.filter(RUNS_DAY.condition(person, at))


def waiting_days(person: Person, at: datetime) -> Waiting:
    """Return what of visit days waits for this person for the queue of the desk."""
    return waiting(to_close(person, at), kind="visit_day", verb="close", unit="town__code", due_on="day")


def rules_of(person: Person, at: datetime) -> QuerySet[VisitRule]:
    """Return the rules this person keeps."""
    rows = KEEPS_RULE.permitted(person, at=at).select_related("town", "host")
    return rows.prefetch_related("turns__leader", "turns__partner")


def rules_in_force(town: Unit, day: date) -> list[VisitRule]:
    """Return the rules of a township that hold on a day or begin later."""
    rows = VisitRule.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), town=town)
    found = rows.select_related("host").prefetch_related("turns__leader", "turns__partner").order_by("kind", "pk")
    return [one for one in found if one.day is None or one.day >= day]


def posts_of_leaders(town: Unit, day: date) -> dict[int, Post]:
    """Return who can receive on a day, by the key of the person: the post with the title they have there."""
    rows = posts_not_ended(day).filter(role__in=RECEIVES_AS, unit=town, starts_on__lte=day, person__is_active=True)
    found: dict[int, Post] = {}
    for post in sorted(rows.select_related("person"), key=lambda one: (RECEIVES_AS.index(Role(one.role)), one.pk)):
        found.setdefault(post.person_id, post)
    return found


def leaders_of(town: Unit, day: date) -> list[Post]:
    """Return the posts of who can receive on a day, in the order of their rank and name."""
    return list(posts_of_leaders(town, day).values())


def units_of_town(town: Unit) -> QuerySet[Unit]:
    """Return the stations and villages of a township."""
    return units().filter(parent=town).order_by("kind", "code")


def taken_places(days: Iterable[VisitDay]) -> dict[int, set[int]]:
    """Return the numbers of the places that are taken, by the key of the day, with one query."""
    found: dict[int, set[int]] = {one.pk: set() for one in days}
    rows = Booking.objects.filter(day__in=list(found), state__in=HOLDS_PLACE).order_by()
    for day, slot in rows.values_list("day_id", "slot"):
        if slot is not None:
            found[day].add(slot)
    return found


def free_slots(day: VisitDay, at: datetime, *, taken: set[int] | None = None) -> list[Slot]:
    """Return the places that can be booked now: free, and their time still to come.

    Args:
        taken: Those that are taken, where they were read for several days.
    """
    if not is_open(day, at):
        return []
    gone = taken_places([day])[day.pk] if taken is None else taken
    now = timezone.localtime(at).time() if day.day == today_of_due_days(at) else time.min
    return [one for one in day.slots if one.number not in gone and one.begins > now]


def is_open(day: VisitDay, at: datetime) -> bool:
    """Return whether places of a day can be booked at all."""
    today = today_of_due_days(at)
    is_over = day.day < today or (day.day == today and day.ends <= timezone.localtime(at).time())
    return day.state == DayState.PUBLISHED and not is_over


def figures_of(days: Iterable[VisitDay], person: Person, at: datetime) -> Mapping[int, Counter[str]]:
    """Return how many bookings of each state that this person sees days have, by their key, with one query."""
    found: dict[int, Counter[str]] = {one.pk: Counter() for one in days}
    mine = READS_BOOKING.permitted(person, at=at).filter(day__in=list(found))
    rows = mine.order_by().values_list("day_id", "state")
    for day, state, count in rows.annotate(count=Count("pk")):
        found[day][state] = count
    return found


def waiting_before(booking: Booking) -> int:
    """Return how many on the waiting list come before this one."""
    return Booking.objects.filter(day=booking.day_id, state=BookingState.WAITING, pk__lt=booking.pk).count()


def to_publish(town: Unit, *, until: date, at: datetime) -> QuerySet[VisitDay]:
    """Return the visit days up to a day that nobody outside has read of: planned ones, and those a day off cancels."""
    rows = VisitDay.objects.filter(town=town, planned_on__lte=until, day__gte=today_of_due_days(at))
    unread = rows.exclude(pk__in=DayEdition.objects.order_by().values("day"))
    return unread.filter(Q(state=DayState.PLANNED) | ~Q(change="") & Q(state=DayState.CANCELLED))


def next_published(day: VisitDay, at: datetime) -> VisitDay | None:
    """Return the next published visit day of the same township, at the same place where there is one."""
    later = VisitDay.objects.filter(
        town=day.town_id, state=DayState.PUBLISHED, day__gt=max(day.day, today_of_due_days(at) - timedelta(days=1))
    ).exclude(pk=day.pk)
    return later.filter(host=day.host_id).first() or later.first()


def free_number(town: Unit, day: date) -> str:
    """Return the number of a visit day that is made, under the lock of its township: -JF- and the date."""
    first = f"{town.code}-JF-{day:%Y%m%d}"
    taken = set(VisitDay.objects.filter(number__startswith=first).values_list("number", flat=True))
    return next(one for one in (first, *(f"{first}-{count}" for count in range(2, 100))) if one not in taken)
