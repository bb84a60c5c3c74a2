"""Who sees what of the table: the secretary all of it, a unit its own row, and nobody a petition kept from them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.warning.enums import Level, Risk
from accountability.warning.policies import sees_risks
from accountability.warning.queries.table import table
from accountability.warning.rules import Quarter
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind
from petitions.handling.actions import bars, receiving, routing
from petitions.handling.enums import Category, Matter
from petitions.handling.models import Petition
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from portal.cases.enums import Visibility
from portal.desk.menu import menu
from tests.accountability.warning.making import AT, QUARTER, Watched, came_to, cell, counted, spent, watched
from tests.factories import StationFactory, VillageFactory, money_draft, person, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

CAME = datetime(2026, 9, 14, 4, tzinfo=UTC)


@pytest.fixture
def them() -> Watched:
    return watched()


@pytest.fixture
def now() -> Any:
    with time_machine.travel(AT, tick=False) as travelled:
        yield travelled


def petition(them: Watched, *, repeats: Petition | None = None, days: int = 0, place: Unit | None = None) -> Petition:
    at = CAME + timedelta(days=days)
    row = receiving.receive(
        actor=system_actor(),
        town=them.town,
        category=Category.APPEAL,
        name="麻长河",
        phone="13871234567",
        text=f"2025年耕地地力补贴少发了三亩，第{days}次来问，请核实补发。",
        place=place or them.village,
        at=at,
    )
    return routing.register(
        actor=them.play.publisher,
        petition=row,
        subject="耕地地力补贴少发",
        category=Category.APPEAL,
        matter=Matter.SUBSIDY,
        repeats=repeats,
        at=at,
    )


def browser(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def shown(them: Watched, who: User) -> dict[tuple[str, str], tuple[Any, Level]]:
    found = table(who, them.town, Quarter.parse(QUARTER), at=AT)
    assert found
    return {(row.unit.code, one.risk): (one.value, one.level) for row in found.rows for one in row.cells}


# --- petitions


def test_a_matter_that_came_three_times_is_high_and_one_that_came_once_is_nothing(them: Watched) -> None:
    first = petition(them)
    second = petition(them, repeats=first, days=3)
    petition(them, repeats=second, days=6)
    petition(them, days=8)
    spent(them, ("保洁员工资", "150.00", "514"))
    repeated = cell(counted(them), them.village, Risk.REPEATED)
    assert came_to(repeated) == (3, Level.HIGH)
    assert repeated.cases[0]["number"] == first.case.number
    assert len(repeated.cases) == 3


def test_what_repeats_an_earlier_quarter_counts_as_come_once(them: Watched) -> None:
    first = petition(them, days=-90)
    petition(them, repeats=first)
    repeated = cell(counted(them), them.village, Risk.REPEATED)
    assert (*came_to(repeated), len(repeated.cases)) == (1, Level.LOW, 1)


def test_whoever_may_not_see_a_petition_sees_neither_it_nor_the_level_it_makes(them: Watched) -> None:
    first = petition(them)
    petition(them, repeats=first, days=3)
    counted(them)
    place = (them.village.code, Risk.REPEATED)
    assert shown(them, them.secretary)[place] == (2, Level.MEDIUM)
    assert shown(them, them.play.clerk)[place] == (0, Level.NONE)
    bars.keep_out(actor=them.play.publisher, petition=first, person=them.secretary, reason="亲属", at=AT)
    assert shown(them, them.secretary)[place] == (1, Level.LOW)


def test_a_sealed_petition_is_not_counted(them: Watched) -> None:
    first = petition(them)
    second = petition(them, repeats=first, days=3)
    Petition.objects.filter(pk=second.pk).update(sealed_for="secretary")
    assert cell(counted(them), them.village, Risk.REPEATED).value == 0


# --- opinions


def test_public_objections_count_and_private_ones_and_suggestions_do_not(them: Watched) -> None:
    edition = published(them.play, money_draft(them.play, at=CAME - timedelta(days=60), period="2026Q2"), at=CAME)
    for number, (kind, visibility) in enumerate(
        (
            (OpinionKind.OBJECTION, Visibility.PUBLIC),
            (OpinionKind.QUESTION, Visibility.PUBLIC),
            (OpinionKind.OBJECTION, Visibility.PUBLIC),
            (OpinionKind.OBJECTION, Visibility.PRIVATE),
            (OpinionKind.SUGGESTION, Visibility.PUBLIC),
        )
    ):
        text = f"第{number}笔沙石料写的什么，数量没有写清楚。"
        one = opinions.receive(
            actor=system_actor(), edition=edition, kind=kind, text=text, at=CAME + timedelta(days=1, hours=number)
        )
        opinions.route(
            actor=them.play.publisher,
            opinion=one,
            unit=them.village,
            visibility=visibility,
            shown_text=text,
            shown_name="",
            at=AT,
        )
    objections = cell(counted(them), them.village, Risk.OBJECTIONS)
    assert came_to(objections) == (3, Level.MEDIUM)
    assert {one["group"] for one in objections.cases} == {edition.notice.number}


# --- the table and its pages


def test_a_unit_sees_its_own_row_and_others_see_nothing(them: Watched) -> None:
    counted(them)
    station_clerk = person(Role.CLERK, them.station)
    assert {code for code, _risk in shown(them, them.secretary)} == set(
        Unit.objects.filter(parent=them.town).values_list("code", flat=True)
    )
    for who, unit in ((them.play.clerk, them.village), (them.head, them.village), (station_clerk, them.station)):
        assert {code for code, _risk in shown(them, who)} == {unit.code}
    for stranger in (them.play.publisher, them.play.administrator, them.play.lay, watched().secretary):
        assert shown(them, stranger) == {}
        assert not sees_risks(stranger, AT) or stranger.posts.exclude(unit=them.town).exists()


def test_a_row_is_compared_with_the_quarter_before(them: Watched) -> None:
    spent(them, ("招待费", "100.00", "513"))
    counted(them, "2026Q2", at=AT)
    counted(them)
    found = table(them.secretary, them.town, Quarter.parse(QUARTER), at=AT)
    assert found
    row = next(one for one in found.rows if one.unit == them.village)
    changed = {one.risk: (one.is_worse, one.is_better) for one in row.cells}
    assert changed[Risk.ENTERTAINMENT] == (True, False)
    assert changed[Risk.OBJECTIONS] == (False, False)
    earlier = table(them.secretary, them.town, Quarter.parse("2026Q2"), at=AT)
    assert earlier
    assert {one.before for row in earlier.rows for one in row.cells} == {None}


@pytest.mark.usefixtures("now")
def test_the_pages_of_the_secretary(them: Watched) -> None:
    spent(them, ("招待费", "100.00", "513"))
    client = browser(them.secretary)
    first = client.get(reverse("accountability_desk:risks"))
    assert "No quarter was counted yet" in first.content.decode()
    done = client.post(reverse("accountability_desk:risks_count", args=[QUARTER]), follow=True)
    page = done.content.decode()
    assert done.redirect_chain[-1][0] == reverse("accountability_desk:risks_quarter", args=[QUARTER])
    assert "1 payment, 100.00 yuan" in page
    assert them.station.name in page
    unit = client.get(reverse("accountability_desk:risks_unit", args=[QUARTER, them.village.code])).content.decode()
    assert "#line-1" in unit
    assert "招待费" in unit
    csv = client.get(reverse("accountability_desk:risks_csv", args=[QUARTER])).content.decode("utf-8-sig")
    assert f"{them.village.name_zh},招待费,1,中,,1笔" in csv.replace('"', "")
    for address in (("risks_quarter", ["2026Q1"]), ("risks_quarter", ["2026"]), ("risks_unit", [QUARTER, "XX"])):
        assert client.get(reverse(f"accountability_desk:{address[0]}", args=address[1])).status_code == 404


@pytest.mark.usefixtures("now")
def test_for_a_unit_only_its_row_exists(them: Watched) -> None:
    spent(them, ("招待费", "100.00", "513"))
    counted(them)
    for who in (them.play.clerk, them.head):
        client = browser(who)
        first = client.get(reverse("accountability_desk:risks"), follow=True)
        assert first.redirect_chain[-1][0] == address("risks_unit", QUARTER, them.village.code)
        page = client.get(address("risks_quarter", QUARTER)).content.decode() + first.content.decode()
        assert "1 payment, 100.00 yuan" in page
        assert them.station.name not in page
        assert "Change the rules" not in page
        assert client.get(address("risks_unit", QUARTER, them.village.code)).status_code == 200
        assert client.get(address("risks_unit", QUARTER, them.station.code)).status_code == 404
        for name in ("risks_pdf", "risks_csv", "risks_remind"):
            assert client.get(address(name, QUARTER)).status_code == 404
        assert client.get(address("risk_rules")).status_code == 404
        assert client.post(address("risks_count", QUARTER)).status_code == 404
    for stranger in (them.play.publisher, them.play.administrator):
        assert browser(stranger).get(address("risks")).status_code == 404
        labels = [str(item.label) for part in menu(stranger, "/desk/", at=AT) for item in part.items]
        assert "Early warning" not in labels


def address(name: str, *arguments: str) -> str:
    return reverse(f"accountability_desk:{name}", args=arguments)


@pytest.mark.usefixtures("now")
def test_the_table_asks_as_often_for_many_units_as_for_few(them: Watched) -> None:
    client = browser(them.secretary)

    def queries() -> int:
        counted(them)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("risks_quarter", QUARTER)).status_code == 200
        return len(captured)

    def counting() -> int:
        with CaptureQueriesContext(connection) as captured:
            counted(them)
        return len(captured)

    before, to_count = queries(), counting()
    for _number in range(6):
        VillageFactory(parent=them.town)
        StationFactory(parent=them.town)
    assert (queries(), counting()) == (before, to_count)


# --- rules and reminders


@pytest.mark.usefixtures("now")
def test_a_rule_is_changed_on_the_desk_and_says_who_did_it(them: Watched) -> None:
    client, page = browser(them.secretary), address("risk_rule", "split")
    typed = {"medium": "2", "high": "4", "reason": "今年从严", "seen": "0"}
    assert client.post(page, {**typed, "high": "1"}).status_code == 422
    assert client.post(page, typed).status_code == 303
    assert client.post(page, typed).status_code == 409
    told = client.get(page).content.decode()
    assert them.secretary.name in told
    assert "今年从严" in told
    assert "2 or more" in client.get(address("risk_rules")).content.decode()
    assert client.get(address("risk_rule", "weather")).status_code == 404


@pytest.mark.usefixtures("now")
def test_units_with_a_risk_are_reminded_with_a_campaign_to_their_heads_and_clerks(them: Watched) -> None:
    spent(them, ("招待费", "100.00", "513"))
    counted(them)
    client, page = browser(them.secretary), address("risks_remind", QUARTER)
    form = client.get(page).context["form"]
    assert them.village.code in [code for code, _name in form.fields["units"].choices]
    typed = {"subject": "请核实", "body": "请在十日内报告。"}
    assert client.post(page, {**typed, "units": []}).status_code == 422
    assert client.post(page, {**typed, "units": [them.station.code]}).status_code == 422, "it has no risk"
    done = client.post(page, {**typed, "units": [them.village.code]}, follow=True)
    campaign = done.context["campaign"]
    assert (campaign.occasion, campaign.name_zh) == ("risk", "风险预警：2026年第三季度")
    assert set(campaign.people.all()) == {them.head, them.play.clerk}
