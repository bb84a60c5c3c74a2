"""Reads about units, people and posts."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.enums import COVERS_UNITS_BELOW, NEEDS_SECOND_FACTOR, Role, UnitKind
from portal.accounts.models import Post, StaffMember, Unit, UnitGrant, User
from portal.core import grants

SYSTEM_USERNAME = "system"


def units() -> QuerySet[Unit]:
    """Return the units in use, in the order of their codes."""
    return Unit.objects.filter(is_active=True).order_by("code")


def villages(town: Unit | None = None) -> QuerySet[Unit]:
    """Return the villages in use, of one township or of all."""
    rows = units().filter(kind=UnitKind.VILLAGE)
    return rows.filter(parent=town) if town else rows


def stations(town: Unit | None = None) -> QuerySet[Unit]:
    """Return the stations in use, of one township or of all."""
    rows = units().filter(kind=UnitKind.STATION)
    return rows.filter(parent=town) if town else rows


def town() -> Unit | None:
    """Return the first township; the one whose name the portal bears."""
    return units().filter(kind=UnitKind.TOWN).first()


def staff_of(unit: Unit) -> QuerySet[StaffMember]:
    """Return who stands on a unit's staff board, in its order."""
    return StaffMember.objects.filter(unit=unit).order_by("order", "pk")


def posts_held(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> QuerySet[Post]:
    """Return the posts a person holds on the day of `at`; none for an account switched off."""
    if not person.is_authenticated or not person.is_active:
        return Post.objects.none()
    day = timezone.localdate(at)
    return Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), person_id=person.pk, starts_on__lte=day)


def roles_held(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> frozenset[Role]:
    """Return the roles a person holds anywhere."""
    held = posts_held(person, at=at).order_by().values_list("role", flat=True).distinct()
    return frozenset(Role(value) for value in held)


def units_of(person: AbstractBaseUser | AnonymousUser, role: Role, *, at: datetime) -> QuerySet[Unit]:
    """Return the units for which a person holds a role, for use as a subquery.

    A role given for the town reaches its stations and villages where `COVERS_UNITS_BELOW` says so. A
    clerk is joined by whoever was handed the unit to deputise.
    """
    posts = posts_held(person, at=at).filter(role=role).order_by().values("unit_id")
    reach = Q(pk__in=posts)
    if role in COVERS_UNITS_BELOW:
        reach |= Q(parent_id__in=posts)
    if role == Role.CLERK and person.is_authenticated and person.is_active:
        reach |= Q(pk__in=grants.given(UnitGrant, person, "deputise"))
    return Unit.objects.filter(reach).order_by()


def holders(role: Role, unit: Unit, *, at: datetime) -> QuerySet[User]:
    """Return the people who hold a role for a unit, directly or through the town."""
    day = timezone.localdate(at)
    places = [unit.pk, unit.parent_id] if role in COVERS_UNITS_BELOW and unit.parent_id else [unit.pk]
    posts = Post.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day, role=role, unit_id__in=places
    )
    return User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("username")


def needs_second_factor(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> bool:
    """Tell whether a person holds a role that must sign in with TOTP or a passkey."""
    return bool(roles_held(person, at=at) & NEEDS_SECOND_FACTOR)


def system_actor() -> User:
    """Return the account as which the portal acts on its own.

    Raises:
        User.DoesNotExist: If the migration that makes it has not run.
    """
    return User.objects.get(username=SYSTEM_USERNAME)
