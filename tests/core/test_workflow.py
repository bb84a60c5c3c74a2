"""The workflow engine: on the table of editions every row allowed, every other refused; its rules on tickets."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from disclosure.notices.enums import State
from disclosure.notices.workflow import EDITION
from portal.core import audit
from portal.core.policy import NOBODY, Policy
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.core.workflow import Row, Verb, Workflow, create, open_steps, step
from tests.example import actions
from tests.example.making import cast
from tests.example.models import Folder, Ticket
from tests.example.policies import STEPS
from tests.example.workflow import ANSWERED, CLOSED, DROPPED, OPEN, TICKET
from tests.factories import NOON, UserFactory

VERBS = {row.verb for row in EDITION.rows}
PAIRS = {(row.source, row.verb) for row in EDITION.rows}


@pytest.mark.parametrize("row", EDITION.rows, ids=lambda row: f"{row.source}-{row.verb}")
def test_each_row_is_found(row: Row) -> None:
    assert EDITION.find(row.source, row.verb) is row


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_what_is_not_in_the_table_is_refused(state: State, verb: str) -> None:
    if (state, verb) in PAIRS:
        return
    with pytest.raises(WrongState) as refusal:
        EDITION.find(state, verb)
    assert str(refusal.value)


def test_a_table_cannot_name_a_step_twice() -> None:
    row = Row("draft", "submit", "submitted", "prepares", "")
    with pytest.raises(ValueError, match="twice"):
        Workflow("twice", (row, row), verbs=(), refusals={})


def test_nothing_leads_out_of_superseded_or_withdrawn() -> None:
    assert not EDITION.from_state(State.SUPERSEDED)
    assert not EDITION.from_state(State.WITHDRAWN)


def test_sending_back_and_withdrawing_need_a_reason() -> None:
    assert {row.verb for row in EDITION.rows if row.needs_reason} == {"send_back", "withdraw"}


def test_every_state_before_publication_can_be_sent_back() -> None:
    before = {State.SUBMITTED, State.COUNTERSIGNED, State.REVIEWED, State.APPROVED, State.SCHEDULED}
    assert {row.source for row in EDITION.rows if row.verb == "send_back"} == before


def test_a_table_names_the_words_of_each_of_its_verbs_and_no_others() -> None:
    row = Row("draft", "submit", "submitted", "prepares", "")
    words = Verb("submit", "Submit", "To submit", "Submitted", "Submitted: %(title)s")
    assert Workflow("ticket", (row,), (words,), {}).verb("submit") is words
    other = Verb("approve", "Approve", "To approve", "Approved", "Approved: %(title)s")
    for verbs in ((other,), (words, other), (words, words)):
        with pytest.raises(ValueError, match="without words"):
            Workflow("ticket", (row,), verbs, {})
    with pytest.raises(KeyError):
        TICKET.verb("nothing")


LATER = NOON + timedelta(hours=1)


def verbs_open(person: Any, *tickets: Ticket) -> list[list[str]]:
    """Return the verbs that are open to a person, of each ticket."""
    opened = open_steps(person, tickets, TICKET, STEPS, at=NOON)
    return [[row.verb for row in opened[one.pk]] for one in tickets]


@pytest.mark.django_db
class TestStep:
    def test_it_moves_the_state_notes_the_time_counts_the_version_and_writes_a_line(self) -> None:
        people = cast()
        ticket = people.ticket()
        done = actions.answer(actor=people.handler, ticket=ticket, text="Yes", seen=ticket.version, at=LATER)
        saved = Ticket.objects.get(pk=ticket.pk)
        assert (saved.state, saved.state_since, saved.version, saved.text) == (ANSWERED, LATER, 2, "Yes")
        assert done.version == 2
        line = audit.lines_of(ticket).last()
        assert line is not None
        assert (line.verb, line.source, line.target, line.actor, line.at) == (
            "answer", OPEN, ANSWERED, people.handler, LATER
        )  # fmt: skip
        assert line.subject_number == ticket.number

    def test_whoever_saw_another_version_is_told_what_the_state_is_now(self) -> None:
        people = cast()
        ticket = people.ticket()
        actions.answer(actor=people.handler, ticket=ticket, text="Yes", seen=1, at=NOON)
        with pytest.raises(Conflict, match="answered meanwhile"):
            actions.answer(actor=people.handler, ticket=ticket, text="No", seen=1, at=NOON)
        assert Ticket.objects.get(pk=ticket.pk).text == "Yes"

    def test_a_change_that_left_the_state_is_noticed_too(self) -> None:
        people = cast()
        ticket = people.ticket("Yes")
        seen = ticket.version
        actions.send_back(actor=people.keeper, ticket=ticket, reason="Why?", seen=seen, at=NOON)
        actions.answer(actor=people.handler, ticket=ticket, text="Because", seen=None, at=NOON)
        with pytest.raises(Conflict):
            actions.approve(actor=people.keeper, ticket=ticket, seen=seen, at=NOON)

    def test_whoever_saw_no_page_is_not_asked_for_a_version(self) -> None:
        people = cast()
        ticket = people.ticket("Yes")
        assert actions.approve(actor=people.keeper, ticket=ticket, seen=None, at=NOON).state == CLOSED

    def test_what_was_deleted_meanwhile_is_gone(self) -> None:
        people = cast()
        ticket = people.ticket()
        Ticket.objects.filter(pk=ticket.pk).delete()
        with pytest.raises(Conflict, match="somebody else's now"):
            actions.answer(actor=people.handler, ticket=ticket, text="Yes", seen=1, at=NOON)

    def test_it_is_refused_to_whom_the_policy_does_not_allow_it(self) -> None:
        people = cast()
        for actor in (people.stranger, people.keeper):
            with pytest.raises(NotAllowed):
                actions.answer(actor=actor, ticket=people.ticket(), text="Yes", seen=1, at=NOON)
        nobody: Any = AnonymousUser()
        with pytest.raises(NotAllowed):
            actions.answer(actor=nobody, ticket=people.ticket(), text="Yes", seen=1, at=NOON)

    def test_from_another_state_it_is_the_wrong_one(self) -> None:
        people = cast()
        ticket = people.ticket("Yes")
        with pytest.raises(WrongState, match="answered meanwhile"):
            actions.drop(actor=people.keeper, ticket=ticket, reason="Old", seen=ticket.version, at=NOON)

    def test_a_missing_reason_is_refused_beside_its_field(self) -> None:
        people = cast()
        ticket = people.ticket()
        with pytest.raises(Refused) as refusal:
            actions.drop(actor=people.keeper, ticket=ticket, reason="  ", seen=1, at=NOON)
        assert refusal.value.field == "reason"
        assert actions.drop(actor=people.keeper, ticket=ticket, reason="Old", seen=1, at=NOON).state == DROPPED

    def test_a_refused_change_leaves_everything(self) -> None:
        people = cast()
        ticket = people.ticket()
        with pytest.raises(Refused):
            actions.answer(actor=people.handler, ticket=ticket, text="rude", seen=1, at=NOON)
        saved = Ticket.objects.get(pk=ticket.pk)
        assert (saved.state, saved.version) == (OPEN, 1)
        assert audit.lines_of(ticket).count() == 1

    def test_the_system_takes_its_own_steps(self) -> None:
        people = cast()
        system = UserFactory(is_system=True)
        done = step(
            actor=system, subject=people.ticket(), workflow=TICKET, verb="expire", policies=STEPS, seen=None, at=NOON
        )
        assert done.state == DROPPED


@pytest.mark.django_db
class TestCreate:
    def test_it_asks_the_parent_and_numbers_under_its_lock(self) -> None:
        people = cast("G")
        first, second = people.ticket(), people.ticket(at=LATER)
        assert (first.number, second.number) == ("G-1", "G-2")
        assert (second.state, second.state_since, second.version) == (OPEN, LATER, 1)
        line = audit.lines_of(second).get()
        assert (line.verb, line.source, line.target, line.actor) == ("begin", "", OPEN, people.keeper)

    def test_it_is_refused_to_whom_the_policy_of_the_parent_does_not_allow_it(self) -> None:
        people = cast()
        nobody: Any = AnonymousUser()
        for actor in (people.stranger, nobody):
            with pytest.raises(NotAllowed):
                actions.begin(actor=actor, folder=people.folder, handler=people.handler, at=NOON)
        assert not Ticket.objects.exists()

    def test_it_needs_a_reason_where_the_row_says_so(self) -> None:
        people = cast()
        row = Row("", "begin", OPEN, "keeps", "", needs_reason=True)
        table = Workflow("reasoned", (row,), (TICKET.verb("begin"),), {})

        def begin(reason: str) -> Ticket:
            def make(folder: Folder) -> Ticket:
                return Ticket(folder=folder, number="N", handler=people.handler)

            return create(
                actor=people.keeper, parent=people.folder, make=make, workflow=table, verb="begin", policies=STEPS,
                at=NOON, reason=reason,
            )  # fmt: skip

        with pytest.raises(Refused):
            begin("")
        ticket = begin("Asked for")
        assert audit.lines_of(ticket).get().reason == "Asked for"


@pytest.mark.django_db
class TestLockSeen:
    def test_it_counts_the_version_of_what_is_saved(self) -> None:
        people = cast()
        actions.rename(actor=people.keeper, folder=people.folder, title="New", seen=1, at=NOON)
        saved = Folder.objects.get(pk=people.folder.pk)
        assert (saved.title, saved.version) == ("New", 2)

    def test_whoever_saw_another_version_saves_nothing(self) -> None:
        people = cast()
        actions.rename(actor=people.keeper, folder=people.folder, title="New", seen=1, at=NOON)
        with pytest.raises(Conflict):
            actions.rename(actor=people.keeper, folder=people.folder, title="Newer", seen=1, at=NOON)
        assert Folder.objects.get(pk=people.folder.pk).title == "New"


@pytest.mark.django_db
class TestOpenSteps:
    def test_each_person_finds_their_own(self) -> None:
        people = cast()
        tickets = people.ticket(), people.ticket("Yes")
        assert verbs_open(people.handler, *tickets) == [["answer"], []]
        assert verbs_open(people.keeper, *tickets) == [["drop"], ["approve", "send_back"]]
        assert verbs_open(people.stranger, *tickets) == [[], []]
        assert verbs_open(people.keeper) == []

    def test_nothing_is_open_where_nothing_leads_on(self) -> None:
        people = cast()
        ticket = people.ticket()
        actions.drop(actor=people.keeper, ticket=ticket, reason="Old", seen=1, at=NOON)
        assert verbs_open(people.keeper, Ticket.objects.get(pk=ticket.pk)) == [[]]

    def test_a_policy_that_permits_nobody_is_no_fault(self) -> None:
        people = cast()
        ticket = people.ticket()
        policies = {**STEPS, "answers": Policy(Ticket, lambda _actor, _at: NOBODY)}
        assert open_steps(people.handler, [ticket], TICKET, policies, at=NOON) == {ticket.pk: ()}

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_many_cost_one_query(self, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        people = cast()
        tickets = [people.ticket("Yes" if number % 2 else "") for number in range(count)]
        with django_assert_num_queries(1):
            found = verbs_open(people.keeper, *tickets)
        assert found == [["approve", "send_back"] if number % 2 else ["drop"] for number in range(count)]
