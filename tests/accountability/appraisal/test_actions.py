"""Debriefings and appraisals step by step: what is done, by whom, and what is refused."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accountability.appraisal.actions import appraisals, debriefings, publishing, suggestions, voting
from accountability.appraisal.actions.appraisals import Voters
from accountability.appraisal.enums import AppraisalState, DebriefingState, SuggestionState, VoterClass
from accountability.appraisal.models import (
    Appraisal,
    BallotBox,
    PaperTally,
    ResultCount,
    ResultLine,
    VotingClass,
    VotingCode,
)
from accountability.appraisal.queries.log import hashes
from accountability.appraisal.queries.results import groups_of, result, result_of
from accountability.appraisal.rules import secrecy
from accountability.appraisal.rules.scales import share
from accountability.rectification.enums import Source
from portal.accounts.enums import Role
from portal.core.models import AuditLine, LogEntry
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.accountability.appraisal.making import (
    BY_PHONE,
    DAY,
    NOW,
    ON_PAPER,
    PAPER,
    PLANNED_AT,
    SUBJECTS,
    People,
    by_phone,
    confirmed,
    counted,
    held,
    opened,
    people,
    planned,
    prepared,
    tallied,
    voted,
)
from tests.factories import UnitFactory, VillageFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrecy, "_COST", 2)


@pytest.fixture
def them() -> People:
    return people()


def stranger(them: People) -> Any:
    """Return the secretary of another township, who may do nothing here."""
    return person(Role.SECRETARY, UnitFactory())


# Debriefings.


def test_a_debriefing_is_planned_with_a_number(them: People) -> None:
    found = planned(them)
    assert (found.number, found.state) == (f"{them.town.code}-SL-2026-001", DebriefingState.PLANNED)
    assert found.agenda_items == ["述职述廉", "现场提问", "民主测评"]


def test_the_town_as_a_whole_has_its_own(them: People) -> None:
    planned(them)
    assert planned(them, unit=them.town).number.endswith("-002")


@pytest.mark.parametrize("who", ["clerk", "approver", "lay", "administrator", "stranger"])
def test_nobody_else_plans_one(them: People, who: str) -> None:
    actor = stranger(them) if who == "stranger" else getattr(them.play, who)
    with pytest.raises(NotAllowed):
        debriefings.plan(
            actor=actor,
            town=them.town,
            unit=them.village,
            year=2025,
            day=DAY,
            begins=time(9),
            place="村委会",
            chair="范开田",
            at=PLANNED_AT,
        )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"day": date(2026, 1, 4)}, "day"),
        ({"year": 2027, "day": DAY}, "day"),
        ({"place": " "}, "place"),
        ({"chair": ""}, "chair"),
    ],
)
def test_a_plan_is_checked(them: People, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        planned(them, **fields)
    assert refusal.value.field == field


def test_a_unit_has_one_a_year_and_none_of_another_town(them: People) -> None:
    first = planned(them)
    with pytest.raises(Refused, match="There is a debriefing"):
        planned(them)
    debriefings.cancel(actor=them.secretary, debriefing=first, reason="并到镇里开", at=NOW)
    assert planned(them).number.endswith("-002")
    with pytest.raises(Refused, match="not of this township"):
        planned(them, unit=VillageFactory())


def test_a_plan_is_changed_by_the_secretary_alone(them: People) -> None:
    said: dict[str, Any] = {"day": date(2026, 1, 20), "begins": time(14), "place": "祠堂", "chair": "范开田", "at": NOW}
    debriefing = planned(them)
    with pytest.raises(NotAllowed):
        debriefings.amend(actor=them.play.clerk, debriefing=debriefing, **said)
    assert debriefings.amend(actor=them.secretary, debriefing=debriefing, **said).place == "祠堂"
    with pytest.raises(Conflict):
        debriefings.amend(actor=them.secretary, debriefing=debriefing, seen=1, **said)


def test_it_is_held_on_its_day_before_people(them: People) -> None:
    debriefing = planned(them)
    for at, attended in ((PLANNED_AT, 42), (NOW, 0)):
        with pytest.raises(Refused):
            debriefings.hold(actor=them.secretary, debriefing=debriefing, attended=attended, at=at)
    with pytest.raises(NotAllowed):
        debriefings.hold(actor=them.play.clerk, debriefing=debriefing, attended=42, at=NOW)
    done = debriefings.hold(actor=them.secretary, debriefing=debriefing, attended=42, at=NOW)
    assert (done.state, done.attended) == (DebriefingState.HELD, 42)
    for again in (debriefings.hold, debriefings.cancel):
        said: dict[str, Any] = {"attended": 1} if again is debriefings.hold else {"reason": "误"}
        with pytest.raises(WrongState):
            again(actor=them.secretary, debriefing=debriefing, at=NOW, **said)


def test_to_cancel_needs_a_reason_and_no_appraisal(them: People) -> None:
    debriefing = planned(them)
    with pytest.raises(Refused, match="reason"):
        debriefings.cancel(actor=them.secretary, debriefing=debriefing, reason=" ", at=NOW)
    with pytest.raises(NotAllowed):
        debriefings.cancel(actor=them.play.clerk, debriefing=debriefing, reason="下雪", at=NOW)
    prepared(them, debriefing)
    with pytest.raises(Refused, match="Cancel it first"):
        debriefings.cancel(actor=them.secretary, debriefing=debriefing, reason="下雪", at=NOW)


def test_the_minutes_close_when_everything_is_settled(them: People) -> None:
    debriefing = held(them)

    def close() -> Any:
        return debriefings.close(actor=them.secretary, debriefing=debriefing, minutes="测评结果报镇党委。", at=NOW)

    with pytest.raises(Refused, match="statement"):
        close()
    debriefings.hand_in(
        actor=them.play.clerk, debriefing=debriefing, person="陆守成", title="书记", text="一年来…", at=NOW
    )
    made = suggestions.suggest(
        actor=them.play.clerk, debriefing=debriefing, made_by="村民代表", text="账目早点贴", at=NOW
    )
    with pytest.raises(Refused, match="suggestion is still open"):
        close()
    suggestions.answer(actor=them.play.clerk, suggestion=made, answer="每季度首月二十日前贴。", at=NOW)
    appraisal = prepared(them, debriefing)
    with pytest.raises(Refused, match="not counted"):
        close()
    appraisals.cancel(actor=them.secretary, appraisal=appraisal, reason="改期", at=NOW)
    with pytest.raises(NotAllowed):
        debriefings.close(actor=them.play.clerk, debriefing=debriefing, minutes="好", at=NOW)
    assert close().state == DebriefingState.CLOSED
    with pytest.raises(NotAllowed):
        debriefings.hand_in(actor=them.secretary, debriefing=debriefing, person="某", title="员", text="补", at=NOW)


def test_statements_are_handed_in_by_the_unit_before_the_meeting(them: People) -> None:
    debriefing = planned(them)
    first = debriefings.hand_in(
        actor=them.play.clerk, debriefing=debriefing, person="陆守成", title="书记", text="甲", at=NOW
    )
    second = debriefings.hand_in(
        actor=them.secretary, debriefing=debriefing, person="孟春兰", title="主席", text="乙", at=NOW
    )
    assert (first.position, second.position) == (1, 2)
    changed = debriefings.hand_in(
        actor=them.play.clerk,
        debriefing=debriefing,
        person="陆守成",
        title="书记",
        text="改",
        statement=first,
        seen=1,
        at=NOW,
    )
    assert (changed.text, changed.version, changed.position) == ("改", 2, 1)
    with pytest.raises(Conflict):
        debriefings.hand_in(
            actor=them.play.clerk,
            debriefing=debriefing,
            person="陆",
            title="书记",
            text="又改",
            statement=first,
            seen=1,
            at=NOW,
        )
    with pytest.raises(NotAllowed):
        debriefings.hand_in(
            actor=them.play.outsider, debriefing=debriefing, person="陆", title="书记", text="别村", at=NOW
        )
    with pytest.raises(Refused, match="choose a file"):
        debriefings.hand_in(actor=them.play.clerk, debriefing=debriefing, person="陆", title="书记", at=NOW)


def test_questions_are_recorded_once_it_was_held(them: People) -> None:
    said: dict[str, Any] = {
        "asked_by": "村民代表郑有田",
        "question": "泵站什么时候修？",
        "answered_by": "陆守成",
        "answer": "三月前。",
        "at": NOW,
    }
    debriefing = planned(them)
    with pytest.raises(NotAllowed):
        debriefings.record_question(actor=them.secretary, debriefing=debriefing, **said)
    debriefings.hold(actor=them.secretary, debriefing=debriefing, attended=42, at=NOW)
    kept = debriefings.record_question(actor=them.play.clerk, debriefing=debriefing, **said)
    assert kept.position == 1
    with pytest.raises(NotAllowed):
        debriefings.record_question(actor=them.play.outsider, debriefing=debriefing, **said)
    with pytest.raises(Refused):
        debriefings.record_question(actor=them.play.clerk, debriefing=debriefing, **{**said, "answer": ""})


def test_a_suggestion_is_answered_or_given_to_be_put_right(them: People) -> None:
    debriefing = held(them)
    one, two = (
        suggestions.suggest(actor=them.secretary, debriefing=debriefing, made_by="代表", text=text, at=NOW)
        for text in ("甲", "乙")
    )
    for who in (them.play.outsider, them.leader, them.play.administrator):
        with pytest.raises(NotAllowed):
            suggestions.answer(actor=who, suggestion=one, answer="好", at=NOW)
    assert suggestions.answer(actor=them.play.clerk, suggestion=one, answer="好", at=NOW).answer == "好"
    said: dict[str, Any] = {"requirement": "修好水泵", "due": date(2026, 3, 1), "at": NOW}
    with pytest.raises(NotAllowed):
        suggestions.give(actor=them.play.clerk, suggestion=two, **said)
    given = suggestions.give(actor=them.secretary, suggestion=two, **said)
    assert given.state == SuggestionState.GIVEN
    assert given.rectification
    assert (given.rectification.source, given.rectification.source_number) == (
        Source.DEBRIEFING,
        f"{debriefing.number}-2",
    )
    with pytest.raises(WrongState):
        suggestions.answer(actor=them.secretary, suggestion=two, answer="好", at=NOW)


# Appraisals.


def test_an_appraisal_has_the_number_of_its_debriefing(them: People) -> None:
    debriefing = planned(them)
    first = prepared(them, debriefing)
    assert first.number == f"{them.town.code}-CP-2026-001"
    with pytest.raises(Refused, match="There is an appraisal"):
        prepared(them, debriefing)
    appraisals.cancel(actor=them.secretary, appraisal=first, reason="名单有误", at=NOW)
    assert prepared(them, debriefing).number == f"{them.town.code}-CP-2026-001-2"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"subjects": []}, "subjects"),
        ({"subjects": [("", "书记")]}, "subjects"),
        ({"voters": {}}, "voters"),
        ({"voters": {VoterClass.CADRES: Voters(papers=4)}}, "voters"),
        ({"voters": {VoterClass.CADRES: Voters(papers=9, codes=4)}}, "voters"),
        ({"tellers": ""}, "tellers"),
        ({"scale": "stars"}, "scale"),
    ],
)
def test_what_is_prepared_is_checked(them: People, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        prepared(them, **fields)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["clerk", "supervisor", "lay", "approver", "administrator"])
def test_the_secretary_alone_runs_an_appraisal(them: People, who: str) -> None:
    actor, debriefing = getattr(them.play, who), planned(them)
    said: dict[str, Any] = {
        "scale": "satisfaction",
        "subjects": SUBJECTS,
        "voters": BY_PHONE,
        "tellers": "甲、乙",
        "at": NOW,
    }
    with pytest.raises(NotAllowed):
        appraisals.prepare(actor=actor, debriefing=debriefing, **said)
    appraisal = prepared(them, debriefing, voters={VoterClass.CADRES: Voters(codes=6, papers=6)})
    refused: list[Any] = [
        lambda: appraisals.amend(actor=actor, appraisal=appraisal, **said),
        lambda: voting.make_codes(actor=actor, appraisal=appraisal, at=NOW),
        lambda: appraisals.open_voting(actor=actor, appraisal=appraisal, at=NOW),
        lambda: appraisals.cancel(actor=actor, appraisal=appraisal, reason="因", at=NOW),
    ]
    for one in refused:
        with pytest.raises(NotAllowed):
            one()
    voting.make_codes(actor=them.secretary, appraisal=appraisal, at=NOW)
    opened(them, appraisal)
    with pytest.raises(NotAllowed):
        appraisals.enter_paper(actor=actor, appraisal=appraisal, counted={}, at=NOW)
    with pytest.raises(NotAllowed):
        voting.count(actor=actor, appraisal=appraisal, at=NOW)


def test_voting_opens_on_its_day_with_printed_codes(them: People) -> None:
    appraisal = prepared(them, voters=BY_PHONE)
    with pytest.raises(Refused, match="Print the codes"):
        opened(them, appraisal)
    voting.make_codes(actor=them.secretary, appraisal=appraisal, at=NOW)
    with pytest.raises(Refused, match="on the day"):
        appraisals.open_voting(actor=them.secretary, appraisal=appraisal, at=PLANNED_AT)
    assert opened(them, appraisal).state == AppraisalState.OPEN
    with pytest.raises(WrongState):
        voting.make_codes(actor=them.secretary, appraisal=appraisal, at=NOW)
    with pytest.raises(WrongState):
        opened(them, appraisal)


def test_codes_printed_again_and_a_changed_appraisal_void_the_old_ones(them: People) -> None:
    appraisal = prepared(them, voters=BY_PHONE)
    first = voting.make_codes(actor=them.secretary, appraisal=appraisal, at=NOW)
    second = voting.make_codes(actor=them.secretary, appraisal=appraisal, at=NOW)
    assert VotingCode.objects.count() == 30
    assert [(key, len(codes)) for key, codes in second.slips] == [
        ("working_group", 3),
        ("cadres", 7),
        ("members", 8),
        ("representatives", 12),
    ]
    opened(them, appraisal)
    with pytest.raises(Refused, match="not known"):
        voted(first.slips[0][1][0])
    voted(second.slips[0][1][0])


def test_a_code_is_read_however_it_is_typed_and_used_once(them: People) -> None:
    poll = by_phone(them)
    code = poll.codes[0]
    voted(f" {code[:4].lower()}-{code[4:].lower()} ")
    with pytest.raises(Refused, match="has been used"):
        voted(code)
    for unknown in ("", "K7PM", "K7PM2XQD9", "ZZZZZZZZ"):
        with pytest.raises(Refused, match="not known"):
            voted(unknown)
    assert len(BallotBox.objects.get().votes) == 1


@pytest.mark.parametrize("choices", [(0,), (0, 0), (0, 0, 4), (0, 0, -1), (0, 0, 0, 0)])
def test_a_vote_says_something_of_everybody(them: People, choices: tuple[int, ...]) -> None:
    poll = by_phone(them)
    with pytest.raises(Refused, match="for everybody"):
        voted(poll.codes[0], *choices)
    voted(poll.codes[0])


def test_nobody_votes_before_or_after(them: People) -> None:
    appraisal = prepared(them, voters=BY_PHONE)
    printed = voting.make_codes(actor=them.secretary, appraisal=appraisal, at=NOW)
    code = printed.slips[0][1][0]
    with pytest.raises(Refused, match="not known"):
        voted(code)
    opened(them, appraisal)
    appraisals.cancel(actor=them.secretary, appraisal=appraisal, reason="停电", at=NOW)
    with pytest.raises(Refused, match="not known"):
        voted(code)


def test_votes_by_phone_are_counted_by_lines_that_are_large_enough(them: People) -> None:
    poll = by_phone(them)
    for number, code in enumerate(poll.codes[:28]):
        voted(code, number % 3, 0, 3 if number < 6 else 1)
    with pytest.raises(Refused, match="does not open"):
        voting.count(actor=them.secretary, appraisal=poll.appraisal, opening_code="WRONG", at=NOW)
    typed = poll.printed.opening_code.lower()
    done = voting.count(actor=them.secretary, appraisal=poll.appraisal, opening_code=typed, at=NOW)
    found = result(done)
    assert found
    assert (found.issued, found.collected, found.valid, found.codes_not_used) == (30, 28, 28, 2)
    assert [one.line.classes for one in found.lines] == [["working_group", "cadres"], ["members"], ["representatives"]]
    assert [one.counts for one in found.subjects] == [(10, 9, 9, 0), (28, 0, 0, 0), (0, 22, 0, 6)]
    assert (VotingCode.objects.count(), BallotBox.objects.count()) == (0, 0)
    assert (bytes(done.lock), bytes(done.salt)) == (b"", b"")


def test_paper_and_phone_are_counted_together(them: People) -> None:
    poll = by_phone(them, voters={VoterClass.CADRES: Voters(codes=6, papers=4), VoterClass.MEMBERS: Voters(codes=5)})
    for code in poll.codes:
        voted(code, 0, 1, 2)
    confirmed(them, poll.appraisal, cadres=tallied(4, 3, (1, 2, 0, 0), (0, 0, 3, 0), (0, 0, 0, 3)))
    done = voting.count(actor=them.secretary, appraisal=poll.appraisal, opening_code=poll.printed.opening_code, at=NOW)
    found = result(done)
    assert found
    assert (found.issued, found.collected, found.valid, found.papers) == (15, 15, 14, 4)
    assert [one.counts for one in found.lines[0].subjects] == [(7, 2, 0, 0), (0, 6, 3, 0), (0, 0, 6, 3)]
    assert not PaperTally.objects.exists()


def test_the_paper_is_entered_and_confirmed_by_two_others(them: People) -> None:
    appraisal = opened(them, prepared(them))
    with pytest.raises(Refused, match="Enter what was counted"):
        voting.count(actor=them.secretary, appraisal=appraisal, at=NOW)
    with pytest.raises(NotAllowed):
        appraisals.confirm_paper(actor=them.play.lay, appraisal=appraisal, at=NOW)
    appraisals.enter_paper(actor=them.secretary, appraisal=appraisal, counted=PAPER, at=NOW)
    for who in (them.secretary, them.play.clerk, them.play.outsider, them.play.administrator):
        with pytest.raises(NotAllowed):
            appraisals.confirm_paper(actor=who, appraisal=appraisal, at=NOW)
    appraisals.confirm_paper(actor=them.play.lay, appraisal=appraisal, at=NOW)
    with pytest.raises(NotAllowed):
        appraisals.confirm_paper(actor=them.play.lay, appraisal=appraisal, at=NOW)
    with pytest.raises(Refused, match="Two tellers"):
        voting.count(actor=them.secretary, appraisal=appraisal, at=NOW)
    appraisals.confirm_paper(actor=them.play.supervisor, appraisal=appraisal, at=NOW)
    with pytest.raises(NotAllowed):
        appraisals.confirm_paper(actor=them.leader, appraisal=appraisal, at=NOW)
    assert voting.count(actor=them.secretary, appraisal=appraisal, at=NOW).state == AppraisalState.COUNTED


def test_paper_entered_anew_is_confirmed_anew(them: People) -> None:
    appraisal = confirmed(them, opened(them, prepared(them)))
    done = appraisals.enter_paper(actor=them.secretary, appraisal=appraisal, counted=PAPER, at=NOW)
    assert (done.first_confirmed_by, done.second_confirmed_by) == (None, None)


@pytest.mark.parametrize(
    ("cadres", "field"),
    [
        (tallied(9, 8), "cadres-collected"),
        (tallied(7, 8), "cadres-collected"),
        (tallied(8, 8, (8, 0, 0, 0), (7, 0, 0, 0), (8, 0, 0, 0)), "cadres-2"),
        (tallied(8, 8, (8, 0, 0, 0), (8, 0, 0, 0), (8, 0, 0, 1)), "cadres-3"),
    ],
)
def test_issued_collected_valid_and_the_votes_fit(them: People, cadres: Any, field: str) -> None:
    appraisal = opened(them, prepared(them))
    with pytest.raises(Refused) as refusal:
        appraisals.enter_paper(
            actor=them.secretary, appraisal=appraisal, counted={**PAPER, VoterClass.CADRES: cadres}, at=NOW
        )
    assert refusal.value.field == field
    assert not PaperTally.objects.exists()


def test_too_few_votes_are_not_counted(them: People) -> None:
    poll = by_phone(them)
    for code in poll.codes[:4]:
        voted(code)
    with pytest.raises(Refused, match="Fewer than 5 ballots"):
        voting.count(actor=them.secretary, appraisal=poll.appraisal, opening_code=poll.printed.opening_code, at=NOW)
    mixed = by_phone(them, debriefing=planned(them, unit=them.town), voters={VoterClass.CADRES: Voters(6, 8)})
    for code in mixed.codes[:2]:
        voted(code)
    confirmed(them, mixed.appraisal, cadres=tallied(8, 8))
    with pytest.raises(Refused, match="by phone"):
        voting.count(actor=them.secretary, appraisal=mixed.appraisal, opening_code=mixed.printed.opening_code, at=NOW)
    assert not ResultLine.objects.exists()


def test_a_result_is_published_with_its_entry_of_the_log(them: People) -> None:
    appraisal = counted(them)
    with pytest.raises(NotAllowed):
        publishing.publish(actor=them.play.clerk, appraisal=appraisal, at=NOW)
    done = publishing.publish(actor=them.secretary, appraisal=appraisal, at=NOW)
    assert done.objections_until == date(2026, 1, 22)
    entry = LogEntry.objects.get()
    assert (entry.subject_kind, entry.subject_number) == ("appraisal", done.number)
    assert hashes() == {(e.subject_number, 1): e.content_sha256 for e in LogEntry.objects.all()}
    with pytest.raises(WrongState):
        publishing.publish(actor=them.secretary, appraisal=appraisal, at=NOW)
    off = appraisals.cancel(actor=them.secretary, appraisal=appraisal, reason="计票有误", at=NOW)
    assert (off.state, ResultLine.objects.count(), LogEntry.objects.count()) == (AppraisalState.CANCELLED, 0, 2)
    assert hashes() == {(e.subject_number, 1): e.content_sha256 for e in LogEntry.objects.all()}
    with pytest.raises(WrongState):
        appraisals.cancel(actor=them.secretary, appraisal=appraisal, reason="再", at=NOW)


def test_what_is_not_counted_is_not_published(them: People) -> None:
    appraisal = opened(them, prepared(them))
    with pytest.raises(WrongState):
        publishing.publish(actor=them.secretary, appraisal=appraisal, at=NOW)


def test_the_assessment_asks_for_the_result_of_a_unit(them: People) -> None:
    assert result_of(them.village, 2025) is None
    counted(them)
    found = result_of(them.village, 2025)
    assert found
    assert found.group.share == share((18, 0, 0, 0))
    assert groups_of(them.town, 2025) == {them.village.pk: share((18, 0, 0, 0, 0))}
    assert result_of(them.village, 2024) is None


# What the database itself refuses.


@pytest.mark.parametrize(
    "fields",
    [{"collected": 9}, {"valid": 8, "collected": 7}],
)
def test_a_class_is_in_order(them: People, fields: dict[str, int]) -> None:
    prepared(them)
    with pytest.raises(IntegrityError, match="voting_class_in_order"):
        VotingClass.objects.filter(key=VoterClass.CADRES).update(**fields)


def test_tallies_add_up_and_are_of_their_ballots(them: People) -> None:
    appraisal = opened(them, prepared(them))
    appraisals.enter_paper(actor=them.secretary, appraisal=appraisal, counted=PAPER, at=NOW)
    row = PaperTally.objects.filter(voting_class__key=VoterClass.CADRES).first()
    assert row
    with pytest.raises(IntegrityError, match="paper_tally_adds_up"), transaction.atomic():
        PaperTally.objects.filter(pk=row.pk).update(first=9)
    PaperTally.objects.filter(pk=row.pk).update(first=9, valid=9)
    with pytest.raises(IntegrityError, match="paper_tally_of_valid_ballots"):
        connection.check_constraints()


def test_a_small_line_is_not_even_stored(them: People) -> None:
    appraisal = counted(them)
    said = {"appraisal": appraisal, "position": 9, "classes": ["members"], "issued": 4, "collected": 4, "valid": 4}
    with pytest.raises(IntegrityError, match="result_line_large_enough"), transaction.atomic():
        ResultLine.objects.create(**said)
    count = ResultCount.objects.first()
    assert count
    with pytest.raises(IntegrityError, match="result_count_adds_up"), transaction.atomic():
        ResultCount.objects.filter(pk=count.pk).update(first=0)


def test_two_tellers_are_two_and_the_key_goes_with_the_count(them: People) -> None:
    appraisal = confirmed(them, opened(them, prepared(them)))
    rows = Appraisal.objects.filter(pk=appraisal.pk)
    for fields, name in (
        ({"second_confirmed_by": appraisal.first_confirmed_by}, "appraisal_second_teller_is_another"),
        ({"first_confirmed_by": them.secretary}, "appraisal_first_teller_is_another"),
        ({"state": AppraisalState.COUNTED, "lock": b"x"}, "appraisal_lock_until_counted"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**fields)


def test_every_step_leaves_a_line_and_no_vote_does(them: People) -> None:
    poll = by_phone(them)
    before = AuditLine.objects.count()
    for code in poll.codes:
        voted(code)
    assert AuditLine.objects.count() == before
    verbs = AuditLine.objects.filter(subject_number=poll.appraisal.number).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["prepare", "print codes", "open"]


def test_votes_count_after_midnight_of_the_meeting(them: People) -> None:
    appraisal = prepared(them, voters=ON_PAPER)
    late = NOW + timedelta(days=1)
    assert appraisals.open_voting(actor=them.secretary, appraisal=appraisal, at=late).state == AppraisalState.OPEN
