"""Ratings count once each: by slip, by page, under concurrent use; and who may do what with their words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accountability.ratings import actions, queries
from accountability.ratings.enums import RatingState, Score
from accountability.ratings.models import Rating, Slip, SpentPage, Window
from accountability.ratings.rules import AN_HOUR_AT_MOST, TOKEN_MINUTES
from accountability.rectification.enums import Source
from accountability.rectification.registry import RECTIFICATION_SOURCES
from portal.accounts.queries import system_actor
from portal.core.models import AuditLine
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.desk.queue import queue_of
from tests.accountability.ratings.making import NOW, People, many, people, rated, window
from tests.cases.making import no_tries_yet
from tests.petitions.visit_days.browsing import get, text_of
from tests.steps import forms_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "now")]
WORDS = "等了四十分钟，材料要了三遍。"


@pytest.fixture
def now() -> Iterator[None]:
    no_tries_yet()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def page_of(one: Window, **asked: str) -> Any:
    return Client().get(f"/en/accountability/rate/{one.code}/", asked)


def send(one: Window, opened: Any = None, **typed: str) -> Any:
    """Open a window's page and send its form, without a script."""
    form = next(each for each in forms_of(opened or page_of(one)) if "page" in each.fields)
    return Client().post(form.action, {**form.fields, "score": "4", **typed})


def test_a_rating_is_sent_without_a_script_and_asks_no_name(them: People) -> None:
    one = window(them)
    opened = page_of(one)
    assert "no-store" in opened["Cache-Control"]
    answered = send(one, opened)
    assert (answered.status_code, answered.url) == (302, f"/en/accountability/rate/{one.code}/thanks/")
    assert "It counts for" in text_of(Client().get(answered.url))
    kept = Rating.objects.get()
    assert (kept.score, kept.day, kept.by_slip, kept.state) == (4, date(2026, 10, 21), False, RatingState.COUNTED)


def test_a_code_is_read_in_small_letters_and_an_old_one_leads_nowhere(them: People) -> None:
    one = window(them)
    assert Client().get(f"/en/accountability/rate/{one.code.lower()}/").status_code == 200
    actions.change_window(actor=them.secretary, window=one, fields={"is_active": False}, at=NOW)
    assert page_of(one).status_code == 404
    with pytest.raises(Refused):
        rated(one)


def test_a_page_counts_once_and_not_for_ever(them: People) -> None:
    one = window(them)
    opened = page_of(one)
    assert send(one, opened).status_code == 302
    again = send(one, opened)
    assert again.status_code == 422
    assert "counted already" in text_of(again)
    late = page_of(one)
    with time_machine.travel(NOW + timedelta(minutes=TOKEN_MINUTES + 1), tick=False):
        assert "open for too long" in text_of(send(one, late))
    assert Rating.objects.count() == 1


def test_a_page_of_one_window_does_not_count_at_another(them: People) -> None:
    one, other = window(them), window(them)
    form = next(each for each in forms_of(page_of(one)) if "page" in each.fields)
    url = f"/en/accountability/rate/{other.code}/"
    assert Client().post(url, {**form.fields, "score": "4"}).status_code == 422
    for forged in ("", "x", "等", one.code):
        assert Client().post(url, {"page": forged, "score": "4"}).status_code == 422
    assert not Rating.objects.exists()


def test_one_network_sends_so_many_an_hour(them: People) -> None:
    one = window(them)
    answers = [send(one).status_code for _one in range(AN_HOUR_AT_MOST + 1)]
    assert answers == [302] * AN_HOUR_AT_MOST + [429]
    assert Rating.objects.count() == AN_HOUR_AT_MOST


def test_what_was_typed_stays_where_no_score_is_chosen(them: People) -> None:
    answered = send(window(them), score="", words=WORDS)
    assert answered.status_code == 422
    assert WORDS in answered.content.decode()
    assert send(window(them), score="7").status_code == 422
    assert send(window(them), words="电话13800001234").status_code == 422


def test_a_slip_counts_once_and_at_its_window(them: People) -> None:
    one, other = window(them, needs_slip=True), window(them)
    code = actions.print_slips(actor=them.clerk, window=one, sheets=1, at=NOW)[0]
    assert code in page_of(one, slip=code).content.decode()
    assert send(one).status_code == 422
    assert send(other, slip=code).status_code == 422
    typed = f"{code[:4]}-{code[4:]}".lower()
    assert send(one, slip=typed).status_code == 302
    again = send(one, slip=code)
    assert again.status_code == 422
    assert "used already" in text_of(again)
    assert [row.by_slip for row in Rating.objects.all()] == [True]


def test_nothing_joins_a_rating_to_its_slip_or_page(them: People) -> None:
    one = window(them)
    code = actions.print_slips(actor=them.clerk, window=one, sheets=1, at=NOW)[0]
    rated(one, slip=code)
    rated(one, page="a page")
    told = " ".join(str(list(model.objects.values())) for model in (Slip, SpentPage, Rating, AuditLine))
    assert code not in told
    assert "a page" not in told
    keys = {field.name for field in Rating._meta.get_fields()}
    assert not keys & {"slip", "network", "person", "spent"}
    assert "used_at" not in {field.name for field in Slip._meta.get_fields()}


def test_words_are_read_by_the_discipline_office_first_and_by_the_unit_as_passed_on(them: People) -> None:
    one = window(them)
    said = rated(one, Score.NOT, words=f"{WORDS}我是甄某某。")
    assert said.state == RatingState.TO_SCREEN
    page = reverse("accountability_desk:rating_words", args=[said.pk])
    assert WORDS in text_of(get(them.secretary, page))
    window_page = reverse("accountability_desk:rating_window", args=[one.pk])
    for stranger in (them.clerk, them.leader, them.elsewhere, them.play.administrator):
        assert get(stranger, page).status_code == 404
    for reader in (them.clerk, them.leader, them.secretary):
        assert WORDS not in text_of(get(reader, window_page))
    assert take(them.secretary, page, "pass_on", passed_words=WORDS).status_code == 303
    assert WORDS in text_of(get(them.clerk, window_page))
    assert "甄某某" not in text_of(get(them.clerk, window_page))
    assert WORDS not in text_of(get(them.leader, window_page))
    assert WORDS not in Client().get("/accountability/ratings/").content.decode()


def test_words_wait_for_the_discipline_secretary_alone(them: People) -> None:
    rated(window(them), words=WORDS)
    assert [row.verb for row in queue_of(them.secretary, NOW).page().rows] == ["pass_on"]
    assert WORDS not in str(queue_of(them.secretary, NOW).page().rows)
    for stranger in (them.clerk, them.leader, them.elsewhere):
        assert not [one for one in queue_of(stranger, NOW).figures() if one.kind == "rating"]


def test_steps_of_words_allowed_and_refused(them: People) -> None:
    one = window(them)
    ways: list[tuple[Any, dict[str, str]]] = [
        (actions.pass_on, {"passed_words": "好"}),
        (actions.keep_back, {"reason": "骂人的话"}),
    ]
    for act, fields in ways:
        said = rated(one, words=WORDS)
        for stranger in (them.clerk, them.leader, them.elsewhere, system_actor()):
            with pytest.raises(NotAllowed):
                act(actor=stranger, rating=said, at=NOW, **fields)
        done = act(actor=them.secretary, rating=said, at=NOW, seen=1, **fields)
        with pytest.raises(Conflict):
            act(actor=them.secretary, rating=said, at=NOW, seen=1, **fields)
        with pytest.raises(WrongState):
            act(actor=them.secretary, rating=done, at=NOW, **fields)
    with pytest.raises(WrongState):
        actions.pass_on(actor=them.secretary, rating=rated(one), passed_words="好", at=NOW)
    with pytest.raises(Refused):
        actions.pass_on(actor=them.secretary, rating=rated(one, words=WORDS), passed_words="13800001234", at=NOW)
    with pytest.raises(Refused):
        actions.keep_back(actor=them.secretary, rating=rated(one, words=WORDS), reason="", at=NOW)
    with pytest.raises(NotAllowed):
        actions.rate(actor=them.secretary, window=one, score=Score.VERY, page="x", at=NOW)


def test_words_are_forgotten_and_scores_stay(them: People) -> None:
    one = window(them)
    passed = rated(one, words=WORDS, at=NOW - timedelta(days=1200))
    actions.pass_on(actor=them.secretary, rating=passed, passed_words=WORDS, at=NOW)
    kept = rated(one, words=WORDS)
    assert actions.forget_words(NOW - timedelta(days=1095), 500) == 1
    passed.refresh_from_db()
    kept.refresh_from_db()
    assert (passed.words, passed.passed_words, passed.score) == ("", "", 4)
    assert kept.words == WORDS
    assert actions.forget_words(NOW - timedelta(days=1095), 500) == 0
    SpentPage.objects.update(day=date(2026, 10, 1))
    assert actions.forget_spent(NOW - timedelta(days=2), 500) == 2


def test_who_keeps_windows_and_prints_slips(them: People) -> None:
    one = window(them)
    for stranger in (them.clerk, them.leader, them.elsewhere, them.play.publisher, them.play.administrator):
        with pytest.raises(NotAllowed):
            actions.add_window(actor=stranger, unit=them.station, fields={"name_zh": "另一个"}, at=NOW)
        with pytest.raises(NotAllowed):
            actions.change_window(actor=stranger, window=one, fields={}, at=NOW)
    for stranger in (them.leader, them.elsewhere, them.play.clerk):
        with pytest.raises(NotAllowed):
            actions.print_slips(actor=stranger, window=one, sheets=1, at=NOW)
    for reader in (them.clerk, them.secretary):
        assert len(actions.print_slips(actor=reader, window=one, sheets=2, at=NOW)) == 48
    for sheets in (0, 11):
        with pytest.raises(Refused):
            actions.print_slips(actor=them.clerk, window=one, sheets=sheets, at=NOW)
    with pytest.raises(Refused):
        window(them, name_zh=one.name_zh)
    with pytest.raises(Conflict):
        actions.change_window(actor=them.secretary, window=one, fields={"place_zh": "一楼"}, seen=9, at=NOW)


def test_a_window_below_the_target_is_asked_to_improve_once_a_quarter(them: People) -> None:
    one = window(them)
    many(one, content=7, others=3)
    asked: dict[str, Any] = {
        "year": 2026,
        "quarter": 4,
        "requirement": "增开窗口，公示材料清单。",
        "due": date(2026, 11, 30),
    }
    for stranger in (them.clerk, them.leader, them.elsewhere):
        with pytest.raises(NotAllowed):
            actions.ask_to_improve(actor=stranger, window=one, at=NOW, **asked)
    given = actions.ask_to_improve(actor=them.secretary, window=one, at=NOW, **asked)
    assert (given.source, given.unit, given.source_number) == (Source.RATING, them.station, f"{one.code}-2026-4")
    assert "7" in given.text
    assert RECTIFICATION_SOURCES[Source.RATING].url(given) == f"/desk/ratings/{one.pk}/"
    for fields in ({}, {"quarter": 3}):
        with pytest.raises(Refused):
            actions.ask_to_improve(actor=them.secretary, window=one, at=NOW, **{**asked, **fields})
    many(good := window(them), content=8, others=2)
    with pytest.raises(Refused):
        actions.ask_to_improve(actor=them.secretary, window=good, at=NOW, **asked)
    assert queries.of_year(them.town, 2026, at=NOW).asked == 1


@pytest.mark.parametrize(
    "changes",
    [{"score": 5}, {"state": "none"}, {"state": RatingState.TO_SCREEN}, {"has_words": True}],
)
def test_the_database_refuses_what_the_actions_do(them: People, changes: dict[str, Any]) -> None:
    rated(window(them))
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.update(**changes)


def test_the_day_of_a_rating_is_that_of_the_town(them: People) -> None:
    late = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)  # half past midnight of 1 November in Shanghai
    assert rated(window(them), at=late).day == date(2026, 11, 1)
