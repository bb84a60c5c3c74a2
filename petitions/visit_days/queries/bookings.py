"""Reads about bookings: who comes on a day, and in which order they are called."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from petitions.visit_days.enums import PRESENT, BookingState
from petitions.visit_days.models import Booking, VisitDay
from petitions.visit_days.policies import READS_BOOKING
from petitions.visit_days.queries.roster import Person
from petitions.visit_days.rules import InLine, in_order
from portal.cases.models import Case

_CALLED = (BookingState.TALKING, BookingState.RECEIVED)


def _with_context(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    return rows.select_related(
        "case__entered_by",
        "day__town",
        "day__host",
        "left_over_from",
        "concerned_unit",
        "concerned_person",
        "reception__received_by",
        "reception__recorded_by",
    )


def bookings_of(person: Person, at: datetime) -> QuerySet[Booking]:
    """Return the bookings this person sees."""
    return _with_context(READS_BOOKING.permitted(person, at=at))


def of_case(case: Case) -> Booking:
    """Return the booking of a case."""
    return _with_context(Booking.objects.filter(case=case)).get()


def on_day(day: VisitDay, person: Person, at: datetime) -> list[Booking]:
    """Return who comes on a day, of those this person sees, in the order in which they are called.

    First who was called, as they were; then who has signed in, in turn; then who is still to come, by their time;
    last the waiting list, and who came to nothing.
    """
    rows = list(bookings_of(person, at).filter(day=day))
    called = sorted((one for one in rows if one.state in _CALLED), key=_by_call)
    line = waiting_line(rows)
    to_come = sorted((one for one in rows if one.state == BookingState.BOOKED), key=_by_slot)
    shown = {one.pk for one in (*called, *line, *to_come)}
    rest = sorted((one for one in rows if one.pk not in shown), key=lambda one: (str(one.state), one.pk))
    return [*called, *line, *to_come, *rest]


def waiting_line(bookings: Iterable[Booking]) -> list[Booking]:
    """Return who has signed in and was not called yet, in the order in which they are called."""
    rows = list(bookings)
    present = {one.pk: one for one in rows if one.state in PRESENT}
    called = max((one for one in rows if one.state in _CALLED), key=_by_call, default=None)
    line = [_in_line(one) for one in present.values()]
    return [present[one.key] for one in in_order(line, booked_was_last=called is not None and called.slot is not None)]


def _in_line(one: Booking) -> InLine:
    arrived = one.arrived_at or one.state_since
    return InLine(one.pk, one.slot, one.ticket, one.state == BookingState.LATE, one.is_first, arrived)


def _by_call(one: Booking) -> tuple[datetime, int]:
    return one.called_at or one.state_since, one.pk


def _by_slot(one: Booking) -> tuple[int, int]:
    return one.slot or 0, one.pk
