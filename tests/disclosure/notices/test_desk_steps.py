"""Steps taken on the desk: each with what it asks, several at once, and two people at the same moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from disclosure.notices.actions import steps
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.workflow import EDITION
from tests.disclosure import desk
from tests.factories import NOON, approved, cast, money_draft, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _state(edition: Edition) -> str:
    return Edition.objects.get(pk=edition.pk).state


def test_an_edition_goes_all_the_way_by_the_buttons_of_its_page() -> None:
    play = cast()
    edition = money_draft(play)
    for person, verb, state in (
        (play.clerk, "submit", State.SUBMITTED),
        (play.supervisor, "countersign", State.COUNTERSIGNED),
        (play.reviewer, "review", State.REVIEWED),
        (play.approver, "approve", State.APPROVED),
        (play.publisher, "publish", State.PUBLISHED),
    ):
        page = desk.get(person, "disclosure_desk:edition", edition.pk)
        offered = {one.verb: one for one in page.context["steps"]}
        assert offered[verb].is_main
        seen = offered[verb].form["seen"].value()
        assert desk.post(person, "disclosure_desk:step", edition.pk, verb, seen=seen).status_code == 302
        assert _state(edition) == state


def test_a_warning_without_an_answer_keeps_a_draft_from_being_submitted() -> None:
    play = cast()
    edition = money_draft(play)
    edition.statement.answers.all().delete()
    answer = desk.post(play.clerk, "disclosure_desk:step", edition.pk, "submit")
    assert answer.status_code == 422
    assert "处提醒" in desk.text_of(answer)
    assert _state(edition) == State.DRAFT


def test_sending_back_asks_for_a_reason_and_keeps_what_was_typed() -> None:
    play = cast()
    edition = desk.submitted(play, money_draft(play))
    empty = desk.post(play.supervisor, "disclosure_desk:step", edition.pk, "send_back", reason="  ")
    assert empty.status_code == 422
    assert _state(edition) == State.SUBMITTED
    stale = desk.post(
        play.supervisor, "disclosure_desk:step", edition.pk, "send_back", reason="缺三张票据", seen="0" * 64
    )
    assert stale.status_code == 409
    assert "缺三张票据" in desk.text_of(stale)
    done = desk.post(play.supervisor, "disclosure_desk:step", edition.pk, "send_back", reason="缺三张票据")
    assert done.status_code == 302
    assert "缺三张票据" in desk.text_of(desk.get(play.clerk, "disclosure_desk:edition", edition.pk))


def test_of_two_who_approve_the_second_is_told_on_the_page() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    edition = steps.review(actor=play.reviewer, edition=edition, at=NOON)
    seen = edition.content_sha256
    assert desk.post(play.approver, "disclosure_desk:step", edition.pk, "approve", seen=seen).status_code == 302
    late = desk.post(play.approver, "disclosure_desk:step", edition.pk, "approve", seen=seen)
    assert late.status_code == 409
    assert str(EDITION.refusals[State.APPROVED]) in desk.text_of(late)


def test_whoever_decides_on_what_was_just_sent_back_is_told_and_a_stranger_is_not() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    seen = edition.content_sha256
    steps.send_back(actor=play.reviewer, edition=edition, reason="缺票据", at=NOON)
    late = desk.post(play.reviewer, "disclosure_desk:step", edition.pk, "review", seen=seen)
    assert late.status_code == 302
    assert late["Location"] == "/desk/"
    unseen = desk.post(play.reviewer, "disclosure_desk:step", edition.pk, "review", seen="0" * 64)
    assert unseen.status_code == 404
    stranger = desk.post(play.outsider, "disclosure_desk:step", edition.pk, "review", seen=seen)
    assert stranger.status_code == 404


def test_nobody_takes_a_step_that_is_not_theirs_whatever_they_post() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    for person in (play.clerk, play.supervisor, play.approver, play.publisher):
        answer = desk.post(person, "disclosure_desk:step", edition.pk, "review", seen=edition.content_sha256)
        assert answer.status_code == 404
    assert _state(edition) == State.COUNTERSIGNED
    assert desk.post(play.reviewer, "disclosure_desk:step", edition.pk, "supersede").status_code == 404


def test_a_step_is_never_taken_by_reading() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    assert desk.get(play.reviewer, "disclosure_desk:step", edition.pk, "review").status_code == 405
    assert _state(edition) == State.COUNTERSIGNED


def test_scheduling_asks_for_a_time_to_come_in_the_zone_of_the_portal() -> None:
    play = cast()
    edition = approved(play, money_draft(play))
    past = desk.post(play.publisher, "disclosure_desk:step", edition.pk, "schedule", due="2026-10-01T09:00")
    assert past.status_code == 422
    assert "2026-10-01T09:00" in desk.text_of(past)
    wrong = desk.post(play.publisher, "disclosure_desk:step", edition.pk, "schedule", due="明天上午")
    assert wrong.status_code == 422
    assert (
        desk.post(play.publisher, "disclosure_desk:step", edition.pk, "schedule", due="2026-10-20T09:00").status_code
        == 302
    )
    found = Edition.objects.get(pk=edition.pk)
    assert found.state == State.SCHEDULED
    assert found.scheduled_for is not None
    assert found.scheduled_for.isoformat() == "2026-10-20T01:00:00+00:00"
    desk.post(play.publisher, "disclosure_desk:step", edition.pk, "unschedule")
    assert _state(edition) == State.APPROVED


def test_several_are_reviewed_at_once_and_what_is_refused_is_named() -> None:
    play = cast()
    first = desk.countersigned(play, text_draft(play))
    second = desk.countersigned(play, money_draft(play))
    third = desk.submitted(play, text_draft(play))
    client = desk.signed_in(play.reviewer)
    chosen = [str(one.pk) for one in (first, second, third)]
    answer = client.post("/desk/editions/steps/", {"step": "review", "chosen": chosen}, follow=True)
    page = desk.text_of(answer)
    assert "已审核 2 件" in page
    assert [_state(one) for one in (first, second, third)] == [State.REVIEWED, State.REVIEWED, State.SUBMITTED]


def test_only_what_one_may_see_is_decided_at_once() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    other = cast()
    client = desk.signed_in(other.reviewer)
    client.post("/desk/editions/steps/", {"step": "review", "chosen": [str(edition.pk), "x", "9" * 30]})
    assert _state(edition) == State.COUNTERSIGNED
    assert client.post("/desk/editions/steps/", {"step": "publish", "chosen": [str(edition.pk)]}).status_code == 404


def test_withdrawing_asks_for_the_reason_residents_read() -> None:
    play = cast()
    edition = published(play, money_draft(play))
    assert desk.post(play.publisher, "disclosure_desk:step", edition.pk, "withdraw").status_code == 422
    desk.post(play.publisher, "disclosure_desk:step", edition.pk, "withdraw", reason="误发")
    assert _state(edition) == State.WITHDRAWN


def test_a_correction_is_begun_by_the_clerk_and_leads_to_its_text() -> None:
    play = cast()
    edition = published(play, money_draft(play))
    assert desk.post(play.publisher, "disclosure_desk:correct", edition.pk).status_code == 404
    begun = desk.post(play.clerk, "disclosure_desk:correct", edition.pk)
    draft = Edition.objects.get(notice=edition.notice, number=2)
    assert begun["Location"] == f"/desk/editions/{draft.pk}/edit/"
    without = desk.post(play.clerk, "disclosure_desk:step", draft.pk, "submit")
    assert without.status_code == 422
    desk.post(play.clerk, "disclosure_desk:edit", draft.pk, reason="第 1 笔金额写错", body="")
    assert desk.post(play.clerk, "disclosure_desk:step", draft.pk, "submit").status_code == 302
