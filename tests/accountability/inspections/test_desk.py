"""Inspections on the desk: plan, visit, find, notice, close; who sees what; and how many queries lists need."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.inspections.actions import findings
from accountability.inspections.enums import FindingState, InspectionState
from accountability.inspections.models import Finding, FindingPhoto, Inspection, UnitVisit
from accountability.rectification.models import Rectification
from portal.accounts.models import User
from portal.core.uploads import Clean
from portal.desk.menu import menu
from portal.desk.queue import queue_of
from tests.accountability.inspections.making import (
    DUE,
    LATER,
    NOW,
    TEXT,
    People,
    closed,
    found,
    noticed,
    people,
    picture,
    planned,
    put_right,
    reported,
    under_way,
    visited,
)
from tests.petitions.visit_days.browsing import get, text_of
from tests.steps import offered, signed_in, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "now")]


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def at(name: str, *args: object) -> str:
    return reverse(f"accountability_desk:{name}", args=args)


def send(person: User, url: str, **typed: Any) -> Any:
    """Open a page with one form, fill it in and send it."""
    return signed_in(person).post(url, typed)


def plan_form(them: People) -> dict[str, Any]:
    return {
        "kind": "finance",
        "title": "村级财务专项检查",
        "basis": "年度计划",
        "plan": "查凭证。",
        "begins": "2026-09-08",
        "ends": "2026-09-29",
        "team": [them.secretary.pk, them.member.pk],
        "units": [them.village.code, them.station.code],
    }


def test_from_the_plan_to_the_report(them: People) -> None:
    answer = send(them.secretary, at("new_inspection"), **plan_form(them))
    assert answer.status_code == 303, answer.content.decode()
    inspection = Inspection.objects.get()
    page = at("inspection", inspection.pk)
    assert take(them.secretary, page, "begin").status_code == 303
    for unit, nothing in ((them.village, ""), (them.station, "on")):
        visit = {
            "unit": unit.code,
            "day": "2026-09-15",
            "place": "村委会",
            "people": [them.secretary.pk],
            "seen_there": "看了凭证。",
            "nothing_found": nothing,
        }
        assert send(them.secretary, at("new_unit_visit", inspection.pk), **visit).status_code == 303
    visited_there = UnitVisit.objects.get(unit=them.village)
    wrong = {"kind": "projects", "place": "凭证记-06014", "text": TEXT, "amount": "56800.00"}
    assert send(them.secretary, at("new_finding", visited_there.pk), **wrong).status_code == 303
    finding = Finding.objects.get()
    notice = {
        "findings": [finding.pk],
        "requirement": "开会说明。",
        "due": "2026-10-11",
        "responsible": "时新华，村党支部书记",
        "supervising": "伍思齐，村务监督委员会主任",
    }
    assert send(them.secretary, at("inspection_notice", inspection.pk), **notice).status_code == 303
    assert Rectification.objects.get().due == DUE
    assert take(them.secretary, page, "close", report="都查了。").status_code == 303
    inspection.refresh_from_db()
    assert inspection.state == InspectionState.CLOSED
    assert offered(get(them.secretary, page)) == {}


def test_a_plan_that_is_refused_keeps_what_was_typed(them: People) -> None:
    answer = send(them.secretary, at("new_inspection"), **plan_form(them) | {"ends": "2026-09-01"})
    assert answer.status_code == 422
    assert 'value="村级财务专项检查"' in answer.content.decode()
    assert not Inspection.objects.exists()


def test_the_notice_proposes_everything_of_one_unit_and_who_answers_for_it(them: People) -> None:
    inspection = under_way(them)
    visit = visited(them, inspection)
    two = [found(them, visit), found(them, visit, text="缺发票。")]
    found(them, visited(them, inspection, them.station))
    page = text_of(get(them.secretary, f"{at('inspection_notice', inspection.pk)}?unit={them.village.code}"))
    assert TEXT in page
    form = get(them.secretary, f"{at('inspection_notice', inspection.pk)}?unit={them.village.code}").context["form"]
    assert set(form.initial["findings"]) == {one.pk for one in two}
    assert them.head.name_zh in form.initial["responsible"]
    assert them.play.supervisor.name_zh in form.initial["supervising"]
    noticed(them, *two)
    assert get(them.secretary, f"{at('inspection_notice', inspection.pk)}?unit={them.village.code}").status_code == 404


def pages_of(inspection: Inspection, finding: Finding, visit: UnitVisit) -> list[str]:
    photo = FindingPhoto.objects.get(finding=finding)
    return [
        at("inspections"),
        at("findings"),
        at("unit_visits"),
        at("inspection", inspection.pk),
        at("finding", finding.pk),
        at("unit_visit", visit.pk),
        at("finding_photo", photo.pk),
        at("finding_photo_small", photo.pk),
    ]


def test_nobody_else_sees_an_inspection_not_even_the_unit(them: People) -> None:
    inspection = under_way(them, team=[them.secretary])
    visit = visited(them, inspection)
    finding = found(them, visit, photos=[picture()])
    urls = pages_of(inspection, finding, visit)
    for person in (them.secretary, them.leader):
        assert {get(person, url).status_code for url in urls} == {200}
    others = (them.head, them.member, them.play.clerk, them.play.publisher, them.play.administrator, them.play.lay)
    for person in others:
        assert {get(person, url).status_code for url in urls} == {404}
        shown = {entry.url for part in menu(person, "", at=NOW) for entry in part.items}
        assert at("inspections") not in shown
    writing = [
        at("new_inspection"),
        at("change_inspection", inspection.pk),
        at("new_unit_visit", inspection.pk),
        at("change_unit_visit", visit.pk),
        at("new_finding", visit.pk),
        at("amend_finding", finding.pk),
        at("inspection_notice", inspection.pk),
    ]
    for url in writing:
        assert get(them.secretary, url).status_code == 200
        assert get(them.leader, url).status_code == 404
        assert get(them.head, url).status_code == 404


def test_a_member_of_the_team_sees_nothing_of_their_own_unit(them: People) -> None:
    inspection = under_way(them)
    own = visited(them, inspection, them.station)
    of_own = found(them, own, text="本单位的事。", photos=[picture()])
    other = found(them, visited(them, inspection), text="别人的事。")
    page = text_of(get(them.member, at("inspection", inspection.pk)))
    assert "别人的事" in page
    assert "本单位的事" not in page
    assert get(them.member, at("finding", other.pk)).status_code == 200
    assert get(them.member, at("finding", of_own.pk)).status_code == 404
    assert get(them.member, at("unit_visit", own.pk)).status_code == 404
    photo = FindingPhoto.objects.get(finding=of_own)
    assert get(them.member, at("finding_photo", photo.pk)).status_code == 404
    row = get(them.member, at("inspections")).context["rows"][0]
    assert (row.found, row.visits) == (1, 1)


def test_what_waits_for_the_secretary(them: People) -> None:
    planned(them)
    over = under_way(them, begins=date(2026, 9, 1), ends=date(2026, 9, 14), units=[them.village])
    one = found(them, visited(them, over, day=date(2026, 9, 10)))

    def waits(person: User) -> set[tuple[str, str]]:
        return {(figure.kind, figure.verb) for figure in queue_of(person, NOW).figures()}

    assert waits(them.secretary) == {("inspection", "begin"), ("inspection", "close"), ("finding", "notice")}
    assert waits(them.member) == set()
    page = text_of(get(them.secretary, reverse("desk:home")))
    assert TEXT.rstrip("。") in page
    noticed(them, one)
    assert ("finding", "notice") not in waits(them.secretary)
    assert waits(them.head) == {("rectification", "report")}


def test_steps_of_a_finding_are_taken_on_its_page(them: People) -> None:
    visit = visited(them, under_way(them))
    one, other = found(them, visit), found(them, visit)
    assert set(offered(get(them.member, at("finding", one.pk)))) == {"settle", "withdraw"}
    assert set(offered(get(them.leader, at("finding", one.pk)))) == set()
    take(them.member, at("finding", one.pk), "settle", text="当场补了。")
    take(them.secretary, at("finding", other.pk), "withdraw", reason="看错了。")
    states = list(Finding.objects.order_by("pk").values_list("state", flat=True))
    assert states == [FindingState.SETTLED, FindingState.WITHDRAWN]
    answer = take(them.secretary, at("finding", one.pk), "release", public_text="请打13800001234")
    assert answer.status_code == 422
    answer = take(them.secretary, at("finding", one.pk), "release", public_text="没有决议")
    assert "没有决议" in text_of(get(them.secretary, at("finding", one.pk)))
    assert told(answer)
    listed = text_of(get(them.secretary, at("findings")))
    assert "看错了" not in listed
    assert len(get(them.secretary, at("findings")).context["rows"]) == 1


def test_lost_races_are_told(them: People) -> None:
    visit = visited(them, under_way(them))
    one = found(them, visit)
    client = signed_in(them.secretary)
    form = offered(client.get(at("finding", one.pk)))["settle"]
    noticed(them, one)
    answer = client.post(form.action, {**form.fields, "text": "当场补了。"})
    assert answer.status_code == 409
    assert "当场补了。" in answer.content.decode()
    page = at("change_unit_visit", visit.pk)
    seen = client.get(page).context["form"].initial["seen"]
    typed = {"seen": seen, "day": "2026-09-15", "place": "村部", "people": [them.secretary.pk], "seen_there": "看了。"}
    assert client.post(page, typed).status_code == 303
    assert client.post(page, typed).status_code == 409


def test_a_photograph_is_handed_out_whole_and_small(them: People) -> None:
    one = found(them, visited(them, under_way(them)), photos=[picture("凭证.jpg")])
    photo = FindingPhoto.objects.get(finding=one)
    whole = get(them.secretary, at("finding_photo", photo.pk))
    small = get(them.secretary, at("finding_photo_small", photo.pk))
    assert (whole["Content-Type"], small["Content-Type"]) == ("image/jpeg", "image/jpeg")
    assert whole.content != small.content
    assert "no-store" in whole["Cache-Control"]


def many(them: People, count: int) -> Inspection:
    """Return an inspection with several findings, each noticed by itself, with a photograph."""
    inspection = under_way(them, units=[them.village])
    shown: list[Clean] = [picture()]
    for number in range(count):
        visit = visited(them, inspection, day=date(2026, 9, 8 + number))
        noticed(them, found(them, visit, photos=shown))
    return inspection


@pytest.mark.parametrize("name", ["inspections", "findings", "unit_visits", "inspection", "rectifications"])
def test_lists_need_the_same_queries_for_one_row_and_for_three(them: People, name: str) -> None:
    def asked(inspection: Inspection) -> int:
        url = at(name, inspection.pk) if name == "inspection" else at(name)
        client = signed_in(them.secretary)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    few = asked(many(them, 1))
    assert asked(many(them, 3)) == few


@pytest.mark.parametrize(
    ("outcome", "count"),
    [("open", 3), ("found", 1), ("being_put_right", 0), ("overdue", 1), ("to_check", 1), ("done", 2), ("in_time", 1)],
)
def test_the_list_of_findings_is_narrowed_to_what_came_of_them(them: People, outcome: str, count: int) -> None:
    visit = visited(them, under_way(them))
    rows = [found(them, visit) for _number in range(5)]
    put_right(them, noticed(them, rows[0]), at=LATER)
    reported(them, noticed(them, rows[1]))
    noticed(them, rows[2])
    findings.settle(actor=them.secretary, finding=rows[3], text="当场补了。", at=NOW)
    with time_machine.travel(LATER, tick=False):
        assert len(get(them.secretary, f"{at('findings')}?outcome={outcome}").context["rows"]) == count
        assert len(get(them.secretary, f"{at('findings')}?year=2026&unit={them.village.code}").context["rows"]) == 5


def test_an_inspection_that_is_over_shows_its_report_and_no_way_to_change(them: People) -> None:
    inspection = under_way(them, units=[them.village])
    visited(them, inspection, nothing_found=True)
    closed(them, inspection)
    page = get(them.secretary, at("inspection", inspection.pk))
    assert "查了两个单位。" in text_of(page)
    assert at("change_inspection", inspection.pk) not in page.content.decode()
    assert get(them.secretary, at("new_unit_visit", inspection.pk)).status_code == 404
