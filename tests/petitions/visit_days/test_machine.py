"""Whatever people do in whatever order, a place has one holder, nobody who waits is passed over, and nobody is lost."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from petitions.visit_days.actions import bookings, days, receptions
from petitions.visit_days.enums import ACTIVE, HOLDS_PLACE, BookingState, DayState
from petitions.visit_days.models import Booking, VisitDay
from petitions.visit_days.queries.roster import free_slots
from petitions.visit_days.workflow import BOOKING
from portal.accounts.queries import system_actor
from portal.core.refusals import Refused
from tests.petitions.visit_days.making import NOW, TUESDAY, People, booked, on, people, published, walked_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

MORNING = on(TUESDAY, 9, 5)
DEEDS = ("book", "wait", "cancel", "walk in", "sign in", "call", "put back", "record", "move", "close")


class Undone(Exception):
    """Takes back what one example did."""


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def do(them: People, day: VisitDay, deed: str, number: int) -> None:
    """Do one thing to the day, or to one of its bookings."""
    found = list(Booking.objects.filter(day=day).select_related("case", "day__town"))
    one = found[number % len(found)] if found else None
    on_day: dict[str, Callable[[], object]] = {
        "book": lambda: booked(day, number % 4),
        "wait": lambda: booked(day, None),
        "walk in": lambda: walked_in(them, day, at=MORNING),
        "move": lambda: days.move(actor=them.publisher, visit_day=day, day=date(2026, 10, 30), reason="改", at=NOW),
        "close": lambda: days.close(actor=them.publisher, visit_day=day, at=MORNING),
    }
    if deed in on_day:
        on_day[deed]()
    elif one is not None:
        of_one: dict[str, Callable[[], object]] = {
            "cancel": lambda: bookings.cancel(actor=system_actor(), booking=one, at=NOW),
            "sign in": lambda: receptions.sign_in(actor=them.publisher, booking=one, at=MORNING),
            "call": lambda: receptions.call(actor=them.leader, booking=one, at=MORNING),
            "put back": lambda: receptions.put_back(actor=them.publisher, booking=one, at=MORNING),
            "record": lambda: receptions.record(
                actor=them.leader, booking=one, received_by=them.leader, said="说了。", at=MORNING
            ),
        }
        of_one[deed]()


def check(day: VisitDay) -> None:
    """Check what holds at any time."""
    day.refresh_from_db()
    rows = list(Booking.objects.filter(day=day).select_related("case"))
    held = [one.slot for one in rows if one.state in HOLDS_PLACE and one.slot is not None]
    assert len(held) == len(set(held))
    if day.state == DayState.PUBLISHED and any(one.state == BookingState.WAITING for one in rows):
        assert not free_slots(day, NOW)
    for one in rows:
        assert (one.case.closed_at is None) == (one.state in (*ACTIVE, BookingState.NOT_REACHED))
    if day.state == DayState.HELD:
        assert not [one for one in rows if one.state in ACTIVE]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=6, max_size=22))
def test_a_day_in_any_order(them: People, deeds: list[tuple[str, int]]) -> None:
    with suppress(Undone), transaction.atomic():
        day = published(them)
        made = 0
        for deed, number in deeds:
            with suppress(Refused), transaction.atomic():
                do(them, day, deed, number)
            day.refresh_from_db()
            check(day)
            assert Booking.objects.count() >= made
            made = Booking.objects.count()
        raise Undone


def test_no_state_but_an_end_is_a_dead_end() -> None:
    ends = {BookingState.RECEIVED, BookingState.ABSENT, BookingState.CANCELLED}
    assert {state for state in BookingState if not BOOKING.from_state(state)} == ends
