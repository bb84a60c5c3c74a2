"""Reads about units, people and posts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from portal.accounts.enums import COVERS_UNITS_BELOW, NEEDS_SECOND_FACTOR, Role, UnitKind
from portal.accounts.models import Post, StaffMember, Unit, UnitGrant, User, in_language
from portal.accounts.policies import roles_held

SYSTEM_USERNAME = "system"


def units() -> QuerySet[Unit]:
    """Return the units in use, in the order of their codes."""
    return Unit.objects.filter(is_active=True).order_by("code")


def units_to_ask() -> QuerySet[Unit]:
    """Return the units to which residents may turn, townships first, then stations and villages."""
    order = Case(When(kind=UnitKind.TOWN, then=0), When(kind=UnitKind.STATION, then=1), default=2)
    return units().order_by(order, "code").select_related("parent")


def posts_not_ended(day: date) -> QuerySet[Post]:
    """Return the posts that are held on a day or begin later."""
    return Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def held_by_nobody_else(posts: Iterable[Post], *, at: datetime) -> set[int]:
    """Return the keys of the posts whose role for their unit nobody else fills on the day of `at`."""
    found = list(posts)
    units = {post.unit_id for post in found}
    rows = _current(at).filter(person__is_active=True, unit__in=units).order_by()
    filled = set(rows.values_list("role", "unit_id", "person_id"))
    deputies = _deputies().filter(user__is_active=True, content_object__in=units)
    filled |= {(Role.CLERK, unit, user) for unit, user in deputies.values_list("content_object_id", "user_id")}
    return {
        post.pk
        for post in found
        if not any((role, unit) == (post.role, post.unit_id) and who != post.person_id for role, unit, who in filled)
    }


def names_of_units(codes: Collection[str]) -> dict[str, str]:
    """Return the names of units in the active language, by code."""
    return {unit.code: unit.name for unit in Unit.objects.filter(code__in=codes)}


def villages() -> QuerySet[Unit]:
    """Return the villages in use."""
    return units().filter(kind=UnitKind.VILLAGE)


def towns() -> QuerySet[Unit]:
    """Return the townships in order; the portal bears the name of the first."""
    return units().filter(kind=UnitKind.TOWN)


def town() -> Unit | None:
    """Return the township whose name the portal bears."""
    return towns().first()


def portal_name(here: Unit | None = None) -> str:
    """Return what the portal is called: as set, or else after its township."""
    name = in_language(settings.PORTAL_NAME_ZH, settings.PORTAL_NAME_EN)
    if name:
        return name
    here = here or town()
    return in_language(f"{here.name_zh}公开", f"{here.name_en} Gongkai") if here else in_language("公开", "Gongkai")


def staff_of(unit: Unit) -> QuerySet[StaffMember]:
    """Return the people on a unit's staff board, in its order."""
    return StaffMember.objects.filter(unit=unit).order_by("order", "pk")


def published_telephones(*units: Unit) -> frozenset[str]:
    """Return the telephones that units and their townships publish: of supervision, and of their staff boards."""
    offices = {*units, *(unit.town for unit in units)}
    staff = StaffMember.objects.filter(unit__in=offices).order_by().values_list("phone", flat=True)
    return frozenset({*(one.supervision_phone for one in offices), *staff} - {""})


def holders(role: Role, unit: Unit, *, at: datetime) -> QuerySet[User]:
    """Return the people who hold a role for a unit, directly or through the town; deputies count as clerks."""
    places = [unit.pk, unit.parent_id] if role in COVERS_UNITS_BELOW and unit.parent_id else [unit.pk]
    found = Q(pk__in=_current(at).filter(role=role, unit_id__in=places).order_by().values("person_id"))
    if role == Role.CLERK:
        found |= Q(pk__in=_deputies().filter(content_object=unit).values("user_id"))
    return User.objects.filter(found, is_active=True).order_by("username")


@dataclass(frozen=True, slots=True)
class Roster:
    """Who holds what on one day, read at once for many units."""

    people: Mapping[int, User]
    _holders: Mapping[tuple[str, int], frozenset[int]] = field(repr=False)
    _heads: Mapping[int, frozenset[int]] = field(repr=False)
    _deputies: Mapping[int, frozenset[int]] = field(repr=False)

    def holders(self, role: Role, unit: Unit) -> list[User]:
        """Return who holds a role for a unit, directly or through the town."""
        found = self._holders.get((role, unit.pk), frozenset())
        if role in COVERS_UNITS_BELOW and unit.parent_id:
            found |= self._holders.get((role, unit.parent_id), frozenset())
        return self._named(found)

    def clerks(self, unit: Unit) -> list[User]:
        """Return a unit's clerks and their deputies."""
        clerks = self._holders.get((Role.CLERK, unit.pk), frozenset())
        return self._named(clerks | self._deputies.get(unit.pk, frozenset()))

    def heads(self, unit: Unit) -> list[User]:
        """Return a unit's heads."""
        return self._named(self._heads.get(unit.pk, frozenset()))

    def _named(self, keys: frozenset[int]) -> list[User]:
        return sorted((self.people[key] for key in keys), key=lambda person: person.username)


def roster(*, at: datetime) -> Roster:
    """Return who holds what on the day of `at`; nothing is held by an account that is switched off."""
    holders: dict[tuple[str, int], set[int]] = {}
    heads_of: dict[int, set[int]] = {}
    deputies: dict[int, set[int]] = {}
    posts = _current(at).filter(person__is_active=True)
    for person, role, unit, is_head in posts.order_by().values_list("person_id", "role", "unit_id", "is_head"):
        holders.setdefault((role, unit), set()).add(person)
        if is_head:
            heads_of.setdefault(unit, set()).add(person)
    for person, unit in _deputies().filter(user__is_active=True).values_list("user_id", "content_object_id"):
        deputies.setdefault(unit, set()).add(person)
    keys = set().union(*holders.values(), *deputies.values())
    return Roster(
        people=User.objects.in_bulk(keys),
        _holders={place: frozenset(who) for place, who in holders.items()},
        _heads={unit: frozenset(who) for unit, who in heads_of.items()},
        _deputies={unit: frozenset(who) for unit, who in deputies.items()},
    )


def _deputies() -> QuerySet[UnitGrant]:
    """Return who was handed which unit to write in its clerk's place."""
    return UnitGrant.objects.filter(permission__codename="deputise").order_by()


def _current(at: datetime) -> QuerySet[Post]:
    """Return the posts that are held on the day of `at`."""
    day = timezone.localdate(at)
    return Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def needs_second_factor(person: AbstractBaseUser | AnonymousUser, *, at: datetime) -> bool:
    """Return whether a person holds a role that must sign in with TOTP or a passkey."""
    return bool(roles_held(person, at=at) & NEEDS_SECOND_FACTOR)


def has_second_factor(person: AbstractBaseUser) -> bool:
    """Return whether a person has set up an authenticator app or a key."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=types).exists())


def units_without(role: Role, among: QuerySet[Unit], *, at: datetime) -> QuerySet[Unit]:
    """Return which units nobody holds a role for; a deputy counts as a clerk."""
    held = Q(pk__in=_current(at).filter(role=role, person__is_active=True).order_by().values("unit"))
    if role == Role.CLERK:
        held |= Q(pk__in=_deputies().filter(user__is_active=True).values("content_object"))
    return among.filter(is_active=True).exclude(held).order_by("code")


def without_second_factor(among: QuerySet[User], *, at: datetime) -> QuerySet[User]:
    """Return who needs a second factor and has set up none."""
    needing = _current(at).filter(role__in=NEEDS_SECOND_FACTOR).order_by().values("person")
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    having = Authenticator.objects.filter(type__in=types).values("user")
    return among.filter(is_active=True, pk__in=needing).exclude(pk__in=having).order_by("username")


def posts_ending(among: QuerySet[Post], *, at: datetime, within: timedelta) -> QuerySet[Post]:
    """Return the posts that end soon, the first to end first."""
    day = timezone.localdate(at)
    rows = among.filter(ends_on__range=(day, day + within), person__is_active=True)
    return rows.select_related("person", "unit").order_by("ends_on", "person__username")


def system_actor() -> User:
    """Return the account as which the portal acts on its own.

    Raises:
        User.DoesNotExist: If the migration that makes it has not run.
    """
    return User.objects.get(username=SYSTEM_USERNAME)
