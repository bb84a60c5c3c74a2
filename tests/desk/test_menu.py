"""The menu: what opens to a person, in its parts, with where they are and how much waits."""

from typing import Any

import pytest

from portal.desk.menu import MenuItem, menu
from portal.desk.registry import MENU, MenuEntry, MenuGroup
from tests.example.desk import MENU_ENTRY
from tests.example.making import Cast, cast
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.example.urls"), pytest.mark.usefixtures("english")]

WORK, KEEPING = MenuGroup("work", "Work", 1), MenuGroup("keeping", "Keeping", 2)
HOME = MenuEntry("home", "desk:home", "My desk", None, 1, is_exact=True)
JOBS = MenuEntry("jobs", "desk:jobs", "Jobs", KEEPING, 1)
CALENDAR = MenuEntry("calendar", "desk:calendar", "Calendar", KEEPING, 0)
UNITS = MenuEntry("units", "people_desk:units", "Units", WORK, 5)
ENTRIES = (UNITS, JOBS, CALENDAR, MENU_ENTRY, HOME)


@pytest.fixture
def people() -> Cast:
    return cast()


def current(person: Any, path: str) -> list[str]:
    parts = menu(person, path, at=NOON, entries=ENTRIES)
    return [item.key for part in parts for item in part.items if item.is_current]


def test_entries_stand_in_their_parts_in_order(people: Cast) -> None:
    parts = menu(people.keeper, "/", at=NOON, entries=ENTRIES)
    assert [(str(part.label), [item.key for item in part.items]) for part in parts] == [
        ("", ["home", "tickets"]),
        ("Work", ["units"]),
        ("Keeping", ["calendar", "jobs"]),
    ]


def test_an_entry_shows_where_it_leads_and_how_much_waits(people: Cast) -> None:
    people.ticket("Yes"), people.ticket()
    (part,) = menu(people.keeper, "/en/desk/tickets/3/", at=NOON, entries=[MENU_ENTRY])
    assert part.items == [MenuItem("tickets", "/en/desk/tickets/", "Tickets", 1, is_current=True)]


def test_what_does_not_open_is_left_out(people: Cast) -> None:
    assert menu(people.stranger, "/", at=NOON, entries=[MENU_ENTRY]) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/desk/", ["home"]),
        ("/en/desk/calendar/", ["calendar"]),
        ("/en/desk/jobs/3/cancel/", ["jobs"]),
        ("/en/desk/nowhere/", []),
    ],
)
def test_the_reader_is_at_the_entry_whose_address_begins_theirs(people: Cast, path: str, expected: list[str]) -> None:
    assert current(people.keeper, path) == expected


def test_of_two_such_entries_the_nearer_one_counts(people: Cast) -> None:
    everything = MenuEntry("everything", "desk:home", "Everything", None, 2)
    parts = menu(people.keeper, "/en/desk/jobs/", at=NOON, entries=[everything, JOBS])
    assert [item.key for part in parts for item in part.items if item.is_current] == ["jobs"]


def test_the_reader_is_at_an_entry_on_the_lists_it_covers_too(people: Cast) -> None:
    covering = MenuEntry("units", "people_desk:units", "Units", WORK, 5, covers=("desk:calendar",))
    for entries, expected in (([HOME, covering], ["units"]), ([covering, CALENDAR], ["calendar"])):
        parts = menu(people.keeper, "/en/desk/calendar/", at=NOON, entries=entries)
        assert [item.key for part in parts for item in part.items if item.is_current] == expected


def test_the_registered_entries_are_shown_by_default(people: Cast) -> None:
    with MENU.also(MENU_ENTRY):
        keys = [item.key for part in menu(people.keeper, "/", at=NOON) for item in part.items]
    assert "tickets" in keys
