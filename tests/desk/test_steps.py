"""Steps on pages: offered with a token, taken once, and a lost race is told."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.desk.steps import STEPS, steps
from portal.desk.tokens import seen_token
from tests.example import actions
from tests.example.desk import Answer, Approve, TicketStep
from tests.example.making import Cast, cast
from tests.example.models import Ticket
from tests.example.workflow import ANSWERED, DROPPED, OPEN, TICKET
from tests.factories import NOON
from tests.steps import forms_of, offered, signed_in, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.example.urls"), pytest.mark.usefixtures("english")]

LONG = "x" * (actions.MAX_LENGTH + 1)


@pytest.fixture
def people() -> Cast:
    return cast()


def page(ticket: Ticket) -> str:
    return reverse("example_desk:ticket", args=[ticket.pk])


def step_url(ticket: Ticket, verb: str) -> str:
    return reverse(f"example_desk:tickets_{verb}", args=[ticket.pk])


def state(ticket: Ticket) -> str:
    return Ticket.objects.get(pk=ticket.pk).state


def post(person: Any, ticket: Ticket, verb: str, seen: str, **data: str) -> Any:
    return signed_in(person).post(step_url(ticket, verb), {"seen": seen, **data})


class TestOneStep:
    def test_it_is_taken_told_and_leads_on(self, people: Cast) -> None:
        ticket = people.ticket()
        response = take(people.handler, page(ticket), "answer", text="Yes")
        assert (response.status_code, response["Location"]) == (303, "/en/desk/tickets/")
        assert told(response) == [f"Answered: {ticket.number}"]
        assert state(ticket) == ANSWERED

    def test_a_page_offers_each_person_their_own(self, people: Cast) -> None:
        ticket = people.ticket("Yes")
        assert set(offered(signed_in(people.keeper).get(page(ticket)))) == {"approve", "send_back"}
        shown = signed_in(people.handler).get(page(ticket))
        assert offered(shown) == {}
        assert "It waits for somebody else." in shown.content.decode()
        assert signed_in(people.stranger).get(page(ticket)).status_code == 404

    def test_what_will_happen_is_said_before_the_button(self, people: Cast) -> None:
        shown = signed_in(people.handler).get(page(people.ticket())).content.decode()
        assert shown.index("The keeper of the folder reads it.") < shown.index(">Answer</button>")

    def test_a_step_that_makes_no_sense_is_not_offered(self, people: Cast) -> None:
        plain, written = people.ticket(), people.ticket("Yes")
        actions.send_back(actor=people.keeper, ticket=written, reason="Why?", seen=None, at=NOON)
        assert "drop" in offered(signed_in(people.keeper).get(page(plain)))
        assert "drop" not in offered(signed_in(people.keeper).get(page(written)))
        assert signed_in(people.keeper).get(step_url(written, "drop")).status_code == 404

    def test_nobody_is_led_to_the_sign_in(self, client: Any, people: Cast) -> None:
        response = client.post(step_url(people.ticket(), "answer"))
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


class TestTokens:
    @pytest.mark.parametrize("seen", ["", "nonsense"])
    def test_without_one_the_step_does_not_exist(self, people: Cast, seen: str) -> None:
        ticket = people.ticket()
        assert post(people.handler, ticket, "answer", seen, text="Yes").status_code == 404
        assert state(ticket) == OPEN

    def test_another_person_s_row_s_or_verb_s_is_none(self, people: Cast) -> None:
        ticket, other = people.ticket(), people.ticket()
        for token in (
            seen_token(people.keeper, ticket, "answer"),
            seen_token(people.handler, other, "answer"),
            seen_token(people.handler, ticket, "drop"),
            seen_token(people.handler, people.folder, "answer"),
        ):
            assert post(people.handler, ticket, "answer", token, text="Yes").status_code == 404
        assert state(ticket) == OPEN

    def test_one_does_not_stand_in_for_the_policy(self, people: Cast) -> None:
        """A post may have ended since the page was shown."""
        ticket = people.ticket()
        token = seen_token(people.keeper, ticket, "answer")
        assert post(people.keeper, ticket, "answer", token, text="Yes").status_code == 404
        assert state(ticket) == OPEN


class TestRefusals:
    def test_a_form_that_is_not_filled_in_is_shown_again(self, people: Cast) -> None:
        response = take(people.handler, page(people.ticket()), "answer", text=" ")
        assert response.status_code == 422
        assert "Write an answer." in response.content.decode()
        assert "answer" in offered(response)

    def test_a_refusal_stands_beside_its_field_with_what_was_typed(self, people: Cast) -> None:
        response = take(people.handler, page(people.ticket()), "answer", text=LONG)
        shown = response.content.decode()
        assert response.status_code == 422
        assert 'id="answer_text_error"' in shown
        assert "This answer is too long." in shown
        assert offered(response)["answer"].fields["text"] == LONG

    def test_a_refusal_of_no_field_stands_above_the_form(self, people: Cast) -> None:
        response = take(people.handler, page(people.ticket()), "answer", text="rude")
        assert response.status_code == 422
        assert "Rude answers are not taken." in response.content.decode()

    def test_the_other_forms_of_the_page_stay_as_they_were(self, people: Cast) -> None:
        response = take(people.keeper, page(people.ticket("?")), "approve")
        assert response.status_code == 422
        assert offered(response)["send_back"].fields["reason"] == "Say more."

    def test_a_reason_that_the_table_asks_for_is_missed_at_its_field(self, people: Cast) -> None:
        response = take(people.keeper, page(people.ticket("Yes")), "send_back", reason="")
        assert response.status_code == 422
        assert response.content.decode().count("Write down the reason.") == 2  # in the summary and at the field
        assert set(offered(response)) == {"approve", "send_back"}


class TestLostRaces:
    def test_whoever_may_still_see_it_is_shown_it_as_it_is_now(self, people: Cast) -> None:
        ticket = people.ticket()
        form = offered(signed_in(people.handler).get(page(ticket)))["answer"]
        actions.answer(actor=people.handler, ticket=ticket, text="First", seen=1, at=NOON)
        response = post(people.handler, ticket, "answer", form.fields["seen"], text="Second")
        shown = response.content.decode()
        assert response.status_code == 409
        assert "<h2>This ticket has been answered meanwhile.</h2>" in shown
        assert "Second" in shown  # what was typed is not lost
        assert "not saved" in shown
        assert offered(response) == {}
        assert Ticket.objects.get(pk=ticket.pk).text == "First"

    def test_where_the_step_is_open_again_it_is_offered_with_what_was_typed(self, people: Cast) -> None:
        ticket = people.ticket()
        form = offered(signed_in(people.handler).get(page(ticket)))["answer"]
        actions.answer(actor=people.handler, ticket=ticket, text="First", seen=1, at=NOON)
        actions.send_back(actor=people.keeper, ticket=ticket, reason="Why?", seen=2, at=NOON)
        response = post(people.handler, ticket, "answer", form.fields["seen"], text="Second")
        assert response.status_code == 409
        again = offered(response)["answer"]
        assert again.fields["text"] == "Second"
        assert post(people.handler, ticket, "answer", **again.fields).status_code == 303

    def test_whoever_may_see_it_no_more_is_told_and_led_away(self, people: Cast) -> None:
        ticket = people.ticket()
        token = seen_token(people.handler, ticket, "answer")
        Ticket.objects.filter(pk=ticket.pk).update(handler=people.stranger)
        response = post(people.handler, ticket, "answer", token, text="Yes")
        assert (response.status_code, told(response)) == (303, ["This ticket is somebody else's now."])

    def test_a_race_lost_under_the_lock_is_told_too(self, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        ticket = people.ticket("Yes")
        token = seen_token(people.keeper, ticket, "approve")

        def overtaken(self: Any, form: Any) -> Ticket:
            actions.send_back(actor=people.keeper, ticket=ticket, reason="Why?", seen=None, at=NOON)
            return actions.approve(actor=people.keeper, ticket=ticket, seen=self.seen, at=NOON)

        monkeypatch.setattr(Approve, "act", overtaken)
        response = post(people.keeper, ticket, "approve", token)
        assert response.status_code == 409
        assert "This ticket is open." in response.content.decode()

    def test_what_was_lost_under_the_lock_may_be_out_of_sight(
        self, people: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ticket = people.ticket()
        token = seen_token(people.handler, ticket, "answer")

        def overtaken(self: Any, form: Any) -> Ticket:
            Ticket.objects.filter(pk=ticket.pk).update(handler=people.stranger, version=2)
            return actions.answer(actor=people.handler, ticket=ticket, text="Yes", seen=self.seen, at=NOON)

        monkeypatch.setattr(Answer, "act", overtaken)
        response = post(people.handler, ticket, "answer", token, text="Yes")
        assert (response.status_code, told(response)) == (303, ["This ticket is somebody else's now."])


class TestAPageOfItsOwn:
    def test_it_is_shown_with_a_token_and_taken(self, people: Cast) -> None:
        ticket = people.ticket()
        response = take(people.keeper, page(ticket), "drop", reason="Old")
        assert response.status_code == 303
        assert state(ticket) == DROPPED
        fresh = people.ticket()
        shown = signed_in(people.keeper).get(step_url(fresh, "drop"))
        (form,) = [form for form in forms_of(shown) if "reason" in form.fields]
        assert post(people.keeper, fresh, "drop", form.fields["seen"], reason="Old").status_code == 303

    def test_a_refusal_is_shown_there(self, people: Cast) -> None:
        ticket = people.ticket()
        response = take(people.keeper, page(ticket), "drop", reason="")
        assert response.status_code == 422
        assert response.templates[0].name == "desk/action.html"
        assert 'id="drop_reason_error"' in response.content.decode()

    def test_a_lost_race_leaves_no_button(self, people: Cast) -> None:
        ticket = people.ticket()
        token = seen_token(people.keeper, ticket, "drop")
        actions.answer(actor=people.handler, ticket=ticket, text="Yes", seen=1, at=NOON)
        response = post(people.keeper, ticket, "drop", token, reason="Nobody cares")
        shown = response.content.decode()
        assert response.status_code == 409
        assert "answered meanwhile" in shown
        assert "Nobody cares" in shown
        assert ">Drop</button>" not in shown

    def test_it_does_not_exist_for_whoever_may_not_take_it(self, people: Cast) -> None:
        ticket = people.ticket()
        for person in (people.handler, people.stranger):
            assert signed_in(person).get(step_url(ticket, "drop")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_was_done(count: int, people: Cast) -> None:
    ticket = people.ticket("Yes")
    for _number in range(count):
        actions.send_back(actor=people.keeper, ticket=ticket, reason="Why?", seen=None, at=NOON)
        actions.answer(actor=people.handler, ticket=ticket, text="Yes", seen=None, at=NOON)
    client = signed_in(people.keeper)
    with CaptureQueriesContext(connection) as captured:
        client.get(page(ticket))
    asked = [query["sql"] for query in captured.captured_queries]
    # The ticket, all its steps, and what has been done; the rest is the frame of the page.
    assert sum('FROM "example_ticket"' in sql or sql.startswith('SELECT "core_auditline"') for sql in asked) == 3


def test_a_verb_has_one_view() -> None:
    class Second(TicketStep):
        verb = "answer"

    with pytest.raises(ImproperlyConfigured, match="second view"):
        steps("tickets", Second, namespace="example_desk")
    steps("tickets", Answer, namespace="example_desk")
    assert STEPS["example.ticket", "answer"] is Answer
    assert TICKET.verb("answer").label == "Answer"
