"""Every write about units, people and posts: one verb function per use case, actor first.

An administrator's deeds touch no content. Each leaves an audit line and a row of history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.enums import KINDS_OF_ROLE, Role, UnitKind
from portal.accounts.models import Post, StaffMember, Unit, UnitGrant, User
from portal.accounts.policies import ADMINISTERS_PERSON, ADMINISTERS_POST, ADMINISTERS_UNIT
from portal.core import audit, grants, pages
from portal.core.refusals import NotAllowed, Refused

UNIT_FIELDS = (
    "name_zh",
    "name_en",
    "publishing_body_zh",
    "publishing_body_en",
    "supervision_phone",
    "supervision_contact",
    "boards_zh",
    "boards_en",
    "opinion_box_zh",
    "opinion_box_en",
    "is_active",
)
STAFF_FIELDS = ("name", "name_en", "title_zh", "title_en", "duties_zh", "duties_en", "phone", "order")


def add_unit(
    *, actor: User, code: str, kind: UnitKind, parent: Unit | None, fields: Mapping[str, Any], at: datetime
) -> Unit:
    """Add a township, or a station or village to one.

    Raises:
        NotAllowed: The actor does not administer the township; a township itself is added by the system only.
        Refused: The code is taken, a township has a parent, or another unit has none.
        KeyError: A field is not one of `UNIT_FIELDS`.
    """
    _may(actor.is_system if parent is None else ADMINISTERS_UNIT.allows(actor, parent, at=at))
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("The code “%(code)s” is taken. Choose another.") % {"code": code})
    if (kind == UnitKind.TOWN) != (parent is None):
        raise Refused(_("A station or village belongs to a township, and a township to nothing."))
    for name in fields.keys() - set(UNIT_FIELDS):
        raise KeyError(name)
    with transaction.atomic():
        unit = Unit.objects.create(code=code, kind=kind, parent=parent, **fields)
        audit.write(actor=actor, subject=unit, number=code, verb="add unit", at=at)
        pages.bump()
    return unit


def change_unit(*, actor: User, unit: Unit, fields: Mapping[str, Any], at: datetime) -> Unit:
    """Change what is public of a unit: names, telephones, where the boards are.

    Raises:
        NotAllowed: The actor does not administer the unit.
        KeyError: A field is not one of `UNIT_FIELDS`.
    """
    _may(ADMINISTERS_UNIT.allows(actor, unit, at=at))
    for name, value in fields.items():
        if name not in UNIT_FIELDS:
            raise KeyError(name)
        setattr(unit, name, value)
    with transaction.atomic():
        unit.save()
        audit.write(actor=actor, subject=unit, number=unit.code, verb="change unit", at=at)
        pages.bump()
    return unit


def set_staff(*, actor: User, unit: Unit, rows: Sequence[Mapping[str, Any]], at: datetime) -> list[StaffMember]:
    """Put these people on a unit's staff board, in this order, in the place of those who stand there.

    Args:
        actor: An administrator of the unit.
        unit: The unit.
        rows: Values of `STAFF_FIELDS`, one mapping a person.
        at: Now.

    Raises:
        NotAllowed: The actor does not administer the unit.
    """
    _may(ADMINISTERS_UNIT.allows(actor, unit, at=at))
    with transaction.atomic():
        for gone in unit.staff.all():
            gone.delete()
        staff = []
        for order, row in enumerate(rows, start=1):
            values = {name: row[name] for name in STAFF_FIELDS if name in row}
            staff.append(StaffMember.objects.create(unit=unit, **(values | {"order": order})))
        audit.write(actor=actor, subject=unit, number=unit.code, verb="set staff board", at=at)
        pages.bump()
    return staff


def add_person(
    *,
    actor: User,
    username: str,
    name_zh: str,
    at: datetime,
    name_en: str = "",
    password: str = "",
    email: str = "",
    hashed: str = "",
) -> User:
    """Make an account. Without a password nobody can sign in with it yet.

    Args:
        actor: An administrator, or the system.
        username: What they sign in with.
        name_zh: Their name.
        at: Now.
        name_en: Their name in Latin letters.
        password: What they begin with.
        email: Where letters go.
        hashed: A password that was hashed before, where many accounts begin with the same one.

    Raises:
        NotAllowed: The actor administers nothing.
        Refused: The user name is taken, or the password is too weak.
    """
    _may(ADMINISTERS_UNIT.permitted(actor, at=at).exists())
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("The user name “%(name)s” is taken. Choose another.") % {"name": username})
    _check_password(password, User(username=username, name_zh=name_zh, name_en=name_en, email=email))
    with transaction.atomic():
        fields = {"username": username, "name_zh": name_zh, "name_en": name_en, "email": email}
        if hashed:
            person = User.objects.create(**fields, password=hashed)
        else:
            person = User.objects.create_user(**fields, password=password or None)
        audit.write(actor=actor, subject=person, number=username, verb="add person", at=at)
    return person


def change_person(*, actor: User, person: User, name_zh: str, name_en: str, email: str, at: datetime) -> User:
    """Change a person's names and address.

    Raises:
        NotAllowed: The actor does not administer this person.
    """
    _may(ADMINISTERS_PERSON.allows(actor, person, at=at))
    person.name_zh, person.name_en, person.email = name_zh, name_en, email
    with transaction.atomic():
        person.save()
        audit.write(actor=actor, subject=person, number=person.username, verb="change person", at=at)
    return person


def set_password(*, actor: User, person: User, password: str, at: datetime) -> None:
    """Give a person a new password to begin with, when the old one is lost.

    Raises:
        NotAllowed: The actor does not administer this person.
        Refused: The password is too weak.
    """
    _may(ADMINISTERS_PERSON.allows(actor, person, at=at))
    _check_password(password, person)
    with transaction.atomic():
        person.set_password(password)
        person.save()
        audit.write(actor=actor, subject=person, number=person.username, verb="set password", at=at)


def take_off_second_factor(*, actor: User, person: User, at: datetime) -> None:
    """Take away a person's app, keys and recovery codes, when the phone is lost. They set up new ones.

    Raises:
        NotAllowed: The actor does not administer this person.
        Refused: It is the actor's own, or none is set up.
    """
    _may(ADMINISTERS_PERSON.allows(actor, person, at=at))
    if person.pk == actor.pk:
        raise Refused(_("Your own second factor is changed under “My account”."))
    with transaction.atomic():
        gone, _each = Authenticator.objects.filter(user=person).delete()
        if not gone:
            raise Refused(_("No second factor is set up for this account."))
        audit.write(actor=actor, subject=person, number=person.username, verb="take off second factor", at=at)


def switch_account(*, actor: User, person: User, on: bool, at: datetime) -> None:
    """Let a person sign in, or not. Posts stay as they are; an account switched off holds nothing.

    Raises:
        NotAllowed: The actor does not administer this person.
        Refused: The actor would lock themself out.
    """
    _may(ADMINISTERS_PERSON.allows(actor, person, at=at))
    if person.pk == actor.pk and not on:
        raise Refused(_("You cannot switch off your own account. Ask another administrator."))
    person.is_active = on
    with transaction.atomic():
        person.save()
        verb = "switch account on" if on else "switch account off"
        audit.write(actor=actor, subject=person, number=person.username, verb=verb, at=at)


def give_post(
    *,
    actor: User,
    person: User,
    role: Role,
    unit: Unit,
    title_zh: str,
    starts_on: date,
    at: datetime,
    title_en: str = "",
    is_head: bool = False,
) -> Post:
    """Give a person a role for a unit from a day on; a head is reminded of what the unit owes.

    Raises:
        NotAllowed: The actor does not administer the unit or the person.
        Refused: The role is not given for such a unit, the person holds it already, or the actor would
            give it to themself: an administrator has no say in content.
    """
    _may(ADMINISTERS_UNIT.allows(actor, unit, at=at) and ADMINISTERS_PERSON.allows(actor, person, at=at))
    if person.pk == actor.pk:
        raise Refused(_("You cannot give yourself a post. Ask another administrator."))
    if unit.kind not in KINDS_OF_ROLE[role]:
        raise Refused(_("The role “%(role)s” is not given for %(unit)s.") % {"role": role.label, "unit": unit.name})
    with transaction.atomic():
        # Two administrators giving the same post at once: the second one waits here, and is told.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if Post.objects.filter(person=person, role=role, unit=unit, ends_on__isnull=True).exists():
            raise Refused(_("%(person)s holds this role already.") % {"person": person.name})
        post = Post.objects.create(
            person=person,
            role=role,
            unit=unit,
            title_zh=title_zh,
            title_en=title_en,
            is_head=is_head,
            starts_on=starts_on,
        )
        audit.write(actor=actor, subject=post, number=f"{person.username} {role}", verb="give post", at=at)
    return post


def set_head(*, actor: User, post: Post, is_head: bool, at: datetime) -> Post:
    """Say whether the holder of a post is the unit's head, who is reminded of what it owes.

    Raises:
        NotAllowed: The actor does not administer the unit.
    """
    _may(ADMINISTERS_POST.allows(actor, post, at=at))
    if post.is_head == is_head:
        return post
    post.is_head = is_head
    with transaction.atomic():
        post.save()
        verb = "make head" if is_head else "make head no longer"
        audit.write(actor=actor, subject=post, number=f"{post.person.username} {post.role}", verb=verb, at=at)
    return post


def end_post(*, actor: User, post: Post, ends_on: date, at: datetime) -> Post:
    """End a post with a day, which is the last on which it counts.

    Raises:
        NotAllowed: The actor does not administer the unit.
        Refused: The day lies before the post began, or the post would be the actor's last as administrator.
    """
    _may(ADMINISTERS_POST.allows(actor, post, at=at))
    if ends_on < post.starts_on:
        raise Refused(_("A post cannot end before it began."))
    if post.role == Role.ADMINISTRATOR and post.person_id == actor.pk:
        raise Refused(_("You cannot end your own post as administrator. Ask another administrator."))
    post.ends_on = ends_on
    with transaction.atomic():
        post.save()
        audit.write(actor=actor, subject=post, number=f"{post.person.username} {post.role}", verb="end post", at=at)
    return post


def give_deputy(*, actor: User, unit: Unit, person: User, at: datetime) -> None:
    """Have a person write notices in the place of a unit's clerk.

    Raises:
        NotAllowed: The actor does not administer the unit.
    """
    _may(ADMINISTERS_UNIT.allows(actor, unit, at=at) and ADMINISTERS_PERSON.allows(actor, person, at=at))
    with transaction.atomic():
        grants.give(actor=actor, person=person, codename="deputise", subject=unit, at=at)


def end_deputy(*, actor: User, grant: UnitGrant, at: datetime) -> None:
    """Take a unit back from whoever deputised for its clerk.

    Raises:
        NotAllowed: The actor does not administer the unit.
    """
    _may(ADMINISTERS_UNIT.allows(actor, grant.content_object, at=at))
    with transaction.atomic():
        grants.take_back(actor=actor, person=grant.user, codename="deputise", subject=grant.content_object, at=at)


def _may(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed(_("You do not administer this."))


def _check_password(password: str, person: User) -> None:
    if not password:
        return
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
