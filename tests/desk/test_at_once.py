"""Steps taken with several rows at once: each by itself, and each named with what came of it."""

from typing import Any

import pytest
from django.urls import reverse

from portal.core import audit
from portal.desk.at_once import MAX_AT_ONCE
from portal.desk.tokens import seen_token
from tests.example import actions
from tests.example.making import Cast, cast
from tests.example.models import Ticket
from tests.example.workflow import ANSWERED, CLOSED, OPEN
from tests.factories import NOON
from tests.steps import signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.example.urls"), pytest.mark.usefixtures("english")]


@pytest.fixture
def people() -> Cast:
    return cast()


def state(ticket: Ticket) -> str:
    return Ticket.objects.get(pk=ticket.pk).state


def send(person: Any, *tokens: str, **data: str) -> Any:
    return signed_in(person).post(reverse("example_desk:at_once"), {"chosen": tokens, **data})


def test_each_chosen_row_is_taken_and_named(people: Cast) -> None:
    tickets = [people.ticket("Yes") for _number in range(3)]
    response = send(people.keeper, *(seen_token(people.keeper, one, "approve") for one in tickets))
    assert response.status_code == 303
    assert told(response) == ["Approved, 3 items: F-1; F-2; F-3"]
    assert {state(one) for one in tickets} == {CLOSED}


def test_one_that_is_refused_or_lost_does_not_hold_up_the_others(people: Cast) -> None:
    good, bad, late, gone, deleted = (people.ticket(text) for text in ("Yes", "?", "Yes", "Yes", "Yes"))
    tokens = [seen_token(people.keeper, one, "approve") for one in (bad, late, gone, deleted, good)]
    actions.send_back(actor=people.keeper, ticket=late, reason="Why?", seen=None, at=NOON)
    other = cast("G")
    Ticket.objects.filter(pk=gone.pk).update(folder=other.folder)
    Ticket.objects.filter(pk=deleted.pk).delete()
    response = send(people.keeper, *tokens)
    assert told(response) == [
        "F-2: This is no answer.",
        "F-3: This ticket is open.",
        "F-4: This ticket is somebody else's now.",
        "This ticket is somebody else's now.",
        "Approved, 1 item: F-1",
    ]
    assert [state(one) for one in (good, bad, late, gone)] == [CLOSED, ANSWERED, OPEN, ANSWERED]
    assert audit.lines_of(bad).last() == audit.lines_of(bad).get(verb="answer")


def test_rows_that_wait_for_another_step_are_left(people: Cast) -> None:
    ticket = people.ticket("Yes")
    token = seen_token(people.keeper, ticket, "approve")
    response = send(people.keeper, token, verb="review")
    assert told(response)[0].startswith("1 of the chosen items was left")
    assert state(ticket) == ANSWERED
    send(people.keeper, token, verb="approve")
    assert state(ticket) == CLOSED


def test_nothing_chosen_is_said(people: Cast) -> None:
    assert told(send(people.keeper)) == ["Nothing was chosen. Tick the items first."]


def test_too_many_are_cut_and_it_is_said(people: Cast) -> None:
    token = seen_token(people.keeper, people.ticket("Yes"), "approve")
    response = send(people.keeper, *[token] * (MAX_AT_ONCE + 2))
    assert told(response)[-1].startswith("2 of the chosen items were left")


def test_what_was_not_offered_at_once_does_nothing_at_all(people: Cast) -> None:
    good, other = people.ticket("Yes"), people.ticket("Yes")
    token = seen_token(people.keeper, good, "approve")
    for bad in ("", seen_token(people.stranger, other, "approve"), seen_token(people.keeper, other, "send_back")):
        assert send(people.keeper, token, bad).status_code == 404
    assert state(good) == ANSWERED


def test_a_token_does_not_stand_in_for_the_policy(people: Cast) -> None:
    ticket = people.ticket("Yes")
    response = send(people.handler, seen_token(people.handler, ticket, "approve"))
    assert told(response) == [f"{ticket.number}: You may not take this step."]
    assert state(ticket) == ANSWERED


def test_it_is_only_sent(people: Cast) -> None:
    assert signed_in(people.keeper).get(reverse("example_desk:at_once")).status_code == 405
