"""Joint demands on the desk and on the public pages: who counts, what everybody reads, and that no name is shown."""

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
from portal.desk.queue import Queue
from portal.desk.registry import MENU, QUEUE, QueueRow
from portal.desk.tokens import seen_token
from tests.disclosure.demands.test_demands import (
    STEPS_OF_THE_OFFICE,
    asked_for,
    by_name,
    confirmed,
    opened,
    sheet,
    voters,
)
from tests.disclosure.desk import get, post, signed_in, text_of
from tests.factories import NOON, Cast, cast, person, published, text_draft
from tests.steps import forms_of, offered, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "noon")]

NAME = "王桂英"
QUERIES_OF_A_PAGE = 5


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


def test_what_cannot_be_undone_is_said_first(play: Cast) -> None:
    demand = opened(play)
    text = text_of(get(play.publisher, "disclosure_desk:demand", demand.pk))
    assert "Once 10 more villagers or 3 more representatives are confirmed" in text
    assert "It cannot be taken up again; a new demand has to be opened." in text


def page(demand: Demand) -> str:
    return reverse("disclosure_desk:demand", args=[demand.pk])


def step(who: User, demand: Demand, verb: str, **typed: Any) -> Any:
    """Take a step that the demand's page offers."""
    return take(who, page(demand), verb, **typed)


def late(who: User, demand: Demand, verb: str, **typed: Any) -> Any:
    """Take a step as the page offered it when the demand was as it is given."""
    token = seen_token(who, demand, verb)
    return post(who, f"disclosure_desk:demands_{verb}", demand.pk, seen=token, **typed)


def enter(who: User, demand: Demand, **typed: Any) -> Any:
    return signed_in(who).post(reverse("disclosure_desk:demand_support", args=[demand.pk]), typed)


def public(play: Cast, language: str = "") -> str:
    with TestCase.captureOnCommitCallbacks(execute=True):
        pages.bump()
    return text_of(Client().get(f"{language}/units/{play.village.code}/demands/"))


def send(play: Cast, **data: str) -> Any:
    said = {
        "demand": "new",
        "subject": "机动地发包合同",
        "capacity": "villager",
        "name": NAME,
        "residence": "三组",
        **data,
    }
    return Client().post(f"/en/units/{play.village.code}/demands/new/", said)


def test_the_office_opens_enters_confirms_and_sees_when_enough_have_joined(play: Cast) -> None:
    response = post(
        play.publisher, "disclosure_desk:new_demand", unit=play.village.code, subject="机动地发包合同", entry=""
    )
    demand = Demand.objects.get()
    assert response.url == reverse("disclosure_desk:demand", args=[demand.pk])
    said = {"capacity": "villager", "channel": "in_person", "name": "", "people": "9"}
    enter(play.publisher, demand, **said)
    support = demand.supports.get()
    assert not support.is_counted
    step(play.publisher, demand, "confirm", support=str(support.pk))
    enter(play.publisher, demand, **{**said, "name": NAME, "people": "1"}, is_checked="on")
    demand.refresh_from_db()
    assert demand.state == DemandState.REACHED
    assert "3 November 2026" in text_of(get(play.publisher, "disclosure_desk:demand", demand.pk))


def test_the_notice_that_gives_it_is_named(play: Cast) -> None:
    demand = opened(play)
    demands.confirm_support(actor=play.publisher, support=sheet(play, demand, 10), at=NOON)
    edition = published(play, text_draft(play))
    step(play.publisher, demand, "name_notice", notice=edition.notice.number)
    demand.refresh_from_db()
    assert demand.state == DemandState.MET
    assert f'href="/en/notices/{edition.notice.number}/"' in public(play, "/en")


def test_the_second_of_one_name_is_asked_where_they_live_and_one_person_counts_once(play: Cast) -> None:
    demand = opened(play)
    said = {"capacity": "villager", "channel": "box", "name": NAME, "people": "1"}
    assert enter(play.publisher, demand, **said).status_code == 303
    asked = enter(play.publisher, demand, **said)
    assert asked.status_code == 422
    assert "If this is another person, enter their villagers" in text_of(asked)
    assert NAME in text_of(asked)
    assert "of this name" not in text_of(get(play.publisher, "disclosure_desk:demand", demand.pk))
    assert enter(play.publisher, demand, **said, residence="五组").status_code == 303
    twice = enter(play.publisher, demand, **said, residence="五组")
    assert "counts once" in text_of(twice)
    assert demand.supports.count() == 2
    shown = text_of(get(play.publisher, "disclosure_desk:demand", demand.pk))
    assert shown.count("2 of this name") == 2
    assert "五组" in shown


def test_on_the_website_people_of_one_name_are_told_apart_and_nobody_learns_who_has_joined(play: Cast) -> None:
    asked = send(play, residence="")
    assert asked.status_code == 422
    assert "It tells people of one name apart" in text_of(asked)
    answers = [send(play, residence=where) for where in ("三组", "五组", "三组")]
    assert len({(one.status_code, one.headers["Location"]) for one in answers}) == 1
    assert sorted(DemandSupport.objects.values_list("residence", flat=True)) == ["三组", "五组"]
    done = text_of(Client().get(answers[0].headers["Location"]))
    assert "If you had joined before, you are counted already, and once only." in done
    for support in DemandSupport.objects.all():
        step(play.publisher, Demand.objects.get(), "confirm", support=str(support.pk))
    shown = public(play)
    assert "机动地发包合同" in shown
    assert not [word for word in (NAME, "三组", "五组") if word in shown]


def test_what_is_refused_keeps_what_was_typed(play: Cast) -> None:
    demand = opened(play)
    response = enter(play.publisher, demand, capacity="villager", channel="box", name=NAME, people="3")
    assert response.status_code == 422
    assert NAME in text_of(response)
    assert step(play.publisher, demand, "end", reason="").status_code == 422


@pytest.mark.parametrize("who", ["clerk", "supervisor", "reviewer", "approver", "lay", "administrator", "elsewhere"])
def test_for_everybody_else_there_is_no_demand(play: Cast, who: str) -> None:
    actor: User = person(Role.PUBLISHER, cast().town) if who == "elsewhere" else getattr(play, who)
    demand = opened(play)
    support = by_name(demand, NAME)
    assert get(actor, "disclosure_desk:demand", demand.pk).status_code == 404
    for name in ("demand_support", "demand_reword", *(f"demands_{verb}" for verb in STEPS_OF_THE_OFFICE)):
        address = f"disclosure_desk:{name}"
        assert post(actor, address, demand.pk, support=str(support.pk), reason="x").status_code == 404, name
        assert get(actor, address, demand.pk).status_code == 404, name
    assert DemandSupport.objects.filter(is_counted=True).count() == 0


def test_support_of_another_demand_is_not_confirmed_through_this_one(play: Cast) -> None:
    mine, other = opened(play), opened(play)
    sheet(play, mine, 1)
    support = by_name(other, NAME)
    assert step(play.publisher, mine, "confirm", support=str(support.pk)).status_code == 404
    support.refresh_from_db()
    assert not support.is_counted


def test_each_state_offers_its_steps(play: Cast) -> None:
    demand = opened(play)
    support = sheet(play, demand, 10)
    assert set(offered(signed_in(play.publisher).get(page(demand)))) == {"confirm", "end"}
    response = step(play.publisher, demand, "confirm", support=str(support.pk))
    assert told(response) == ["Confirmed.", "Enough have joined. The village must publish it by 3 November 2026."]
    assert set(offered(signed_in(play.publisher).get(page(demand)))) == {"name_notice"}


def test_a_confirmation_is_taken_back(play: Cast) -> None:
    demand = opened(play)
    support = sheet(play, demand, 1)
    step(play.publisher, demand, "confirm", support=str(support.pk))
    step(play.publisher, demand, "unconfirm", support=str(support.pk))
    support.refresh_from_db()
    assert not support.is_counted


def test_the_second_of_two_is_refused_and_sees_the_demand_as_it_is(play: Cast) -> None:
    demand = opened(play)
    first, second = sheet(play, demand, 1), sheet(play, demand, 10)
    demands.confirm_support(actor=play.publisher, support=first, at=NOON)
    colleague = person(Role.PUBLISHER, play.town)
    response = late(colleague, demand, "confirm", support=str(second.pk))
    assert response.status_code == 409
    assert "may have changed meanwhile" in text_of(response)
    assert "confirm" in offered(response)
    demands.confirm_support(actor=play.publisher, support=second, at=NOON)
    response = late(colleague, demand, "end", reason="六月已公开，不必再要求。")
    assert response.status_code == 409
    assert "Enough people have joined" in text_of(response)
    assert "六月已公开，不必再要求。" in text_of(response), "what was typed is not lost"


def test_rewording_after_somebody_else_did_is_refused_and_can_be_sent_again(play: Cast) -> None:
    demand = opened(play)
    address = reverse("disclosure_desk:demand_reword", args=[demand.pk])
    client = signed_in(play.publisher)
    [form] = [one for one in forms_of(client.get(address)) if "subject" in one.fields]
    demands.reword(actor=play.publisher, demand=demand, subject="果园合同", entry=None, at=NOON)
    response = client.post(address, {**form.fields, "subject": "机动地历年合同"})
    assert response.status_code == 409
    [again] = [one for one in forms_of(response) if "subject" in one.fields]
    assert again.fields["subject"] == "机动地历年合同"
    assert client.post(address, again.fields).status_code == 303
    demand.refresh_from_db()
    assert demand.subject == "机动地历年合同"


def test_the_list_shows_what_is_to_be_confirmed_first_and_is_narrowed(play: Cast) -> None:
    plain, waiting, reached = opened(play), opened(play), opened(play)
    sheet(play, waiting, 2)
    demands.confirm_support(actor=play.publisher, support=sheet(play, reached, 10), at=NOON)

    def shown(**query: str) -> list[int]:
        return [row.pk for row in get(play.publisher, "disclosure_desk:demands", **query).context["rows"]]

    assert shown() == [waiting.pk, plain.pk, reached.pk]
    assert shown(state="reached") == [reached.pk]
    assert shown(unit=play.village.code, state="nonsense") == [waiting.pk, plain.pk, reached.pk]


def test_the_menu_opens_to_those_who_keep_demands_or_count_voters(play: Cast) -> None:
    opens = {
        key: {
            who for who in ("clerk", "publisher", "administrator", "lay") if MENU[key].opens(getattr(play, who), NOON)
        }
        for key in ("demands", "electorates")
    }
    assert opens == {"demands": {"publisher"}, "electorates": {"publisher", "administrator"}}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_asks_as_often_however_many_joined(play: Cast, count: int) -> None:
    demand = opened(play)
    for _time in range(count):
        demands.confirm_support(actor=play.publisher, support=sheet(play, demand, 1), at=NOON)
        sheet(play, demand, 1)
    client = signed_in(play.publisher)
    with CaptureQueriesContext(connection) as asked:
        client.get(page(demand))
    # The menu counts what waits.
    read = [one["sql"] for one in asked if "COUNT(*)" not in one["sql"] and "waiting_count" not in one["sql"]]
    about = [sql for sql in read if "disclosure_demand" in sql or "auditline" in sql]
    assert len(about) == QUERIES_OF_A_PAGE


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


def test_the_same_subject_joins_the_same_demand(play: Cast) -> None:
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


def test_what_is_owed_by_a_demand_says_that_it_was_recorded(play: Cast) -> None:
    owed = confirmed(play, opened(play), 10).obligation
    assert owed is not None
    page = get(play.publisher, "disclosure_desk:obligation", owed.pk)
    assert "Recorded" in text_of(page).partition("What has been done")[2]


def test_too_many_from_one_network_have_to_wait(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert response.status_code == 303
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


class TestTheQueue:
    def test_support_waits_for_whoever_confirms_it_and_for_nobody_else(self, play: Cast) -> None:
        demand = opened(play)
        assert waiting_for(play.publisher) == []
        support = sheet(play, demand, 3)
        [row] = waiting_for(play.publisher)
        assert (row.pk, row.verb, row.step, row.due.text) == (
            demand.pk,
            "confirm",
            "Support to confirm",
            "3 to confirm",
        )
        assert waiting_for(play.clerk) == waiting_for(play.outsider) == []
        demands.confirm_support(actor=play.publisher, support=support, at=NOON)
        assert waiting_for(play.publisher) == []


def waiting_for(who: User) -> list[QueueRow]:
    return list(Queue(who, NOON, NOON.date(), NOON.date(), [QUEUE["demand"]]).page().rows)
