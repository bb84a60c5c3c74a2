"""Places are booked and cancelled, the waiting list moves up, and bookings go over to another day."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from petitions.visit_days.actions import letters
from petitions.visit_days.enums import ACTIVE, CASE_KIND, MAX_MATTER_LENGTH, MAX_PARTY, BookingState, DayState
from petitions.visit_days.models import TELEPHONE, Booking, VisitDay
from petitions.visit_days.policies import BOOKING_STEPS
from petitions.visit_days.queries.roster import free_slots, is_open
from petitions.visit_days.workflow import BOOKING
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from portal.cases.actions import ending, receiving
from portal.cases.enums import Channel
from portal.cases.models import Case
from portal.cases.rules.sender import AsItCame, Sender
from portal.core import audit, pages
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.texts import plain
from portal.core.workflow import create, lock, step
from portal.messaging.enums import Language

RELATED = ("case", "day__town", "day__host")
"""What a step looks at besides the booking."""
SHOWN_MATTER = 80
"""Characters of what somebody wrote that stand on the sheet of the day."""


def book(
    *,
    actor: User,
    visit_day: VisitDay,
    name: str,
    phone: str,
    text: str,
    at: datetime,
    slot: int | None = None,
    email: str = "",
    party: int = 1,
    concerned_unit: Unit | None = None,
    channel: str = Channel.WEB,
    language: str = Language.CHINESE,
    code: str = "",
) -> Booking:
    """Book a place on a visit day, or stand on its waiting list. Sent twice it is one booking.

    Of all who want the last place one gets it: the row of the day is locked, and the database holds one booking for
    each place.

    Args:
        actor: The system for what came by web; else the person of the office who enters it.
        text: What it is about.
        slot: The number of the place; None for the waiting list, once no place is free.
        party: How many people come.
        concerned_unit: The unit it complains about, which then sees nothing of it.
        code: The code its form was handed out with.

    Returns:
        The booking; `case.code` says the code to follow it, which is not stored.

    Raises:
        NotAllowed: The actor does not run visit days of the township.
        Refused: Name, telephone or text are missing, or the telephone has a booking on that day.
        WrongState: The place was taken meanwhile, or the day cannot be booked any more.
    """
    if (channel == Channel.WEB) != actor.is_system:
        raise NotAllowed(_("You may not enter bookings for this township."))
    said = _Said(name, phone, text, party)
    said.check(needs_telephone=True)
    digest = TELEPHONE.of(phone)

    def make(locked: VisitDay) -> Booking:
        free = free_slots(locked, at)
        if not is_open(locked, at):
            raise WrongState(_("This day can no longer be booked. Look which other days there are."))
        if slot is not None and slot not in {one.number for one in free}:
            raise WrongState(
                _full() if not free else _("Somebody took this time a moment ago. Choose another."), "slot"
            )
        if slot is None and free:
            raise WrongState(_("A place has become free meanwhile. Choose a time."), "slot")
        if Booking.objects.filter(day=locked, telephone_digest__in=TELEPHONE.all_of(phone), state__in=ACTIVE).exists():
            raise Refused(_("This telephone has a booking for that day. Cancel it first, or come and wait."), "phone")
        case = _receive(actor, locked, said, email=email, channel=channel, language=language, code=code, at=at)
        return said.booking(case, locked, slot=slot, telephone_digest=digest, concerned_unit=concerned_unit)

    with transaction.atomic():
        locked = lock(visit_day, "town", "host")
        rows = Booking.objects.select_related(*RELATED)
        if actor.is_system and (  # what the office enters, it enters under its own eyes
            known := receiving.sent_again(rows, actor=actor, kind=CASE_KIND, text=said.text, code=code, at=at)
        ):
            return known
        booking: Booking = create(
            actor=actor,
            parent=locked,
            make=make,
            workflow=BOOKING,
            verb="wait" if slot is None else "book",
            policies=BOOKING_STEPS,
            at=at,
            related=("town", "host"),
        )
        letters.tell(booking, "visit_waiting" if slot is None else "visit_booked", at=at)
        pages.bump()
    return booking


def _full() -> str:
    return _("All places of this day were taken a moment ago. You can stand on the waiting list, or come and wait.")


def cancel(*, actor: User, booking: Booking, at: datetime, seen: int | None = None) -> Booking:
    """Cancel a booking; who waits first for that day moves up to its place.

    Args:
        actor: The system for whoever shows number and code; else the person of the office who was told.
    """

    def change(locked: Booking) -> None:
        locked.ended_at = at

    with transaction.atomic():
        day = lock(booking.day)  # before the booking: who books meanwhile waits for the day
        done = take(actor, booking, "cancel", change, seen=seen, at=at)
        ending.close(case=done.case, at=at)
        move_up(day, at=at)
        pages.bump()
    return done


def move_up(day: VisitDay, *, at: datetime) -> None:
    """Give places that are free to those who wait for them, in the order they came; the row of the day is locked."""
    waiting = Booking.objects.filter(day=day, state=BookingState.WAITING).order_by("pk")
    for slot, booking in zip(free_slots(day, at), list(waiting), strict=False):
        placed = _by_system(booking, "place", partial(_set, slot=slot.number), at=at)
        letters.tell_or_note(placed, "visit_placed", at=at)


def carry_over(booking: Booking, *, to: VisitDay, kind: str, at: datetime, reason: str = "") -> None:
    """Take a booking over to another day and tell who made it; both days are locked.

    Who was not reached comes first there. Somebody who has booked that day too keeps that booking.

    Args:
        kind: The message they are told by.
    """
    left_over = booking.state == BookingState.NOT_REACHED
    own = Booking.objects.filter(day=to, telephone_digest=booking.telephone_digest, state__in=ACTIVE)
    if booking.telephone_digest and (known := own.first()):
        lapse(booking, at=at)
        if left_over:
            Booking.objects.filter(pk=known.pk).update(is_first=True)
        return

    def change(locked: Booking) -> None:
        if left_over:
            locked.is_first, locked.slot, locked.ticket, locked.arrived_at = True, None, None, None
            locked.left_over_from = locked.day
        locked.day = to

    carried = _by_system(booking, "carry_over", change, at=at)
    letters.tell_or_note(carried, kind, at=at, occasion=to.number, reason=reason)


def carry_left_over(day: VisitDay, *, at: datetime) -> None:
    """Take over to a day that was published who was not reached before and has no other day yet."""
    left = Booking.objects.filter(day__town=day.town_id, state=BookingState.NOT_REACHED).order_by("arrived_at", "pk")
    for booking in left:
        carry_over(booking, to=day, kind="visit_left_over", at=at)


def lapse(booking: Booking, *, at: datetime, verb: str = "lapse") -> Booking:
    """End a booking with its day."""
    done = _by_system(booking, verb, partial(_set, ended_at=at), at=at)
    ending.close(case=done.case, at=at)
    return done


def leave_over(booking: Booking, *, at: datetime) -> Booking:
    """Note that somebody came and was not reached."""
    return _by_system(booking, "leave_over", at=at)


def mark_told(*, actor: User, booking: Booking, at: datetime) -> None:
    """Note that somebody was told by telephone what could not be sent.

    Raises:
        NotAllowed: The actor does not run the day.
    """
    with transaction.atomic():
        locked = lock(booking, *RELATED)
        if not BOOKING_STEPS["signs_in"].allows(actor, locked, at=at):
            raise NotAllowed(_("You do not run this visit day."))
        locked.untold = ""
        locked.save(update_fields=["untold"])
        audit.write(actor=actor, subject=locked, number=locked.number, verb="tell", at=at)


class _Said:
    """What somebody who comes says of themselves and their matter."""

    def __init__(self, name: str, phone: str, text: str, party: int) -> None:
        self.name, self.phone, self.text, self.party = name.strip(), phone.strip(), plain(text), party

    def check(self, *, needs_telephone: bool) -> None:
        """Refuse what is missing or too long."""
        if needs_telephone and not self.name:
            raise Refused(_("Write your name."), "name")
        if needs_telephone and not TELEPHONE.of(self.phone):
            raise Refused(_("Leave a telephone number, so that you can be told if the day changes."), "phone")
        if len(self.text) < 2:
            raise Refused(_("Write in a sentence what it is about."), "text")
        if len(self.text) > MAX_MATTER_LENGTH:
            raise Refused(
                _("This has more than %(count)d characters. Shorten it.") % {"count": MAX_MATTER_LENGTH}, "text"
            )
        if not 1 <= self.party <= MAX_PARTY:
            raise Refused(_("At most %(count)d people speak for a group.") % {"count": MAX_PARTY}, "party")

    def booking(self, case: Case, day: VisitDay, **fields: Any) -> Booking:
        """Return the booking, with name and matter masked."""
        came = AsItCame(self.text, Sender(self.name, self.phone))
        matter = " ".join(came.proposal().split())
        return Booking(
            case=case,
            day=day,
            who=f"{self.name[:1]}某某" if self.name else "",
            matter=matter if len(matter) <= SHOWN_MATTER else f"{matter[: SHOWN_MATTER - 1]}…",
            party=self.party,
            **fields,
        )


def take_ticket(
    *,
    actor: User,
    visit_day: VisitDay,
    name: str,
    text: str,
    at: datetime,
    phone: str = "",
    party: int = 1,
    concerned_unit: Unit | None = None,
    concerned_person: User | None = None,
) -> Booking:
    """Take somebody in who comes on the day without a booking: they have a ticket, and wait after those who booked.

    Raises:
        NotAllowed: The actor does not run the day.
        Refused: It is not that day, the text is missing, or the telephone has a booking on that day.
    """
    said = _Said(name, phone, text, party)
    said.check(needs_telephone=False)
    digest = TELEPHONE.of(phone)

    def make(locked: VisitDay) -> Booking:
        check_is_on(locked, at)
        if digest and Booking.objects.filter(day=locked, telephone_digest=digest, state__in=ACTIVE).exists():
            raise Refused(_("This telephone has a booking for that day. Sign it in."), "phone")
        case = _receive(
            actor, locked, said, email="", channel=Channel.IN_PERSON, language=Language.CHINESE, code="", at=at
        )
        return said.booking(
            case,
            locked,
            ticket=next_ticket(locked),
            telephone_digest=digest,
            concerned_unit=concerned_unit,
            concerned_person=concerned_person,
            arrived_at=at,
        )

    made: Booking = create(
        actor=actor,
        parent=visit_day,
        make=make,
        workflow=BOOKING,
        verb="queue",
        policies=BOOKING_STEPS,
        at=at,
        related=("town", "host"),
    )
    return made


def next_ticket(day: VisitDay) -> int:
    """Return the next ticket of a day, whose row is locked."""
    last = Booking.objects.filter(day=day, ticket__isnull=False).order_by("ticket").last()
    return (last.ticket or 0) + 1 if last else 1


def check_is_on(day: VisitDay, at: datetime) -> None:
    """Refuse what is done on the day itself.

    Raises:
        WrongState: The day is not published, or closed.
        Refused: It is another day.
    """
    if day.state != DayState.PUBLISHED:
        raise WrongState(_("This visit day is not open."))
    if day.day > today_of_due_days(at):
        raise Refused(_("This day is still to come."))


def take(
    actor: User,
    booking: Booking,
    verb: str,
    change: Callable[[Booking], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
) -> Booking:
    """Take one step of a booking."""
    return step(
        actor=actor,
        subject=booking,
        workflow=BOOKING,
        verb=verb,
        policies=BOOKING_STEPS,
        seen=seen,
        at=at,
        change=change,
        related=RELATED,
    )


def _by_system(
    booking: Booking, verb: str, change: Callable[[Booking], None] | None = None, *, at: datetime
) -> Booking:
    return take(system_actor(), booking, verb, change, seen=None, at=at)


def _set(booking: Booking, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(booking, name, value)


def _receive(
    actor: User, day: VisitDay, said: _Said, *, email: str, channel: str, language: str, code: str, at: datetime
) -> Case:
    head = f"{day.number}-Y"
    return receiving.receive(
        actor=actor,
        kind=CASE_KIND,
        number=f"{head}{Case.objects.filter(kind=CASE_KIND, number__startswith=head).count() + 1}",
        text=said.text,
        sender=Sender(said.name, said.phone, email),
        channel=channel,
        language=language,
        code=code,
        at=at,
    )
