"""Assessment on the desk: what each person sees and does, that lists need no more queries for more rows, and files."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.assessment.actions import entries, tables, years
from accountability.assessment.enums import AssessmentState, RuleKind
from accountability.assessment.models import Assessment, Objection, ScoreEntry, ScoringTable
from accountability.assessment.queries import assessments as queries
from portal.core.refusals import Refused
from tests.accountability.assessment.making import (
    JANUARY,
    Assessed,
    assessed,
    decided,
    entered,
    published,
    self_scored,
    verified,
)
from tests.factories import VillageFactory
from tests.steps import offered, signed_in, take, told

pytestmark = pytest.mark.django_db
LIST = "/desk/assessments/"


@pytest.fixture
def made() -> Assessed:
    return assessed()


def page_of(assessment: Assessment) -> str:
    return f"{LIST}{assessment.pk}/"


def seen(person: Any, url: str) -> Any:
    return signed_in(person).get(url)


@pytest.mark.parametrize("name", ["secretary", "member", "approver", "leader", "clerk", "head", "outsider"])
def test_whom_it_concerns_finds_the_list(made: Assessed, name: str) -> None:
    response = seen(getattr(made, name), LIST)
    assert response.status_code == 200
    assert "2025" in response.content.decode()


def test_nobody_else_finds_it(made: Assessed) -> None:
    assert seen(made.administrator, LIST).status_code == 404
    assert seen(made.administrator, page_of(made.assessment)).status_code == 404


def test_a_unit_sees_itself_alone(made: Assessed) -> None:
    assert seen(made.clerk, page_of(made.assessment)).status_code == 200
    assert seen(made.clerk, page_of(made.another)).status_code == 404
    assert {row.unit_id for row in queries.seen_by(made.clerk, JANUARY)} == {made.village.pk}


def test_the_committee_sees_a_unit_once_it_is_submitted(made: Assessed) -> None:
    for person in (made.approver, made.leader):
        assert seen(person, page_of(made.assessment)).status_code == 404
    row = verified(made)
    for person in (made.approver, made.leader):
        assert seen(person, page_of(row)).status_code == 200


def test_a_unit_reads_neither_points_nor_entries_before_they_are_published(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 2, cases=3)
    row = decided(made)
    for url in (LIST, page_of(row)):
        page = seen(made.clerk, url).content.decode()
        assert "95.0" in page, "its own self-score"
        assert "97.0" not in page
        assert "考核组入户核对时发现" not in page
        assert '<span class="tag">称职</span>' not in page
        assert "<b>称职</b>" not in page
    assert seen(made.clerk, f"{page_of(row)}form.pdf").status_code == 404
    assert seen(made.secretary, f"{page_of(row)}form.pdf").status_code == 200


def test_a_unit_is_not_narrowed_to_by_a_grade_its_reader_may_not_know(made: Assessed) -> None:
    decided(made)
    page = seen(made.clerk, f"{LIST}?year=2025&grade=competent").content.decode()
    assert page_of(made.assessment) not in page
    assert page_of(made.assessment) in seen(made.secretary, f"{LIST}?year=2025&grade=competent").content.decode()


def test_a_unit_scores_itself_on_its_page(made: Assessed) -> None:
    typed = {f"points_{number}": points for number, points in enumerate((9, 10, 10, 16, 20, 18, 10), start=1)}
    response = take(made.clerk, page_of(made.assessment), "self_score", **typed, bonus="2")
    assert response.status_code == 303
    assert made.assessment.self_points == 95
    assert "95.0" in seen(made.clerk, page_of(made.assessment)).content.decode()


def test_too_many_points_are_refused_beside_their_item(made: Assessed) -> None:
    typed = {f"points_{number}": 10 for number in range(1, 8)}
    response = take(made.clerk, page_of(made.assessment), "self_score", **{**typed, "points_1": "11"})
    assert response.status_code == 422
    assert made.assessment.state == AssessmentState.OPENED


def test_the_team_enters_corrects_and_verifies(made: Assessed) -> None:
    self_scored(made)
    client = signed_in(made.member)
    page = page_of(made.assessment)
    rule = made.rule(RuleKind.DEDUCTION, 9)
    typed = {"rule": rule.pk, "cases": 2, "text": "招待费2笔没有写事由", "source_url": "/matrix/2025/"}
    assert client.post(f"{page}entry/", typed).status_code == 303
    entry = ScoreEntry.objects.get()
    wrong = client.post(f"{page}entry/", {**typed, "source_url": "https://example.org/"})
    assert wrong.status_code == 422
    correction = {"cases": 1, "why": "一笔已补事由。", "seen": entry.version}
    assert client.post(f"{LIST}entries/{entry.pk}/", correction).status_code == 303
    assert client.post(f"{LIST}entries/{entry.pk}/", correction).status_code == 409
    item = made.year.table.items.get(number=5)
    assert client.post(f"{page}items/{item.pk}/").status_code == 303
    assert client.post(f"{page}items/").status_code == 303
    answer = take(made.member, page, "verify", gap_reason="")
    assert answer.status_code == 303
    assert made.assessment.points == 98


@pytest.mark.parametrize("name", ["clerk", "head", "outsider", "approver", "administrator"])
def test_what_the_team_does_does_not_exist_for_others(made: Assessed, name: str) -> None:
    entered(made, RuleKind.DEDUCTION, 2)
    self_scored(made)
    client, page = signed_in(getattr(made, name)), page_of(made.assessment)
    entry = ScoreEntry.objects.get()
    for url in (f"{page}entry/", f"{page}check/", f"{LIST}entries/{entry.pk}/", f"{LIST}open/"):
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404
    for url in (
        f"{page}items/",
        f"{LIST}years/{made.year.pk}/count/",
        f"{LIST}years/{made.year.pk}/publish/",
        f"{LIST}years/{made.year.pk}/finish/",
    ):
        assert client.post(url).status_code in (404, 303)
    assert ScoreEntry.objects.count() == 1
    assert not made.assessment.item_scores.filter(verified_at__isnull=False).exists()


def test_the_committee_decides_on_the_page(made: Assessed) -> None:
    row = verified(made)
    assert set(offered(seen(made.approver, page_of(row)))) == {"decide", "return"}
    response = take(made.approver, page_of(row), "decide", decided_on="2026-01-05")
    assert response.status_code == 303
    assert made.assessment.grade == "competent"
    assert "decide" not in offered(seen(made.secretary, page_of(row)))


def test_what_is_done_for_many_is_done_with_one_button(made: Assessed) -> None:
    verified(made)
    verified(made, made.another)
    year = f"{LIST}years/{made.year.pk}/"
    assert "decide/" in seen(made.approver, LIST).content.decode()
    assert signed_in(made.approver).post(f"{year}decide/").status_code == 303
    assert signed_in(made.secretary).post(f"{year}publish/").status_code == 303
    assert set(made.year.assessments.values_list("state", flat=True)) == {AssessmentState.PUBLISHED}
    again = signed_in(made.secretary).post(f"{year}publish/")
    assert again.status_code == 303
    assert told(again)


def test_an_objection_is_registered_and_answered(made: Assessed) -> None:
    row = published(made)
    client = signed_in(made.secretary)
    typed = {"channel": "phone", "received_on": "2026-01-06", "text": "扣分重复。"}
    assert client.post(f"{page_of(row)}objection/", typed).status_code == 303
    objection = Objection.objects.get()
    page = f"{LIST}objections/{objection.pk}/"
    assert seen(made.clerk, page).status_code == 404
    assert page in seen(made.secretary, f"{LIST}objections/").content.decode()
    assert set(offered(seen(made.secretary, page))) == {"uphold", "dismiss"}
    assert set(offered(seen(made.leader, page))) == set()
    take(made.secretary, page, "uphold", answer="重复，撤销一笔。")
    assert made.assessment.state == AssessmentState.SELF_SCORED


def test_what_follows_is_entered_from_the_page(made: Assessed) -> None:
    row = published(made)
    client = signed_in(made.secretary)
    asked = {"kind": "公开", "text": "迟公开。", "requirement": "按期公开。", "due": "2027-01-30"}
    assert client.post(f"{page_of(row)}rectification/", asked).status_code == 303
    said = {"kind": "reward", "text": "表扬", "day": "2026-01-06", "basis": "办法", "decided_by": "镇党委"}
    assert client.post(f"{page_of(row)}consequence/", said).status_code == 303
    page = client.get(page_of(row)).content.decode()
    assert "迟公开。" in page
    assert "表扬" in page
    assert signed_in(made.member).get(f"{page_of(row)}consequence/").status_code == 404


def test_a_scoring_table_is_changed_until_it_is_used(made: Assessed) -> None:
    client = signed_in(made.secretary)
    assert client.post("/desk/scoring-tables/new/").status_code == 303
    table = ScoringTable.objects.get(frozen_at=None)
    page = f"/desk/scoring-tables/{table.pk}/"
    item = table.items.get(number=1)
    change = {"title": "责任书", "standard": "未签扣5分", "points": "10", "seen": table.version}
    assert client.post(f"/desk/scoring-tables/items/{item.pk}/", change).status_code == 303
    table.refresh_from_db()
    rule = {
        "kind": "deduction",
        "item": item.pk,
        "text": "迟签",
        "points": "1",
        "counting": "each",
        "seen": table.version,
    }
    assert client.post(f"{page}rule/", rule).status_code == 303
    added = table.rules.get(text="迟签")
    assert client.post(f"/desk/scoring-tables/rules/{added.pk}/drop/").status_code == 303
    table.refresh_from_db()
    limits = {
        "name": "评分表",
        "scheme": "three",
        "first_from": "85",
        "second_from": "60",
        "third_from": "50",
        "best_share": "30",
        "bonus_cap": "2",
        "gap_limit": "15",
        "seen": table.version,
    }
    assert client.post(f"{page}change/", limits).status_code == 303
    assert "满意" in client.get(page).content.decode()
    used = f"/desk/scoring-tables/{made.year.table.pk}/"
    assert client.get(f"{used}change/").status_code == 404
    assert client.get(used).status_code == 200
    assert signed_in(made.clerk).get(used).status_code == 404


def test_the_team_is_changed(made: Assessed) -> None:
    client = signed_in(made.secretary)
    url = f"{LIST}years/{made.year.pk}/team/"
    assert client.post(url, {"team": [made.secretary.pk], "note": "1月到村", "seen": 1}).status_code == 303
    assert seen(made.member, page_of(made.assessment)).status_code == 404
    assert client.post(url, {"team": [], "note": "", "seen": 2}).status_code == 422


def test_a_year_is_opened_from_the_desk(made: Assessed) -> None:
    client = signed_in(made.secretary)
    assert client.get(f"{LIST}open/").status_code == 200
    response = client.post(f"{LIST}open/", {"year": 2024, "team": [made.secretary.pk], "note": ""})
    assert response.status_code == 303
    assert Assessment.objects.filter(of_year__year=2024).count() == 2
    again = client.post(f"{LIST}open/", {"year": 2024, "team": [made.secretary.pk], "note": ""})
    assert again.status_code == 422


@pytest.mark.parametrize("form", ["pdf", "csv"])
def test_the_ranking_is_handed_out(made: Assessed, form: str) -> None:
    decided(made)
    url = f"{LIST}years/{made.year.pk}/results.{form}"
    assert seen(made.secretary, url).status_code == 200
    assert seen(made.clerk, url).status_code == 404


def test_a_csv_has_what_its_reader_may_see(made: Assessed) -> None:
    decided(made)
    verified(made, made.another)
    text = seen(made.leader, f"{LIST}years/{made.year.pk}/results.csv").getvalue().decode()
    assert made.village.name_zh in text
    assert "称职" in text


def queries_of(person: Any, url: str) -> int:
    client = signed_in(person)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_more_units_need_no_more_queries(made: Assessed) -> None:
    one = queries_of(made.secretary, LIST)
    VillageFactory.create_batch(4, parent=made.town)
    years.open_year(actor=made.secretary, town=made.town, year=2026, team=[made.secretary], at=JANUARY)
    assert queries_of(made.secretary, f"{LIST}?year=2026") == one


def test_more_entries_need_no_more_queries(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 2)
    one = queries_of(made.member, page_of(made.assessment))
    entered(made, RuleKind.DEDUCTION, 3)
    entered(made, RuleKind.BONUS, 1)
    assert queries_of(made.member, page_of(made.assessment)) == one


def test_what_waits_stands_in_the_queue(made: Assessed) -> None:
    def waiting(person: Any) -> set[str]:
        rows = queries.waiting_assessments(person, JANUARY)
        return set(rows.values_list("waiting_verb", flat=True))

    assert waiting(made.clerk) == {"self_score"}
    assert waiting(made.approver) == set()
    verified(made)
    assert waiting(made.approver) == {"decide"}
    assert waiting(made.outsider) == {"self_score"}


def test_checks_of_the_year_stand_on_the_page(made: Assessed) -> None:
    client = signed_in(made.member)
    typed = {"quarter": 1, "day": "2025-04-08", "checkers": "何静", "text": "台账齐全。"}
    assert client.post(f"{page_of(made.assessment)}check/", typed).status_code == 303
    assert "台账齐全。" in client.get(page_of(made.assessment)).content.decode()
    assert "台账齐全。" not in seen(made.clerk, page_of(made.assessment)).content.decode()


def test_an_unused_table_is_begun_once(made: Assessed) -> None:
    tables.draft_table(actor=made.secretary, town=made.town, at=JANUARY)
    with pytest.raises(Refused):
        tables.draft_table(actor=made.secretary, town=made.town, at=JANUARY)
    assert signed_in(made.secretary).post("/desk/scoring-tables/new/").status_code == 303
    assert ScoringTable.objects.count() == 2


def test_findings_of_another_town_are_no_entry(made: Assessed) -> None:
    other = assessed()
    with pytest.raises(Refused):
        entries.add_entry(
            actor=made.member,
            assessment=made.assessment,
            rule=other.rule(RuleKind.DEDUCTION, 1),
            cases=1,
            text="未签",
            at=JANUARY,
        )
    assert seen(other.secretary, page_of(made.assessment)).status_code == 404
    assert reverse("accountability_desk:assessments") == LIST
