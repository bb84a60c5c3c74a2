"""Writes about people: their names, and how they sign in. Each leaves an audit line and a row of history."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.policies import ADMINISTERS_PERSON, ADMINISTERS_UNIT, check_administers
from portal.core import audit
from portal.core.refusals import Refused
from portal.core.workflow import lock_seen


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
    check_administers(ADMINISTERS_UNIT.permitted(actor, at=at).exists())
    if User.objects.filter(username__iexact=username).exists():
        sentence = _("The user name “%(name)s” is taken. Choose another.")
        raise Refused(sentence % {"name": username}, "username")
    _check_password(password, User(username=username, name_zh=name_zh, name_en=name_en, email=email))
    with transaction.atomic():
        fields = {"username": username, "name_zh": name_zh, "name_en": name_en, "email": email}
        if hashed:
            person = User.objects.create(**fields, password=hashed)
        else:
            person = User.objects.create_user(**fields, password=password or None)
        _write_line(actor, person, "add person", at)
    return person


def change_person(
    *, actor: User, person: User, name_zh: str, name_en: str, email: str, seen: int | None, at: datetime
) -> User:
    """Change a person's names and address.

    Raises:
        NotAllowed: The actor does not administer this person.
        Conflict: Somebody else changed the account after the actor saw it.
    """
    check_administers(ADMINISTERS_PERSON.allows(actor, person, at=at))
    with transaction.atomic():
        locked = lock_seen(person, seen)
        locked.name_zh, locked.name_en, locked.email = name_zh, name_en, email
        locked.save()
        _write_line(actor, locked, "change person", at)
    return locked


def set_password(*, actor: User, person: User, password: str, seen: int | None, at: datetime) -> None:
    """Give a person a new password to begin with, when the old one is lost.

    Raises:
        NotAllowed: The actor does not administer this person.
        Refused: The password is too weak.
        Conflict: Somebody else changed the account after the actor saw it.
    """
    check_administers(ADMINISTERS_PERSON.allows(actor, person, at=at))
    _check_password(password, person)
    with transaction.atomic():
        locked = lock_seen(person, seen)
        locked.set_password(password)
        locked.save()
        _write_line(actor, locked, "set password", at)


def take_off_second_factor(*, actor: User, person: User, seen: int | None, at: datetime) -> None:
    """Take away a person's app, keys and recovery codes, when the phone is lost. They set up new ones.

    Raises:
        NotAllowed: The actor does not administer this person.
        Refused: It is the actor's own, or none is set up.
        Conflict: Somebody else changed the account after the actor saw it.
    """
    check_administers(ADMINISTERS_PERSON.allows(actor, person, at=at))
    if person.pk == actor.pk:
        raise Refused(_("Your own second factor is changed under “My account”."))
    with transaction.atomic():
        locked = lock_seen(person, seen)
        gone, _each = Authenticator.objects.filter(user=locked).delete()
        if not gone:
            raise Refused(_("No second factor is set up for this account."))
        locked.save()
        _write_line(actor, locked, "take off second factor", at)


def switch_account(*, actor: User, person: User, on: bool, seen: int | None, at: datetime) -> None:
    """Let a person sign in, or not. Posts stay as they are; an account switched off holds nothing.

    Raises:
        NotAllowed: The actor does not administer this person.
        Refused: The actor would lock themself out.
        Conflict: Somebody else changed the account after the actor saw it.
    """
    check_administers(ADMINISTERS_PERSON.allows(actor, person, at=at))
    if person.pk == actor.pk and not on:
        raise Refused(_("You cannot switch off your own account. Ask another administrator."))
    with transaction.atomic():
        locked = lock_seen(person, seen)
        locked.is_active = on
        locked.save()
        _write_line(actor, locked, "switch account on" if on else "switch account off", at)


def _check_password(password: str, person: User) -> None:
    if not password:
        return
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages), "password") from fault


def _write_line(actor: User, person: User, verb: str, at: datetime) -> None:
    audit.write(actor=actor, subject=person, number=person.username, verb=verb, at=at)
