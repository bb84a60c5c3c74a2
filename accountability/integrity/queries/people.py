"""Who leads talks, who is first in command of which unit, and in which post somebody is."""

from datetime import date

from django.db.models import Q, QuerySet

from accountability.integrity.enums import LEADING
from accountability.integrity.policies import CADRES
from portal.accounts.enums import UnitKind
from portal.accounts.models import Post, Unit, User


def posts_on(day: date) -> QuerySet[Post]:
    """Return the posts that are held on a day by people who may sign in."""
    rows = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
    return rows.filter(person__is_active=True)


def head_posts(*, day: date) -> QuerySet[Post]:
    """Return the posts of those who are first in command of a unit on a day."""
    return posts_on(day).filter(is_head=True)


def post_in(person: User, unit: Unit, *, day: date) -> Post | None:
    """Return the post in which somebody is known in a unit on a day: as its head before all others."""
    return posts_on(day).filter(person=person, unit=unit).order_by("-is_head", "pk").first()


def leads(person: User, town: Unit, *, day: date) -> bool:
    """Return whether somebody led talks of a township on a day."""
    return posts_on(day).filter(person=person, unit=town, role__in=LEADING).exists()


def who_leads(town: Unit, *, day: date) -> QuerySet[User]:
    """Return who leads talks of a township on a day."""
    held = posts_on(day).filter(unit=town, role__in=LEADING).order_by().values("person")
    return User.objects.filter(pk__in=held).order_by("username")


def cadres(town: Unit, *, day: date) -> QuerySet[User]:
    """Return who works at the township itself on a day."""
    held = posts_on(day).filter(unit=town, role__in=CADRES).order_by().values("person")
    return User.objects.filter(pk__in=held).order_by("username")


def staff(town: Unit, *, day: date) -> QuerySet[User]:
    """Return everybody who holds a post in a township or its units on a day."""
    held = posts_on(day).filter(Q(unit=town) | Q(unit__parent=town)).order_by().values("person")
    return User.objects.filter(pk__in=held, is_system=False).order_by("username")


def units_of_town(town: Unit) -> QuerySet[Unit]:
    """Return the stations and villages of a township, stations last as on its papers."""
    return Unit.objects.filter(parent=town, is_active=True).exclude(kind=UnitKind.TOWN).order_by("code")
