"""Debriefings and appraisals on the desk and for everybody: who sees what, and what the pages do."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accountability.appraisal.actions import debriefings, publishing, suggestions, voting
from accountability.appraisal.actions.appraisals import Voters
from accountability.appraisal.enums import AppraisalState, DebriefingState, SuggestionState
from accountability.appraisal.models import Appraisal, BallotBox, Debriefing, Suggestion
from accountability.appraisal.queries.figures import of_year, units_in_year
from accountability.appraisal.rules import secrecy
from portal.accounts.models import User
from tests.accountability.appraisal.making import (
    NOW,
    PAPER,
    People,
    by_phone,
    confirmed,
    counted,
    held,
    opened,
    people,
    planned,
    prepared,
)
from tests.factories import StationFactory
from tests.steps import offered, signed_in, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LISTS = ("debriefings", "suggestions", "appraisals")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(secrecy, "_COST", 2)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def url(name: str, *args: object) -> str:
    return reverse(f"accountability_desk:{name}", args=args)


def status(person: User, address: str) -> int:
    return int(signed_in(person).get(address).status_code)


def suggested(them: People, debriefing: Debriefing, text: str = "账目早点贴") -> Suggestion:
    return suggestions.suggest(actor=them.secretary, debriefing=debriefing, made_by="代表", text=text, at=NOW)


def test_who_sees_a_debriefing_and_who_does_not(them: People) -> None:
    debriefing = held(them)
    appraisal, one = prepared(them, debriefing), suggested(them, debriefing)
    pages = [
        url("debriefing", debriefing.pk),
        url("debriefing_minutes", debriefing.pk),
        url("appraisal", appraisal.pk),
        url("suggestion", one.pk),
    ]
    for person in (them.secretary, them.leader, them.play.clerk, them.play.supervisor, them.play.lay):
        assert [status(person, page) for page in pages] == [200] * 4
    for person in (them.play.outsider, them.play.administrator, them.play.publisher):
        assert [status(person, page) for page in pages] == [404] * 4


@pytest.mark.parametrize("name", LISTS)
def test_lists_name_what_somebody_sees_narrowed_by_address(them: People, name: str) -> None:
    debriefing = held(them)
    prepared(them, debriefing)
    suggested(them, debriefing)
    number = debriefing.number.rpartition("-SL-")[2]
    asked = {"": True, "?year=2025": True, "?year=2024": True, "?year=2025&state=cancelled": False}
    for query, is_there in asked.items():
        page = signed_in(them.secretary).get(url(name) + query).content.decode()
        assert (number in page) is (is_there or name == "suggestions")
    assert number in signed_in(them.play.clerk).get(url(name)).content.decode()
    assert status(them.play.administrator, url(name)) == 404


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_number_of_queries_for_one_row_and_three(
    them: People, name: str, django_assert_max_num_queries: Any
) -> None:
    def add(unit: Any) -> None:
        debriefing = held(them, unit=unit)
        prepared(them, debriefing)
        suggested(them, debriefing)

    add(them.village)
    client = signed_in(them.secretary)
    client.get(url(name))
    with django_assert_max_num_queries(100) as one:
        client.get(url(name))
    add(them.town)
    add(StationFactory(parent=them.town))
    with django_assert_max_num_queries(len(one)):
        client.get(url(name))


def test_a_debriefing_goes_its_way_on_the_desk(them: People) -> None:
    typed = {
        "unit": them.village.code,
        "year": "2025",
        "day": "2026-01-15",
        "begins": "09:00",
        "place": "村委会",
        "chair": "范开田",
        "agenda": "述职述廉",
    }
    client = signed_in(them.secretary)
    assert client.post(url("debriefing_plan"), typed).status_code == 303
    debriefing = Debriefing.objects.get()
    page = url("debriefing", debriefing.pk)
    assert list(offered(client.get(page))) == ["hold", "amend", "cancel"]
    assert status(them.play.clerk, url("debriefing_plan")) == 404
    take(them.secretary, page, "hold", attended="42")
    clerk = signed_in(them.play.clerk)
    statement = {"person": "陆守成", "title": "书记", "text": "一年来…", "seen": "1"}
    assert clerk.post(url("debriefing_hand_in", debriefing.pk), statement).status_code == 303
    changed = {**statement, "text": "改过的"}
    assert clerk.post(url("debriefing_statement", debriefing.pk, 1), changed).status_code == 303
    assert clerk.post(url("debriefing_statement", debriefing.pk, 1), statement).status_code == 409
    question = {"asked_by": "代表", "question": "账呢？", "answered_by": "陆守成", "answer": "贴了。", "seen": "1"}
    assert clerk.post(url("debriefing_ask", debriefing.pk), question).status_code == 303
    said = {"made_by": "代表", "text": "账目早点贴"}
    assert clerk.post(url("debriefing_suggest", debriefing.pk), said).status_code == 303
    one = Suggestion.objects.get()
    take(them.play.clerk, url("suggestion", one.pk), "answer", answer="好。")
    take(them.secretary, page, "close", minutes="报镇党委。")
    debriefing.refresh_from_db()
    assert debriefing.state == DebriefingState.CLOSED
    assert status(them.play.clerk, url("debriefing_ask", debriefing.pk)) == 404
    assert status(them.play.outsider, url("debriefing_hand_in", debriefing.pk)) == 404


def test_a_suggestion_becomes_a_rectification(them: People) -> None:
    one = suggested(them, held(them))
    page = url("suggestion", one.pk)
    assert list(offered(signed_in(them.play.clerk).get(page))) == ["answer"]
    take(them.secretary, page, "give", requirement="贴出来", due="2026-02-10")
    one.refresh_from_db()
    assert one.state == SuggestionState.GIVEN
    assert url("rectification", one.rectification_id) in signed_in(them.play.clerk).get(page).content.decode()


def test_the_codes_are_handed_out_once_as_pdf(them: People) -> None:
    poll = prepared(them, voters={"cadres": Voters(codes=6), "members": Voters(codes=5)})
    page, client = url("appraisal_codes", poll.pk), signed_in(them.secretary)
    assert status(them.play.clerk, page) == 404
    sent = client.post(page, {"seen": str(poll.version)})
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in sent["Cache-Control"]
    assert client.post(page, {"seen": str(poll.version)}).status_code == 409


def test_the_paper_is_typed_in_and_confirmed_on_the_desk(them: People) -> None:
    appraisal = opened(them, prepared(them))
    page = url("appraisal_paper", appraisal.pk)
    typed = {"seen": str(appraisal.version)}
    for key, one in PAPER.items():
        typed |= {f"{key}-collected": str(one.collected), f"{key}-valid": str(one.valid)}
        for position, votes in enumerate(one.votes, start=1):
            typed |= {f"{key}-{position}-{place}": str(count) for place, count in enumerate(votes)}
    client = signed_in(them.secretary)
    wrong = client.post(page, {**typed, "cadres-2-0": "7"})
    assert wrong.status_code == 422
    assert "the votes make 7, but 8 ballots are valid" in wrong.content.decode()
    assert client.post(page, typed).status_code == 303
    assert status(them.play.lay, page) == 404
    desk = url("appraisal", appraisal.pk)
    assert list(offered(client.get(desk))) == ["cancel"]
    for teller in (them.play.lay, them.leader):
        take(teller, desk, "confirm")
    take(them.secretary, desk, "count")
    take(them.secretary, desk, "publish")
    assert Appraisal.objects.get().state == AppraisalState.PUBLISHED


def test_a_vote_on_the_pages(them: People) -> None:
    poll, client = by_phone(them), Client()
    address = reverse("accountability:vote")
    assert "no-store" in client.get(address)["Cache-Control"]
    code = poll.codes[0]
    assert client.post(address, {"code": "ZZZZ-ZZZZ"}).status_code == 422
    ballot = client.post(address, {"code": code})
    assert (ballot.status_code, ballot.content.decode().count("<fieldset")) == (200, 3)
    missing = client.post(address, {"code": code, "do": "look", "q1": "0"})
    assert missing.status_code == 422
    assert "2 lines have no choice yet." in missing.content.decode()
    said = {"code": code, "q1": "0", "q2": "1", "q3": "3"}
    look = client.post(address, {**said, "do": "look"})
    assert "Hand in the ballot" in look.content.decode()
    assert not BallotBox.objects.get().votes
    change = client.post(address, {**said, "do": "change"})
    assert change.content.decode().count(" checked") == 3
    done = client.post(address, {**said, "do": "cast"}, follow=True)
    assert "Your ballot is in the box" in done.content.decode()
    assert code not in done.redirect_chain[0][0]
    again = client.post(address, {"code": code})
    assert (again.status_code, "has been used" in again.content.decode()) == (422, True)
    assert not client.cookies.keys() - {"csrftoken"}


def test_a_result_is_public_once_it_is_published(them: People) -> None:
    appraisal = counted(them)
    addresses = [
        reverse("accountability:appraisal", args=[appraisal.number]),
        reverse("accountability_files:appraisal_pdf", args=[appraisal.number]),
        reverse("accountability_files:appraisal_json", args=[appraisal.number]),
    ]
    assert [Client().get(one).status_code for one in addresses] == [404] * 3
    publishing.publish(actor=them.secretary, appraisal=appraisal, at=NOW)
    assert [Client().get(one).status_code for one in addresses] == [200] * 3
    page = Client().get(addresses[0]).content.decode()
    assert "18/18" in page
    assert "100.0%" in page


def test_the_figures_of_a_year_are_those_of_the_rows(them: People) -> None:
    debriefing = held(them)
    suggested(them, debriefing)
    appraisal = confirmed(them, opened(them, prepared(them, debriefing)))
    voting.count(actor=them.secretary, appraisal=appraisal, at=NOW)
    planned(them, unit=them.town, day=date(2026, 1, 20))
    found = of_year(them.town, 2025, at=NOW)
    assert (found.planned, found.held, found.closed, found.attended) == (1, 1, 0, 42)
    assert (found.suggestions, found.suggestions_settled, found.appraisals, found.by_phone) == (1, 0, 1, 0)
    assert (found.issued, found.valid) == (20, 18)
    units = units_in_year(them.town, 2025, at=NOW)
    assert {key: one.is_held for key, one in units.items()} == {them.village.pk: True, them.town.pk: False}
    assert of_year(them.town, 2024, at=NOW).held == 0


def test_a_reason_is_asked_for_beside_its_field(them: People) -> None:
    debriefing = planned(them)
    refused = take(them.secretary, url("debriefing", debriefing.pk), "cancel", reason=" ")
    assert refused.status_code == 422
    assert told(refused) is not None
    debriefings.cancel(actor=them.secretary, debriefing=debriefing, reason="下雪", at=NOW)
