"""Joint demands on the desk and on the public pages: who counts, what everybody reads, and that no name is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.demands import actions as demands
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand, DemandSupport, Electorate
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.cases.enums import Channel
from portal.core import pages
from tests.disclosure.demands.test_demands import asked_for, by_name, opened, sheet, voters
from tests.disclosure.desk import get, post, signed_in, text_of
from tests.factories import NOON, Cast, cast, person, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "noon")]

NAME = "王桂英"


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def play() -> Cast:
    people = cast()
    asked_for()
    voters(people, 100, 15)
    return people


@pytest.fixture(autouse=True)
def _no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries are counted in Redis, which the tests share; what is counted is tested with it."""
    monkeypatch.setattr("disclosure.demands.views.SENT_AT_MOST", 10_000)


def step(who: User, demand: Demand, verb: str, **data: Any) -> Any:
    return signed_in(who).post(reverse("disclosure_desk:demand_step", args=[demand.pk, verb]), data)


def public(play: Cast, language: str = "") -> str:
    with TestCase.captureOnCommitCallbacks(execute=True):
        pages.bump()
    return text_of(Client().get(f"{language}/units/{play.village.code}/demands/"))


def send(play: Cast, **data: str) -> Any:
    said = {"demand": "new", "subject": "机动地发包合同", "capacity": "villager", "name": NAME, **data}
    return Client().post(f"/en/units/{play.village.code}/demands/new/", said)


def test_the_office_opens_enters_confirms_and_is_told_when_enough_have_joined(play: Cast) -> None:
    response = post(
        play.publisher, "disclosure_desk:new_demand", unit=play.village.code, subject="机动地发包合同", entry=""
    )
    demand = Demand.objects.get()
    assert response.url == reverse("disclosure_desk:demand", args=[demand.pk])
    said = {"capacity": "villager", "channel": "in_person", "name": "", "people": "9"}
    step(play.publisher, demand, "support", **said)
    support = demand.supports.get()
    assert not support.is_counted
    step(play.publisher, demand, "confirm", support=str(support.pk))
    step(play.publisher, demand, "support", **{**said, "name": NAME, "people": "1"}, is_checked="on")
    demand.refresh_from_db()
    assert demand.state == DemandState.REACHED
    assert "3 November 2026" in text_of(get(play.publisher, "disclosure_desk:demand", demand.pk))


def test_the_notice_that_gives_it_is_named(play: Cast) -> None:
    demand = opened(play)
    demands.confirm_support(actor=play.publisher, support=sheet(play, demand, 10), at=NOON)
    edition = published(play, text_draft(play))
    step(play.publisher, demand, "notice", notice=edition.notice.number)
    demand.refresh_from_db()
    assert demand.state == DemandState.MET
    assert f'href="/en/notices/{edition.notice.number}/"' in public(play, "/en")


def test_what_is_refused_keeps_what_was_typed(play: Cast) -> None:
    demand = opened(play)
    response = step(play.publisher, demand, "support", capacity="villager", channel="box", name=NAME, people="3")
    assert response.status_code == 422
    assert NAME in text_of(response)
    assert step(play.publisher, demand, "end", reason="").status_code == 422


@pytest.mark.parametrize("who", ["clerk", "supervisor", "reviewer", "approver", "lay", "administrator", "elsewhere"])
def test_for_everybody_else_there_is_no_demand(play: Cast, who: str) -> None:
    actor: User = person(Role.PUBLISHER, cast().town) if who == "elsewhere" else getattr(play, who)
    demand = opened(play)
    support = by_name(demand, NAME)
    assert get(actor, "disclosure_desk:demand", demand.pk).status_code == 404
    for verb in ("support", "confirm", "unconfirm", "reword", "end", "notice"):
        assert step(actor, demand, verb, support=str(support.pk), reason="x").status_code == 404, verb
    assert DemandSupport.objects.filter(is_counted=True).count() == 0


def test_support_of_another_demand_is_not_confirmed_through_this_one(play: Cast) -> None:
    mine, other = opened(play), opened(play)
    assert step(play.publisher, mine, "confirm", support=str(by_name(other, NAME).pk)).status_code == 404


def test_a_villager_joins_on_the_website_and_counts_once_confirmed(play: Cast) -> None:
    demand = opened(play)
    response = send(play, demand=str(demand.pk), subject="")
    assert response.url == f"/en/units/{play.village.code}/demands/new/?sent=1"
    support = demand.supports.get()
    assert (support.name, support.channel, support.is_counted) == (NAME, Channel.WEB, False)
    assert "0 of 10 needed" in public(play, "/en")
    step(play.publisher, demand, "confirm", support=str(support.pk))
    assert "1 of 10 needed" in public(play, "/en")


def test_what_somebody_asks_for_is_not_shown_before_the_office_has_looked(play: Cast) -> None:
    send(play)
    demand = Demand.objects.get()
    assert demand.opened_by == system_actor()
    assert demand.subject not in public(play)
    assert demand.subject not in text_of(Client().get(f"/units/{play.village.code}/demands/new/"))
    assert demand.subject in text_of(get(play.publisher, "disclosure_desk:demands"))
    step(play.publisher, demand, "confirm", support=str(demand.supports.get().pk))
    assert demand.subject in public(play)


def test_the_same_words_join_the_same_demand(play: Cast) -> None:
    send(play)
    send(play, name="李建国")
    assert Demand.objects.get().supports.count() == 2


def test_nobody_learns_who_has_joined(play: Cast) -> None:
    demand = opened(play)
    first, again = (send(play, demand=str(demand.pk)) for _time in range(2))
    assert (first.status_code, first.url) == (again.status_code, again.url)
    step(play.publisher, demand, "confirm", support=str(demand.supports.get().pk))
    for address in (f"/units/{play.village.code}/demands/", f"/units/{play.village.code}/demands/new/", "/opinions/"):
        assert NAME not in text_of(Client().get(address)), address
    assert NAME in text_of(get(play.publisher, "disclosure_desk:demand", demand.pk))


def test_a_form_that_is_not_filled_in_is_kept(play: Cast) -> None:
    response = send(play, name="", subject="果园合同")
    assert response.status_code == 422
    assert "果园合同" in text_of(response)
    assert send(play, subject="").status_code == 422
    assert not Demand.objects.exists()


def test_a_demand_that_is_reached_or_ended_is_not_joined(play: Cast) -> None:
    demand = opened(play)
    demands.end(actor=play.publisher, demand=demand, reason="六月已公开", at=NOON)
    assert send(play, demand=str(demand.pk)).status_code == 422
    assert "六月已公开" in public(play)


def test_too_many_from_one_network_are_told_to_wait(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.demands.views.SENT_AT_MOST", 0)
    assert send(play).status_code == 429
    assert not Demand.objects.exists()


def test_the_form_is_kept_by_no_cache_and_the_page_sets_no_cookie(play: Cast) -> None:
    assert "no-store" in Client().get(f"/units/{play.village.code}/demands/new/")["Cache-Control"]
    assert not Client().get(f"/units/{play.village.code}/demands/").cookies


def test_only_villages_are_asked(play: Cast) -> None:
    for address in ("demands/", "demands/new/"):
        assert Client().get(f"/units/{play.town.code}/{address}").status_code == 404


@pytest.mark.parametrize("who", ["publisher", "administrator"])
def test_voters_are_entered_by_the_office_or_an_administrator(play: Cast, who: str) -> None:
    actor: User = getattr(play, who)
    address = ("disclosure_desk:electorate", play.village.code)
    response = post(actor, *address, villagers="1204", representatives="31", counted_on="2026-10-01")
    assert response.status_code == 302
    known = Electorate.objects.get(unit=play.village)
    assert (known.villagers, known.representatives) == (1204, 31)
    assert "121 villagers or 7 representatives" in text_of(get(actor, "disclosure_desk:electorates"))
    assert post(actor, *address, villagers="0", representatives="31", counted_on="2026-10-01").status_code == 422
    assert post(actor, *address, villagers="9", representatives="3", counted_on="2026-10-15").status_code == 422


def test_the_list_asks_as_often_for_three_as_for_one(play: Cast, django_assert_num_queries: Any) -> None:
    client = signed_in(play.publisher)
    sheet(play, opened(play), 2)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("disclosure_desk:demands"))
    for _time in range(2):
        sheet(play, opened(play), 2, Capacity.REPRESENTATIVE)
    with django_assert_num_queries(len(asked)):
        client.get(reverse("disclosure_desk:demands"))
