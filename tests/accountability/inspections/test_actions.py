"""Tests of the life of inspections and of what they find: every step allowed and refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accountability.inspections.actions import findings, inspections, visits
from accountability.inspections.enums import FindingKind, FindingState, InspectionKind, InspectionState
from accountability.inspections.models import Finding, FindingPhoto, Inspection
from accountability.inspections.workflow import FINDING, INSPECTION
from accountability.rectification import actions as rectifications
from accountability.rectification.enums import RectificationState
from accountability.rectification.models import Rectification
from portal.accounts.enums import Role
from portal.core import uploads
from portal.core.models import AuditLine
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.accountability.inspections.making import (
    DUE,
    LATER,
    NOW,
    TEXT,
    TODAY,
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
from tests.factories import UnitFactory, VillageFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> People:
    return people()


def test_from_a_finding_to_its_closure(them: People) -> None:
    inspection = under_way(them)
    one = found(them, visited(them, inspection), amount=Decimal("56800.00"), photos=[picture()])
    visited(them, inspection, them.station, nothing_found=True)
    given = noticed(them, one)
    told = f"{TEXT}地点：村委会，凭证记-06014，金额56,800.00元。"
    assert (given.source_number, given.kind, given.text) == (inspection.number, "项目、采购", told)
    done = closed(them, inspection)
    assert (done.state, done.closed_on) == (InspectionState.CLOSED, TODAY)
    put_right(them, given)
    one.refresh_from_db()
    assert (one.state, one.rectification) == (FindingState.CLOSED, given)
    verbs = AuditLine.objects.filter(subject_kind="accountability.finding", subject_id=one.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["find", "notice", "close"]


def test_numbers_run_through_the_year_and_the_township(them: People) -> None:
    first, second = under_way(them), under_way(them, kind=InspectionKind.UNANNOUNCED)
    assert [first.number, second.number] == [f"{them.town.code}-JC-2026-{number}" for number in (1, 2)]
    numbers = [found(them, visited(them, one)).number for one in (first, second)]
    other = People(them.play, them.station, them.secretary, them.leader, them.member, them.head)
    assert numbers == [1, 2]
    assert planned(other, begins=date(2027, 1, 4), ends=date(2027, 1, 5)).number == f"{them.town.code}-JC-2027-1"


@pytest.mark.parametrize("who", ["leader", "member", "head", "publisher", "administrator"])
def test_only_the_secretary_plans_and_runs(them: People, who: str) -> None:
    somebody = getattr(them, who, None) or getattr(them.play, who)
    with pytest.raises(NotAllowed):
        planned(them, actor=somebody)
    inspection = planned(them)
    with pytest.raises(NotAllowed):
        inspections.begin(actor=somebody, inspection=inspection, at=NOW)
    with pytest.raises(NotAllowed):
        inspections.cancel(actor=somebody, inspection=inspection, reason="不查了。", at=NOW)
    begun = inspections.begin(actor=them.secretary, inspection=inspection, at=NOW)
    with pytest.raises(NotAllowed):
        inspections.close(actor=somebody, inspection=begun, report="查完了。", at=NOW)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"basis": ""}, "basis"),
        ({"plan": ""}, "plan"),
        ({"team": []}, "team"),
        ({"units": []}, "units"),
        ({"ends": date(2026, 9, 1)}, "ends"),
    ],
)
def test_a_plan_says_what_who_where_and_when(them: People, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        planned(them, **fields)
    assert refusal.value.field == field
    assert not Inspection.objects.exists()


def test_team_and_units_are_of_the_township(them: People) -> None:
    elsewhere = VillageFactory(parent=UnitFactory())
    with pytest.raises(Refused) as refusal:
        planned(them, units=[elsewhere])
    assert refusal.value.field == "units"
    with pytest.raises(Refused) as refusal:
        planned(them, team=[person(Role.CLERK, elsewhere)])
    assert refusal.value.field == "team"


def _change(them: People, inspection: Inspection, **fields: Any) -> Inspection:
    said: dict[str, Any] = {
        "actor": them.secretary,
        "kind": inspection.kind,
        "title": "惠农补贴专项检查",
        "basis": inspection.basis,
        "plan": inspection.plan,
        "begins": inspection.begins,
        "ends": inspection.ends,
        "team": [them.secretary],
        "units": [them.village],
        "at": NOW,
    }
    return inspections.change(inspection=inspection, **said | fields)


def test_a_plan_is_changed_until_the_inspection_is_over(them: People) -> None:
    inspection = planned(them)
    changed = _change(them, inspection, seen=inspection.version)
    assert (changed.title, list(changed.units.all())) == ("惠农补贴专项检查", [them.village])
    with pytest.raises(Conflict):
        _change(them, inspection, seen=inspection.version)
    with pytest.raises(NotAllowed):
        _change(them, inspection, actor=them.leader)
    with pytest.raises(Refused):
        _change(them, inspection, begins=date(2027, 1, 1), ends=date(2027, 1, 2))
    begun = inspections.begin(actor=them.secretary, inspection=changed, at=NOW)
    visited(them, begun)
    with pytest.raises(Refused) as refusal:
        _change(them, begun, units=[them.station])
    assert refusal.value.field == "units"
    closed(them, begun)
    with pytest.raises(Refused):
        _change(them, begun)


def test_it_is_closed_when_all_units_were_visited_and_all_findings_dealt_with(them: People) -> None:
    inspection = under_way(them)
    one = found(them, visited(them, inspection))
    with pytest.raises(Refused):
        closed(them, inspection)
    visited(them, inspection, them.station)
    with pytest.raises(Refused):
        closed(them, inspection)
    findings.settle(actor=them.secretary, finding=one, text="当场补了决议。", at=NOW)
    with pytest.raises(Refused):
        inspections.close(actor=them.secretary, inspection=inspection, report=" ", at=NOW)
    closed(them, inspection)
    with pytest.raises(WrongState):
        closed(them, inspection)


def test_it_is_cancelled_with_a_reason_until_somebody_went(them: People) -> None:
    with pytest.raises(Refused):
        inspections.cancel(actor=them.secretary, inspection=planned(them), reason=" ", at=NOW)
    gone = inspections.cancel(actor=them.secretary, inspection=under_way(them), reason="县里统一查。", at=NOW)
    assert gone.state == InspectionState.CANCELLED
    with pytest.raises(WrongState):
        inspections.begin(actor=them.secretary, inspection=gone, at=NOW)
    inspection = under_way(them)
    visited(them, inspection)
    with pytest.raises(Refused):
        inspections.cancel(actor=them.secretary, inspection=inspection, reason="县里统一查。", at=NOW)


def test_the_team_inspects_while_it_is_under_way_but_never_its_own_unit(them: People) -> None:
    inspection = under_way(them)
    visit = visited(them, inspection, actor=them.member, people=[them.member])
    assert found(them, visit, actor=them.member).state == FindingState.FOUND
    with pytest.raises(Refused) as refusal:
        visited(them, inspection, them.station, actor=them.member, people=[them.secretary])
    assert refusal.value.field == "people"
    with pytest.raises(Refused):
        visited(them, inspection, them.station, people=[them.member])
    own = visited(them, inspection, them.station)
    with pytest.raises(NotAllowed):
        found(them, own, actor=them.member)
    for somebody in (them.leader, them.head, them.play.publisher, them.play.administrator):
        with pytest.raises(NotAllowed):
            visited(them, inspection, actor=somebody)
        with pytest.raises(NotAllowed):
            found(them, visit, actor=somebody)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"day": date(2026, 9, 7)}, "day"),
        ({"day": date(2026, 9, 20)}, "day"),
        ({"place": ""}, "place"),
        ({"seen_there": ""}, "seen_there"),
        ({"people": []}, "people"),
    ],
)
def test_a_record_says_where_when_who_and_what(them: People, fields: dict[str, Any], field: str) -> None:
    inspection = under_way(them)
    with pytest.raises(Refused) as refusal:
        visited(them, inspection, **fields)
    assert refusal.value.field == field


def test_a_unit_is_visited_once_a_day_as_planned_while_the_inspection_is_under_way(them: People) -> None:
    with pytest.raises(WrongState):
        visited(them, planned(them))
    inspection = under_way(them, units=[them.village])
    visited(them, inspection)
    with pytest.raises(Refused):
        visited(them, inspection)
    with pytest.raises(Refused) as refusal:
        visited(them, inspection, them.station)
    assert refusal.value.field == "unit"
    with pytest.raises(Refused) as refusal:
        visited(them, inspection, day=date(2026, 9, 14), people=[them.leader])
    assert refusal.value.field == "people"


def _change_visit(them: People, visit: Any, **fields: Any) -> Any:
    said: dict[str, Any] = {
        "actor": them.secretary,
        "day": TODAY,
        "place": "村部",
        "people": [them.secretary],
        "seen_there": "看了凭证。",
        "at": NOW,
    }
    return visits.change_visit(visit=visit, **said | fields)


def test_a_record_is_put_right_while_it_is_under_way(them: People) -> None:
    inspection = under_way(them, units=[them.village])
    visit = visited(them, inspection, nothing_found=True)
    with pytest.raises(Refused):
        found(them, visit)
    changed = _change_visit(them, visit, seen=visit.version)
    assert (changed.place, changed.nothing_found) == ("村部", False)
    with pytest.raises(Conflict):
        _change_visit(them, visit, seen=visit.version)
    one = found(them, changed)
    with pytest.raises(Refused) as refusal:
        _change_visit(them, changed, nothing_found=True)
    assert refusal.value.field == "nothing_found"
    with pytest.raises(NotAllowed):
        _change_visit(them, changed, actor=them.leader)
    findings.withdraw(actor=them.secretary, finding=one, reason="看错了凭证。", at=NOW)
    closed(them, inspection)
    with pytest.raises(NotAllowed):
        _change_visit(them, changed)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"text": " "}, "text"), ({"place": ""}, "place"), ({"amount": Decimal(0)}, "amount")],
)
def test_a_finding_says_what_is_wrong_and_where(them: People, fields: dict[str, Any], field: str) -> None:
    visit = visited(them, under_way(them))
    with pytest.raises(Refused) as refusal:
        found(them, visit, **fields)
    assert refusal.value.field == field


def test_photographs_are_pictures_and_few(them: People) -> None:
    visit = visited(them, under_way(them))
    table = uploads.clean("项目,金额\n机耕路,56800\n".encode(), name="表.csv")
    for photos in ([table], [picture(f"{number}.jpg") for number in range(7)]):
        with pytest.raises(Refused) as refusal:
            found(them, visit, photos=photos)
        assert refusal.value.field == "photos"
    assert not FindingPhoto.objects.exists()


def _amend(them: People, one: Finding, **fields: Any) -> Finding:
    said: dict[str, Any] = {"actor": them.secretary, "kind": FindingKind.PAPERS, "place": "村委会", "text": "缺合同。"}
    return findings.amend(finding=one, at=NOW, **said | fields)


def test_a_finding_is_worded_anew_until_notice_is_given(them: People) -> None:
    one = found(them, visited(them, under_way(them)))
    amended = _amend(them, one, seen=one.version, photos=[picture()])
    assert (amended.text, amended.photos.count()) == ("缺合同。", 1)
    with pytest.raises(Conflict):
        _amend(them, one, seen=one.version)
    with pytest.raises(NotAllowed):
        _amend(them, one, actor=them.leader)
    noticed(them, amended)
    with pytest.raises(WrongState):
        _amend(them, one)


def test_settled_and_withdrawn_are_ends(them: People) -> None:
    visit = visited(them, under_way(them))
    with pytest.raises(Refused):
        findings.settle(actor=them.secretary, finding=found(them, visit), text=" ", at=NOW)
    with pytest.raises(Refused):
        findings.withdraw(actor=them.secretary, finding=found(them, visit), reason="", at=NOW)
    settled = findings.settle(actor=them.member, finding=found(them, visit), text="当场补了。", at=NOW)
    withdrawn = findings.withdraw(actor=them.member, finding=found(them, visit), reason="看错了。", at=NOW)
    for done in (settled, withdrawn):
        with pytest.raises(WrongState):
            noticed(them, done)
        with pytest.raises(NotAllowed):
            findings.settle(actor=them.leader, finding=found(them, visit), text="当场补了。", at=NOW)
        with pytest.raises(NotAllowed):
            findings.withdraw(actor=them.head, finding=found(them, visit), reason="没有这事。", at=NOW)
    assert not Rectification.objects.exists()


def test_several_findings_of_one_unit_are_noticed_at_once_and_closed_together(them: People) -> None:
    inspection = under_way(them)
    visit = visited(them, inspection)
    two = [found(them, visit), found(them, visit, kind=FindingKind.PAPERS, text="缺发票。")]
    given = noticed(them, *reversed(two))
    place = "地点：村委会，凭证记-06014。"
    assert (given.kind, given.text) == ("多项问题", f"{TEXT}{place}\n缺发票。{place}")
    assert given.unit == them.village
    assert (given.responsible, given.due) == ("时新华，村党支部书记", DUE)
    put_right(them, given)
    assert set(Finding.objects.values_list("state", flat=True)) == {FindingState.CLOSED}


def test_a_notice_is_of_one_unit_names_both_lines_and_is_the_secretarys(them: People) -> None:
    inspection = under_way(them)
    one = found(them, visited(them, inspection))
    other = found(them, visited(them, inspection, them.station))
    for fields, field in (
        ({"responsible": " "}, "responsible"),
        ({"supervising": ""}, "supervising"),
        ({"requirement": ""}, "requirement"),
        ({"due": date(2026, 9, 14)}, "due"),
    ):
        with pytest.raises(Refused) as refusal:
            noticed(them, one, **fields)
        assert refusal.value.field == field
    for chosen in ([], [one, other]):
        with pytest.raises(Refused) as refusal:
            noticed(them, one, findings=chosen)
        assert refusal.value.field == "findings"
    for somebody in (them.member, them.leader, them.head):
        with pytest.raises(NotAllowed):
            noticed(them, one, actor=somebody)
    noticed(them, one)
    with pytest.raises(WrongState):
        noticed(them, one)
    assert Rectification.objects.count() == 1


def test_what_is_published_is_approved_by_the_secretary_and_names_no_number(them: People) -> None:
    one = found(them, visited(them, under_way(them)))
    with pytest.raises(WrongState):
        findings.release(actor=them.secretary, finding=one, public_text="没有会议决议", at=NOW)
    noticed(them, one)
    with pytest.raises(NotAllowed):
        findings.release(actor=them.member, finding=one, public_text="没有会议决议", at=NOW)
    for text in ("请打13800001234", "长" * 61):
        with pytest.raises(Refused):
            findings.release(actor=them.secretary, finding=one, public_text=text, at=NOW)
    released = findings.release(actor=them.secretary, finding=one, public_text="没有会议决议", at=NOW)
    assert (released.public_text, released.state) == ("没有会议决议", FindingState.NOTICED)


def test_the_team_checks_again_but_nobody_their_own_unit(them: People) -> None:
    inspection = under_way(them)
    village = reported(them, noticed(them, found(them, visited(them, inspection))))
    back = rectifications.send_back(actor=them.member, rectification=village, reason="差一份合同。", at=NOW)
    again = reported(them, back)
    done = rectifications.confirm(actor=them.member, rectification=again, result="属实。", at=NOW)
    assert done.state == RectificationState.CLOSED
    own = noticed(them, found(them, visited(them, inspection, them.station)))
    sent = rectifications.report(actor=them.member, rectification=own, text="改了。", at=NOW)
    with pytest.raises(NotAllowed):
        rectifications.confirm(actor=them.member, rectification=sent, result="属实。", at=NOW)
    late = noticed(them, found(them, visited(them, inspection, day=date(2026, 9, 14))))
    with pytest.raises(NotAllowed):
        rectifications.supervise(actor=them.member, rectification=late, reason="抓紧。", at=LATER)


def test_the_database_holds_what_the_actions_hold(them: People) -> None:
    inspection = under_way(them)
    one = found(them, visited(them, inspection))
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (inspection, {"state": InspectionState.CLOSED}),
        (inspection, {"ends": date(2026, 9, 1)}),
        (inspection, {"year": 2025}),
        (inspection, {"kind": "raid"}),
        (one, {"state": FindingState.NOTICED}),
        (one, {"state": FindingState.SETTLED}),
        (one, {"amount": Decimal(-1)}),
        (one, {"kind": "gossip"}),
    ]
    for row, fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**fields)


def test_no_state_but_an_end_is_a_dead_end() -> None:
    assert {state for state in InspectionState if not INSPECTION.from_state(state)} == {
        InspectionState.CLOSED,
        InspectionState.CANCELLED,
    }
    assert {state for state in FindingState if not FINDING.from_state(state)} == {FindingState.WITHDRAWN}
