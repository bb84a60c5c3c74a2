"""Places are booked, cancelled and waited for; the day is held, closed, and what was promised is followed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from petitions.handling.enums import Category
from petitions.handling.models import Petition
from petitions.visit_days.actions import bookings, days, receptions
from petitions.visit_days.enums import BookingState, DayState, PromiseState
from petitions.visit_days.models import Booking, Promise, VisitDay
from petitions.visit_days.policies import READS_BOOKING, READS_PROMISE
from petitions.visit_days.queries.bookings import on_day
from petitions.visit_days.queries.promises import to_do
from petitions.visit_days.queries.roster import free_slots
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.actions.ending import forget
from portal.cases.actions.reading import read_private
from portal.cases.models import Case
from portal.core.models import AuditLine
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.messaging.models import Message
from tests.cases.making import texts_of_tables
from tests.factories import PostFactory, person
from tests.petitions.visit_days.making import (
    NAME,
    NOW,
    PHONE,
    TUESDAY,
    WEDNESDAY,
    People,
    arrived,
    booked,
    on,
    people,
    published,
    recorded,
    talking,
    walked_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


@pytest.fixture
def day(them: People) -> VisitDay:
    return published(them)


def state(booking: Booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


def test_a_place_is_booked_and_the_words_are_kept_apart(day: VisitDay) -> None:
    mine = booked(day, 2, phone=PHONE)
    assert mine.number == f"{day.number}-Y1"
    assert (mine.who, mine.state, mine.slot) == ("甄某某", BookingState.BOOKED, 2)
    assert NAME not in mine.matter
    assert len(mine.case.code) == 12
    stored = "\n".join(value for _table, _column, value in texts_of_tables())
    assert not [secret for secret in (NAME, PHONE, "租金用到哪里") if secret in stored]


def test_of_two_who_want_one_place_one_gets_it(day: VisitDay) -> None:
    booked(day, 1)
    with pytest.raises(WrongState) as refused:
        booked(day, 1)
    assert refused.value.field == "slot"
    assert [one.number for one in free_slots(day, NOW)] == [2, 3]


def test_the_waiting_list_moves_up_when_somebody_cancels(day: VisitDay) -> None:
    with pytest.raises(WrongState):
        booked(day, None)  # there are places
    taken = [booked(day, slot) for slot in (1, 2, 3)]
    first, second = booked(day, None), booked(day, None)
    bookings.cancel(actor=system_actor(), booking=taken[1], at=NOW)
    moved = Booking.objects.get(pk=first.pk)
    assert (moved.state, moved.slot, moved.untold) == (BookingState.BOOKED, 2, "visit_placed")
    assert state(second) == BookingState.WAITING
    assert Case.objects.get(pk=taken[1].case_id).closed_at == NOW


def test_one_telephone_has_one_booking_a_day(day: VisitDay) -> None:
    mine = booked(day, 1, phone=PHONE)
    with pytest.raises(Refused) as refused:
        booked(day, 2, phone="138 0000 1234", text="另一件事")
    assert refused.value.field == "phone"
    bookings.cancel(actor=system_actor(), booking=mine, at=NOW)
    assert booked(day, 2, phone=PHONE).slot == 2


def test_sent_twice_it_is_one_booking(day: VisitDay) -> None:
    one = booked(day, 1, phone=PHONE, code="ABCDEFGHJKMN")
    again = booked(day, 1, phone=PHONE, code="ABCDEFGHJKMN")
    assert (again.pk, again.case.code) == (one.pk, one.case.code)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": " "}, "name"), ({"phone": "没有"}, "phone"), ({"text": ""}, "text"), ({"party": 6}, "party")],
)
def test_what_must_be_said(day: VisitDay, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        booked(day, 1, **fields)
    assert refused.value.field == field


def test_nothing_is_booked_once_the_time_has_come(day: VisitDay) -> None:
    assert [one.number for one in free_slots(day, on(TUESDAY, 9, 20))] == [3]
    with pytest.raises(WrongState):
        booked(day, 1, at=on(TUESDAY, 9, 5))
    with pytest.raises(WrongState):
        booked(day, 1, at=on(WEDNESDAY, 9))


def test_people_are_called_in_turn_and_latecomers_last(them: People, day: VisitDay) -> None:
    one, two, three = (booked(day, slot) for slot in (1, 2, 3))
    here = [walked_in(them, day, at=on(TUESDAY, 8, 50 + n)) for n in range(2)]
    arrived(them, two, at=on(TUESDAY, 9, 0))
    arrived(them, three, at=on(TUESDAY, 8, 58))
    late = arrived(them, one, at=on(TUESDAY, 9, 11))
    assert late.state == BookingState.LATE
    assert [here_.ticket for here_ in here] == [1, 2]
    line = on_day(day, them.publisher, on(TUESDAY, 9, 12))
    assert [each.pk for each in line] == [two.pk, here[0].pk, three.pk, here[1].pk, one.pk]
    receptions.call(actor=them.leader, booking=two, at=on(TUESDAY, 9, 13))
    line = on_day(day, them.publisher, on(TUESDAY, 9, 14))
    assert [each.pk for each in line] == [two.pk, here[0].pk, three.pk, here[1].pk, one.pk]


def test_nobody_signs_in_on_another_day(them: People, day: VisitDay) -> None:
    with pytest.raises(Refused):
        arrived(them, booked(day), at=NOW)
    with pytest.raises(Refused):
        walked_in(them, day, at=NOW)


def test_a_day_is_closed_and_who_was_not_reached_is_first_next_time(them: People, day: VisitDay) -> None:
    here, absent = booked(day, 1), booked(day, 2)
    arrived(them, here, at=on(TUESDAY, 9))
    called = talking(them, booked(day, 3), at=on(TUESDAY, 9))
    with pytest.raises(Refused):  # there is no record
        days.close(actor=them.publisher, visit_day=day, at=on(TUESDAY, 11))
    receptions.put_back(actor=them.publisher, booking=called, at=on(TUESDAY, 11))
    done = days.close(actor=them.publisher, visit_day=day, at=on(TUESDAY, 11))
    assert done.state == DayState.HELD
    assert state(absent) == BookingState.ABSENT
    left = Booking.objects.get(pk=here.pk)
    assert (left.day.day, left.state, left.is_first, left.slot) == (WEDNESDAY, BookingState.BOOKED, True, None)
    other = booked(left.day, 1, at=on(TUESDAY, 12))
    for one in (other, left):
        arrived(them, one, at=on(WEDNESDAY, 9))
    line = on_day(left.day, them.publisher, on(WEDNESDAY, 9))
    assert line[0].pk == left.pk
    # It takes no place from those who book.
    assert len(free_slots(left.day, on(TUESDAY, 12))) == 2


def test_a_day_is_not_closed_before_it_has_come(them: People, day: VisitDay) -> None:
    with pytest.raises(Refused):
        days.close(actor=them.publisher, visit_day=day, at=NOW)


def test_what_was_promised_is_followed_to_its_end(them: People, day: VisitDay) -> None:
    done = recorded(them, booked(day), at=on(TUESDAY, 9))
    assert done.state == BookingState.RECEIVED
    promise = Promise.objects.get()
    assert done.case.closed_at is None
    assert list(to_do(them.clerk, NOW)) == [promise]
    receptions.report(actor=them.clerk, promise=promise, text="贴好了", at=on(WEDNESDAY, 9))
    assert list(to_do(them.publisher, NOW)) == [promise]
    receptions.send_back(actor=them.leader, promise=promise, reason="少一份合同", at=on(WEDNESDAY, 10))
    receptions.postpone(
        actor=them.publisher, promise=promise, due=date(2026, 11, 20), reason="合同在县里", at=on(WEDNESDAY, 10)
    )
    receptions.report(actor=them.clerk, promise=promise, text="三份都贴好了", at=on(WEDNESDAY, 11))
    kept = receptions.confirm(actor=them.publisher, promise=promise, at=on(WEDNESDAY, 12))
    assert (kept.state, kept.done_with, kept.due) == (PromiseState.KEPT, "三份都贴好了", date(2026, 11, 20))
    assert Case.objects.get(pk=done.case_id).closed_at == on(WEDNESDAY, 12)


def test_the_unit_that_is_complained_about_is_given_nothing(them: People, day: VisitDay) -> None:
    promised = [receptions.Promised("公布合同", them.village, date(2026, 11, 10))]
    with pytest.raises(Refused) as refused:
        recorded(them, booked(day), at=on(TUESDAY, 9), promised=promised, concerned_unit=them.village)
    assert refused.value.field == "unit_1"


def test_nobody_receives_who_is_complained_about(them: People, day: VisitDay) -> None:
    with pytest.raises(Refused) as refused:
        recorded(them, booked(day), at=on(TUESDAY, 9), concerned_person=them.leader)
    assert refused.value.field == "received_by"


def sees(person: User, booking: Booking) -> bool:
    allowed = READS_BOOKING.allows(person, booking, at=NOW)
    if allowed:
        assert read_private(actor=person, case=booking.case, at=NOW)
    else:
        with pytest.raises(NotAllowed):
            read_private(actor=person, case=booking.case, at=NOW)
    return allowed


def test_who_sees_a_booking(them: People, day: VisitDay) -> None:
    mine = booked(day)
    assert {one for one in vars(them) if isinstance(getattr(them, one), User) and sees(getattr(them, one), mine)} == {
        "publisher",
        "leader",
        "secretary",
    }  # the deputy receives on another day


def test_the_unit_complained_about_sees_nothing_whatever_post_it_holds(them: People, day: VisitDay) -> None:
    both = person(Role.CLERK, them.village)
    person(Role.HANDLER, them.station)
    PostFactory(person=both, role=Role.PUBLISHER, unit=them.town)
    PostFactory(person=both, role=Role.CLERK, unit=them.station)
    mine = booked(day)
    assert sees(both, mine)
    aimed = booked(day, 2, concerned_unit=them.village)
    assert not sees(both, aimed)
    assert sees(them.publisher, aimed)
    done = recorded(them, aimed, at=on(TUESDAY, 9))
    promise = Promise.objects.get(reception__booking=done)
    assert not READS_PROMISE.allows(both, promise, at=NOW)
    assert READS_PROMISE.allows(them.clerk, promise, at=NOW)
    assert not to_do(both, NOW).exists()
    assert aimed.pk not in [one.pk for one in on_day(day, both, NOW)]


def test_the_leader_complained_about_sees_nothing(them: People, day: VisitDay) -> None:
    mine = walked_in(them, day, at=on(TUESDAY, 9), concerned_person=them.leader)
    assert not sees(them.leader, mine)
    with pytest.raises(NotAllowed):
        receptions.call(actor=them.leader, booking=mine, at=on(TUESDAY, 9))


def test_a_petition_made_of_it_is_never_kept_by_the_secretary_it_complains_about(them: People, day: VisitDay) -> None:
    head = person(Role.LEADER, them.town, is_head=True)
    done = recorded(
        them, booked(day), at=on(TUESDAY, 9), received_by=them.deputy, concerned_person=them.secretary, promised=()
    )
    petition = receptions.make_petition(
        actor=them.publisher, booking=done, category=Category.ACCUSATION, at=on(TUESDAY, 10)
    )
    assert Petition.objects.get(pk=petition.pk).sealed_for == "head"
    told = Message.objects.filter(body__contains=f"/desk/petitions/{petition.pk}/")
    assert {one.person for one in told} == {head}


@pytest.mark.parametrize("reason", [f"{NAME}说没有看到。", "请打13712345678问清楚。"])
def test_the_reason_behind_a_promise_names_nobody(them: People, day: VisitDay, reason: str) -> None:
    recorded(them, booked(day), at=on(TUESDAY, 9))
    promise = Promise.objects.get()
    later = date(2026, 11, 20)
    with pytest.raises(Refused):
        receptions.postpone(actor=them.publisher, promise=promise, due=later, reason=reason, at=on(WEDNESDAY, 9))
    receptions.report(actor=them.clerk, promise=promise, text="贴好了", at=on(WEDNESDAY, 9))
    with pytest.raises(Refused):
        receptions.send_back(actor=them.publisher, promise=promise, reason=reason, at=on(WEDNESDAY, 10))
    assert not AuditLine.objects.filter(reason__contains=reason).exists()


def test_what_is_forgotten_leaves_figures_only(them: People, day: VisitDay) -> None:
    done = recorded(them, booked(day), at=on(TUESDAY, 9))
    promise = Promise.objects.get()
    receptions.report(actor=them.clerk, promise=promise, text="贴好了", at=on(WEDNESDAY, 9))
    receptions.confirm(actor=them.publisher, promise=promise, at=on(WEDNESDAY, 12))
    forget(actor=system_actor(), case=Case.objects.get(pk=done.case_id), at=NOW + timedelta(days=1200))
    left = Booking.objects.select_related("reception").get(pk=done.pk)
    assert (left.who, left.matter, left.telephone_digest, left.reception.said) == ("", "", "", "")
    assert Promise.objects.get().text == ""
    assert left.state == BookingState.RECEIVED
