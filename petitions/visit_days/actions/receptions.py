"""The day itself: people sign in, are called, and what was said and promised is kept and followed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.handling.actions import receiving
from petitions.handling.models import Petition
from petitions.visit_days.actions.bookings import RELATED, check_is_on, next_ticket, take
from petitions.visit_days.enums import MAX_PARTY, MAX_PROMISE_LENGTH, MAX_SAID_LENGTH, BookingState, PromiseState
from petitions.visit_days.models import Booking, Promise, Reception, VisitDay
from petitions.visit_days.policies import PROMISE_STEPS
from petitions.visit_days.queries.roster import units_of_town
from petitions.visit_days.rules import GRACE_MINUTES, is_late
from petitions.visit_days.workflow import PROMISE
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.cases.actions import ending
from portal.cases.actions.reading import read_private
from portal.cases.actions.screening import check_private
from portal.cases.enums import Channel
from portal.core import audit
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.texts import required
from portal.core.workflow import create, lock, step


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised: what, who does it, and by when."""

    text: str
    unit: Unit
    due: date


def sign_in(*, actor: User, booking: Booking, at: datetime, party: int = 1, seen: int | None = None) -> Booking:
    """Sign somebody in who has come. Who comes after their time waits last; who was on the waiting list has a ticket.

    Args:
        party: How many have come.

    Raises:
        Refused: It is not that day, or they are too many.
    """
    if not 1 <= party <= MAX_PARTY:
        raise Refused(_("At most %(count)d people speak for a group.") % {"count": MAX_PARTY}, "party")

    def change(day: VisitDay, locked: Booking) -> None:
        check_is_on(day, at)
        if locked.state == BookingState.WAITING:
            locked.ticket = next_ticket(day)
        locked.arrived_at, locked.party = at, party

    with transaction.atomic():
        day = lock(booking.day)
        place = booking.place
        late = (
            booking.state == BookingState.BOOKED
            and place is not None
            and is_late(place.begins, timezone.localtime(at).time(), grace=GRACE_MINUTES)
        )
        return take(actor, booking, "sign_in_late" if late else "sign_in", partial(change, day), seen=seen, at=at)


def call(*, actor: User, booking: Booking, at: datetime, seen: int | None = None) -> Booking:
    """Call somebody in."""

    def change(locked: Booking) -> None:
        check_is_on(locked.day, at)
        locked.called_at = at

    return take(actor, booking, "call", change, seen=seen, at=at)


def put_back(*, actor: User, booking: Booking, at: datetime, seen: int | None = None) -> Booking:
    """Put somebody back into the line who was called by mistake."""

    def change(locked: Booking) -> None:
        locked.called_at = None

    return take(actor, booking, "put_back", change, seen=seen, at=at)


def record(
    *,
    actor: User,
    booking: Booking,
    received_by: User,
    said: str,
    at: datetime,
    promised: Sequence[Promised] = (),
    concerned_unit: Unit | None = None,
    concerned_person: User | None = None,
    seen: int | None = None,
) -> Booking:
    """Keep the record of a reception: who received, what was said, and what was promised, by whom and by when.

    Args:
        concerned_unit: The unit it complains about, which sees nothing of it.
        concerned_person: The person it complains about, who sees nothing of it either.

    Raises:
        Refused: Nothing was written, somebody received who is complained about, or a promise is given to the unit
            that is complained about, says nothing, or is due before today.
    """
    words = required(said, _("Write what was said."), "said", MAX_SAID_LENGTH)

    def change(locked: Booking) -> None:
        locked.concerned_unit = concerned_unit or locked.concerned_unit
        locked.concerned_person = concerned_person or locked.concerned_person
        if received_by.pk == locked.concerned_person_id:
            raise Refused(_("Whoever is complained about does not receive. Choose somebody else."), "received_by")
        locked.ended_at = at
        reception = Reception.objects.create(
            booking=locked, received_by=received_by, said=words, recorded_by=actor, recorded_at=at
        )
        for number, one in enumerate(promised, start=1):
            _promise(actor, reception, number, one, at=at)

    with transaction.atomic():
        done = take(actor, booking, "record", change, seen=seen, at=at)
        _close_when_kept(done, at)
    return done


def _promise(actor: User, reception: Reception, number: int, one: Promised, *, at: datetime) -> Promise:
    booking = reception.booking
    text = required(one.text, _("Write what was promised."), f"promise_{number}", MAX_PROMISE_LENGTH)
    if not units_of_town(booking.day.town).filter(pk=one.unit.pk).exists() and one.unit != booking.day.town:
        raise Refused(_("%(unit)s is not of this township.") % {"unit": one.unit.name}, f"unit_{number}")
    if one.unit.pk == booking.concerned_unit_id:
        raise Refused(_("The unit that is complained about is given nothing to do of it."), f"unit_{number}")
    if one.due < today_of_due_days(at):
        raise Refused(_("Choose a day that is still to come."), f"due_{number}")
    made: Promise = create(
        actor=actor,
        parent=reception,
        make=lambda locked: Promise(reception=locked, number=number, text=text, unit=one.unit, due=one.due),
        workflow=PROMISE,
        verb="promise",
        policies=PROMISE_STEPS,
        at=at,
        related=("booking__case",),
    )
    return made


def make_petition(*, actor: User, booking: Booking, category: str, at: datetime) -> Petition:
    """Make a petition of what was said at a reception, with the sender of the booking; it is registered as any other.

    The unit and the person who are complained about are kept from it from the first.

    Args:
        category: A value of `petitions.handling.enums.Category`.

    Returns:
        The petition; `case.code` says the code to follow it, which is not stored.

    Raises:
        NotAllowed: The actor enters no petitions of the township, or may not read the booking.
        Refused: There is no record yet, one was made before, or the personal data has been removed.
    """
    with transaction.atomic():
        locked = lock(booking, *RELATED)
        reception = Reception.objects.select_for_update().filter(booking=locked).first()
        if reception is None or reception.petition_id is not None:
            raise Refused(_("There is no record of which a petition could be made."))
        came = read_private(actor=actor, case=locked.case, at=at)
        if came is None:
            raise Refused(_("The personal data of this case has been removed."))
        sender, unit = came.sender, locked.concerned_unit
        petition = receiving.receive(
            actor=actor,
            town=locked.day.town,
            category=category,
            text=f"{came.text}\n\n{reception.said}",
            place=unit,
            is_against_place=unit is not None,
            complained_about=[locked.concerned_person] if locked.concerned_person else (),
            name=sender.name,
            phone=sender.telephone,
            email=sender.email,
            address=sender.address,
            people=locked.party,
            representatives=[(sender.name, sender.telephone)] if locked.party > 1 and sender.name else (),
            channel=Channel.IN_PERSON,
            language=locked.case.language,
            at=at,
        )
        reception.petition = petition
        reception.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb="make petition", at=at)
    return petition


def report(*, actor: User, promise: Promise, text: str, at: datetime, seen: int | None = None) -> Promise:
    """Report a promise as done. The office asks the resident, and confirms it.

    Raises:
        Refused: Nothing was written, or it is too long.
    """

    def change(locked: Promise) -> None:
        locked.done_with = required(text, _("Write what was done."), "text", MAX_SAID_LENGTH)
        locked.reported_by, locked.done_on = actor, timezone.localdate(at)

    return _take(actor, promise, "report", change, seen=seen, at=at)


def confirm(*, actor: User, promise: Promise, at: datetime, seen: int | None = None) -> Promise:
    """Confirm that a promise is kept. With the last of a reception its case is closed."""
    with transaction.atomic():
        done = _take(actor, promise, "confirm", seen=seen, at=at)
        _close_when_kept(done.reception.booking, at)
    return done


def send_back(*, actor: User, promise: Promise, reason: str, at: datetime, seen: int | None = None) -> Promise:
    """Send a promise back to its unit that is not done yet, with a reason.

    Raises:
        Refused: The reason gives somebody away.
    """

    def change(locked: Promise) -> None:
        locked.reported_by = locked.done_on = None

    return _take(actor, promise, "send_back", change, seen=seen, at=at, reason=reason)


def postpone(
    *, actor: User, promise: Promise, due: date, reason: str, at: datetime, seen: int | None = None
) -> Promise:
    """Set another day for a promise, with a reason; whoever it was made to reads both days.

    Raises:
        Refused: The day has passed, or the reason gives somebody away.
    """

    def change(locked: Promise) -> None:
        if due < today_of_due_days(at):
            raise Refused(_("Choose a day that is still to come."), "due")
        locked.due = due

    return _take(actor, promise, "postpone", change, seen=seen, at=at, reason=reason)


def _take(
    actor: User,
    promise: Promise,
    verb: str,
    change: Callable[[Promise], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Promise:
    def check_and_change(locked: Promise) -> None:
        if reason:  # it stands in the audit for ever, and goes to the unit
            booking = locked.reception.booking
            published = published_telephones(booking.day.town, locked.unit)
            check_private(booking.case, reason, _("The reason"), "reason", published=published)
        if change:
            change(locked)

    return step(
        actor=actor,
        subject=promise,
        workflow=PROMISE,
        verb=verb,
        policies=PROMISE_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=check_and_change,
        related=("unit", "reception__booking__case", "reception__booking__day__town"),
    )


def _close_when_kept(booking: Booking, at: datetime) -> None:
    """Close the case of a reception of which nothing is still to be done."""
    if not Promise.objects.filter(reception__booking=booking).exclude(state=PromiseState.KEPT).exists():
        ending.close(case=booking.case, at=at)
