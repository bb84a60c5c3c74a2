"""What has been done: steps in the table's words, other deeds in the room's, changes word by word."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from portal.core import audit
from portal.core.workflow import step
from portal.desk.trail import Change, TrailLine, changes_of, trail
from tests.example import actions
from tests.example.making import Cast, cast
from tests.example.models import Ticket
from tests.example.policies import STEPS
from tests.example.workflow import TICKET
from tests.factories import NOON, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LABELS = {"text": "Text", "due_on": "Due"}


@pytest.fixture
def people() -> Cast:
    return cast()


def saved(ticket: Ticket, who: Any, *, hours: int, **fields: Any) -> None:
    """Change a ticket as somebody at a time."""
    for name, value in fields.items():
        setattr(ticket, name, value)
    row: Any = ticket
    row._history_user, row._history_date = who, NOON + timedelta(hours=hours)
    ticket.save()


def test_steps_stand_in_the_words_of_their_table(people: Cast) -> None:
    ticket = people.ticket("Yes")
    later = NOON + timedelta(hours=1)
    actions.send_back(actor=people.keeper, ticket=ticket, reason="Why?", seen=None, at=later)
    assert trail(ticket, TICKET) == [
        TrailLine(NOON, "Begun", people.keeper.name),
        TrailLine(NOON, "Answered", people.handler.name),
        TrailLine(later, "Sent back", people.keeper.name, "Why?", is_back=True),
    ]


def test_the_system_is_called_the_website(people: Cast) -> None:
    system = UserFactory(is_system=True)
    ticket = people.ticket()
    step(actor=system, subject=ticket, workflow=TICKET, verb="expire", policies=STEPS, seen=None, at=NOON)
    assert [(line.what, line.who) for line in trail(ticket, TICKET)][1:] == [("Expired", "the website")]


def test_other_deeds_stand_in_the_words_of_the_room_or_as_they_are(people: Cast) -> None:
    ticket = people.ticket()
    for verb in ("attach", "unheard-of"):
        audit.write(actor=people.keeper, subject=ticket, number=ticket.number, verb=verb, at=NOON)
    lines = trail(ticket, TICKET, words={"attach": "File attached"})
    assert [line.what for line in lines] == ["Begun", "File attached", "unheard-of"]


def test_changes_stand_among_them_word_by_word(people: Cast) -> None:
    ticket = people.ticket()
    saved(ticket, people.handler, hours=1, text="One", due_on=NOON.date())
    saved(ticket, people.handler, hours=2, number="Other")  # not a field that is compared
    saved(ticket, None, hours=3, text="Two", due_on=None)
    Ticket.history.filter(history_type="+").update(history_date=NOON)
    found = changes_of(Ticket.history.select_related("history_user"), LABELS, show=lambda value: f"<{value}>")
    assert [(line.who, line.changes) for line in found] == [
        (people.handler.name, (Change("Text", "<>", "<One>"), Change("Due", "", "<2026-10-14>"))),
        ("", (Change("Text", "<One>", "<Two>"), Change("Due", "<2026-10-14>", ""))),
    ]
    assert [line.what for line in trail(ticket, TICKET, changes=found)] == ["Begun", "Changed", "Changed"]


def test_what_was_removed_shows_what_stood_there(people: Cast) -> None:
    ticket, other = people.ticket(), people.ticket()
    saved(ticket, people.handler, hours=1, text="One")
    saved(other, people.handler, hours=1, text="Other")
    ticket.delete()
    removed = [line for line in changes_of(Ticket.history.all(), LABELS) if line.what == "Removed"]
    assert [line.changes for line in removed] == [(Change("Text", "One", ""),)]


def test_it_is_shown_with_its_changes_and_its_reasons(people: Cast) -> None:
    line = TrailLine(NOON, "Sent back", "Somebody", "Why?", is_back=True, changes=(Change("Text", "One", "Two"),))
    shown = render_to_string("desk/_trail.html", {"trail": [line]})
    for text in ('<span class="tag owed">Sent back</span>', "Somebody", "Why?", "<del>One</del>", "<ins>Two</ins>"):
        assert text in shown
