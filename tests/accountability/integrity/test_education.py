"""Tests of education activities: who came, who sees it, and their files."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accountability.integrity.actions import education as actions
from accountability.integrity.actions.education import Came
from accountability.integrity.models import Activity, Attendance
from accountability.integrity.policies import SEES_ACTIVITY
from accountability.integrity.queries import figures
from portal.accounts.models import User
from portal.core.refusals import Conflict, NotAllowed, Refused
from tests.accountability.integrity.making import AT, TODAY, Town, activity, lecture, paper
from tests.steps import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def test_the_sums_of_an_activity_are_those_of_its_units(town: Town) -> None:
    row = activity(town, Came(town.village, 5, 5), Came(town.station, 4, 2, "2人出差"))
    assert (row.number, row.due, row.present, row.percent) == (f"{town.town.code}-JY-2026-001", 9, 7, 77)
    assert row.is_low
    changed = actions.set_attendance(
        actor=town.secretary, activity=row, came=[Came(town.village, 5, 4)], seen=row.version, at=AT
    )
    assert (changed.due, changed.present, changed.is_low) == (5, 4, False)
    assert list(Attendance.objects.values_list("unit", "present")) == [(town.village.pk, 4)]
    with pytest.raises(Conflict):
        actions.set_attendance(actor=town.secretary, activity=row, came=[], seen=row.version, at=AT)


@pytest.mark.parametrize(("due", "present"), [(0, 0), (3, 4), (3, -1)])
def test_figures_that_cannot_be_are_refused(town: Town, due: int, present: int) -> None:
    with pytest.raises(Refused):
        activity(town, Came(town.village, due, present))
    row = activity(town, Came(town.village, 5, 5))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Attendance.objects.filter(activity=row).update(present=6)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Activity.objects.filter(pk=row.pk).update(present=6)


def test_a_unit_stands_once_and_is_of_the_township(town: Town) -> None:
    with pytest.raises(Refused):
        activity(town, Came(town.village, 5, 5), Came(town.village, 1, 1))
    with pytest.raises(Refused):
        activity(town, Came(town.stranger.posts.get().unit, 5, 5))
    with pytest.raises(Refused):
        activity(town, day=TODAY + timedelta(days=1))


def test_only_the_secretary_keeps_activities(town: Town) -> None:
    row = activity(town)
    for somebody in (town.leader, town.clerk, town.publisher, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.add(actor=somebody, town=town.town, said=lecture(), at=AT)
        with pytest.raises(NotAllowed):
            actions.change(actor=somebody, activity=row, said=lecture(), seen=None, at=AT)
        with pytest.raises(NotAllowed):
            actions.set_attendance(actor=somebody, activity=row, came=[], seen=None, at=AT)
        with pytest.raises(NotAllowed):
            actions.attach(actor=somebody, activity=row, chosen=[], at=AT)


def test_a_unit_sees_the_activities_its_people_were_to_come_to_and_its_own_figures(town: Town) -> None:
    row = activity(town, Came(town.village, 5, 5), Came(town.station, 4, 2, "甄某出差"))

    def sees(somebody: User) -> bool:
        return SEES_ACTIVITY.allows(somebody, row, at=AT)

    assert sees(town.clerk)
    assert sees(town.approver)
    assert not any(sees(one) for one in (town.other_clerk, town.administrator, town.lay, town.stranger))
    page = signed_in(town.clerk).get(f"/desk/integrity/education/{row.pk}/").content.decode()
    assert "甄某" not in page
    assert town.station.name not in page
    assert b"".join(signed_in(town.clerk).get("/desk/integrity/education.csv")).decode().count(row.number) == 1


def test_figures_count_activities_and_units(town: Town) -> None:
    activity(town, Came(town.village, 5, 5), Came(town.station, 4, 2))
    activity(town, Came(town.village, 5, 3))
    counted = figures.of_year(town.town, 2026, at=AT)
    assert (counted.activities, counted.due, counted.present, counted.low, counted.percent) == (2, 14, 10, 2, 71)
    unit = figures.units_in_year(town.town, 2026, at=AT)[town.village.pk]
    assert (unit.activities, unit.due, unit.present, unit.low) == (2, 10, 8, 1)


def test_attendance_is_typed_as_a_grid(town: Town) -> None:
    row, client = activity(town), signed_in(town.secretary)
    url = f"/desk/integrity/education/{row.pk}/attendance/"
    grid = client.get(url).context["grid"]
    assert [one.texts["unit"] for one in grid.rows[:3]] == sorted(
        one.code for one in (town.village, town.neighbour, town.station)
    )
    typed = {"seen": "1", "row-0-unit": town.village.code, "row-0-due": "5", "row-0-present": "6"}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, {**typed, "row-0-present": "x"}).status_code == 422
    assert client.post(url, {**typed, "row-0-present": "4", "row-1-unit": town.station.code}).status_code == 303
    row.refresh_from_db()
    assert (row.due, row.present) == (5, 4)
    assert client.post(url, {**typed, "row-0-present": "5"}).status_code == 409
    assert signed_in(town.leader).get(url).status_code == 404


def test_material_is_handed_out_to_those_who_see_the_activity(town: Town) -> None:
    row = activity(town, Came(town.village, 5, 5))
    [file] = actions.attach(actor=town.secretary, activity=row, chosen=[paper("课件.png")], at=AT)
    url = f"/desk/integrity/education/{row.pk}/files/{file.pk}/"
    assert b"".join(signed_in(town.clerk).get(url)).startswith(b"\x89PNG")
    for nobody in (town.other_clerk, town.administrator, town.stranger):
        assert signed_in(nobody).get(url).status_code == 404
    assert signed_in(town.clerk).post(f"{url}remove/").status_code == 404
    assert signed_in(town.secretary).post(f"{url}remove/").status_code == 303
    assert not row.files.exists()


def test_the_attendance_sheet_is_a_pdf(town: Town) -> None:
    row = activity(town, Came(town.village, 5, 5))
    answer = signed_in(town.clerk).get(f"/desk/integrity/education/{row.pk}/attendance.pdf")
    assert b"".join(answer).startswith(b"%PDF")
    assert signed_in(town.other_clerk).get(f"/desk/integrity/education/{row.pk}/attendance.pdf").status_code == 404


def test_the_list_is_narrowed_to_low_attendance_with_a_fixed_number_of_queries(town: Town) -> None:
    low, client = activity(town, Came(town.village, 5, 3)), signed_in(town.secretary)

    def asked(query: str = "") -> tuple[int, set[int]]:
        with CaptureQueriesContext(connection) as captured:
            answer: Any = client.get(f"/desk/integrity/education/?{query}")
        return len(captured), {one.pk for one in answer.context["object_list"]}

    before, _rows = asked()
    activity(town, Came(town.village, 5, 4))
    activity(town)
    assert asked()[0] == before
    assert asked("low=yes&year=2026")[1] == {low.pk}
    assert asked(f"unit={town.neighbour.code}")[1] == set()


def test_an_activity_is_entered_and_changed_on_the_desk(town: Town) -> None:
    client = signed_in(town.secretary)
    typed = {"kind": "lecture", "title": "廉政党课", "day": "2026-10-10", "place": "镇会议室", "leader": "何静"}
    assert client.post("/desk/integrity/education/enter/", typed).status_code == 303
    row = Activity.objects.get()
    url = f"/desk/integrity/education/{row.pk}/change/"
    assert client.post(url, {**typed, "title": "警示教育会", "seen": row.version}).status_code == 303
    row.refresh_from_db()
    assert row.title == "警示教育会"
    assert client.post(url, {**typed, "seen": 1}).status_code == 409
    assert "廉政党课" in client.get(f"/desk/integrity/education/{row.pk}/").content.decode()
    assert signed_in(town.leader).get(url).status_code == 404
