"""Visit days for residents: the list, booking, the receipt, following, cancelling, poster and calendar."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from petitions.visit_days.actions import bookings, days, receptions, roster
from petitions.visit_days.documents.poster import context
from petitions.visit_days.enums import BookingState, DayState
from petitions.visit_days.models import Booking, Promise, VisitDay
from portal.accounts.queries import system_actor
from portal.cases.enums import Channel
from portal.cases.models import CaseLetter
from portal.core import pages, pdf
from tests.cases.making import no_tries_yet
from tests.petitions.visit_days.browsing import text_of
from tests.petitions.visit_days.making import (
    MATTER,
    NAME,
    NOW,
    PHONE,
    TUESDAY,
    WEDNESDAY,
    People,
    booked,
    on,
    people,
    published,
    recorded,
    rule,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

TYPED = {"slot": "2", "name": NAME, "phone": PHONE, "text": MATTER, "party": "1", "concerned_unit": "", "email": ""}


@pytest.fixture
def now() -> Iterator[None]:
    no_tries_yet()
    pages.page_cache.renew()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


@pytest.fixture
def day(them: People) -> VisitDay:
    return published(them)


def send(day: VisitDay, **fields: str) -> Any:
    return Client().post(f"/en/petitions/visit-days/{day.number}/book/", {**TYPED, **fields})


def follow(booking: Booking, code: str = "") -> Any:
    sent = {"number": booking.number, "code": code or booking.case.code}
    return Client().post("/en/petitions/visit-days/follow/", sent)


def test_the_list_says_who_receives_when_and_how_many_places_are_free(them: People, day: VisitDay) -> None:
    booked(day)
    for one in VisitDay.objects.filter(day=date(2026, 11, 3)):
        days.cancel(actor=them.publisher, visit_day=one, reason="全镇防火演练", at=NOW)
    said = text_of(Client().get("/en/petitions/visit-days/"))
    assert "Every Tuesday, Wednesday, 9:00–10:00, Visit room" in said
    assert f"{them.leader.name_en}, Town head" in said
    assert "2 places free" in said
    assert "No visits this time" in said
    assert "全镇防火演练" in said
    assert NAME not in said


def test_what_is_not_published_is_nowhere(them: People) -> None:
    rule(them)
    hidden = roster.plan(actor=them.publisher, town=them.town, until=WEDNESDAY, at=NOW)[0]
    assert "No visit days are published yet." in text_of(Client().get("/en/petitions/visit-days/"))
    for path in ("", "book/"):
        assert Client().get(f"/en/petitions/visit-days/{hidden.number}/{path}").status_code == 404
    assert hidden.number not in Client().get("/calendar/visit-days.ics").content.decode()


def test_the_list_costs_the_same_whatever_its_length(them: People, day: VisitDay) -> None:
    def queries() -> int:
        pages.page_cache.renew()
        with CaptureQueriesContext(connection) as asked:
            Client().get("/petitions/visit-days/")
        return len(asked)

    few = queries()
    roster.publish_until(actor=them.publisher, town=them.town, until=date(2026, 12, 30), at=NOW)
    for one in VisitDay.objects.filter(state=DayState.PUBLISHED, day__gt=date(2026, 11, 10)):
        days.cancel(actor=them.publisher, visit_day=one, reason="改天", at=NOW)
    booked(day)
    assert queries() == few


def test_booking_by_web_gives_a_receipt_with_number_and_code(day: VisitDay) -> None:
    done = send(day)
    assert done.status_code == 302
    receipt = Client().get(done.url)
    booking = Booking.objects.get()
    said = text_of(receipt)
    assert booking.number in said
    assert "9:20" in said
    assert "no-store" in receipt["Cache-Control"]
    assert (booking.slot, booking.state) == (2, BookingState.BOOKED)


def test_the_form_is_never_kept_and_the_list_sets_no_cookie(day: VisitDay) -> None:
    form = Client().get(f"/petitions/visit-days/{day.number}/book/")
    assert "no-store" in form["Cache-Control"]
    assert not Client().get("/petitions/visit-days/").cookies


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slot": ""}, "Choose a time."),
        ({"name": ""}, "Write your name."),
        ({"phone": ""}, "Leave a telephone number"),
        ({"phone": "没有"}, "This is no telephone number."),
        ({"text": ""}, "Write in a sentence what it is about."),
        ({"slot": "99"}, "Somebody took this time a moment ago."),
        ({"slot": "²"}, "Choose a time."),
    ],
)
def test_bad_input_is_told_and_what_was_typed_is_kept(day: VisitDay, fields: dict[str, str], sentence: str) -> None:
    answer = send(day, **fields)
    assert answer.status_code in (409, 422)
    said = answer.content.decode()
    assert sentence in text_of(answer)
    kept = {**TYPED, **fields}
    assert kept["name"] in said
    assert kept["text"] in said
    assert not Booking.objects.exists()


def test_who_comes_too_late_is_offered_another_time_or_the_waiting_list(day: VisitDay) -> None:
    booked(day, 2)
    lost = send(day)
    assert lost.status_code == 409
    assert "Somebody took this time a moment ago. Choose another." in text_of(lost)
    for slot in (1, 3):
        booked(day, slot)
    lost = send(day)
    assert lost.status_code == 409
    assert "You can stand on the waiting list" in text_of(lost)
    assert 'value="waiting"' in lost.content.decode()
    done = send(day, slot="waiting")
    assert "You are on the waiting list" in text_of(Client().get(done.url))


def test_a_press_that_is_repeated_makes_one_booking(day: VisitDay) -> None:
    page = Client().get(f"/en/petitions/visit-days/{day.number}/book/")
    found = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    assert found
    first, second = (send(day, token=found[1]) for _press in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert Booking.objects.count() == 1
    numbers = [text_of(Client().get(one.url)) for one in (first, second)]
    assert numbers[0] == numbers[1]


def test_a_day_that_has_begun_can_be_booked_no_more(day: VisitDay) -> None:
    with time_machine.travel(on(TUESDAY, 10, 5), tick=False):
        assert "can no longer be booked" in text_of(Client().get(f"/en/petitions/visit-days/{day.number}/book/"))
        assert send(day).status_code == 409


def test_following_and_cancelling(day: VisitDay) -> None:
    mine = booked(day, 2)
    said = text_of(follow(mine))
    assert "Please come at 9:20" in said
    assert MATTER not in said
    assert NAME not in said
    link = re.search(r'href="(/en/petitions/visit-days/mine/[^"]+/cancel/)"', follow(mine).content.decode())
    assert link
    assert "Cancel your booking" in text_of(Client().get(link[1]))
    assert "Your booking is cancelled" in text_of(Client().post(link[1]))
    assert Booking.objects.get().state == BookingState.CANCELLED
    assert Client().post(link[1]).status_code == 409
    assert "Cancelled" in text_of(follow(mine))
    assert Client().get("/en/petitions/visit-days/mine/nonsense/cancel/").status_code == 404


def test_who_follows_a_booking_reads_what_is_seen_of_it() -> None:
    page = Client().get("/en/petitions/visit-days/follow/").content.decode()
    assert "you see your day and your turn, and can cancel" in page


def test_a_wrong_code_tells_nothing(day: VisitDay) -> None:
    mine = booked(day)
    answers = [
        follow(mine, code="ABCDEFGHJKMN"),
        Client().post("/en/petitions/visit-days/follow/", {"number": "X-1", "code": "ABCDEFGHJKMN"}),
    ]
    assert {one.status_code for one in answers} == {422}
    assert len({text_of(one) for one in answers}) == 1


def test_who_waits_reads_their_place(day: VisitDay) -> None:
    taken = [booked(day, slot) for slot in (1, 2, 3)]
    booked(day, None)
    mine = booked(day, None)
    assert "You are number 2 on the waiting list." in text_of(follow(mine))
    bookings.cancel(actor=system_actor(), booking=taken[0], at=NOW)
    assert "You are number 1 on the waiting list." in text_of(follow(mine))


def test_what_was_promised_is_read_with_what_came_of_it(them: People, day: VisitDay) -> None:
    mine = booked(day)
    code = mine.case.code
    recorded(them, mine, at=on(TUESDAY, 9))
    promise = Promise.objects.get()
    said = text_of(follow(mine, code=code))
    assert "把合同贴到公开栏" in said
    assert "by 10 November 2026" in said
    receptions.report(actor=them.clerk, promise=promise, text="三份都贴好了", at=on(WEDNESDAY, 9))
    assert "三份都贴好了" not in text_of(follow(mine, code=code))  # nobody has confirmed it
    receptions.confirm(actor=them.publisher, promise=promise, at=on(WEDNESDAY, 9))
    assert "三份都贴好了" in text_of(follow(mine, code=code))


def test_who_left_an_address_is_written_to(them: People, day: VisitDay) -> None:
    mine = booked(day, 2, email="lai@example.net")
    days.move(actor=them.publisher, visit_day=day, day=date(2026, 10, 29), reason="全镇防火演练", at=NOW)
    assert [one.kind for one in CaseLetter.objects.filter(case=mine.case).order_by("pk")] == [
        "visit_booked",
        "visit_moved",
    ]
    assert Booking.objects.get().untold == ""


def test_one_day_says_how_it_was_announced(them: People, day: VisitDay) -> None:
    days.substitute(
        actor=them.publisher, visit_day=day, receivers=[(them.deputy, them.leader)], reason="到县里开会", at=NOW
    )
    said = text_of(Client().get(f"/en/petitions/visit-days/{day.number}/"))
    assert f"{them.deputy.name_en} stands in for {them.leader.name_en}" in said
    assert "到县里开会" in said
    assert f"Who receives: {them.leader.name_zh} {them.deputy.name_zh}" in said


def test_the_log_leads_to_the_day(day: VisitDay) -> None:
    assert f"/petitions/visit-days/{day.number}/" in Client().get("/log/").content.decode()


def test_the_home_page_says_the_next_days(day: VisitDay) -> None:
    said = Client().get("/en/").content.decode()
    assert "/en/petitions/visit-days/" in said
    assert "Speak to a leader" in said
    assert said.count('class="visits"') == 1


def test_the_calendar_holds_what_is_held_and_what_is_not(them: People, day: VisitDay) -> None:
    days.cancel(actor=them.publisher, visit_day=day, reason="全镇防火演练", at=NOW)
    answer = Client().get("/calendar/visit-days.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert len(events) == VisitDay.objects.count()
    cancelled = next(one for one in events if day.number in str(one["UID"]))
    assert cancelled["STATUS"] == "CANCELLED"
    held = next(one for one in events if one["STATUS"] == "CONFIRMED" and one["DTSTART"].dt.date() == WEDNESDAY)
    assert (held["DTSTART"].dt.hour, held["DTEND"].dt.hour) == (9, 10)


def test_the_poster_is_a_pdf_that_is_made_once(day: VisitDay, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Client().get("/petitions/visit-days/poster.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "public" in answer["Cache-Control"]
    first = answer.getvalue()
    assert first.startswith(b"%PDF")
    monkeypatch.setattr(pdf, "render", None, raising=False)
    again = Client().get("/petitions/visit-days/poster.pdf")
    assert again.getvalue() == first


def test_the_poster_shows_the_weeks_to_come_and_no_more(them: People, day: VisitDay) -> None:
    rows: Any = context(them.town, at=NOW)["rows"]
    assert rows[0].card.day >= NOW.date()
    assert rows[-1].card.day <= NOW.date() + timedelta(weeks=4)


def test_the_office_enters_what_is_telephoned(them: People, day: VisitDay) -> None:
    mine = booked(day, actor=them.publisher, channel=Channel.TELEPHONE)
    assert (mine.case.channel, mine.case.entered_by) == (Channel.TELEPHONE, them.publisher)
