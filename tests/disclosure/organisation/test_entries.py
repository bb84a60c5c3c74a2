"""People, places and money: who keeps them, what is refused, what residents read, and that the past stays."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.organisation.actions import entries
from disclosure.organisation.enums import Office, PlaceKind
from disclosure.organisation.models import Appointment, GroupBudget, Place
from portal.accounts.models import Unit
from portal.core import pages
from portal.core.refusals import Conflict, NotAllowed, Refused
from tests.disclosure.desk import signed_in, text_of
from tests.factories import NOON, Cast, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "noon")]

SINCE = date(2024, 3, 1)


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def play() -> Cast:
    pages.page_cache.renew()
    return cast()


def appointed(people: Cast, office: Office, *, unit: Unit | None = None, **fields: Any) -> Appointment:
    said = {"name_zh": "李向阳", "starts_on": SINCE}
    entry = Appointment(office=office, unit=unit or people.town)
    return entries.add(actor=people.publisher, entry=entry, fields=said | fields, at=NOON)


def station(people: Cast, unit: Unit, kind: PlaceKind = PlaceKind.STATION) -> Place:
    said = {"name_zh": "小河边服务站", "address_zh": "村委会一楼", "hours_zh": "工作日8:30—17:30"}
    entry = Place(kind=kind, unit=unit)
    return entries.add(
        actor=people.publisher, entry=entry, fields=said | {"offers_zh": "代办社保\n代缴水电费"}, at=NOON
    )


def test_only_the_office_keeps_them(play: Cast) -> None:
    row = appointed(play, Office.GROUP)
    for name in ("clerk", "reviewer", "approver", "lay", "administrator", "outsider"):
        actor = getattr(play, name)
        with pytest.raises(NotAllowed):
            entries.add(actor=actor, entry=Place(kind=PlaceKind.STATION, unit=play.village), fields={}, at=NOON)
        with pytest.raises(NotAllowed):
            entries.change(actor=actor, entry=row, fields={"phone": "1"}, seen=None, at=NOON)
        for path in (f"appointments/{row.pk}/", "appointments/", "places/", "places/new/", "group-budgets/"):
            assert signed_in(actor).get(f"/desk/organisation/{path}").status_code == 404


@pytest.mark.parametrize("field", ["name_zh", "post_zh", "origin_en", "duties_zh"])
def test_no_personal_number_gets_out(play: Cast, field: str) -> None:
    said: dict[str, Any] = {field: "身份证110101199003077758"}
    with pytest.raises(Refused, match=r"110101\*{8}7758"):
        appointed(play, Office.GROUP, **said)
    assert appointed(play, Office.GROUP, phone="13812345678").phone == "13812345678"


def test_what_is_refused_comes_with_a_sentence(play: Cast) -> None:
    with pytest.raises(Refused, match="not for"):
        appointed(play, Office.AGENT)
    with pytest.raises(Refused, match="not for"):
        appointed(play, Office.GROUP, unit=play.village)
    with pytest.raises(Refused, match="write the name"):
        appointed(play, Office.GROUP, name_zh="")
    with pytest.raises(Refused, match="before the first"):
        appointed(play, Office.GROUP, ends_on=date(2024, 2, 1))
    station(play, play.village)
    with pytest.raises(Refused, match="has one already"):
        station(play, play.village)
    with pytest.raises(Refused, match="not for"):
        station(play, play.village, PlaceKind.BOOKS)


def test_the_database_holds_the_rules_too(play: Cast) -> None:
    row = appointed(play, Office.GROUP)
    for wrong in ({"name_zh": ""}, {"ends_on": date(2024, 2, 1)}, {"pay": -1}, {"office": "king"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=row.pk).update(**wrong)


def test_a_lost_race_is_told(play: Cast) -> None:
    row = appointed(play, Office.GROUP)
    entries.change(actor=play.publisher, entry=row, fields={"post_zh": "组长"}, seen=1, at=NOON)
    with pytest.raises(Conflict):
        entries.change(actor=play.publisher, entry=row, fields={"post_zh": "副组长"}, seen=1, at=NOON)
    answer = signed_in(play.publisher).post(
        f"/desk/organisation/appointments/{row.pk}/", {"seen": 1, "name_zh": "李向阳", "starts_on": "2024-03-01"}
    )
    assert answer.status_code == 409


def test_the_office_appoints_and_ends_a_term_on_the_desk(play: Cast, client: Client) -> None:
    office = signed_in(play.publisher)
    typed = {"office": "agent", "unit": play.village.code, "name_zh": "江秀芳", "starts_on": "2025-01-01"}
    refused = office.post("/en/desk/organisation/appointments/new/", typed | {"unit": play.town.code})
    assert refused.status_code == 422
    assert "江秀芳" in text_of(refused)
    refused = office.post("/en/desk/organisation/appointments/new/", typed | {"pay": "-5"})
    assert refused.status_code == 422
    assert "never below zero" in text_of(refused)
    typed |= {"duties_zh": "代办社保、老年证", "trained_on": "2026-04-08", "pay": "300"}
    assert office.post("/desk/organisation/appointments/new/", typed).status_code == 303
    row = Appointment.objects.get()
    assert (row.pay, row.unit) == (Decimal(300), play.village)
    public = text_of(client.get("/en/people/"))
    for shown in ("江秀芳", "代办社保、老年证", "8 April 2026", "300.00", "since 1 January 2025"):
        assert shown in public
    del typed["office"], typed["unit"]
    assert (
        office.post(
            f"/desk/organisation/appointments/{row.pk}/", typed | {"seen": 1, "ends_on": "2026-06-30"}
        ).status_code
        == 303
    )
    page = text_of(office.get(f"/en/desk/organisation/appointments/{row.pk}/"))
    assert "Last day" in page
    assert "2026-06-30" in page
    assert "ended" in text_of(office.get("/en/desk/organisation/appointments/"))
    assert "1 term that has ended" in text_of(client.get("/en/people/?view=elder"))


def test_an_account_names_itself(play: Cast, client: Client) -> None:
    appointed(play, Office.GROUP, name_zh="", person=play.reviewer, post_zh="组长")
    page = text_of(client.get("/leading-group/"))
    assert "职务" in page
    assert "转为" not in page, "that is what becomes of a request"
    assert play.reviewer.name_zh in page
    assert "组长" in page


def test_who_is_not_in_office_yet_is_not_shown(play: Cast, client: Client) -> None:
    appointed(play, Office.LAY_SUPERVISOR, starts_on=date(2027, 1, 1))
    assert "李向阳" not in text_of(client.get("/people/"))


def test_the_group_shows_its_money(play: Cast, client: Client) -> None:
    office = signed_in(play.publisher)
    typed = {"unit": play.town.code, "year": 2026, "planned": "20000", "purpose_zh": "公开栏维修"}
    assert office.post("/desk/organisation/group-budgets/new/", typed).status_code == 303
    again = office.post("/en/desk/organisation/group-budgets/new/", typed)
    assert again.status_code == 422
    assert "already" in text_of(again)
    assert "20,000.00" in text_of(client.get("/leading-group/"))
    assert GroupBudget.objects.get().spent is None
    assert office.get(f"/desk/organisation/group-budgets/{GroupBudget.objects.get().pk}/").status_code == 200


def test_residents_find_where_errands_are_done(play: Cast, client: Client) -> None:
    station(play, play.village)
    appointed(play, Office.AGENT, unit=play.village, name_zh="江秀芳", phone="0000-8123300")
    page = text_of(client.get("/services/"))
    for shown in ("小河边服务站", "村委会一楼", "工作日8:30—17:30", "代缴水电费", "江秀芳", "tel:0000-8123300"):
        assert shown in page
    place = Place.objects.get()
    entries.change(actor=play.publisher, entry=place, fields={"is_active": False}, seen=None, at=NOON)
    assert "小河边服务站" not in text_of(client.get("/services/?view=elder"))


def test_the_centre_names_the_villages_whose_books_it_keeps(play: Cast, client: Client) -> None:
    appointed(play, Office.BOOKKEEPER, unit=play.village, name_zh="旧会计", ends_on=date(2025, 12, 31))
    appointed(play, Office.BOOKKEEPER, unit=play.village, name_zh="新会计", starts_on=date(2026, 1, 1))
    page = text_of(client.get("/en/bookkeeping/"))
    assert "旧会计" in page
    assert "新会计" in page
    assert "1 January 2026" in page
    assert "the village itself" in page


@pytest.mark.parametrize("path", ["/people/", "/leading-group/", "/services/", "/bookkeeping/"])
def test_pages_cost_the_same_at_one_row_and_three(play: Cast, client: Client, path: str) -> None:
    def cost(view: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{path}{view}").status_code == 200
        return len(asked)

    def fill(unit: Unit) -> None:
        station(play, unit)
        for office in Office:
            appointed(play, office, unit=unit if office in (Office.AGENT, Office.BOOKKEEPER) else play.town)

    fill(play.village)
    client.get("/catalogue/")
    one = cost("")
    for unit in Unit.objects.filter(kind="village").exclude(pk=play.village.pk):
        fill(unit)
        appointed(play, Office.AGENT, unit=unit)
    assert cost("?view=elder") == one
