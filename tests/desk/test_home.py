"""The desk's first page: what waits for each person, in order, and nothing else."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.notices.actions import steps
from disclosure.obligations.queries import awaited
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.desk.queue import Waiting, waiting
from portal.desk.registry import QUEUE, QueueRow, QueueSource
from tests.disclosure import desk
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
    VillageFactory,
    approved,
    cast,
    money_draft,
    money_entry,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

OVERDUE = NOON + timedelta(days=20)


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _waiting(person: User) -> list[int]:
    return [row.pk for row in desk.get(person, "desk:home").context["rows"]]


def _section(person: User, key: str) -> Any:
    """Return the content of a section of somebody's first page; None where it is not shown."""
    places = desk.get(person, "desk:home").context["sections"].values()
    return next((one.content for place in places for one in place if one.key == key), None)


def _play_with_all() -> tuple[Cast, dict[str, int]]:
    play = cast()
    return play, {
        "draft": money_draft(play).pk,
        "submitted": desk.submitted(play, text_draft(play)).pk,
        "countersigned": desk.countersigned(play, text_draft(play)).pk,
        "approved": approved(play, text_draft(play)).pk,
        "live": published(play, text_draft(play)).pk,
    }


def test_each_person_sees_what_waits_for_them_and_nothing_else() -> None:
    play, made = _play_with_all()
    assert _waiting(play.clerk) == [made["draft"]]
    assert _waiting(play.supervisor) == [made["submitted"]]
    assert _waiting(play.reviewer) == [made["countersigned"]]
    assert _waiting(play.approver) == []
    assert _waiting(play.publisher) == [made["approved"]]
    for nobody in (play.lay, play.administrator, play.outsider):
        assert _waiting(nobody) == []


def test_overdue_comes_first_then_the_longest_waiting() -> None:
    play = cast()
    event = text_draft(play, entry=CatalogueEntryFactory(cadence="event"), period="2026", title="村道")
    late = text_draft(play, at=NOON + timedelta(minutes=5))
    later = text_draft(play, at=NOON + timedelta(minutes=9))
    with time_machine.travel(OVERDUE, tick=False):
        page = desk.get(play.clerk, "desk:home")
    rows = page.context["rows"]
    assert [row.pk for row in rows] == [late.pk, later.pk, event.pk]
    assert [row.due_kind for row in rows] == ["owed", "owed", ""]
    assert page.context["figures"][0].value == 2


def test_what_was_sent_back_is_named_so() -> None:
    play = cast()
    edition = desk.submitted(play, money_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺票据", at=NOON + timedelta(hours=2))
    page = desk.get(play.clerk, "desk:home", step="back")
    assert [row.pk for row in page.context["rows"]] == [edition.pk]
    assert "退回待改" in desk.text_of(page)
    assert desk.get(play.clerk, "desk:home", due="owed").context["rows"] == []


def test_a_page_of_the_queue_holds_so_many_and_leads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.desk.queue.PAGE_SIZE", 2)
    play = cast()
    for number in range(3):
        text_draft(play, at=NOON + timedelta(minutes=number))
    first = desk.get(play.clerk, "desk:home").context
    assert len(first["rows"]) == 2
    second = desk.signed_in(play.clerk).get("/desk/" + first["older_url"]).context
    assert len(second["rows"]) == 1
    wrong = desk.get(play.clerk, "desk:home", **{"from": "99"})
    assert len(wrong.context["rows"]) == 2


def test_the_desk_takes_as_many_queries_for_one_as_for_three() -> None:
    play = cast()
    desk.countersigned(play, text_draft(play))
    client = desk.signed_in(play.reviewer)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/")
    desk.countersigned(play, text_draft(play))
    desk.countersigned(play, text_draft(play))
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/")
    assert len(three) == len(one)


def test_what_is_owed_and_not_begun_stands_on_its_clerks_desk() -> None:
    play = cast()
    money_entry()
    shown = _section(play.clerk, "obligations.not_begun")
    assert [(row.unit, row.url.split("?")[0]) for row in shown.rows] == [
        (play.village.name, reverse("disclosure_desk:new_ledger"))
    ]
    assert desk.get(play.clerk, "desk:home").context["figures"][-1] == shown.figure
    assert _section(play.reviewer, "obligations.not_begun") is None
    money_draft(play)
    assert _section(play.clerk, "obligations.not_begun") is None


def test_a_gap_is_remembered_but_not_the_time_before_the_first() -> None:
    play = cast()
    published(play, money_draft(play, period="2026Q1"))
    periods = [str(item.period) for item in awaited.not_begun(play.clerk, at=desk.LATER)]
    assert periods == ["2026Q2", "2026Q3"]


def test_the_sample_ledger_is_for_its_clerk_where_the_demo_is_loaded() -> None:
    town = UnitFactory(code="QS")
    village = VillageFactory(code="QS-01", parent=town)
    money_entry()
    clerk = PostFactory(role=Role.CLERK, unit=village, person=UserFactory(username="somebody")).person
    assert desk.get(clerk, "disclosure_desk:sample_ledger", "liushu-2026Q3.xlsx").status_code == 404
    PostFactory(role=Role.CLERK, unit=village, person=UserFactory(username="clerk.liushu"))
    offered = _section(clerk, "obligations.not_begun").rows[0]
    assert 'href="/desk/sample-ledger/liushu-2026Q3.xlsx"' in offered.step
    taken = desk.get(clerk, "disclosure_desk:sample_ledger", "liushu-2026Q3.xlsx")
    assert taken.content == (desk.LEDGERS / "liushu-2026Q3.xlsx").read_bytes()
    assert desk.get(clerk, "disclosure_desk:sample_ledger", "expected.json").status_code == 404
    outsider = PostFactory(role=Role.CLERK, unit=VillageFactory(parent=town)).person
    assert desk.get(outsider, "disclosure_desk:sample_ledger", "liushu-2026Q3.xlsx").status_code == 404


def test_the_menu_holds_what_a_role_opens() -> None:
    play = cast()
    pages = {role: desk.get(getattr(play, role), "desk:home") for role in ("clerk", "reviewer", "administrator")}
    menus = {
        role: [item.url for part in page.context["desk_menu"] for item in part.items] for role, page in pages.items()
    }
    assert "/desk/ledgers/" in menus["clerk"]
    assert "/desk/ledgers/" not in menus["reviewer"]
    assert {"/desk/catalogue/", "/desk/people/", "/desk/units/"} <= set(menus["administrator"])
    assert "/desk/catalogue/" not in menus["reviewer"]
    for urls in menus.values():
        assert len(set(urls)) == len(urls)


def test_the_desk_speaks_english_under_its_root() -> None:
    play, _made = _play_with_all()
    page = desk.text_of(desk.signed_in(play.reviewer).get("/en/desk/"))
    assert "To review" in page
    assert 'href="/en/desk/editions/' in page


def test_the_queue_is_narrowed_to_a_unit_by_its_name() -> None:
    play, _made = _play_with_all()
    own = desk.get(play.clerk, "desk:home", unit=play.village.code)
    assert [row.unit for row in own.context["rows"]] == [play.village.name]
    (units,) = [one for one in own.context["filters"] if one.name == "unit"]
    assert (list(units.choices), units.chosen) == ([(play.village.code, play.village.name)], play.village.code)
    assert desk.get(play.clerk, "desk:home", unit="ELSEWHERE").context["rows"] == []


def test_the_queue_holds_every_source_and_is_narrowed_to_a_kind() -> None:
    play = cast()
    draft = money_draft(play)
    with QUEUE.also(QueueSource("unit", _waiting_units, _unit_rows, label="Units", verbs={"visit": "To visit"})):
        both = desk.get(play.clerk, "desk:home")
        units = desk.get(play.clerk, "desk:home", kind="unit")
    assert {(row.verb, row.pk) for row in both.context["rows"]} == {("submit", draft.pk), ("visit", play.village.pk)}
    assert [(one.label, one.value) for one in both.context["figures"]][-1] == ("To visit", 1)
    assert [name for name, _label in _choices(both, "kind")] == ["edition", "unit"]
    assert [row.verb for row in units.context["rows"]] == ["visit"]


def _choices(page: Any, name: str) -> Any:
    return next(one.choices for one in page.context["filters"] if one.name == name)


def _waiting_units(person: Any, at: datetime) -> Waiting:
    """Have the units of a clerk wait for a visit."""
    rows = units_of(person, Role.CLERK, at=at).filter(posts__person=person.pk)
    return waiting(rows, kind="unit", verb="visit", unit="code", since="posts__person__date_joined")


def _unit_rows(pks: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    return [QueueRow(one.pk, "visit", one.name, "/", one.name, "To visit") for one in Unit.objects.filter(pk__in=pks)]
