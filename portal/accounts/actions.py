"""Every write about units, people and posts. An administrator's writes touch no content.

Each raises `NotAllowed` where the actor does not administer the row, and `Conflict` where it is given the version the
actor saw and somebody else changed the row since.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.enums import KINDS_OF_ROLE, Role, UnitKind
from portal.accounts.models import Post, StaffMember, Unit, UnitGrant, User
from portal.accounts.policies import ADMINISTERS_PERSON, ADMINISTERS_POST, ADMINISTERS_UNIT, check_administers
from portal.core import audit, grants, pages
from portal.core.policy import Policy
from portal.core.recounts import recounted
from portal.core.refusals import Refused
from portal.core.workbooks.written import without_unseen
from portal.core.workflow import lock_seen

UNIT_FIELDS = (
    "name_zh",
    "name_en",
    "publishing_body_zh",
    "publishing_body_en",
    "supervision_phone",
    "supervision_contact_zh",
    "supervision_contact_en",
    "boards_zh",
    "boards_en",
    "opinion_box_zh",
    "opinion_box_en",
    "is_active",
)
Row = TypeVar("Row", User, Post)
STAFF_FIELDS = ("name", "name_en", "title_zh", "title_en", "duties_zh", "duties_en", "phone", "order")


def add_unit(
    *, actor: User, code: str, kind: UnitKind, parent: Unit | None, fields: Mapping[str, Any], at: datetime
) -> Unit:
    """Add a township, or a station or village to one.

    Raises:
        NotAllowed: A township is added by the system only.
        Refused: The code is taken, a township has a parent, or another unit has none.
        KeyError: A field is not one of `UNIT_FIELDS`.
    """
    check_administers(actor.is_system if parent is None else ADMINISTERS_UNIT.allows(actor, parent, at=at))
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("The code “%(code)s” is taken. Choose another.") % {"code": code}, "code")
    if (kind == UnitKind.TOWN) != (parent is None) or (parent and parent.kind != UnitKind.TOWN):
        raise Refused(_("A station or village belongs to a township, and a township to nothing."))
    _check_fields(fields)
    with recounted(actor=actor, at=at):
        unit = Unit.objects.create(code=code, kind=kind, parent=parent, **fields)
        audit.write(actor=actor, subject=unit, number=code, verb="add unit", at=at)
        pages.bump()
    return unit


def change_unit(*, actor: User, unit: Unit, fields: Mapping[str, Any], seen: int | None, at: datetime) -> Unit:
    """Change what is public of a unit: names, telephones, where the boards are, whether it is in use.

    Raises:
        KeyError: A field is not one of `UNIT_FIELDS`.
    """
    check_administers(ADMINISTERS_UNIT.allows(actor, unit, at=at))
    _check_fields(fields)
    # Whether a unit is in use decides what is owed; no other field is counted from.
    is_counted = fields.get("is_active", unit.is_active) != unit.is_active
    with recounted(actor=actor, at=at) if is_counted else transaction.atomic():
        locked = lock_seen(unit, seen)
        for name, value in fields.items():
            setattr(locked, name, value)
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.code, verb="change unit", at=at)
        pages.bump()
    return locked


def set_staff(
    *, actor: User, unit: Unit, rows: Sequence[Mapping[str, Any]], seen: int | None, at: datetime
) -> list[StaffMember]:
    """Put people, each with values of `STAFF_FIELDS`, on a unit's staff board in the place of the present ones."""
    check_administers(ADMINISTERS_UNIT.allows(actor, unit, at=at))
    with transaction.atomic():
        locked = lock_seen(unit, seen)
        locked.save()
        for gone in locked.staff.all():
            gone.delete()
        staff = []
        for order, row in enumerate(rows, start=1):
            values = {name: row[name] for name in STAFF_FIELDS if name in row}
            staff.append(StaffMember.objects.create(unit=locked, **(values | {"order": order})))
        audit.write(actor=actor, subject=locked, number=locked.code, verb="set staff board", at=at)
        pages.bump()
    return staff


def _check_fields(fields: Mapping[str, Any]) -> None:
    for name in fields.keys() - set(UNIT_FIELDS):
        raise KeyError(name)


def add_person(
    *,
    actor: User,
    username: str,
    name_zh: str,
    at: datetime,
    name_en: str = "",
    password: str = "",
    email: str = "",
    phone: str = "",
    hashed: str = "",
) -> User:
    """Make an account. Without a password, or one that was `hashed` before, nobody can sign in with it yet.

    Raises:
        Refused: The user name is taken, or the password is too weak or has characters that are not seen.
    """
    check_administers(ADMINISTERS_UNIT.permitted(actor, at=at).exists())
    if User.objects.filter(username__iexact=username).exists():
        sentence = _("The user name “%(name)s” is taken. Choose another.")
        raise Refused(sentence % {"name": username}, "username")
    fields = {"username": username, "name_zh": name_zh, "name_en": name_en, "email": email, "phone": phone}
    _check_password(password, User(**fields))
    with transaction.atomic():
        if hashed:
            person = User.objects.create(**fields, password=hashed)
        else:
            person = User.objects.create_user(**fields, password=password or None)
        _write_line(actor, person, "add person", at)
    return person


def change_person(
    *, actor: User, person: User, name_zh: str, name_en: str, email: str, phone: str, seen: int | None, at: datetime
) -> User:
    """Change a person's names, e-mail address and mobile telephone."""
    with _changed(ADMINISTERS_PERSON, person, "change person", actor=actor, seen=seen, at=at) as locked:
        locked.name_zh, locked.name_en, locked.email, locked.phone = name_zh, name_en, email, phone
    return locked


def set_password(*, actor: User, person: User, password: str, seen: int | None, at: datetime) -> None:
    """Give a person a new password to begin with, when the old one is lost.

    Raises:
        Refused: The password is too weak or has characters that are not seen.
    """
    with _changed(ADMINISTERS_PERSON, person, "set password", actor=actor, seen=seen, at=at) as locked:
        _check_password(password, locked)
        locked.set_password(password)


def take_off_second_factor(*, actor: User, person: User, seen: int | None, at: datetime) -> None:
    """Take away a person's app, keys and recovery codes, when the phone is lost. They set up new ones.

    Raises:
        Refused: It is the actor's own, or none is set up.
    """
    with _changed(ADMINISTERS_PERSON, person, "take off second factor", actor=actor, seen=seen, at=at) as locked:
        if locked.pk == actor.pk:
            raise Refused(_("Your own second factor is changed under “My account”."))
        if not Authenticator.objects.filter(user=locked).delete()[0]:
            raise Refused(_("No second factor is set up for this account."))


def switch_account(*, actor: User, person: User, on: bool, seen: int | None, at: datetime) -> None:
    """Let a person sign in, or not. Posts stay as they are; an account switched off holds nothing.

    Raises:
        Refused: The actor would lock themself out.
    """
    verb = "switch account on" if on else "switch account off"
    with _changed(ADMINISTERS_PERSON, person, verb, actor=actor, seen=seen, at=at) as locked:
        if locked.pk == actor.pk and not on:
            raise Refused(_("You cannot switch off your own account. Ask another administrator."))
        locked.is_active = on


def _check_password(password: str, person: User) -> None:
    if not password:
        return
    if without_unseen(password) != password or not password.isprintable():
        # The pages take such characters out of what is typed, so nobody could sign in.
        raise Refused(_("The password has characters in it that are not seen. Type it again."), "password")
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages), "password") from fault


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
        Refused: The role is not given for such a unit, the person holds it already, or the actor would
            give it to themself: an administrator has no say in content.
    """
    check_administers(_both(actor, unit, person, at))
    _check_not_own(actor, person)
    if unit.kind not in KINDS_OF_ROLE[role]:
        raise Refused(_("The role “%(role)s” is not given for %(unit)s.") % {"role": role.label, "unit": unit.name})
    with transaction.atomic():
        # Two administrators giving the same post at once: the second one waits here, and is refused.
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
            given_by=actor,
        )
        _write_line(actor, post, "give post", at)
    return post


def set_head(*, actor: User, post: Post, is_head: bool, seen: int | None, at: datetime) -> Post:
    """Say whether the holder of a post is the unit's head, who is reminded of what it owes.

    Raises:
        Refused: It is the actor's own post.
    """
    check_administers(ADMINISTERS_POST.allows(actor, post, at=at))
    _check_not_own(actor, post.person)
    with transaction.atomic():
        locked = lock_seen(post, seen, "person")
        if locked.is_head != is_head:
            locked.is_head = is_head
            locked.save()
            _write_line(actor, locked, "make head" if is_head else "make head no longer", at)
    return locked


def end_post(*, actor: User, post: Post, ends_on: date, seen: int | None, at: datetime) -> Post:
    """End a post with a day, which is the last on which it counts.

    Raises:
        Refused: The day lies before the post began, or it is the actor's own post.
    """
    with _changed(ADMINISTERS_POST, post, "end post", actor=actor, seen=seen, at=at) as locked:
        _check_not_own(actor, locked.person)
        if ends_on < locked.starts_on:
            raise Refused(_("A post cannot end before it began."), "ends_on")
        locked.ends_on = ends_on
    return locked


def give_deputy(*, actor: User, unit: Unit, person: User, at: datetime) -> None:
    """Have a person write notices in the place of a unit's clerk.

    Raises:
        Refused: The actor would hand it over to themself.
    """
    check_administers(_both(actor, unit, person, at))
    with transaction.atomic():
        grants.give(actor=actor, person=person, codename="deputise", subject=unit, at=at)


def end_deputy(*, actor: User, grant: UnitGrant, at: datetime) -> None:
    """Take a unit back from its clerk's deputy."""
    check_administers(ADMINISTERS_UNIT.allows(actor, grant.content_object, at=at))
    with transaction.atomic():
        grants.take_back(actor=actor, person=grant.user, codename="deputise", subject=grant.content_object, at=at)


@contextmanager
def _changed(policy: Policy[Row], row: Row, verb: str, *, actor: User, seen: int | None, at: datetime) -> Iterator[Row]:
    """Give out the locked row to be changed; it is saved at the end, with an audit line."""
    check_administers(policy.allows(actor, row, at=at))
    with transaction.atomic():
        locked = lock_seen(row, seen)
        yield locked
        locked.save()
        _write_line(actor, locked, verb, at)


def _both(actor: User, unit: Unit, person: User, at: datetime) -> bool:
    return ADMINISTERS_UNIT.allows(actor, unit, at=at) and ADMINISTERS_PERSON.allows(actor, person, at=at)


def _check_not_own(actor: User, person: User) -> None:
    if person.pk == actor.pk:
        raise Refused(_("You cannot give yourself a post, change or end it. Ask another administrator."))


def _write_line(actor: User, subject: User | Post, verb: str, at: datetime) -> None:
    number = subject.username if isinstance(subject, User) else f"{subject.person.username} {subject.role}"
    audit.write(actor=actor, subject=subject, number=number, verb=verb, at=at)
