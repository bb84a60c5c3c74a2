"""Steps taken on the desk: each with what it asks, several at once, and two people at the same moment."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from disclosure.notices.actions import drafts, steps
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.workflow import EDITION
from portal.accounts.enums import Role
from tests.disclosure import desk
from tests.factories import NOON, approved, cast, money_draft, person, published, text_draft
from tests.steps import told

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
    for who, verb, state in (
        (play.clerk, "submit", State.SUBMITTED),
        (play.supervisor, "countersign", State.COUNTERSIGNED),
        (play.reviewer, "review", State.REVIEWED),
        (play.approver, "approve", State.APPROVED),
        (play.publisher, "publish", State.PUBLISHED),
    ):
        page = desk.get(who, "disclosure_desk:edition", edition.pk)
        assert page.context["steps"][0].verb == verb
        assert page.context["steps"][0].is_main
        answer = desk.take(who, edition, verb)
        assert (answer.status_code, answer["Location"]) == (303, "/desk/")
        assert _state(edition) == state


def test_a_warning_without_an_answer_keeps_a_draft_from_being_submitted() -> None:
    play = cast()
    edition = money_draft(play)
    edition.statement.answers.all().delete()
    answer = desk.take(play.clerk, edition, "submit")
    assert answer.status_code == 422
    assert "处提醒" in desk.text_of(answer)
    assert _state(edition) == State.DRAFT


def test_sending_back_asks_for_a_reason_and_keeps_what_was_typed() -> None:
    play = cast()
    edition = desk.submitted(play, money_draft(play))
    assert desk.take(play.supervisor, edition, "send_back", reason="  ").status_code == 422
    assert _state(edition) == State.SUBMITTED
    old = desk.token(play.supervisor, edition, "send_back")
    Edition.objects.filter(pk=edition.pk).update(version=edition.version + 1)
    stale = desk.post(play.supervisor, "disclosure_desk:editions_send_back", edition.pk, reason="缺三张票据", seen=old)
    assert stale.status_code == 409
    assert "缺三张票据" in desk.text_of(stale)
    assert desk.take(play.supervisor, edition, "send_back", reason="缺三张票据").status_code == 303
    assert "缺三张票据" in desk.text_of(desk.get(play.clerk, "disclosure_desk:edition", edition.pk))


def test_of_two_who_approve_the_second_is_told_on_the_page() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    edition = steps.review(actor=play.reviewer, edition=edition, at=NOON)
    seen = desk.token(play.approver, edition, "approve")
    assert desk.post(play.approver, "disclosure_desk:editions_approve", edition.pk, seen=seen).status_code == 303
    late = desk.post(play.approver, "disclosure_desk:editions_approve", edition.pk, seen=seen)
    assert late.status_code == 409
    assert str(EDITION.refusals[State.APPROVED]) in desk.text_of(late)


def test_whoever_decides_on_what_was_just_sent_back_is_told_and_a_stranger_is_not() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    seen = desk.token(play.reviewer, edition, "review")
    steps.send_back(actor=play.reviewer, edition=edition, reason="缺票据", at=NOON)
    late = desk.post(play.reviewer, "disclosure_desk:editions_review", edition.pk, seen=seen)
    assert (late.status_code, late["Location"]) == (303, "/desk/")
    assert told(late) == [str(EDITION.gone)]
    assert desk.post(play.reviewer, "disclosure_desk:editions_review", edition.pk).status_code == 404
    assert desk.post(play.outsider, "disclosure_desk:editions_review", edition.pk, seen=seen).status_code == 404


def test_nobody_takes_a_step_that_is_not_theirs_whatever_they_post() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    for who in (play.clerk, play.supervisor, play.approver, play.publisher):
        seen = desk.token(who, edition, "review")  # a post may have ended since it was offered
        for posted in ({"seen": seen}, {}):
            answer = desk.post(who, "disclosure_desk:editions_review", edition.pk, **posted)
            assert answer.status_code == 404
    assert _state(edition) == State.COUNTERSIGNED
    assert desk.signed_in(play.reviewer).post(f"/desk/editions/{edition.pk}/steps/supersede/").status_code == 404


def test_a_step_is_never_taken_by_reading() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    assert desk.get(play.reviewer, "disclosure_desk:editions_review", edition.pk).status_code == 200
    assert desk.get(play.clerk, "disclosure_desk:editions_review", edition.pk).status_code == 404
    assert _state(edition) == State.COUNTERSIGNED


def test_publishing_says_first_what_it_does() -> None:
    play = cast()
    edition = approved(play, money_draft(play))
    with translation.override("en"):
        page = desk.get(play.publisher, "disclosure_desk:edition", edition.pk)
    (publish,) = [one for one in page.context["steps"] if one.verb == "publish"]
    said = " ".join(str(sentence) for sentence in publish.consequences)
    for words in ("publication log", "on notice for 5 working days, 16", "Posters are made", "cannot be undone"):
        assert words in said
    assert "takes the place" not in said
    assert desk.text_of(page).index("publication log, which") < desk.text_of(page).index(">Publish now</button>")


def test_scheduling_asks_for_a_time_to_come_in_the_zone_of_the_portal() -> None:
    play = cast()
    edition = approved(play, money_draft(play))
    past = desk.take(play.publisher, edition, "schedule", due="2026-10-01T09:00")
    assert past.status_code == 422
    assert "2026-10-01T09:00" in desk.text_of(past)
    assert desk.take(play.publisher, edition, "schedule", due="明天上午").status_code == 422
    assert desk.take(play.publisher, edition, "schedule", due="2026-10-20T09:00").status_code == 303
    found = Edition.objects.get(pk=edition.pk)
    assert found.state == State.SCHEDULED
    assert found.scheduled_for is not None
    assert found.scheduled_for.isoformat() == "2026-10-20T01:00:00+00:00"
    desk.take(play.publisher, edition, "unschedule")
    assert _state(edition) == State.APPROVED


def test_several_are_reviewed_at_once_and_what_is_refused_is_named() -> None:
    play = cast()
    first = desk.countersigned(play, text_draft(play))
    second = desk.countersigned(play, money_draft(play))
    third = desk.submitted(play, text_draft(play))
    chosen = [desk.token(play.reviewer, one, "review") for one in (first, second, third)]
    client = desk.signed_in(play.reviewer)
    answer = client.post("/desk/steps/", {"verb": "review", "chosen": chosen}, follow=True)
    assert "审核通过 2 件" in desk.text_of(answer)
    assert [_state(one) for one in (first, second, third)] == [State.REVIEWED, State.REVIEWED, State.SUBMITTED]


def test_only_what_was_offered_is_decided_at_once() -> None:
    play = cast()
    edition = desk.countersigned(play, money_draft(play))
    stranger = desk.signed_in(cast().reviewer)
    for chosen in (desk.token(play.reviewer, edition, "review"), str(edition.pk), "x", "9" * 30):
        assert stranger.post("/desk/steps/", {"verb": "review", "chosen": [chosen]}).status_code == 404
    assert _state(edition) == State.COUNTERSIGNED
    publish = desk.token(play.publisher, edition, "publish")
    answer = desk.signed_in(play.publisher).post("/desk/steps/", {"verb": "publish", "chosen": [publish]})
    assert answer.status_code == 404


def test_withdrawing_asks_for_the_reason_residents_read() -> None:
    play = cast()
    edition = published(play, money_draft(play))
    assert desk.take(play.publisher, edition, "withdraw").status_code == 422
    desk.take(play.publisher, edition, "withdraw", reason="误发")
    assert _state(edition) == State.WITHDRAWN


def test_a_correction_is_begun_by_the_clerk_and_leads_to_its_text() -> None:
    play = cast()
    edition = published(play, money_draft(play))
    assert desk.post(play.publisher, "disclosure_desk:correct", edition.pk).status_code == 404
    begun = desk.post(play.clerk, "disclosure_desk:correct", edition.pk)
    draft = Edition.objects.get(notice=edition.notice, number=2)
    assert (begun.status_code, begun["Location"]) == (303, f"/desk/editions/{draft.pk}/edit/")
    assert desk.take(play.clerk, draft, "submit").status_code == 422
    desk.post(play.clerk, "disclosure_desk:edit", draft.pk, reason="第 1 笔金额写错", body="")
    assert desk.take(play.clerk, draft, "submit").status_code == 303


def test_what_was_done_and_changed_stands_on_the_page_for_those_who_work_on_it() -> None:
    play = cast()
    draft = text_draft(play)
    drafts.save_text(actor=play.clerk, edition=draft, title="", body="改过的正文", at=NOON)
    edition = published(play, draft)
    page = desk.get(play.supervisor, "disclosure_desk:edition", edition.pk)
    lines = page.context["page"].trail
    assert [line.who for line in lines if line.what == "审批通过"] == [play.approver.name_zh]
    changed = [change for line in lines for change in line.changes]
    assert [(one.before, one.after) for one in changed][-1] == ("本季度无新增事项。", "改过的正文")
    for reader in (play.lay, play.outsider):
        assert desk.get(reader, "disclosure_desk:edition", edition.pk).context["page"].trail == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_many_could_take_its_step(count: int) -> None:
    play = cast()
    for _number in range(count - 1):
        person(Role.REVIEWER, play.town)
    edition = desk.countersigned(play, text_draft(play))
    client = desk.signed_in(play.reviewer)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/desk/editions/{edition.pk}/")
    assert page.context["waits_text"].count("、") == count - 1
    asked = [query["sql"] for query in captured.captured_queries if "may_" in query["sql"]]
    assert len(asked) == 2  # what is open to the reader, and who else could take it
