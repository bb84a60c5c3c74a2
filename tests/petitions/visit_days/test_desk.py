"""Visit days on the desk: roster, rules, the sheet of a day, records, petitions made of them, and promises."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from petitions.handling.models import Petition
from petitions.handling.policies import WORKS_ON
from petitions.visit_days.actions import days, roster
from petitions.visit_days.enums import BookingState, DayState, PromiseState
from petitions.visit_days.models import Booking, Promise, VisitDay, VisitRule
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.enums import Read
from portal.cases.models import Reading
from portal.core.calendar.table import Day
from portal.desk.queue import queue_of
from portal.site.calendar.actions import set_local_day
from tests.factories import PostFactory, person
from tests.petitions.visit_days.browsing import get, post, text_of
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
    rule,
    talking,
    walked_in,
)
from tests.steps import offered, signed_in, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "morning")]

MORNING = on(TUESDAY, 9)


@pytest.fixture
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


@pytest.fixture
def day(them: People) -> VisitDay:
    return published(them)


def sheet(day: VisitDay) -> str:
    return reverse("petitions_desk:visit_day", args=[day.pk])


def page(booking: Booking) -> str:
    return reverse("petitions_desk:booking", args=[booking.pk])


def test_the_roster_is_the_offices_and_a_leader_finds_their_own_days(them: People, day: VisitDay) -> None:
    url = reverse("petitions_desk:visit_days")
    for reader in (them.publisher, them.secretary):
        assert text_of(get(reader, url)).count("Published") >= 8
    own = text_of(get(them.leader, url))
    assert them.leader.name_en in own
    assert them.deputy.name_en not in own
    for stranger in (them.clerk, them.complained_about, them.play.lay):
        assert get(stranger, url).status_code == 404


def test_the_roster_counts_only_what_its_reader_sees(them: People, day: VisitDay) -> None:
    for slot in (1, 2, 3):
        booked(day, slot)
    booked(day, None, concerned_unit=them.village)
    both = person(Role.SECRETARY, them.town)
    PostFactory(person=both, unit=them.village, role=Role.CLERK)
    url = reverse("petitions_desk:visit_days")
    assert "1 waits" in text_of(get(them.publisher, url))
    assert "1 waits" not in text_of(get(both, url))


def test_past_months_are_found_by_the_month(them: People, day: VisitDay) -> None:
    url = reverse("petitions_desk:visit_days")
    with time_machine.travel(on(date(2026, 11, 18), 9), tick=False):
        assert "27 October 2026" not in text_of(get(them.publisher, url))
        assert "27 October 2026" in text_of(get(them.publisher, f"{url}?month=2026-10"))


def test_the_sheet_shows_who_comes_in_their_order(them: People, day: VisitDay) -> None:
    first, second = booked(day, 1), booked(day, 2)
    arrived(them, second, at=MORNING)
    walked_in(them, day, at=MORNING)
    said = text_of(get(them.publisher, sheet(day)))
    assert said.index("booked 9:20") < said.index("ticket 1") < said.index("booked 9:00")
    assert NAME not in said
    assert "甄某某" in said
    assert not Reading.objects.exists()  # what is masked is no reading
    assert first.state == BookingState.BOOKED


def test_the_sheet_costs_the_same_at_one_row_and_at_three(them: People, day: VisitDay) -> None:
    def queries() -> int:
        client = signed_in(them.publisher)
        client.get(sheet(day))
        with CaptureQueriesContext(connection) as asked:
            client.get(sheet(day))
        return len(asked)

    booked(day, 1)
    one = queries()
    booked(day, 2)
    arrived(them, booked(day, 3), at=MORNING)
    assert queries() == one


@pytest.mark.parametrize("kind", ["visit_days", "promises", "visit_rules"])
def test_lists_cost_the_same_at_one_row_and_at_three(them: People, day: VisitDay, kind: str) -> None:
    def queries() -> int:
        client = signed_in(them.publisher)
        client.get(reverse(f"petitions_desk:{kind}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"petitions_desk:{kind}"))
        return len(asked)

    recorded(them, booked(day, 1, at=NOW), at=MORNING)
    few = queries()
    recorded(them, booked(day, 2, at=NOW), at=MORNING)
    recorded(them, booked(day, 3, at=NOW), at=MORNING)
    rule(them, weekdays=[4])
    rule(them, weekdays=[5])
    roster.publish_until(actor=them.publisher, town=them.town, until=date(2026, 11, 20), at=MORNING)
    assert queries() == few


def test_somebody_signs_in_is_called_and_a_record_is_kept(them: People, day: VisitDay) -> None:
    mine = booked(day, 1)
    took = take(them.publisher, sheet(day), "sign_in")
    assert told(took) == [f"Signed in: {mine.number} {mine.matter}"]
    called = take(them.publisher, sheet(day), "call")
    assert called.url == reverse("petitions_desk:bookings_record", args=[mine.pk])
    kept = take(
        them.leader,
        called.url,
        "record",
        received_by=str(them.leader.pk),
        said="要求公布合同和租金。",
        promise_1="把合同贴到公开栏",
        unit_1=them.station.code,
        due_1="2026-11-10",
        concerned_unit=them.village.code,
    )
    assert kept.status_code == 303
    done = Booking.objects.get()
    assert (done.state, done.concerned_unit) == (BookingState.RECEIVED, them.village)
    assert (done.reception.said, done.reception.received_by) == ("要求公布合同和租金。", them.leader)
    promise = Promise.objects.get()
    assert (promise.text, promise.unit, promise.due) == ("把合同贴到公开栏", them.station, date(2026, 11, 10))
    said = text_of(get(them.publisher, page(mine)))
    assert "要求公布合同和租金。" in said
    assert "把合同贴到公开栏" in said
    assert {one.what for one in Reading.objects.filter(reader=them.leader)} == {Read.SENDER}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"said": ""}, "Write what was said."),
        ({"promise_1": "贴合同"}, "Choose who does it."),
        ({"promise_1": "贴合同", "unit_1": "station"}, "Choose by when."),
        ({"unit_1": "station"}, "Write what was promised."),
        ({"concerned_person": "leader"}, "Whoever is complained about does not receive."),
        ({"promise_1": "贴", "unit_1": "station", "due_1": "2026-10-01"}, "Choose a day that is still to come."),
    ],
)
def test_a_record_that_lacks_something_is_kept_as_typed(
    them: People, day: VisitDay, typed: dict[str, str], sentence: str
) -> None:
    mine = talking(them, booked(day), at=MORNING)
    url = reverse("petitions_desk:bookings_record", args=[mine.pk])
    known = {"station": them.station.code, "leader": str(them.leader.pk)}
    fields = {name: known.get(value, value) for name, value in typed.items()}
    answer = take(
        them.publisher, url, "record", **{"received_by": str(them.leader.pk), "said": "说了租金的事。", **fields}
    )
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert typed.get("said", "说了租金的事。") in answer.content.decode()
    assert not Promise.objects.exists()


def test_a_walk_in_gets_a_ticket_with_number_and_code(them: People, day: VisitDay) -> None:
    url = reverse("petitions_desk:visit_ticket", args=[day.pk])
    done = post(them.publisher, url, name="安大海", phone=PHONE, party="1", text="便道没有修完。")
    mine = Booking.objects.get()
    assert (mine.ticket, mine.state) == (1, BookingState.ARRIVED)
    assert told(done)[0].startswith(f"Ticket 1: {mine.number}, code ")
    again = post(them.publisher, url, name="安大海", phone=PHONE, party="1", text="还有一件。")
    assert again.status_code == 422
    assert get(them.leader, url).status_code == 404


def test_the_office_enters_a_booking_or_puts_somebody_on_the_waiting_list(them: People, day: VisitDay) -> None:
    with time_machine.travel(NOW, tick=False):
        url = reverse("petitions_desk:visit_booking", args=[day.pk])
        typed = {"name": "安大海", "phone": PHONE, "party": "2", "text": "便道没有修完。"}
        post(them.publisher, url, **typed, slot="1")
        for slot in (2, 3):
            booked(day, slot)
        post(them.publisher, url, **typed | {"phone": "13800009999"}, slot="")
        assert sorted(Booking.objects.values_list("state", "slot")) == [
            ("booked", 1),
            ("booked", 2),
            ("booked", 3),
            ("waiting", None),
        ]


def test_bookings_are_found_by_telephone(them: People, day: VisitDay) -> None:
    mine = booked(day, 1, phone=PHONE)
    aimed = booked(day, 2, phone="13800005555")
    url = reverse("petitions_desk:find_visit")
    assert mine.number in text_of(post(them.publisher, url, phone="138 0000 1234"))
    assert aimed.number not in text_of(post(them.publisher, url, phone="138 0000 1234"))
    assert "Nothing came from this number." in text_of(post(them.publisher, url, phone="13900000000"))
    assert post(them.leader, url, phone=PHONE).status_code == 404


def test_the_papers_are_printed_and_it_is_noted(them: People, day: VisitDay) -> None:
    mine = booked(day, 1)
    walked_in(them, day, at=MORNING)
    for url in (
        reverse("petitions_desk:visit_sheet", args=[day.pk]),
        reverse("petitions_desk:visit_ticket_pdf", args=[day.pk, 1]),
    ):
        answer = get(them.publisher, url)
        assert answer["Content-Type"] == "application/pdf"
        assert "private" in answer["Cache-Control"]
        assert get(them.leader, url).status_code == 404
    assert Reading.objects.filter(what=Read.PRINT, reader=them.publisher).count() == 2
    assert mine.case.readings.count() == 1


def test_the_unit_complained_about_finds_nothing(them: People, day: VisitDay) -> None:
    both = person(Role.CLERK, them.village)
    PostFactory(person=both, role=Role.PUBLISHER, unit=them.town)
    aimed = booked(day, 1, concerned_unit=them.village)
    other = booked(day, 2)
    said = text_of(get(both, sheet(day)))
    assert "booked 9:20" in said
    assert "booked 9:00" not in said
    assert get(both, page(aimed)).status_code == 404
    assert get(both, page(other)).status_code == 200
    recorded(them, aimed, at=MORNING)
    promise = Promise.objects.get()
    assert get(both, reverse("petitions_desk:promise", args=[promise.pk])).status_code == 404
    assert "把合同贴到公开栏" not in text_of(get(both, reverse("petitions_desk:promises")))
    assert queue_of(both, MORNING).page().count == 0


def test_a_reception_becomes_a_petition_with_one_press(them: People, day: VisitDay) -> None:
    mine = recorded(them, booked(day, 1, phone=PHONE, concerned_unit=them.village), at=MORNING)
    url = reverse("petitions_desk:booking_petition", args=[mine.pk])
    done = post(them.publisher, url, category="appeal")
    petition = Petition.objects.get()
    assert told(done)[0].startswith(f"Petition {petition.number}, code ")
    assert petition.place == them.village
    assert Booking.objects.get().reception.petition == petition
    assert petition.number in text_of(get(them.publisher, page(mine)))
    assert petition.number not in text_of(get(them.leader, page(mine)))
    assert not WORKS_ON.allows(them.complained_about, petition, at=MORNING)
    assert get(them.publisher, url).status_code == 404  # it is made once
    assert get(them.leader, url).status_code == 404


def test_what_cannot_be_sent_is_telephoned(them: People, day: VisitDay) -> None:
    mine = booked(day, 1)
    moved = days.amend(actor=them.publisher, visit_day=day, place_zh="二楼会议室", at=MORNING)
    said = text_of(get(them.publisher, sheet(moved)))
    assert "1 person is to be told by telephone" in said
    assert "Tell by telephone: the place was changed" in said
    post(them.publisher, reverse("petitions_desk:booking_told", args=[mine.pk]))
    assert "Tell by telephone" not in text_of(get(them.publisher, sheet(moved)))


def test_steps_of_a_day_are_the_offices(them: People, day: VisitDay) -> None:
    verbs = {"substitute", "amend", "move", "cancel", "close"}
    assert verbs <= set(offered(get(them.publisher, sheet(day))))
    assert not verbs & set(offered(get(them.leader, sheet(day))))
    took = take(
        them.publisher,
        sheet(day),
        "substitute",
        receiver_1=str(them.deputy.pk),
        away_1=str(them.leader.pk),
        receiver_2="",
        away_2="",
        reason="到县里开会",
    )
    assert took.status_code == 303
    assert day.receivers.get().person == them.deputy
    assert get(them.leader, sheet(day)).status_code == 404  # it is not theirs any more


def test_moving_leads_to_the_new_day(them: People, day: VisitDay) -> None:
    took = take(them.publisher, sheet(day), "move", day="2026-10-30", reason="全镇防火演练")
    new = VisitDay.objects.get(day=date(2026, 10, 30))
    assert took.url == sheet(new)


def test_two_who_change_a_day_do_not_overwrite_each_other(them: People, day: VisitDay) -> None:
    client = signed_in(them.publisher)
    form = offered(client.get(sheet(day)))["cancel"]
    days.amend(actor=them.publisher, visit_day=day, place_zh="二楼会议室", at=MORNING)
    lost = client.post(form.action, {**form.fields, "reason": "不办了"})
    assert lost.status_code == 409
    assert "Somebody else changed this visit day" in text_of(lost)
    assert VisitDay.objects.get(pk=day.pk).state == DayState.PUBLISHED


RULE = {
    "kind": "weekly",
    "weekdays": ["2", "4"],
    "on_holiday": "postpone",
    "begins": "14:30",
    "ends": "17:00",
    "minutes": "20",
    "places": "6",
    "place_zh": "二楼接访室",
    "place_en": "",
    "valid_from": "2026-11-01",
}


def test_rules_are_made_changed_and_ended(them: People) -> None:
    new = reverse("petitions_desk:new_visit_rule")
    done = post(them.publisher, new, **RULE, leader_1=str(them.leader.pk), partner_1=str(them.deputy.pk))
    assert done.status_code == 303
    kept = VisitRule.objects.get()
    assert (kept.weekdays, kept.turns.get().partner) == ([2, 4], them.deputy)
    assert "Every Tuesday, Thursday" in text_of(get(them.publisher, reverse("petitions_desk:visit_rules")))
    edit = reverse("petitions_desk:visit_rule", args=[kept.pk])
    assert get(them.leader, edit).status_code == 404
    changed = {**RULE, "kind": "monthly", "month_day": "15", "seen": str(kept.version)}
    post(them.publisher, edit, **changed, leader_1=str(them.secretary.pk))
    kept.refresh_from_db()
    assert (kept.kind, kept.weekdays, kept.month_day) == ("monthly", [], 15)
    assert kept.turns.get().leader == them.secretary
    assert kept.history.count() == 2
    end = reverse("petitions_desk:end_visit_rule", args=[kept.pk])
    post(them.publisher, end, last_day="2026-12-31", seen=str(kept.version))
    kept.refresh_from_db()
    assert kept.valid_until == date(2026, 12, 31)


def test_a_rule_that_cannot_be_is_told_beside_its_field(them: People) -> None:
    answer = post(
        them.publisher,
        reverse("petitions_desk:new_visit_rule"),
        **RULE | {"places": "60"},
        leader_1=str(them.leader.pk),
    )
    assert answer.status_code == 422
    assert "These hours have room for 7 places of that length." in text_of(answer)


def test_the_roster_is_made_and_published_by_a_press(them: People) -> None:
    new = reverse("petitions_desk:new_visit_rule")
    post(them.publisher, new, **RULE, leader_1=str(them.leader.pk))
    made = post(them.publisher, reverse("petitions_desk:plan_visit_days"), until="2026-11-30")
    assert told(made) == ["The roster is made. New days: 8."]
    out = post(them.publisher, reverse("petitions_desk:publish_visit_days"), until="2026-11-15")
    assert told(out) == ["Published. Days: 4."]
    assert get(them.leader, reverse("petitions_desk:publish_visit_days")).status_code == 404


def test_a_promise_waits_for_its_unit_then_for_the_office(them: People, day: VisitDay) -> None:
    recorded(them, booked(day), at=MORNING)
    promise = Promise.objects.get()
    url = reverse("petitions_desk:promise", args=[promise.pk])
    assert [one.pk for one in queue_of(them.clerk, MORNING).page().rows] == [promise.pk]
    take(them.clerk, url, "report", text="三份都贴好了")
    assert queue_of(them.clerk, MORNING).page().rows == []
    assert [one.pk for one in queue_of(them.publisher, MORNING).page().rows] == [promise.pk]
    take(them.publisher, url, "send_back", reason="少一份")
    take(them.leader, url, "postpone", due="2026-11-20", reason="合同在县里")
    take(them.clerk, url, "report", text="三份都贴好了")
    take(them.leader, url, "confirm")
    assert Promise.objects.get().state == PromiseState.KEPT
    assert "三份都贴好了" in text_of(get(them.secretary, url))
    for stranger in (them.play.outsider, them.complained_about, them.deputy):
        assert get(stranger, url).status_code == 404


def test_a_unit_without_promises_has_no_list_of_them(them: People, day: VisitDay) -> None:
    url = reverse("petitions_desk:promises")
    assert get(them.clerk, url).status_code == 404
    recorded(them, booked(day), at=MORNING)
    assert get(them.clerk, url).status_code == 200


def test_a_day_that_is_over_waits_to_be_closed(them: People, day: VisitDay) -> None:
    mine = arrived(them, booked(day), at=MORNING)
    later = on(WEDNESDAY, 9)
    with time_machine.travel(later, tick=False):
        assert [one.pk for one in queue_of(them.publisher, later).page().rows] == [day.pk]
        take(them.publisher, sheet(day), "close")
        assert queue_of(them.publisher, later).page().rows == []
    left = Booking.objects.get(pk=mine.pk)
    assert (left.is_first, left.day.day, left.untold) == (True, WEDNESDAY, "visit_left_over")


def test_a_day_on_a_day_off_is_pointed_out(them: People, day: VisitDay) -> None:
    assert "This day is no working day" not in text_of(get(them.publisher, sheet(day)))
    set_local_day(actor=system_actor(), day=Day(TUESDAY, is_working=False, name_zh="放假", name_en="Off"), at=NOW)
    assert "This day is no working day" in text_of(get(them.publisher, sheet(day)))


def test_nobody_else_finds_a_booking(them: People, day: VisitDay) -> None:
    mine = booked(day)
    readers = {
        name for name, one in vars(them).items() if isinstance(one, User) and get(one, page(mine)).status_code == 200
    }
    assert readers == {"publisher", "leader", "secretary"}
    assert Reading.objects.filter(case=mine.case).count() == 3
