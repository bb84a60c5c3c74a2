"""Reads about who may inspect, what is inspected, and who answers for a unit."""

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from accountability.inspections.models import Inspection
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Post, Unit, User
from portal.accounts.policies import own_units
from portal.accounts.queries import posts_not_ended, units

_NOT_ASKED = (Role.ADMINISTRATOR, Role.LAY_SUPERVISOR)


def units_of_town(town: Unit) -> QuerySet[Unit]:
    """Return the stations and villages of a township, in the order of their codes."""
    return units().filter(parent=town)


def may_inspect(town: Unit, *, at: datetime) -> QuerySet[User]:
    """Return who can be of a team: who holds a post of the township or its stations, by user name."""
    day = timezone.localdate(at)
    held = posts_not_ended(day).filter(Q(unit=town) | Q(unit__parent=town), starts_on__lte=day)
    held = held.exclude(unit__kind=UnitKind.VILLAGE).exclude(role__in=_NOT_ASKED)
    return User.objects.filter(pk__in=held.order_by().values("person"), is_active=True).order_by("username")


def answers_for(unit: Unit, *, at: datetime) -> tuple[str, str]:
    """Return who answers for a unit and who for its supervision, with their titles, as a notice proposes them.

    For a village that is its head and its supervision committee; for a station its head and the discipline secretary
    of the township, who supervises it.
    """
    day = timezone.localdate(at)
    held = posts_not_ended(day).filter(starts_on__lte=day).select_related("person").order_by("starts_on", "pk")
    head = held.filter(unit=unit, is_head=True).last()
    supervisor = held.filter(unit=unit, role=Role.SUPERVISOR).last()
    if supervisor is None:
        supervisor = held.filter(unit=unit.town, role=Role.SECRETARY).last()
    return _named(head), _named(supervisor)


def _named(post: Post | None) -> str:
    return f"{post.person.name_zh}，{post.title_zh}" if post else ""


def labelled(people: QuerySet[User], town: Unit, *, at: datetime) -> QuerySet[User]:
    """Fetch along what people are in a township, for forms that choose among them."""
    day = timezone.localdate(at)
    held = posts_not_ended(day).filter(Q(unit=town) | Q(unit__parent=town), starts_on__lte=day)
    posts = held.select_related("unit").order_by("starts_on", "pk")
    return people.prefetch_related(Prefetch("posts", queryset=posts, to_attr="posts_held"))


def team_of(inspection: Inspection) -> QuerySet[User]:
    """Return who inspects, by user name."""
    teams = Inspection.team.through._default_manager.filter(inspection=inspection)
    return User.objects.filter(pk__in=teams.values("user_id")).order_by("username")


def others_than_own(inspection: Inspection, person: User, *, at: datetime) -> QuerySet[Unit]:
    """Return the units of an inspection which somebody may visit: not their own."""
    planned = inspection.units.exclude(pk__in=own_units(person, at=at))
    return planned.select_related("parent").order_by("code")
