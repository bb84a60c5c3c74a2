"""Tests of checklists: what is asked, filled in, looked through and late; and their reminders."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accountability.integrity.actions import checklists as actions
from accountability.integrity.actions.checklists import Line
from accountability.integrity.enums import Answer, Cadence, ChecklistState
from accountability.integrity.models import Checklist
from accountability.integrity.policies import SEES_CHECKLIST
from accountability.integrity.queries import checklists as queries, figures, messages
from accountability.integrity.tasks import open_checklists
from portal.accounts.queries import roster, system_actor
from portal.core import calendar
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.messaging.models import Message
from portal.messaging.registry import Occasion
from tests.accountability.integrity.making import ANSWERS, AT, Town, opened, planned, template
from tests.steps import offered, signed_in, take

pytestmark = pytest.mark.django_db
IN_TIME = datetime(2026, 10, 4, 2, 0, tzinfo=UTC)


@pytest.fixture
def town() -> Town:
    return Town()


def submitted(town: Town, at: datetime = AT) -> Checklist:
    return actions.submit(actor=town.clerk, checklist=opened(town), lines=ANSWERS, at=at)


def test_a_checklist_goes_from_open_to_looked_through(town: Town) -> None:
    row = opened(town)
    assert (row.state, row.lines) == (ChecklistState.OPEN, ["班子会研究廉政工作", "村务监督委员会开会"])
    assert row.due == date(2026, 10, 8), "the 5th lies in the holiday of the National Day"
    done = actions.submit(actor=town.clerk, checklist=row, lines=ANSWERS, at=AT)
    assert (done.state, done.submitted_by, done.is_late) == (ChecklistState.SUBMITTED, town.clerk, True)
    back = actions.send_back(actor=town.secretary, checklist=done, reason="写明谁外出", at=AT)
    assert (back.state, back.submitted_on, back.answers.count()) == (ChecklistState.OPEN, None, 2)
    again = actions.submit(actor=town.head, checklist=back, lines=ANSWERS, at=AT)
    checked = actions.check(actor=town.secretary, checklist=again, at=AT)
    assert checked.state == ChecklistState.CHECKED
    with pytest.raises(WrongState):
        actions.submit(actor=town.clerk, checklist=checked, lines=ANSWERS, at=AT)
    with pytest.raises(WrongState):
        actions.send_back(actor=town.secretary, checklist=checked, reason="再改", at=AT)


def test_what_is_open_is_neither_looked_through_nor_sent_back(town: Town) -> None:
    row = opened(town)
    with pytest.raises(WrongState):
        actions.check(actor=town.secretary, checklist=row, at=AT)
    with pytest.raises(WrongState):
        actions.send_back(actor=town.secretary, checklist=row, reason="改", at=AT)


def test_the_unit_fills_in_and_the_secretary_looks_through(town: Town) -> None:
    row = opened(town)
    for nobody in (town.secretary, town.leader, town.other_clerk, town.publisher, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.submit(actor=nobody, checklist=row, lines=ANSWERS, at=AT)
    done = actions.submit(actor=town.clerk, checklist=row, lines=ANSWERS, at=AT)
    for nobody in (town.clerk, town.leader, town.publisher, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.check(actor=nobody, checklist=done, at=AT)
        with pytest.raises(NotAllowed):
            actions.send_back(actor=nobody, checklist=done, reason="改", at=AT)
    with pytest.raises(Refused):
        actions.send_back(actor=town.secretary, checklist=done, reason=" ", at=AT)


@pytest.mark.parametrize(
    "lines",
    [
        ANSWERS[:1],
        [Line(Answer.DONE), Line(Answer.NOT_DONE)],
        [Line(Answer.DONE, -1), Line(Answer.DONE)],
        [Line(Answer.DONE, 1, "电话13912345678"), Line(Answer.DONE)],
    ],
)
def test_answers_that_are_missing_or_not_explained_are_refused(town: Town, lines: list[Line]) -> None:
    row = opened(town)
    with pytest.raises(Refused):
        actions.submit(actor=town.clerk, checklist=row, lines=lines, at=AT)
    row.refresh_from_db()
    assert row.state == ChecklistState.OPEN
    assert not row.answers.exists()


def test_a_period_is_opened_once_for_each_unit_that_is_asked(town: Town) -> None:
    asked = template(town)
    made = actions.open_period(actor=town.secretary, template=asked, period="2026-09", at=AT)
    assert {one.unit_id for one in made} == {town.village.pk, town.neighbour.pk}
    assert actions.open_period(actor=town.secretary, template=asked, period="2026-09", at=AT) == []
    made[0].pk = None
    with transaction.atomic(), pytest.raises(IntegrityError):
        made[0].save(force_insert=True)
    for period in ("2026Q3", "2026-13", "soon"):
        with pytest.raises(Refused):
            actions.open_period(actor=town.secretary, template=asked, period=period, at=AT)
    for nobody in (town.clerk, town.leader, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.open_period(actor=nobody, template=asked, period="2026-08", at=AT)


def test_the_task_opens_what_has_ended_and_may_run_twice(town: Town) -> None:
    template(town)
    template(town, title="季清单", cadence=Cadence.QUARTER, first_period="2026Q4", for_kind="")
    template(town, title="停用", is_active=False)
    assert actions.open_due(actor=system_actor(), at=AT) == 2
    assert set(Checklist.objects.values_list("period", flat=True)) == {"2026-09"}
    assert actions.open_due(actor=system_actor(), at=AT) == 0
    open_checklists()
    open_checklists()


@pytest.mark.parametrize(
    "said",
    [
        {"lines": []},
        {"lines": ["长" * 201]},
        {"lines": ["做"] * 31},
        {"first_period": "2026Q1"},
        {"days_to_fill_in": 0},
    ],
)
def test_what_cannot_be_asked_is_refused(town: Town, said: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        template(town, **said)


def test_a_change_of_what_is_asked_counts_for_later_periods(town: Town) -> None:
    asked = template(town)
    [before, _other] = actions.open_period(actor=town.secretary, template=asked, period="2026-08", at=AT)
    new = actions.Asked("月清单", Cadence.MONTH, ["只问一件"], "2026-01", "village")
    with pytest.raises(NotAllowed):
        actions.change_template(actor=town.leader, template=asked, asked=new, seen=None, at=AT)
    changed = actions.change_template(actor=town.secretary, template=asked, asked=new, seen=None, at=AT)
    [after, _other] = actions.open_period(actor=town.secretary, template=changed, period="2026-09", at=AT)
    before.refresh_from_db()
    assert (len(before.lines), after.lines) == (2, ["只问一件"])
    with pytest.raises(Conflict):
        actions.change_template(actor=town.secretary, template=asked, asked=new, seen=1, at=AT)


def test_a_unit_sees_its_own_alone(town: Town) -> None:
    row = opened(town)
    for somebody in (town.clerk, town.head, town.secretary, town.leader, town.approver):
        assert SEES_CHECKLIST.allows(somebody, row, at=AT)
    for nobody in (town.other_clerk, town.other_head, town.publisher, town.administrator, town.lay, town.stranger):
        assert not SEES_CHECKLIST.allows(nobody, row, at=AT)
        assert signed_in(nobody).get(f"/desk/integrity/checklists/{row.pk}/").status_code == 404


def test_late_and_missing_ones_are_counted(town: Town) -> None:
    submitted(town)
    counted = figures.of_year(town.town, 2026, at=AT).checklists
    assert (counted.in_time, counted.late, counted.missing, counted.due) == (0, 1, 1, 2)
    client = signed_in(town.secretary)
    for query, count in (
        ("late=late", 1),
        ("late=missing", 1),
        ("late=owed", 2),
        ("late=in_time", 0),
        ("year=2025", 0),
    ):
        assert len(client.get(f"/desk/integrity/checklists/?{query}").context["object_list"]) == count
    assert figures.units_in_year(town.town, 2026, at=AT)[town.village.pk].checklists.late == 1


def test_what_is_in_time_is_not_late(town: Town) -> None:
    row = submitted(town, IN_TIME)
    assert not row.is_late
    assert queries.counts(town.town, 2026, at=IN_TIME).in_time == 1


def _occasion(on: date) -> Occasion:
    at = datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC)
    return Occasion(at, on, roster(at=at), calendar.load())


def _reminded(on: date) -> set[tuple[int, str]]:
    return {(one.person.pk, one.kind) for one in messages.reminders(_occasion(on))}


def test_unit_and_secretary_are_reminded_of_a_checklist(town: Town) -> None:
    asked = template(town)
    at = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
    actions.open_period(actor=town.secretary, template=asked, period="2026-09", at=at)
    assert (town.clerk.pk, "checklist_due") in _reminded(date(2026, 10, 6))
    assert (town.head.pk, "checklist_overdue") in _reminded(date(2026, 10, 9))
    assert (town.secretary.pk, "checklist_escalation") in _reminded(date(2026, 10, 20))
    assert not any(kind.startswith("checklist") for who, kind in _reminded(date(2026, 10, 20)) if who == town.lay.pk)


def test_the_secretary_is_told_in_autumn_of_heads_not_talked_to(town: Town) -> None:
    planned(town)
    assert (town.secretary.pk, "talk_heads_due") not in _reminded(date(2026, 9, 1))
    told = _reminded(date(2026, 10, 20))
    assert (town.secretary.pk, "talk_heads_due") in told
    assert (town.leader.pk, "talk_due") in told
    assert (town.leader.pk, "talk_overdue") in _reminded(date(2026, 10, 22))


def test_what_is_done_is_settled(town: Town) -> None:
    row = opened(town)
    cause = f"checklist:{row.pk}:{row.due}"
    assert messages.checklists_settled([cause]) == {}
    done = actions.submit(actor=town.clerk, checklist=row, lines=ANSWERS, at=AT)
    assert messages.checklists_settled([cause]) == {cause: done.state_since}


def test_a_checklist_that_is_sent_back_is_in_the_inbox_of_the_unit(town: Town) -> None:
    actions.send_back(actor=town.secretary, checklist=submitted(town), reason="写明谁外出", at=AT)
    [message] = Message.objects.filter(person=town.clerk)
    assert "写明谁外出" in message.body


def test_a_checklist_is_filled_in_and_looked_through_on_the_desk(town: Town) -> None:
    row = opened(town)
    url = f"/desk/integrity/checklists/{row.pk}/"
    typed = {"answer_1": "done", "count_1": "2", "note_1": "", "answer_2": "not_done", "count_2": "", "note_2": ""}
    refused = take(town.clerk, url, "submit", **typed)
    assert refused.status_code == 422
    assert take(town.clerk, url, "submit", **{**typed, "note_2": "成员外出"}).status_code == 303
    assert set(offered(signed_in(town.secretary).get(url))) == {"check", "send_back"}
    assert set(offered(signed_in(town.leader).get(url))) == set()
    assert take(town.secretary, url, "send_back", reason="写明").status_code == 303
    assert "成员外出" in signed_in(town.clerk).get(url).content.decode()
    assert take(town.clerk, url, "submit").status_code == 303
    assert take(town.secretary, url, "check").status_code == 303
    row.refresh_from_db()
    assert row.state == ChecklistState.CHECKED


def test_what_is_asked_is_kept_on_the_desk(town: Town) -> None:
    client = signed_in(town.secretary)
    typed = {
        "title": "月清单",
        "cadence": "month",
        "for_kind": "village",
        "lines": "开会\n公开",
        "days_to_fill_in": "5",
        "first_period": "2026-01",
        "is_active": "on",
    }
    url = client.post("/desk/integrity/checklists/asked/new/", typed)["Location"]
    assert client.post(url, {**typed, "seen": "1", "lines": "开会"}).status_code == 303
    period = client.get(url).context["open_form"].fields["period"].choices[0][0]
    assert client.post(f"{url}open/", {"period": period}).status_code == 303
    assert Checklist.objects.count() == 2
    assert client.get("/desk/integrity/checklists/asked/").status_code == 200
    for nobody in (town.leader, town.clerk, town.administrator):
        assert signed_in(nobody).get(url).status_code == 404
        assert signed_in(nobody).get("/desk/integrity/checklists/asked/").status_code == 404


def test_the_list_takes_a_fixed_number_of_queries(town: Town) -> None:
    asked, client = template(town), signed_in(town.secretary)

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = ("/desk/integrity/checklists/", "/desk/integrity/checklists.csv", "/desk/")
    actions.open_period(actor=town.secretary, template=asked, period="2026-09", at=AT)
    before = [count(url) for url in urls]
    for period in ("2026-08", "2026-07"):
        actions.open_period(actor=town.secretary, template=asked, period=period, at=AT)
    assert [count(url) for url in urls] == before
