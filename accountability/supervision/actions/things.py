"""Keep the register of things that are sealed and gifts that are handed in, to the day they are cleared away."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.supervision.enums import MAX_NOTE_LENGTH, Origin, ThingKind
from accountability.supervision.models import SealedThing
from accountability.supervision.policies import THING_STEPS
from accountability.supervision.queries.points import next_number, units_below
from accountability.supervision.workflow import THING
from portal.accounts.models import Unit, User
from portal.core import pages
from portal.core.refusals import Refused
from portal.core.texts import plain, required
from portal.core.workflow import create, step

MAX_WHAT_LENGTH, MAX_PEOPLE_LENGTH = 160, 80
MOST = Decimal("9999999999.99")


def seal(
    *,
    actor: User,
    unit: Unit,
    kind: ThingKind,
    what: str,
    taken_on: date,
    taken_by: str,
    reason: str,
    at: datetime,
    count: int = 1,
    kept_at: str = "",
    due: Decimal | None = None,
) -> SealedThing:
    """Enter a thing of a unit that was sealed, such as a vehicle or rooms above what is allowed.

    Args:
        due: What is to be recovered, in yuan; None where it is no matter of money.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: Something is missing, or the day is still to come.
    """
    thing = SealedThing(origin=Origin.SEALED, kind=kind, count=count, due=due, kept_at=plain(kept_at))
    return _enter(actor, unit, thing, "seal", what=what, taken_on=taken_on, taken_by=taken_by, reason=reason, at=at)


def take_in(
    *,
    actor: User,
    unit: Unit,
    kind: ThingKind,
    what: str,
    taken_on: date,
    taken_by: str,
    handed_in_by: str,
    reason: str,
    at: datetime,
    count: int = 1,
    kept_at: str = "",
) -> SealedThing:
    """Enter a gift that somebody of a unit could not refuse and handed in.

    Args:
        reason: On what occasion it was given.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: Something is missing, or the day is still to come.
    """
    who = required(handed_in_by, _("Write who handed it in."), "handed_in_by", MAX_PEOPLE_LENGTH)
    thing = SealedThing(origin=Origin.HANDED_IN, kind=kind, count=count, handed_in_by=who, kept_at=plain(kept_at))
    return _enter(actor, unit, thing, "take_in", what=what, taken_on=taken_on, taken_by=taken_by, reason=reason, at=at)


def _enter(
    actor: User,
    unit: Unit,
    thing: SealedThing,
    verb: str,
    *,
    what: str,
    taken_on: date,
    taken_by: str,
    reason: str,
    at: datetime,
) -> SealedThing:
    town = unit.town
    if taken_on > timezone.localdate(at):
        raise Refused(_("This day is still to come."), "taken_on")
    if thing.count < 1:
        raise Refused(_("It is at least one."), "count")
    if thing.due is not None and not 0 < thing.due <= MOST:
        raise Refused(_("Leave it empty where nothing is to be recovered."), "due")
    thing.unit, thing.taken_on = unit, taken_on
    thing.what = required(what, _("Write what it is."), "what", MAX_WHAT_LENGTH)
    thing.taken_by = required(taken_by, _("Write who sealed it, or took it in."), "taken_by", MAX_PEOPLE_LENGTH)
    thing.reason = required(reason, _("Write why."), "reason", MAX_NOTE_LENGTH)

    def make(locked: Unit) -> SealedThing:
        if not units_below(locked).filter(pk=unit.pk).exists():
            raise Refused(_("%(unit)s is not of this township.") % {"unit": unit.name}, "unit")
        kind = "FC" if thing.origin == Origin.SEALED else "LP"
        numbers = SealedThing.objects.filter(town=locked).values_list("number", flat=True)
        thing.town, thing.number = locked, next_number(locked, kind, taken_on.year, numbers)
        return thing

    with transaction.atomic():
        made = create(actor=actor, parent=town, make=make, workflow=THING, verb=verb, policies=THING_STEPS, at=at)
        pages.bump()
    return made


def recover(
    *, actor: User, sealed_thing: SealedThing, amount: Decimal, at: datetime, seen: int | None = None
) -> SealedThing:
    """Enter what was recovered of a thing, beside what was before.

    Raises:
        Refused: Nothing is to be recovered of it, or it would be more than that.
    """

    def change(locked: SealedThing) -> None:
        _add(locked, amount)

    return _take(actor, sealed_thing, "recover", change, seen=seen, at=at)


def clear(
    *,
    actor: User,
    sealed_thing: SealedThing,
    on: date,
    note: str,
    at: datetime,
    amount: Decimal | None = None,
    seen: int | None = None,
) -> SealedThing:
    """Clear a thing away: sold, paid into the treasury, given up; the note says what became of it.

    Args:
        amount: What was recovered with it, beside what was before.

    Raises:
        Refused: The note is missing, or the day is before the thing was sealed or still to come.
    """
    return _end(actor, sealed_thing, "clear", on=on, note=note, amount=amount, seen=seen, at=at)


def hand_back(
    *,
    actor: User,
    sealed_thing: SealedThing,
    on: date,
    note: str,
    at: datetime,
    amount: Decimal | None = None,
    seen: int | None = None,
) -> SealedThing:
    """Hand a thing back: a gift to who gave it, a vehicle to the unit that may use it. Otherwise as `clear`."""
    return _end(actor, sealed_thing, "hand_back", on=on, note=note, amount=amount, seen=seen, at=at)


def _end(
    actor: User,
    thing: SealedThing,
    verb: str,
    *,
    on: date,
    note: str,
    amount: Decimal | None,
    seen: int | None,
    at: datetime,
) -> SealedThing:
    def change(locked: SealedThing) -> None:
        if on < locked.taken_on or on > timezone.localdate(at):
            raise Refused(_("Choose a day from when it was taken up to today."), "on")
        locked.ended_on = on
        locked.end_note = required(note, _("Write what became of it."), "note", MAX_NOTE_LENGTH)
        if amount:
            _add(locked, amount)

    return _take(actor, thing, verb, change, seen=seen, at=at)


def _add(locked: SealedThing, amount: Decimal) -> None:
    if locked.due is None:
        raise Refused(_("Nothing is to be recovered of this."), "amount")
    if amount <= 0 or locked.recovered + amount > locked.due:
        left = locked.due - locked.recovered
        raise Refused(_("At most %(left)s yuan are still to be recovered.") % {"left": f"{left:,.2f}"}, "amount")
    locked.recovered += amount


def _take(
    actor: User,
    thing: SealedThing,
    verb: str,
    change: Callable[[SealedThing], None],
    *,
    seen: int | None,
    at: datetime,
) -> SealedThing:
    with transaction.atomic():
        done = step(
            actor=actor,
            subject=thing,
            workflow=THING,
            verb=verb,
            policies=THING_STEPS,
            seen=seen,
            at=at,
            change=change,
            related=("unit", "town"),
        )
        pages.bump()
    return done
