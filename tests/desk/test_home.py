"""The desk's first page: what waits for each person, in order, and nothing else."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.notices.actions import drafts, publishing, steps
from disclosure.obligations.actions import sync
from disclosure.obligations.queries import awaited
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.queries import system_actor
from portal.core import grants
from portal.desk.queue import Waiting, waiting
from portal.desk.registry import QUEUE, QueueRow, QueueSource
from tests.disclosure import desk
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    PostFactory,
    StationFactory,
    UnitFactory,
    UserFactory,
    VillageFactory,
    approved,
    cast,
    money_draft,
    money_entry,
    person,
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
    assert [row.due.kind for row in rows] == ["owed", "owed", ""]
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
    assert (len(first["rows"]), first["heading"]) == (2, "等您办的 3 件")
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


def _owe_all() -> None:
    """Store what is owed, as the portal does each hour."""
    sync.synchronise(system_actor(), desk.LATER)


def _home_count(page: Any) -> int:
    """Return how much the menu says waits on the desk."""
    [count] = [item.count for part in page.context["desk_menu"] for item in part.items if item.key == "home"]
    return int(count)


def test_menu_heading_and_list_count_all_that_waits_the_same() -> None:
    play = cast()
    owed = [CatalogueEntryFactory() for _number in range(3)]
    text_draft(play, entry=owed[0]), money_draft(play)
    _owe_all()
    page = desk.get(play.clerk, "desk:home")
    rows = page.context["rows"]
    assert (_home_count(page), page.context["heading"], len(rows)) == (4, "等您办的 4 件", 4)
    assert sorted(row.verb for row in rows) == ["begin", "begin", "submit", "submit"]
    assert _home_count(desk.get(play.reviewer, "desk:home")) == 0


def test_what_was_sent_back_stands_on_top_of_what_is_overdue() -> None:
    play = cast()
    CatalogueEntryFactory()
    event = text_draft(play, entry=CatalogueEntryFactory(cadence="event"), period="2026", title="村道")
    back = desk.submitted(play, event)
    steps.send_back(actor=play.supervisor, edition=back, reason="缺票据", at=NOON + timedelta(hours=2))
    _owe_all()
    with time_machine.travel(OVERDUE, tick=False):
        rows = desk.get(play.clerk, "desk:home").context["rows"]
    assert [(row.verb, row.due.kind) for row in rows] == [("back", ""), ("begin", "owed")]


def test_what_is_owed_and_not_begun_waits_for_its_clerk_until_it_is_begun() -> None:
    play = cast()
    money_entry()
    _owe_all()
    (row,) = desk.get(play.clerk, "desk:home").context["rows"]
    assert (row.unit, row.url.split("?")[0]) == (play.village.name, reverse("disclosure_desk:new_ledger"))
    assert 'class="btn"' in row.step
    assert _waiting(play.reviewer) == []
    draft = money_draft(play)
    assert _waiting(play.clerk) == [draft.pk]


def test_what_was_withdrawn_waits_to_be_published_again() -> None:
    play = cast()
    edition = published(play, money_draft(play))
    _owe_all()
    assert _waiting(play.clerk) == []
    publishing.withdraw(actor=play.publisher, edition=edition, reason="账目有误", at=desk.LATER)
    (row,) = desk.get(play.clerk, "desk:home").context["rows"]
    assert (row.verb, row.url) == ("begin", reverse("disclosure_desk:edition", args=[edition.pk]))


def test_an_item_of_the_town_waits_for_the_station_that_prepared_it_last() -> None:
    play = cast()
    station = StationFactory(parent=play.town)
    entry = CatalogueEntryFactory(publisher=UnitKind.TOWN)
    officer, town_clerk = person(Role.CLERK, station), person(Role.CLERK, play.town)
    drafts.start_notice(
        actor=officer, unit=play.town, entry=entry, period="2026Q2", station=station, at=NOON - timedelta(days=90)
    )
    _owe_all()
    for clerk in (officer, town_clerk):
        assert [row.verb for row in desk.get(clerk, "desk:home", kind="obligation").context["rows"]] == ["begin"]
    assert desk.get(play.clerk, "desk:home", kind="obligation").context["rows"] == []


def test_a_deputy_without_a_post_sees_menu_and_home() -> None:
    play = cast()
    money_entry()
    _owe_all()
    deputy = UserFactory()
    assert _waiting(deputy) == []
    administrator = play.administrator
    grants.give(actor=administrator, person=deputy, codename="deputise", subject=play.village, at=NOON)
    page = desk.get(deputy, "desk:home")
    urls = [item.url for part in page.context["desk_menu"] for item in part.items]
    assert {"/desk/ledgers/", "/desk/obligations/", "/desk/opinions/"} <= set(urls)
    assert (_home_count(page), [row.verb for row in page.context["rows"]]) == (1, ["begin"])


def test_a_gap_is_remembered_but_not_the_time_before_the_first() -> None:
    play = cast()
    published(play, money_draft(play, period="2026Q1"))
    _owe_all()
    assert [row.period for row in awaited.to_begin(play.clerk, at=desk.LATER)] == ["2026Q2", "2026Q3"]


def test_the_sample_ledger_is_for_its_clerk_where_the_demo_is_loaded() -> None:
    town = UnitFactory(code="QS")
    village = VillageFactory(code="QS-01", parent=town)
    money_entry()
    _owe_all()
    clerk = PostFactory(role=Role.CLERK, unit=village, person=UserFactory(username="somebody")).person
    assert desk.get(clerk, "disclosure_desk:sample_ledger", "liushu-2026Q3.xlsx").status_code == 404
    PostFactory(role=Role.CLERK, unit=village, person=UserFactory(username="clerk.liushu"))
    (offered,) = desk.get(clerk, "desk:home").context["rows"]
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
