"""Who holds which role for which unit, and who administers units and people.

Roles come from posts, and the clerk's for a single unit from its being handed over. Every other policy of the
portal asks here.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.enums import COVERS_UNITS_BELOW, Role
from portal.accounts.models import Post, Unit, UnitGrant, User
from portal.core import grants
from portal.core.policy import NOBODY, Condition, Policy, all_of, any_of, is_system, read_once
from portal.core.refusals import NotAllowed


def posts_held(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> QuerySet[Post]:
    """Return the posts a person holds on the day of `at`; none for an account switched off."""
    if not person.is_authenticated or not person.is_active:
        return Post.objects.none()
    day = timezone.localdate(at)
    return Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), person_id=person.pk, starts_on__lte=day)


def roles_held(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> frozenset[Role]:
    """Return the roles a person holds anywhere; a deputy who was handed a unit counts as a clerk."""
    known = _known_units(person, at=at)
    if known is not None:
        return frozenset(Role(role) for role, units in known.items() if units)
    held = posts_held(person, at=at).order_by().values_list("role").distinct()
    handed_over = _handed_over(person).values_list(Value(Role.CLERK.value)).distinct()
    return frozenset(Role(value) for (value,) in held.union(handed_over))


def units_of(person: AbstractBaseUser | AnonymousUser, role: Role, *, at: datetime) -> QuerySet[Unit]:
    """Return the units for which a person holds a role, for use as a subquery.

    A role given for the town reaches its stations and villages where `COVERS_UNITS_BELOW` says so. A
    clerk is joined by the deputy who was handed the unit.
    """
    known = _known_units(person, at=at)
    if known is not None:
        return Unit.objects.filter(pk__in=known[role]).order_by() if known[role] else Unit.objects.none()
    posts = posts_held(person, at=at).filter(role=role).order_by().values("unit_id")
    reach = Q(pk__in=posts)
    if role in COVERS_UNITS_BELOW:
        reach |= Q(parent_id__in=posts)
    if role == Role.CLERK:
        reach |= Q(pk__in=_handed_over(person))
    return Unit.objects.filter(reach).order_by()


def _known_units(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> dict[str, set[int]] | None:
    """Return the keys of what `units_of` returns, for all roles; None outside of one reading."""
    return read_once(  # type: ignore[no-any-return]
        ("units by role", person.pk, timezone.localdate(at)), lambda: _units_by_role(person, at=at)
    )


def _units_by_role(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for role, unit in posts_held(person, at=at).order_by().values_list("role", "unit_id"):
        found[role].add(unit)
    found[Role.CLERK].update(_handed_over(person).values_list("content_object_id", flat=True))
    below: dict[int, set[int]] = defaultdict(set)
    wide = set().union(*(found[role] for role in COVERS_UNITS_BELOW))
    for parent, unit in Unit.objects.filter(parent_id__in=wide).order_by().values_list("parent_id", "pk"):
        below[parent].add(unit)
    for role in COVERS_UNITS_BELOW:
        found[role].update(*(below[unit] for unit in found[role]))
    return found


def _handed_over(person: AbstractBaseUser | AnonymousUser) -> QuerySet[Any, Any]:
    """Return the keys of the units in which a person deputises for the clerk; none for an account switched off."""
    if not person.is_authenticated or not person.is_active:
        return UnitGrant.objects.none().values("content_object_id")
    return grants.given(UnitGrant, person, "deputise")


def own_units(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> QuerySet[Unit]:
    """Return the stations and villages a person belongs to by a post or as a deputy, whatever the role."""
    known = read_once(
        ("own units", person.pk, timezone.localdate(at)),
        lambda: set(_own_units(person, at=at).values_list("pk", flat=True)),
    )
    if known is None:
        return _own_units(person, at=at)
    return Unit.objects.filter(pk__in=known).order_by() if known else Unit.objects.none()


def _own_units(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> QuerySet[Unit]:
    posts = posts_held(person, at=at).order_by().values("unit_id")
    return Unit.objects.filter(Q(pk__in=posts) | Q(pk__in=_handed_over(person)), parent__isnull=False).order_by()


# Commands load reference data as the system, before there is any administrator.
_units = any_of(is_system, lambda actor, at: Q(pk__in=units_of(actor, Role.ADMINISTRATOR, at=at)))


def _posts(actor: Any, at: datetime) -> Q:
    return Q(unit__in=units_of(actor, Role.ADMINISTRATOR, at=at))


def _people(actor: Any, at: datetime) -> Q:
    """Everybody without a post elsewhere: an administrator of one town does not rule another's people."""
    if getattr(actor, "is_system", False):
        return Q(is_system=False)
    mine = units_of(actor, Role.ADMINISTRATOR, at=at)
    if not mine.exists():
        return Q(pk__in=[])
    elsewhere = Post.objects.exclude(unit__in=mine).values("person_id")
    return Q(is_system=False) & ~Q(pk__in=elsewhere)


ADMINISTERS_UNIT = Policy(Unit, _units)
"""Whose names, telephones and posts an administrator may change."""

ADMINISTERS_POST = Policy(Post, _posts)
"""Which posts an administrator may end."""

ADMINISTERS_PERSON = Policy(User, _people)
"""Whose account an administrator may change."""

GIVES_TO = Policy(User, all_of(_people, lambda actor, at: ~Q(pk=actor.pk)))
"""To whom an administrator may give posts and units: nobody gives themself anything."""


def administers(person: Any, *, at: datetime) -> bool:
    """Return whether a person administers any unit."""
    return ADMINISTERS_UNIT.permitted(person, at=at).exists()


def check_administers(allowed: bool) -> None:
    """Refuse what an administrator's policy did not allow.

    Raises:
        NotAllowed: It was not allowed.
    """
    if not allowed:
        raise NotAllowed(_("You do not administer this."))


def holds(*roles: Role, path: str = "unit") -> Condition:
    """Those who hold one of the roles for the unit at the end of a path."""

    def condition(actor: Any, at: datetime) -> Q:
        known = _known_units(actor, at=at)
        if known is None:
            return reduce(or_, (Q(**{f"{path}__in": units_of(actor, role, at=at)}) for role in roles))
        units = set().union(*(known[role] for role in roles))
        return Q(**{f"{path}__in": units}) if units else NOBODY

    return condition


def opens_to(*roles: Role) -> Callable[[Any, datetime], bool]:
    """Return the test of a menu entry: whether somebody holds one of the roles for a unit, or was handed one over."""
    return lambda person, at: not roles_held(person, at=at).isdisjoint(roles)
