"""The life of an assessment: every step allowed and refused, what is entered, corrected, published and objected to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accountability.assessment.actions import entries, follow_up, objections, steps, tables, years
from accountability.assessment.enums import (
    AssessmentState,
    ConsequenceKind,
    EntrySource,
    Grade,
    MeasureKey,
    ObjectionChannel,
    RuleKind,
)
from accountability.assessment.models import Assessment, Objection, ScoreEntry, TableRule
from accountability.assessment.policies import STEPS
from accountability.assessment.queries import figures
from accountability.assessment.queries.assessments import item_scores_of, score_of
from accountability.assessment.queries.measured import Counted
from accountability.assessment.queries.published import told
from accountability.assessment.workflow import ASSESSMENT
from accountability.rectification.enums import Source
from portal.accounts.enums import Role
from portal.core.models import LogEntry, LogKind
from portal.core.publication_log import hash_of, verify as verify_log
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.accountability.assessment.making import (
    JANUARY,
    SELF,
    Assessed,
    assessed,
    day,
    decided,
    entered,
    later,
    published,
    self_scored,
    verified,
)
from tests.factories import UserFactory, VillageFactory, person

pytestmark = pytest.mark.django_db
D = Decimal
S = AssessmentState
FEBRUARY = later(30)


@pytest.fixture
def made() -> Assessed:
    return assessed()


def objected(made: Assessed, row: Assessment) -> Objection:
    return objections.register(
        actor=made.secretary,
        assessment=row,
        channel=ObjectionChannel.PHONE,
        text="招待费那两笔补了事由，不应扣分。",
        received_on=day(1),
        at=later(1),
    )


# Every row of the table, allowed and refused.

REACH: dict[str, Callable[[Assessed], Assessment]] = {
    S.OPENED: lambda made: made.assessment,
    S.SELF_SCORED: self_scored,
    S.VERIFIED: verified,
    S.DECIDED: decided,
    S.PUBLISHED: published,
}
ACTIONS: dict[str, Callable[..., Any]] = {
    "self_score": lambda **given: steps.self_score(points=SELF, **given),
    "go_without": lambda **given: steps.go_without(reason="催报两次未报。", **given),
    "verify": lambda **given: steps.verify(gap_reason="自评偏高。", **given),
    "send_back": lambda **given: steps.send_back(reason="第四项没有写明。", **given),
    "decide": lambda **given: steps.decide(grade=Grade.COMPETENT, reason="党委会议定。", **given),
    "return": lambda **given: steps.return_to_team(reason="第五项再核。", **given),
    "publish": steps.publish,
    "reopen": lambda **given: steps.reopen(reason="异议成立。", **given),
    "finish": steps.finish,
}
WHO = {
    "self_scores": ("clerk", "head"),
    "runs": ("secretary",),
    "verifies": ("secretary", "member"),
    "sends_back": ("secretary", "member"),
    "decides": ("approver",),
}
PEOPLE = ("secretary", "member", "approver", "leader", "clerk", "head", "outsider", "administrator")
ROWS = [row for row in ASSESSMENT.rows if row.source]


def at_of(verb: str) -> Any:
    return FEBRUARY if verb == "finish" else JANUARY


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.source}-{row.verb}")
def test_a_step_is_taken_by_those_it_belongs_to(made: Assessed, row: Any) -> None:
    for name in WHO[row.who]:
        with transaction.atomic():
            subject = REACH[row.source](made)
            if row.verb == "verify":
                entries.verify_items(actor=made.member, assessment=subject, at=JANUARY)
            done = ACTIONS[row.verb](actor=getattr(made, name), assessment=subject, at=at_of(row.verb))
            assert done.state == row.target
            transaction.set_rollback(True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.source}-{row.verb}")
def test_a_step_is_nobody_elses(made: Assessed, row: Any) -> None:
    subject = REACH[row.source](made)
    if row.verb == "verify":
        entries.verify_items(actor=made.member, assessment=subject, at=JANUARY)
    for name in set(PEOPLE) - set(WHO[row.who]):
        with pytest.raises(NotAllowed):
            ACTIONS[row.verb](actor=getattr(made, name), assessment=subject, at=at_of(row.verb))
    assert Assessment.objects.get(pk=subject.pk).state == row.source


@pytest.mark.parametrize("state", REACH)
def test_what_is_no_row_is_refused(made: Assessed, state: str) -> None:
    subject = REACH[state](made)
    for verb in ACTIONS.keys() - {row.verb for row in ROWS if row.source == state}:
        with pytest.raises(WrongState):
            ACTIONS[verb](actor=made.secretary, assessment=subject, at=JANUARY)


def test_who_saw_another_version_is_told(made: Assessed) -> None:
    seen = made.assessment.version
    self_scored(made)
    with pytest.raises(Conflict):
        steps.send_back(actor=made.member, assessment=made.assessment, reason="再核。", seen=seen, at=JANUARY)


def test_a_member_of_the_team_does_not_verify_their_own_village(made: Assessed) -> None:
    village_member = person(Role.SUPERVISOR, made.village)
    years.change_team(actor=made.secretary, year=made.year, team=[made.secretary, village_member], at=JANUARY)
    self_scored(made)
    with pytest.raises(NotAllowed):
        entries.verify_items(actor=village_member, assessment=made.assessment, at=JANUARY)
    self_scored(made, made.another)
    assert entries.verify_items(actor=village_member, assessment=made.another, at=JANUARY)


def test_nobody_decides_what_they_verified(made: Assessed) -> None:
    both = made.secretary
    person_of_two = person(Role.APPROVER, made.town)
    row = verified(made)
    Assessment.objects.filter(pk=row.pk).update(verified_by=person_of_two)
    assert not STEPS["decides"].allows(person_of_two, row, at=JANUARY)
    assert STEPS["decides"].allows(made.approver, row, at=JANUARY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(decided_by=both, verified_by=both)


# Opening a year.


def test_a_year_is_opened_for_every_unit_at_once(made: Assessed) -> None:
    assert set(made.year.assessments.values_list("unit", flat=True)) == {made.village.pk, made.other.pk}
    assert made.assessment.item_scores.count() == 7
    with pytest.raises(Refused):
        years.open_year(actor=made.secretary, town=made.town, year=2025, team=[made.secretary], at=JANUARY)


def test_only_the_secretary_opens_a_year(made: Assessed) -> None:
    for name in PEOPLE[1:]:
        with pytest.raises(NotAllowed):
            years.open_year(actor=getattr(made, name), town=made.town, year=2026, team=[made.member], at=JANUARY)


def test_a_year_needs_a_team(made: Assessed) -> None:
    with pytest.raises(Refused):
        years.open_year(actor=made.secretary, town=made.town, year=2026, team=[], at=JANUARY)
    with pytest.raises(Refused):
        years.change_team(actor=made.secretary, year=made.year, team=[UserFactory(is_active=False)], at=JANUARY)


def test_a_table_whose_points_are_not_a_hundred_is_not_used(made: Assessed) -> None:
    table = tables.draft_table(actor=made.secretary, town=made.town, at=JANUARY)
    item = table.items.first()
    assert item is not None
    tables.change_item(
        actor=made.secretary, item=item, title=item.title, standard=item.standard, points=D(11), at=JANUARY
    )
    with pytest.raises(Refused):
        years.open_year(actor=made.secretary, town=made.town, year=2026, team=[made.member], at=JANUARY)


# Tables.


def test_a_used_table_stays_as_it_is(made: Assessed) -> None:
    table = made.year.table
    rule = made.rule(RuleKind.DEDUCTION, 1)
    item = table.items.first()
    assert item is not None
    with pytest.raises(NotAllowed):
        tables.change_table(actor=made.secretary, table=table, fields={"name": "新表"}, at=JANUARY)
    with pytest.raises(NotAllowed):
        tables.change_item(actor=made.secretary, item=item, title="新", standard="新", points=D(10), at=JANUARY)
    with pytest.raises(NotAllowed):
        tables.drop_rule(actor=made.secretary, rule=rule, at=JANUARY)
    with pytest.raises(NotAllowed):
        tables.add_rule(actor=made.secretary, table=table, kind=RuleKind.VETO, text="新", at=JANUARY)


def test_a_new_version_is_a_copy(made: Assessed) -> None:
    table = tables.draft_table(actor=made.secretary, town=made.town, at=JANUARY)
    assert table.edition == 2
    same = ("kind", "number", "text", "points", "measure", "counting", "item__number")
    assert list(table.rules.values_list(*same)) == list(made.year.table.rules.values_list(*same))
    with pytest.raises(Refused):
        tables.draft_table(actor=made.secretary, town=made.town, at=JANUARY)
    with pytest.raises(NotAllowed):
        tables.draft_table(actor=made.leader, town=made.town, at=JANUARY)


def test_a_rule_fits_its_kind(made: Assessed) -> None:
    table = tables.draft_table(actor=made.secretary, town=made.town, at=JANUARY)
    item = table.items.first()
    add = tables.add_rule
    for wrong in (
        {"kind": RuleKind.DEDUCTION, "points": D(1)},
        {"kind": RuleKind.BONUS, "points": D(1), "item": item},
        {"kind": RuleKind.BONUS, "points": D(0)},
        {"kind": RuleKind.BONUS, "points": D(1), "measure": MeasureKey.NOTICES_LATE},
        {"kind": RuleKind.DEDUCTION, "points": D(1), "item": made.year.table.items.first()},
    ):
        with pytest.raises(Refused):
            add(actor=made.secretary, table=table, text="规则", at=JANUARY, **wrong)  # type: ignore[arg-type]
    added = add(
        actor=made.secretary, table=table, kind=RuleKind.DEDUCTION, item=item, points=D(1), text="规则", at=JANUARY
    )
    tables.drop_rule(actor=made.secretary, rule=added, at=JANUARY)
    with pytest.raises(IntegrityError), transaction.atomic():
        TableRule.objects.create(table=table, kind=RuleKind.VETO, number=99, text="规则", points=D(1))


# Self-score.


def test_a_self_score_is_kept_item_by_item(made: Assessed) -> None:
    row = self_scored(made)
    assert row.self_points == D("95.0"), "93 points and 2 of bonus"
    assert [one.self_points for one in item_scores_of(row)] == list(SELF)


def test_a_self_score_stays_within_its_items(made: Assessed) -> None:
    for points in ((D("10.1"), *SELF[1:]), (D(-1), *SELF[1:]), SELF[1:]):
        with pytest.raises(Refused):
            steps.self_score(actor=made.clerk, assessment=made.assessment, points=points, at=JANUARY)


def test_bonus_of_a_self_score_counts_up_to_its_limit(made: Assessed) -> None:
    row = steps.self_score(actor=made.clerk, assessment=made.assessment, points=SELF, bonus=D(9), at=JANUARY)
    assert row.self_bonus == D(3)


def test_no_personal_number_is_kept(made: Assessed) -> None:
    with pytest.raises(Refused):
        steps.self_score(actor=made.clerk, assessment=made.assessment, points=SELF, text="电话13800138000", at=JANUARY)


# Entries.


def test_entries_make_the_score(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 1)
    entered(made, RuleKind.DEDUCTION, 2, cases=2)
    entered(made, RuleKind.BONUS, 1)
    result = score_of(made.assessment)
    assert (result.items[0].score, result.bonus, result.total) == (D(3), D(1), D(94))


@pytest.mark.parametrize("name", ["approver", "leader", "clerk", "head", "outsider", "administrator"])
def test_only_the_team_enters(made: Assessed, name: str) -> None:
    with pytest.raises(NotAllowed):
        entries.add_entry(
            actor=getattr(made, name),
            assessment=made.assessment,
            rule=made.rule(RuleKind.DEDUCTION, 1),
            cases=1,
            text="未签",
            at=JANUARY,
        )


def test_nothing_is_entered_once_the_points_are_submitted(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 1)
    verified(made)
    with pytest.raises(NotAllowed):
        entered(made, RuleKind.DEDUCTION, 1)
    with pytest.raises(NotAllowed):
        entries.correct_entry(actor=made.member, entry=ScoreEntry.objects.get(), cases=0, why="重复。", at=JANUARY)


def test_a_correction_needs_a_reason_and_is_kept(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 2, cases=3)
    entry = ScoreEntry.objects.get()
    with pytest.raises(Refused):
        entries.correct_entry(actor=made.member, entry=entry, cases=1, why=" ", at=JANUARY)
    entries.correct_entry(actor=made.member, entry=entry, cases=1, why="两项已分到人。", at=JANUARY)
    assert score_of(made.assessment).items[0].score == D(9)
    assert sorted(entry.history.values_list("cases", flat=True)) == [1, 3]


def test_a_changed_entry_has_its_item_verified_again(made: Assessed) -> None:
    self_scored(made)
    entries.verify_items(actor=made.member, assessment=made.assessment, at=JANUARY)
    entered(made, RuleKind.DEDUCTION, 2)
    assert [one.item.number for one in item_scores_of(made.assessment) if one.verified_at is None] == [1]
    with pytest.raises(Refused, match="1"):
        steps.verify(actor=made.member, assessment=made.assessment, gap_reason="偏高。", at=JANUARY)


def test_what_the_portal_counts_is_not_entered_by_hand(made: Assessed) -> None:
    measured = TableRule.objects.get(table=made.year.table, measure=MeasureKey.NOTICES_LATE)
    with pytest.raises(Refused):
        entered(made, RuleKind.DEDUCTION, measured.number)


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"])
def test_a_source_lies_in_the_portal(made: Assessed, url: str) -> None:
    with pytest.raises(Refused):
        entries.add_entry(
            actor=made.member,
            assessment=made.assessment,
            rule=made.rule(RuleKind.DEDUCTION, 1),
            cases=1,
            text="未签",
            origin=replace(entries.JUDGED, url=url),
            at=JANUARY,
        )


def count(made: Assessed, cases: int) -> ScoreEntry:
    rule = TableRule.objects.get(table=made.year.table, measure=MeasureKey.NOTICES_LATE)
    figure = Counted(cases, f"迟{cases}项", "完成情况", "/matrix/2025/")
    entries.write_counted(made.member, made.assessment, [rule], {MeasureKey.NOTICES_LATE: figure}, JANUARY)
    return ScoreEntry.objects.get(rule=rule)


def test_counting_again_changes_what_was_counted(made: Assessed) -> None:
    assert count(made, 3).cases == 3
    assert (count(made, 2).cases, count(made, 2).counted) == (2, 2)
    assert score_of(made.assessment).items[3].score == D(19)


def test_a_counted_figure_changed_by_hand_stays_with_its_reason(made: Assessed) -> None:
    entry = count(made, 3)
    with pytest.raises(Refused):
        entries.correct_entry(actor=made.member, entry=entry, cases=2, why="", at=JANUARY)
    entries.correct_entry(actor=made.member, entry=entry, cases=2, why="停电一天，不算迟。", at=JANUARY)
    again = count(made, 4)
    assert (again.cases, again.counted) == (2, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreEntry.objects.filter(pk=entry.pk).update(why="")


def test_a_year_is_counted_for_all_units(made: Assessed) -> None:
    rows = years.count_year(actor=made.member, year=made.year, at=JANUARY)
    assert {row.unit_id for row in rows} == {made.village.pk, made.other.pk}
    measured = TableRule.objects.filter(table=made.year.table).exclude(measure="").count()
    assert ScoreEntry.objects.filter(source=EntrySource.MEASURED, assessment=made.assessment).count() == measured
    with pytest.raises(NotAllowed):
        years.count_year(actor=made.leader, year=made.year, at=JANUARY)


def test_a_quarterly_check_holds_its_entries(made: Assessed) -> None:
    check = entries.add_check(
        actor=made.member,
        assessment=made.assessment,
        quarter=3,
        day=date(2025, 10, 12),
        checkers="何静、田家和",
        text="查了谈话台账。",
        at=JANUARY,
    )
    entries.add_entry(
        actor=made.member,
        assessment=made.assessment,
        rule=made.rule(RuleKind.DEDUCTION, 3),
        cases=1,
        text="三季度少谈1人",
        origin=entries.Origin(check=check),
        at=JANUARY,
    )
    assert ScoreEntry.objects.get().source == EntrySource.CHECK
    with pytest.raises(Refused):
        entries.add_entry(
            actor=made.member,
            assessment=made.another,
            rule=made.rule(RuleKind.DEDUCTION, 3),
            cases=1,
            text="三季度少谈1人",
            origin=entries.Origin(check=check),
            at=JANUARY,
        )
    with pytest.raises(Refused):
        entries.add_check(
            actor=made.member,
            assessment=made.assessment,
            quarter=3,
            day=date(2025, 10, 13),
            checkers="何静",
            text="再查。",
            at=JANUARY,
        )


# Verified and decided.


def test_a_far_self_score_must_be_explained(made: Assessed) -> None:
    self_scored(made)
    entered(made, RuleKind.DEDUCTION, 8, cases=7)  # an item of 20 points falls to its floor, to 80 in all
    entered(made, RuleKind.DEDUCTION, 2, cases=6)
    entries.verify_items(actor=made.member, assessment=made.assessment, at=JANUARY)
    with pytest.raises(Refused) as refusal:
        steps.verify(actor=made.member, assessment=made.assessment, at=JANUARY)
    assert refusal.value.field == "gap_reason"
    assert steps.verify(actor=made.member, assessment=made.assessment, gap_reason="拆分付款。", at=JANUARY).points == D(
        74
    )


def test_a_veto_leaves_the_committee_no_other_grade(made: Assessed) -> None:
    entered(made, RuleKind.VETO, 1)
    row = verified(made)
    assert row.is_vetoed
    for grade, reason in ((Grade.BASIC, "从轻。"), (Grade.FAILING, "")):
        with pytest.raises(Refused):
            steps.decide(actor=made.approver, assessment=row, grade=grade, reason=reason, at=JANUARY)
    done = steps.decide(actor=made.approver, assessment=row, grade=Grade.FAILING, reason="受处分。", at=JANUARY)
    assert done.grade == Grade.FAILING


def test_another_grade_than_the_rules_needs_a_reason(made: Assessed) -> None:
    row = verified(made)  # 100 points, but a quarter of two units is none: competent
    with pytest.raises(Refused) as refusal:
        steps.decide(actor=made.approver, assessment=row, grade=Grade.BASIC, at=JANUARY)
    assert refusal.value.field == "reason"
    with pytest.raises(Refused):
        steps.decide(actor=made.approver, assessment=row, grade=Grade.SATISFACTORY, reason="好。", at=JANUARY)
    assert steps.decide(actor=made.approver, assessment=row, grade=Grade.COMPETENT, at=JANUARY).grade_reason == ""


def test_a_year_is_decided_by_the_rule_except_where_a_veto_applies(made: Assessed) -> None:
    entered(made, RuleKind.VETO, 1)
    verified(made)
    verified(made, made.another)
    assert [row.unit_id for row in years.decide_year(actor=made.approver, year=made.year, at=JANUARY)] == [
        made.other.pk
    ]
    with pytest.raises(Refused):
        years.decide_year(actor=made.approver, year=made.year, at=JANUARY)
    with pytest.raises(Refused):
        years.decide_year(actor=made.secretary, year=made.year, at=JANUARY)


def test_a_grade_is_kept_with_who_decided_it(made: Assessed) -> None:
    row = decided(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(grade="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(decided_by=None)


# Published and objected to.


def test_a_result_is_published_with_its_entry_in_the_log(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 2)
    row = published(made)
    edition = row.editions.get()
    entry = LogEntry.objects.get(subject_kind="assessment")
    assert entry.content_sha256 == edition.content_sha256
    assert entry.hash == hash_of(entry)
    assert row.objections_until == date(2026, 1, 12), "five working days after Monday 5 January"
    said = told(edition)
    assert (said.total, said.grade, said.items[0].cases[0].points) == (D(99), Grade.COMPETENT, D(1))


def test_small_figures_of_petitions_are_not_published(made: Assessed) -> None:
    years.count_year(actor=made.member, year=made.year, at=JANUARY)
    said = told(published(made).editions.get())
    cases = {case.rule: case for item in said.items for case in item.cases}
    assert (cases["信访超期"].text, cases["信访超期"].cases, cases["信访超期"].points) == ("", None, None)
    assert cases["公开迟于期限"].cases == 0


def test_all_decided_results_are_published_at_once(made: Assessed) -> None:
    decided(made)
    decided(made, made.another)
    assert len(years.publish_year(actor=made.secretary, year=made.year, at=JANUARY)) == 2
    with pytest.raises(Refused):
        years.publish_year(actor=made.secretary, year=made.year, at=JANUARY)
    with pytest.raises(NotAllowed):
        years.publish_year(actor=made.approver, year=made.year, at=JANUARY)


def test_an_objection_is_registered_in_its_days(made: Assessed) -> None:
    row = published(made)
    assert objected(made, row).due == day(11)
    for received, at in ((day(-1), later(1)), (day(9), later(9)), (day(3), later(2))):
        with pytest.raises(Refused):
            objections.register(
                actor=made.secretary,
                assessment=row,
                channel=ObjectionChannel.PAPER,
                text="有异议。",
                received_on=received,
                at=at,
            )
    for name in ("member", "approver", "clerk"):
        with pytest.raises(NotAllowed):
            objections.register(
                actor=getattr(made, name),
                assessment=row,
                channel=ObjectionChannel.PAPER,
                text="有异议。",
                received_on=day(1),
                at=later(1),
            )


def test_nothing_is_objected_to_before_it_is_published(made: Assessed) -> None:
    with pytest.raises(NotAllowed):
        objected(made, decided(made))


def test_an_upheld_objection_is_scored_again_and_both_results_are_kept(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 9, cases=2)
    objection = objected(made, published(made))
    objections.uphold(actor=made.secretary, objection=objection, answer="票据补齐，扣分撤销。", at=later(2))
    row = made.assessment
    assert (row.state, row.grade, row.points) == (S.SELF_SCORED, "", None)
    with pytest.raises(NotAllowed):
        steps.send_back(actor=made.member, assessment=row, reason="退回自评。", at=later(2))
    entries.correct_entry(
        actor=made.member, entry=ScoreEntry.objects.get(), cases=0, why="异议成立，已补事由。", at=later(2)
    )
    decided(made, row, later(3))
    again = steps.publish(actor=made.secretary, assessment=made.assessment, at=later(3))
    before, after = (told(edition) for edition in again.editions.order_by("number"))
    assert (before.total, after.total) == (D(96), D(100))
    assert list(
        LogEntry.objects.filter(subject_kind="assessment").order_by("edition").values_list("kind", flat=True)
    ) == [
        LogKind.PUBLICATION,
        LogKind.CORRECTION,
    ]
    assert verify_log(LogEntry.objects.order_by("sequence"), lambda entry: entry.content_sha256) == []


def test_an_answered_objection_changes_nothing(made: Assessed) -> None:
    objection = objected(made, published(made))
    with pytest.raises(Refused):
        objections.dismiss(actor=made.secretary, objection=objection, answer="", at=later(2))
    for name in ("member", "approver", "clerk"):
        with pytest.raises(NotAllowed):
            objections.dismiss(actor=getattr(made, name), objection=objection, answer="不成立。", at=later(2))
    objections.dismiss(actor=made.secretary, objection=objection, answer="原始凭证没有事由。", at=later(2))
    assert made.assessment.state == S.PUBLISHED
    with pytest.raises(WrongState):
        objections.uphold(actor=made.secretary, objection=objection, answer="成立。", at=later(2))


def test_an_assessment_is_closed_once_nobody_can_object(made: Assessed) -> None:
    row = published(made)
    objection = objected(made, row)
    for at in (later(7), FEBRUARY):
        with pytest.raises(Refused):
            steps.finish(actor=made.secretary, assessment=row, at=at)
    objections.dismiss(actor=made.secretary, objection=objection, answer="不成立。", at=later(2))
    with pytest.raises(Refused):
        years.finish_year(actor=made.secretary, year=made.year, at=later(7))
    assert [one.state for one in years.finish_year(actor=made.secretary, year=made.year, at=later(8))] == [S.FINAL]


# What follows.


def test_what_must_be_put_right_is_given_to_the_unit(made: Assessed) -> None:
    given = {"kind": "公开", "text": "三季度财务迟公开。", "requirement": "按期公开。", "due": day(30)}
    with pytest.raises(NotAllowed):
        follow_up.require(actor=made.secretary, assessment=decided(made), at=JANUARY, **given)  # type: ignore[arg-type]
    row = steps.publish(actor=made.secretary, assessment=made.assessment, at=JANUARY)
    asked = follow_up.require(actor=made.secretary, assessment=row, at=JANUARY, **given)  # type: ignore[arg-type]
    assert (asked.source, asked.source_number, asked.unit_id) == (
        Source.ASSESSMENT,
        row.audit_number(),
        made.village.pk,
    )
    with pytest.raises(NotAllowed):
        follow_up.require(actor=made.member, assessment=row, at=JANUARY, **given)  # type: ignore[arg-type]


def test_rewards_and_sanctions_are_recorded(made: Assessed) -> None:
    row = published(made)
    for kind in ConsequenceKind:
        follow_up.add_consequence(
            actor=made.secretary,
            assessment=row,
            kind=kind,
            text="通报表扬",
            day=day(),
            basis="考核办法第九条",
            decided_by="镇党委",
            at=JANUARY,
        )
    counted = figures.of_year(made.town, 2025, at=JANUARY)
    assert (counted.rewards, counted.sanctions) == (1, 1)
    with pytest.raises(NotAllowed):
        follow_up.add_consequence(
            actor=made.approver,
            assessment=row,
            kind=ConsequenceKind.REWARD,
            text="表扬",
            day=day(),
            basis="办法",
            decided_by="镇党委",
            at=JANUARY,
        )


def test_figures_of_a_year_count_rows(made: Assessed) -> None:
    entered(made, RuleKind.VETO, 1)
    objected(made, published(made))
    self_scored(made, made.another)
    counted = figures.of_year(made.town, 2025, at=JANUARY)
    assert (counted.units, counted.graded, counted.vetoed, counted.published, counted.objections) == (2, 1, 1, 1, 1)
    assert counted.grades == {Grade.FAILING: 1}
    assert figures.units_in_year(made.town, 2025, at=JANUARY) == {made.village.pk: Grade.FAILING}
    elsewhere = VillageFactory()
    assert elsewhere.parent is not None
    assert figures.of_year(elsewhere.parent, 2025, at=JANUARY).units == 0
