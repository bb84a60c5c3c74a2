"""The queue: sources joined, narrowed, ordered, counted and cut into pages by the database."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Case, Value, When
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from portal.desk.queue import Figure, Narrowed, Queue, QueuePage, Waiting, waiting
from portal.desk.registry import QUEUE, QueueRow, QueueSource
from portal.desk.tokens import Seen, read_token
from tests.example.desk import QUEUE_SOURCE
from tests.example.making import Cast, cast
from tests.example.models import Folder, Ticket
from tests.example.policies import STEPS
from tests.example.workflow import ANSWERED, OPEN
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.example.urls"), pytest.mark.usefixtures("english")]

TODAY = NOON.date()
SOON_UNTIL = TODAY + timedelta(days=3)


def waiting_folders(person: Any, at: datetime) -> Waiting:
    """Have every folder wait for its keeper, without a day."""
    rows = Folder.objects.filter(keeper=person)
    return waiting(rows, kind="folder", verb="sort", unit="code", since="keeper__date_joined")


def folder_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    return [QueueRow(one.pk, "sort", one.code, "/", one.title, "To sort") for one in Folder.objects.filter(pk__in=pks)]


def waiting_by_state(person: Any, at: datetime) -> Waiting:
    """Have open tickets wait to be dropped and answered ones to be approved."""
    verb = Case(When(state=OPEN, then=Value("drop")), default=Value("approve"))
    rows = STEPS["keeps_folder"].permitted(person, at=at)
    return waiting(rows, kind="both", verb=verb, unit="folder__code", due_on="due_on")


def ticket_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    return [
        QueueRow(one.pk, "drop" if one.state == OPEN else "approve", one.number, "/", "", "")
        for one in Ticket.objects.filter(pk__in=pks)
    ]


FOLDERS = QueueSource("folder", waiting_folders, folder_rows)
NOTHING = QueueSource("nothing", lambda person, at: waiting_folders(person, at).none(), folder_rows)
BY_STATE = QueueSource("both", waiting_by_state, ticket_rows)


@pytest.fixture
def people() -> Cast:
    """A folder that waits since its keeper's account was made: shorter than any ticket."""
    made = cast()
    made.keeper.date_joined = NOON + timedelta(days=1)
    made.keeper.save()
    return made


def queue(person: Any, *sources: QueueSource) -> Queue:
    return Queue(person, NOON, NOON.date(), SOON_UNTIL, sources or (QUEUE_SOURCE, FOLDERS, NOTHING))


def titles(page: QueuePage) -> list[str]:
    return [str(row.title) for row in page.rows]


def due(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_overdue_comes_first_then_the_day_due_then_what_waits_longest(people: Cast) -> None:
    people.ticket("late", at=NOON + timedelta(hours=1))
    people.ticket("early", at=NOON)
    people.ticket("soon", due_on=due(1))
    people.ticket("overdue", due_on=due(-1))
    people.ticket()  # waits for somebody else
    assert titles(queue(people.keeper).page()) == ["F-4", "F-3", "F-2", "F-1", "F"]


def test_each_person_has_their_own(people: Cast) -> None:
    people.ticket("Yes")
    assert queue(people.stranger).page() == QueuePage([], 0, 0, 50)
    assert titles(queue(people.keeper, QUEUE_SOURCE).page()) == ["F-1"]


def test_a_queue_without_sources_is_empty(people: Cast) -> None:
    empty = Queue(people.keeper, NOON, NOON.date(), SOON_UNTIL, ())
    assert empty.page() == QueuePage([], 0, 0, 50)
    assert empty.figures() == []


def test_the_registered_sources_are_read_by_default(people: Cast) -> None:
    with QUEUE.also(FOLDERS):
        assert titles(Queue(people.keeper, NOON, NOON.date(), SOON_UNTIL).page()) == ["F"]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (Narrowed(), ["F-2", "F-3", "F-1", "F"]),
        (Narrowed(kind="ticket"), ["F-2", "F-3", "F-1"]),
        (Narrowed(kind="nobody"), []),
        (Narrowed(verb="sort"), ["F"]),
        (Narrowed(unit="F"), ["F-2", "F-3", "F-1", "F"]),
        (Narrowed(unit="G"), []),
        (Narrowed(due="owed"), ["F-2"]),
        (Narrowed(due="soon"), ["F-3"]),
        (Narrowed(due="nonsense"), ["F-2", "F-3", "F-1", "F"]),
        (Narrowed(verb="approve", due="owed"), ["F-2"]),
    ],
)
def test_it_is_narrowed(people: Cast, narrowed: Narrowed, expected: list[str]) -> None:
    for days in (None, -1, 3):
        people.ticket("Yes", due_on=None if days is None else due(days))
    page = queue(people.keeper).page(narrowed)
    assert (titles(page), page.count) == (expected, len(expected))


def test_it_is_cut_into_pages(people: Cast) -> None:
    for _number in range(5):
        people.ticket("Yes")
    pages = [queue(people.keeper, QUEUE_SOURCE).page(first=first, size=2) for first in (0, 2, 4)]
    assert [titles(page) for page in pages] == [["F-1", "F-2"], ["F-3", "F-4"], ["F-5"]]
    assert [page.has_older for page in pages] == [True, True, False]
    assert {page.count for page in pages} == {5}


@pytest.mark.parametrize("first", [-2, 1, 6, 100])
def test_what_is_no_page_shows_the_first(people: Cast, first: int) -> None:
    for _number in range(5):
        people.ticket("Yes")
    page = queue(people.keeper, QUEUE_SOURCE).page(first=first, size=2)
    assert (page.first, titles(page)) == (0, ["F-1", "F-2"])


def test_figures_count_by_kind_step_unit_and_nearness(people: Cast) -> None:
    for days in (None, -1, -9, 0, 3, 4):
        people.ticket("Yes", due_on=None if days is None else due(days))
    assert queue(people.keeper).figures() == [
        Figure("folder", "sort", "F", "", 1),
        Figure("ticket", "approve", "F", "", 2),
        Figure("ticket", "approve", "F", "owed", 2),
        Figure("ticket", "approve", "F", "soon", 2),
    ]


def test_one_source_may_wait_for_several_steps(people: Cast) -> None:
    people.ticket(), people.ticket("Yes")
    found = queue(people.keeper, BY_STATE, NOTHING)
    assert [(row.title, row.verb) for row in found.page().rows] == [("F-1", "drop"), ("F-2", "approve")]
    assert titles(found.page(Narrowed(verb="drop"))) == ["F-1"]
    assert {figure.verb: figure.count for figure in found.figures()} == {"drop": 1, "approve": 1}


@pytest.mark.parametrize("count", [1, 3, 49])
def test_it_costs_the_same_however_much_waits(
    count: int, people: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Ticket.objects.bulk_create(
        Ticket(folder=people.folder, number=f"N{n}", handler=people.handler, state=ANSWERED, state_since=NOON)
        for n in range(count)
    )
    with django_assert_num_queries(5):  # count, page, tickets, their steps, folders
        assert len(queue(people.keeper).page().rows) == count + 1
    with django_assert_num_queries(1):
        assert len(queue(people.keeper).figures()) == 2


def test_a_row_s_token_can_be_chosen_in_the_list(people: Cast) -> None:
    ticket = people.ticket("Yes")
    (row,) = queue(people.keeper, QUEUE_SOURCE).page().rows
    assert read_token(row.token, people.keeper) == Seen(people.keeper.pk, "example.ticket", ticket.pk, 2, "approve")
    bulk = [{"name": "verb", "value": "approve", "label": "Approve", "main": True}]
    shown = render_to_string(
        "components/queue.html", {"rows": [row], "bulk": bulk, "action_url": "/"}, RequestFactory().get("/")
    )
    assert f'name="chosen" value="{row.token}"' in shown
