"""Tests of audits on leaving office: from the plan until what was found is put right."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accountability.integrity.actions import audits as actions
from accountability.integrity.enums import AuditState
from accountability.integrity.models import AuditFinding, LeavingAudit
from accountability.integrity.policies import SEES_AUDIT
from accountability.integrity.queries import figures
from accountability.rectification import actions as rectifications
from accountability.rectification.enums import Source
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.accountability.integrity.making import AT, Town, audit, paper
from tests.steps import offered, signed_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def found(town: Town, row: LeavingAudit, **said: Any) -> AuditFinding:
    given: dict[str, Any] = {
        "actor": town.secretary,
        "leaving_audit": row,
        "kind": "往来款项",
        "text": "3 笔预付款没有结清。",
        "amount": Decimal("8400.00"),
        "requirement": "核对后收回。",
        "due": date(2026, 12, 31),
        "at": AT,
    }
    return actions.add_finding(**given | said)


def under_way(town: Town) -> LeavingAudit:
    return actions.start(actor=town.secretary, leaving_audit=audit(town), at=AT)


def reported(town: Town) -> LeavingAudit:
    row = under_way(town)
    found(town, row)
    return actions.report(actor=town.secretary, leaving_audit=row, summary="基本合规。", papers=[paper()], at=AT)


def test_what_was_found_is_put_right_before_the_audit_is_closed(town: Town) -> None:
    row = reported(town)
    assert (row.state, row.number) == (AuditState.REPORTED, f"{town.town.code}-SJ-2026-001")
    given = row.findings.get().rectification
    assert given is not None
    assert (given.source, given.source_number, given.unit) == (Source.AUDIT, row.number, town.village)
    with pytest.raises(Refused):
        actions.close(actor=town.secretary, leaving_audit=row, at=AT)
    done = rectifications.report(actor=town.clerk, rectification=given, text="已收回。", at=AT)
    rectifications.confirm(actor=town.secretary, rectification=done, result="属实。", at=AT)
    closed = actions.close(actor=town.secretary, leaving_audit=row, at=AT)
    assert (closed.state, closed.closed_on) == (AuditState.CLOSED, date(2026, 10, 20))
    counted = figures.of_year(town.town, 2026, at=AT)
    assert (counted.audits, counted.findings, counted.amount) == (1, 1, Decimal("8400.00"))


def test_steps_are_taken_in_their_order_alone(town: Town) -> None:
    row = audit(town)
    with pytest.raises(WrongState):
        actions.report(actor=town.secretary, leaving_audit=row, summary="好", papers=[paper()], at=AT)
    with pytest.raises(WrongState):
        actions.close(actor=town.secretary, leaving_audit=row, at=AT)
    with pytest.raises(Refused):
        found(town, row)
    started = actions.start(actor=town.secretary, leaving_audit=row, at=AT)
    with pytest.raises(WrongState):
        actions.start(actor=town.secretary, leaving_audit=started, at=AT)
    wrong: list[dict[str, Any]] = [{"summary": " ", "papers": [paper()]}, {"summary": "好", "papers": []}]
    for said in wrong:
        with pytest.raises(Refused):
            actions.report(actor=town.secretary, leaving_audit=started, at=AT, **said)
    with transaction.atomic(), pytest.raises(IntegrityError):
        LeavingAudit.objects.filter(pk=row.pk).update(state=AuditState.CLOSED)


def test_only_the_secretary_runs_audits_and_never_their_own(town: Town) -> None:
    row = under_way(town)
    for nobody in (town.leader, town.approver, town.clerk, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            found(town, row, actor=nobody)
        with pytest.raises(NotAllowed):
            actions.report(actor=nobody, leaving_audit=row, summary="好", papers=[paper()], at=AT)
    done = reported(town)
    for nobody in (town.leader, town.approver, town.clerk, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.close(actor=nobody, leaving_audit=done, at=AT)
    LeavingAudit.objects.filter(pk=row.pk).update(person=town.secretary)
    with pytest.raises(NotAllowed):
        found(town, row)
    assert not SEES_AUDIT.allows(town.secretary, row, at=AT)


def test_the_unit_sees_an_audit_once_it_is_reported(town: Town) -> None:
    row = under_way(town)
    assert not any(SEES_AUDIT.allows(one, row, at=AT) for one in (town.clerk, town.head))
    assert SEES_AUDIT.allows(town.leader, row, at=AT)
    found(town, row)
    actions.report(actor=town.secretary, leaving_audit=row, summary="基本合规。", papers=[paper()], at=AT)
    assert all(SEES_AUDIT.allows(one, row, at=AT) for one in (town.clerk, town.head))
    file = row.files.get()
    url = f"/desk/integrity/audits/{row.pk}/files/{file.pk}/"
    assert b"".join(signed_in(town.clerk).get(url)).startswith(b"\x89PNG")
    for nobody in (town.other_clerk, town.publisher, town.administrator, town.lay, town.stranger):
        assert signed_in(nobody).get(url).status_code == 404
        assert signed_in(nobody).get(f"/desk/integrity/audits/{row.pk}/").status_code == 404


def test_findings_are_removed_while_it_is_under_way_and_amounts_are_not_negative(town: Town) -> None:
    row = under_way(town)
    with pytest.raises(Refused):
        found(town, row, amount=Decimal(-1))
    first, second = found(town, row), found(town, row, amount=None)
    actions.remove_finding(actor=town.secretary, finding=first, at=AT)
    assert list(row.findings.all()) == [second]
    assert found(town, row).number == 3
    with pytest.raises(Conflict):
        found(town, row, seen=1)


def test_an_audit_runs_on_the_desk(town: Town) -> None:
    client = signed_in(town.secretary)
    typed = {
        "unit": town.village.code,
        "post": "",
        "name": "甄离任",
        "office": "村会计",
        "audited_from": "2023-01-01",
        "audited_until": "2026-06-30",
        "auditor": "县审计局",
        "planned_for": "2026-11-30",
    }
    assert client.post("/desk/integrity/audits/plan/", {**typed, "audited_until": "2022-01-01"}).status_code == 422
    url = client.post("/desk/integrity/audits/plan/", typed)["Location"]
    assert client.post(f"{url}change/", {**typed, "seen": "1", "auditor": "会计师事务所"}).status_code == 303
    assert take(town.secretary, url, "start").status_code == 303
    row = LeavingAudit.objects.get()
    finding = {"seen": row.version, "kind": "往来", "text": "没结清", "requirement": "收回", "due": "2027-12-31"}
    assert client.post(f"{url}findings/enter/", {**finding, "amount": "8400"}).status_code == 303
    assert set(offered(signed_in(town.leader).get(url))) == set()
    picture = SimpleUploadedFile("报告.csv", "甲,乙\n一,二\n".encode(), "text/csv")
    assert take(town.secretary, url, "report", summary="基本合规。", papers=picture).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.files.count()) == (AuditState.REPORTED, 1)
    page = signed_in(town.clerk).get(url).content.decode()
    assert "8,400.00" in page
    assert client.get("/desk/integrity/audits/?reported=2026").status_code == 200
