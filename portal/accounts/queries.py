"""Reads about units, people and posts."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from portal.accounts.enums import COVERS_UNITS_BELOW, NEEDS_SECOND_FACTOR, Role, UnitKind
from portal.accounts.models import Post, StaffMember, Unit, User, in_language
from portal.accounts.policies import roles_held
from portal.core.models import AuditLine

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


def portal_name() -> str:
    """Return what the portal is called: as set, or else after its township."""
    said = in_language(settings.PORTAL_NAME_ZH, settings.PORTAL_NAME_EN)
    if said:
        return said
    here = town()
    return in_language(f"{here.name_zh}公开", f"{here.name_en} Gongkai") if here else in_language("公开", "Gongkai")


def staff_of(unit: Unit) -> QuerySet[StaffMember]:
    """Return who stands on a unit's staff board, in its order."""
    return StaffMember.objects.filter(unit=unit).order_by("order", "pk")


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


def has_second_factor(person: AbstractBaseUser) -> bool:
    """Tell whether a person has set up an authenticator app or a key."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=types).exists())


def deeds_about(*subjects: Model) -> QuerySet[AuditLine]:
    """Return the audit lines about a unit, or about a person and their posts, newest first, with who acted."""
    about = Q(pk__in=[])
    for subject in subjects:
        about |= Q(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    return AuditLine.objects.filter(about).select_related("actor").order_by("-at", "-pk")


def system_actor() -> User:
    """Return the account as which the portal acts on its own.

    Raises:
        User.DoesNotExist: If the migration that makes it has not run.
    """
    return User.objects.get(username=SYSTEM_USERNAME)
