"""Conditions are combined, and what they ask about a person is read once while a page is answered."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.accounts.models import Unit
from portal.core.policy import (
    EVERY,
    NOBODY,
    Condition,
    OneReadingMiddleware,
    Policy,
    all_of,
    any_of,
    one_reading,
    read_once,
)
from tests.factories import NOON, cast


def test_a_page_is_answered_in_one_reading_and_what_changes_something_is_not() -> None:
    read: list[object] = []

    def answer(request: HttpRequest) -> HttpResponse:
        with one_reading():  # one within another is the same
            read.append(read_once("key", object))
        read.append(read_once("key", object))
        return HttpResponse()

    respond = OneReadingMiddleware(answer)
    requests = RequestFactory()
    respond(requests.get("/"))
    respond(requests.get("/"))
    first, again, other, _again = read
    assert first is again
    assert first is not other
    read.clear()
    respond(requests.post("/"))
    assert read[0] is not None
    assert read[1] is None


def _fixed(answer: Q) -> Condition:
    return lambda _actor, _at: answer


def _unasked(_actor: object, _at: object) -> Q:
    raise AssertionError("nothing can come of it any more")


def _permitted(condition: Condition) -> set[str]:
    return set(Policy(Unit, condition).permitted(AnonymousUser(), at=NOON).values_list("code", flat=True))


@pytest.mark.django_db
def test_any_condition_suffices_and_each_of_all_must_hold() -> None:
    play = cast()
    every, nobody = _fixed(EVERY), _fixed(NOBODY)
    village = _fixed(Q(code=play.village.code))
    assert _permitted(any_of(nobody, village, nobody)) == {play.village.code}
    assert _permitted(any_of(village, every)) >= {play.town.code, play.village.code}
    assert _permitted(all_of(every, village)) == {play.village.code}
    assert _permitted(all_of(every, nobody, _unasked)) == set()


def test_who_holds_nothing_asks_nothing_of_the_database() -> None:
    for condition in (any_of(_fixed(NOBODY), _fixed(NOBODY)), all_of(_fixed(EVERY), _fixed(NOBODY))):
        rows = Policy(Unit, condition).permitted(AnonymousUser(), at=NOON)  # this test may not reach the database
        assert not rows.filter(is_active=True).exists()
        assert rows.count() == 0
