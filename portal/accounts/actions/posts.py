"""Writes about posts and deputies: what gives a person a say. Nobody gives themself anything."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.enums import KINDS_OF_ROLE, Role
from portal.accounts.models import Post, Unit, UnitGrant, User
from portal.accounts.policies import ADMINISTERS_PERSON, ADMINISTERS_POST, ADMINISTERS_UNIT, check_administers
from portal.core import audit, grants
from portal.core.refusals import Refused
from portal.core.workflow import lock_seen


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
        NotAllowed: The actor does not administer the unit.
        Refused: It is the actor's own post.
        Conflict: Somebody else changed the post after the actor saw it.
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
        NotAllowed: The actor does not administer the unit.
        Refused: The day lies before the post began, or it is the actor's own post.
        Conflict: Somebody else changed the post after the actor saw it.
    """
    check_administers(ADMINISTERS_POST.allows(actor, post, at=at))
    _check_not_own(actor, post.person)
    with transaction.atomic():
        locked = lock_seen(post, seen, "person")
        if ends_on < locked.starts_on:
            raise Refused(_("A post cannot end before it began."), "ends_on")
        locked.ends_on = ends_on
        locked.save()
        _write_line(actor, locked, "end post", at)
    return locked


def give_deputy(*, actor: User, unit: Unit, person: User, at: datetime) -> None:
    """Have a person write notices in the place of a unit's clerk.

    Raises:
        NotAllowed: The actor does not administer the unit or the person.
        Refused: The actor would hand it over to themself.
    """
    check_administers(_both(actor, unit, person, at))
    with transaction.atomic():
        grants.give(actor=actor, person=person, codename="deputise", subject=unit, at=at)


def end_deputy(*, actor: User, grant: UnitGrant, at: datetime) -> None:
    """Take a unit back from its clerk's deputy.

    Raises:
        NotAllowed: The actor does not administer the unit.
    """
    check_administers(ADMINISTERS_UNIT.allows(actor, grant.content_object, at=at))
    with transaction.atomic():
        grants.take_back(actor=actor, person=grant.user, codename="deputise", subject=grant.content_object, at=at)


def _both(actor: User, unit: Unit, person: User, at: datetime) -> bool:
    return ADMINISTERS_UNIT.allows(actor, unit, at=at) and ADMINISTERS_PERSON.allows(actor, person, at=at)


def _check_not_own(actor: User, person: User) -> None:
    if person.pk == actor.pk:
        raise Refused(_("You cannot give yourself a post, change or end it. Ask another administrator."))


def _write_line(actor: User, post: Post, verb: str, at: datetime) -> None:
    audit.write(actor=actor, subject=post, number=f"{post.person.username} {post.role}", verb=verb, at=at)
