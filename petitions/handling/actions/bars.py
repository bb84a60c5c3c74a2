"""Keeping people from a petition: whom it complains about, who is named in it, who steps aside."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.handling.enums import Barring, Category, SealedFor
from petitions.handling.models import Bar, Petition, PetitionGrant
from petitions.handling.policies import MAY_KNOW, REGISTERS
from petitions.handling.queries.reminders import page_of
from petitions.handling.rules import named_in, sealed_for
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders, posts_not_ended
from portal.cases.actions import receiving
from portal.core import audit, grants
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import lock
from portal.messaging.actions import news


def staff_of_town(town: Unit, *, at: datetime) -> list[User]:
    """Return everybody who holds a post in a township, its stations and villages."""
    posts = posts_not_ended(timezone.localdate(at))
    posts = posts.filter(unit=town) | posts.filter(unit__parent=town)
    return list(User.objects.filter(pk__in=posts.order_by().values("person"), is_system=False).order_by("username"))


def bar(
    actor: User, petition: Petition, *, units: Iterable[Unit], people: Iterable[User], why: str, at: datetime
) -> None:
    """Keep units and people from a petition from now on; what they were given of it is taken back.

    So are messages about it. The township itself is left out: see `seal`.
    """
    for unit in units:
        if unit.parent_id is not None:
            _add(actor, petition, why, at, unit=unit)
    for person in people:
        _add(actor, petition, why, at, person=person)
        if grants.given(PetitionGrant, person, "handle").filter(content_object=petition).exists():
            grants.take_back(actor=actor, person=person, codename="handle", subject=petition, at=at)
    take_back_messages(petition, at)


def take_back_messages(petition: Petition, at: datetime) -> None:
    """Remove messages about a petition from whoever it is kept from, which name its number."""
    url = page_of(petition)
    staff = [one.pk for one in staff_of_town(petition.town, at=at)]
    told = User.objects.filter(pk__in=staff, messages__url=url).distinct()
    news.take_back([one for one in told if not MAY_KNOW.allows(one, petition, at=at)], url=url)


def bar_named(actor: User, petition: Petition, text: str, *, at: datetime) -> None:
    """Keep out everybody of the township whose name stands in the text, until somebody decides on it."""
    staff = staff_of_town(petition.town, at=at)
    names = named_in(text, [name for one in staff for name in (one.name_zh, one.name_en)])
    people = [one for one in staff if names & {one.name_zh, one.name_en}]
    bar(actor, petition, units=(), people=people, why=Barring.NAMED, at=at)


def keep_sealed(petition: Petition, at: datetime) -> None:
    """Give a sealed petition, which is saved, to who may keep it, now that it is known who is kept out."""
    if is_sealed(petition):
        _seal_again(petition, at)
        Petition.objects.filter(pk=petition.pk).update(sealed_for=petition.sealed_for)


def decide_named(actor: User, petition: Petition, complained_about: Collection[User], *, at: datetime) -> None:
    """Decide who of those named is complained about; the others are kept out no longer."""
    named = list(petition.bars.filter(why=Barring.NAMED, lifted_at=None))
    if not named and not complained_about:
        return
    for row in named:
        row.lifted_by, row.lifted_at = actor, at
        row.save()
    bar(actor, petition, units=(), people=complained_about, why=Barring.COMPLAINED_ABOUT, at=at)
    audit.write(actor=actor, subject=petition, number=petition.number, verb="bar", at=at)


def keep_out(
    *, actor: User, petition: Petition, at: datetime, reason: str, unit: Unit | None = None, person: User | None = None
) -> None:
    """Keep a unit or a person from a petition that turns out to be complained about.

    Raises:
        NotAllowed: The actor does not register petitions of the township.
        Refused: Nobody is named, the reason is missing, or they are kept out already.
    """
    with transaction.atomic():
        locked = _to_change(actor, petition, at)
        if (unit is None) == (person is None):
            raise Refused(_("Choose a unit or a person."), "unit")
        if unit and unit.parent_id is None:
            raise Refused(_("The township itself cannot be kept out. Register it as an accusation instead."), "unit")
        if locked.bars.filter(lifted_at=None, unit=unit, person=person).exists():
            raise Refused(_("They are kept out already."))
        receiving.note(actor=actor, case=locked.case, text=_written(reason), at=at)
        bar(
            actor,
            locked,
            units=[unit] if unit else [],
            people=[person] if person else [],
            why=Barring.COMPLAINED_ABOUT,
            at=at,
        )
        _save(actor, locked, "keep out", at)


def lift(*, actor: User, bar: Bar, reason: str, at: datetime) -> None:
    """Let somebody see a petition again, as their role allows; the reason is kept as a note.

    Raises:
        NotAllowed: The actor does not register petitions of the township.
        Refused: The reason is missing, or it was lifted meanwhile.
    """
    with transaction.atomic():
        locked = _to_change(actor, bar.petition, at)
        row = locked.bars.filter(pk=bar.pk, lifted_at=None).first()
        if row is None:
            raise Refused(_("They are not kept out any more."))
        receiving.note(actor=actor, case=locked.case, text=_written(reason), at=at)
        row.lifted_by, row.lifted_at = actor, at
        row.save()
        _save(actor, locked, "lift", at)


def seal(petition: Petition, *, is_against_town: bool, at: datetime) -> None:
    """Say for whom alone a petition is kept, if for anybody."""
    rows = Bar.objects.filter(petition=petition.pk, lifted_at=None).order_by()
    of_units = posts_not_ended(timezone.localdate(at)).filter(unit__in=rows.filter(unit__isnull=False).values("unit"))
    barred = set(rows.filter(person__isnull=False).values_list("person", flat=True))
    barred |= set(of_units.values_list("person", flat=True))
    secretaries = {one.pk for one in holders(Role.SECRETARY, petition.town, at=at)}
    petition.sealed_for = sealed_for(
        petition.category, is_against_town=is_against_town, barred=barred, secretaries=secretaries
    )


def check_can_be_given(petition: Petition, people: Collection[User]) -> None:
    """Refuse people who are kept out, and nobody at all.

    Raises:
        Refused: There is nobody, or somebody is kept out.
    """
    if not people:
        raise Refused(_("Nobody of this unit can be given it. Choose another unit."), "handlers")
    if petition.bars.filter(lifted_at=None, person__in=people).exists():
        raise Refused(_("Somebody of these is complained about or has stepped aside."), "handlers")


def is_sealed(petition: Petition) -> bool:
    """Return whether somebody alone sees it."""
    return petition.sealed_for != SealedFor.NOBODY


def _to_change(actor: User, petition: Petition, at: datetime) -> Petition:
    locked = lock(petition, "case", "town")
    if not REGISTERS.allows(actor, locked, at=at):
        raise NotAllowed(_("You may not decide who is kept out."))
    return locked


def _written(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Write the reason."), "reason")
    return reason


def _seal_again(petition: Petition, at: datetime) -> None:
    """Say anew for whom a sealed petition is kept, after somebody was kept out or is no longer."""
    seal(petition, is_against_town=petition.category != Category.ACCUSATION, at=at)


def _save(actor: User, petition: Petition, verb: str, at: datetime) -> None:
    if is_sealed(petition):
        _seal_again(petition, at)
    audit.write(actor=actor, subject=petition, number=petition.number, verb=verb, at=at)
    petition.version += 1
    petition.save()


def _add(
    actor: User, petition: Petition, why: str, at: datetime, *, unit: Unit | None = None, person: User | None = None
) -> None:
    Bar.objects.get_or_create(
        petition=petition,
        unit=unit,
        person=person,
        lifted_at=None,
        defaults={"why": Barring(why), "added_by": actor, "added_at": at},
    )
