"""Lists: narrowed, searched, ordered and paged by their address; what makes no sense there does no harm."""

from typing import Any

import pytest
from django.urls import reverse

from tests.example.making import Cast, cast
from tests.steps import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.example.urls"), pytest.mark.usefixtures("english")]


@pytest.fixture
def people() -> Cast:
    """A folder with four tickets, of which two are answered."""
    made = cast()
    for text in ("", "Yes", "", "Yes"):
        made.ticket(text)
    return made


def ask(person: Any, **query: str) -> Any:
    return signed_in(person).get(reverse("example_desk:tickets"), query)


def numbers(person: Any, **query: str) -> list[str]:
    return [ticket.number for ticket in ask(person, **query).context["object_list"]]


def test_each_person_sees_their_own(people: Cast) -> None:
    assert numbers(people.keeper) == ["F-1", "F-2", "F-3"]
    assert numbers(people.stranger) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "answered"}, ["F-2", "F-4"]),
        ({"q": "-3"}, ["F-3"]),
        ({"q": "nothing"}, []),
        ({"order": "-number"}, ["F-4", "F-3", "F-2"]),
        ({"page": "2"}, ["F-4"]),
        ({"state": "nonsense"}, ["F-1", "F-2", "F-3"]),
        ({"order": "folder__keeper__password"}, ["F-1", "F-2", "F-3"]),
        ({"page": "nonsense"}, ["F-1", "F-2", "F-3"]),
        ({"page": "99"}, ["F-4"]),
        ({"unheard_of": "1"}, ["F-1", "F-2", "F-3"]),
    ],
)
def test_the_address_says_what_is_shown(people: Cast, query: dict[str, str], expected: list[str]) -> None:
    assert numbers(people.keeper, **query) == expected


def test_the_pager_keeps_what_the_list_is_narrowed_to(people: Cast) -> None:
    shown = ask(people.keeper, q="F", state="", page="1").content.decode()
    assert 'href="?q=F&amp;page=2" rel="next"' in shown
    assert "1 to 3 of 4" in shown
    assert 'href="?q=F&amp;page=1" rel="prev"' in ask(people.keeper, q="F", page="2").content.decode()


def test_one_page_needs_no_pager(people: Cast) -> None:
    response = ask(people.keeper, state="answered")
    assert response.context["is_narrowed"]
    assert 'class="pager"' not in response.content.decode()
    assert not ask(people.keeper, state="").context["is_narrowed"]
