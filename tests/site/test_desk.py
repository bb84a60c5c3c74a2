"""The desk's first page: what waits for each person, in order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from disclosure.notices.actions import steps
from disclosure.obligations.queries import owed as obligations
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import jobs
from portal.core.calendar.rules import Calendar
from portal.desk.due import due_words
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
    return [row["pk"] for row in desk.get(person, "desk:home").context["rows"]]


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
    assert [row["pk"] for row in rows] == [late.pk, later.pk, event.pk]
    assert [row["due_kind"] for row in rows] == ["owed", "owed", ""]
    assert page.context["figures"][0]["value"] == 2


def test_what_was_sent_back_is_named_so() -> None:
    play = cast()
    edition = desk.submitted(play, money_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺票据", at=NOON + timedelta(hours=2))
    page = desk.get(play.clerk, "desk:home", step="back")
    assert [row["pk"] for row in page.context["rows"]] == [edition.pk]
    assert "退回待改" in desk.text_of(page)
    assert desk.get(play.clerk, "desk:home", due="owed").context["rows"] == []


def test_a_page_of_the_queue_holds_so_many_and_leads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.site.views.desk.PAGE_SIZE", 2)
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
    page = desk.get(play.clerk, "desk:home")
    assert [(row["unit"], row["is_ledger"]) for row in page.context["open_items"]] == [(play.village.name, True)]
    assert desk.get(play.reviewer, "desk:home").context["open_items"] == []
    money_draft(play)
    assert desk.get(play.clerk, "desk:home").context["open_items"] == []


def test_a_gap_is_remembered_but_not_the_time_before_the_first() -> None:
    play = cast()
    published(play, money_draft(play, period="2026Q1"))
    periods = [str(item.period) for item in obligations.not_begun(play.clerk, at=desk.LATER)]
    assert periods == ["2026Q2", "2026Q3"]


def test_the_sample_ledger_is_for_its_clerk_where_the_demo_is_loaded() -> None:
    town = UnitFactory(code="QS")
    village = VillageFactory(code="QS-01", parent=town)
    money_entry()
    clerk = PostFactory(role=Role.CLERK, unit=village, person=UserFactory(username="somebody")).person
    assert desk.get(clerk, "desk:sample_ledger", "liushu-2026Q3.xlsx").status_code == 404
    PostFactory(role=Role.CLERK, unit=village, person=UserFactory(username="clerk.liushu"))
    offered = desk.get(clerk, "desk:home").context["open_items"][0]
    assert offered["sample_url"] == "/desk/sample-ledger/liushu-2026Q3.xlsx"
    taken = desk.get(clerk, "desk:sample_ledger", "liushu-2026Q3.xlsx")
    assert taken.content == (desk.LEDGERS / "liushu-2026Q3.xlsx").read_bytes()
    assert desk.get(clerk, "desk:sample_ledger", "expected.json").status_code == 404
    outsider = PostFactory(role=Role.CLERK, unit=VillageFactory(parent=town)).person
    assert desk.get(outsider, "desk:sample_ledger", "liushu-2026Q3.xlsx").status_code == 404


def test_jobs_are_ones_own_and_the_list_asks_again_only_while_one_is_open() -> None:
    play = cast()
    job = jobs.enqueue(task="disclosure.read_ledger", actor=play.clerk, title="x", args={}, at=NOON)
    assert 'hx-trigger="every 3s"' in desk.text_of(desk.get(play.clerk, "desk:running"))
    assert desk.get(play.reviewer, "desk:running").context["jobs"] == []
    assert desk.post(play.reviewer, "desk:cancel_job", job.pk).status_code == 404
    assert desk.post(play.clerk, "desk:cancel_job", job.pk).status_code == 302
    assert "hx-trigger" not in desk.text_of(desk.get(play.clerk, "desk:running"))
    again = desk.post(play.clerk, "desk:cancel_job", job.pk)
    assert again.status_code == 302


def test_the_menu_holds_what_a_role_opens() -> None:
    play = cast()
    menus = {
        role: [item["url"] for item in desk.get(getattr(play, role), "desk:home").context["desk_nav"]]
        for role in ("clerk", "reviewer", "administrator")
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


@pytest.mark.parametrize(
    ("due", "text", "kind", "note"),
    [
        (date(2026, 10, 13), "2 days overdue", "owed", "was due on 13 October"),
        (date(2026, 10, 14), "1 day overdue", "owed", "was due on 14 October"),
        (date(2026, 10, 15), "Due today", "soon", "15 October"),
        (date(2026, 10, 20), "20 October", "soon", "3 working days left"),
        (date(2026, 10, 21), "21 October", "", "4 working days left"),
    ],
)
def test_how_near_a_day_is_is_said_in_words(due: date, text: str, kind: str, note: str) -> None:
    with translation.override("en"):
        words = due_words(due, today=date(2026, 10, 15), working_days=Calendar())
    assert (words.text, words.kind, words.note) == (text, kind, note)
