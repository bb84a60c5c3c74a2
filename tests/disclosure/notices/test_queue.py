"""Editions in the desk's queue: for whom they wait, by which step, and what can be done with several at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.notices.actions import steps
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import BACK, step_waited_for, waits_for, with_notice
from portal.accounts.models import User
from portal.core.workflow import WORKFLOWS
from portal.desk.menu import menu
from portal.desk.queue import Queue, QueuePage
from portal.desk.registry import QUEUE
from portal.desk.tokens import seen_token
from tests.disclosure import desk
from tests.factories import NOON, approved, cast, money_draft, published, text_draft

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def _queue(person: User) -> QueuePage:
    return Queue(person, LATER, LATER.date(), LATER.date(), [QUEUE["edition"]]).page()


def test_each_finds_what_is_theirs_with_its_step_in_words() -> None:
    play = cast()
    edition = desk.countersigned(play, text_draft(play))
    draft = text_draft(play)
    page = reverse("disclosure_desk:edition", args=[edition.pk])  # loads the addresses, and with them the steps
    (row,) = _queue(play.reviewer).rows
    assert (row.pk, row.verb, row.number, row.url) == (edition.pk, "review", edition.notice.number, page)
    assert (str(row.step), row.unit) == ("待审核", play.village.name_zh)
    assert row.token == seen_token(play.reviewer, edition, "review")
    (mine,) = _queue(play.clerk).rows
    assert (mine.pk, mine.verb, mine.token) == (draft.pk, "submit", "")  # its form may ask something
    assert _queue(play.outsider).rows == []


def test_what_was_sent_back_says_so() -> None:
    play = cast()
    edition = desk.submitted(play, text_draft(play))
    steps.send_back(actor=play.supervisor, edition=edition, reason="缺票据", at=LATER)
    (row,) = _queue(play.clerk).rows
    assert row.verb == BACK
    assert str(row.step).startswith("退回")


def test_the_database_and_the_page_say_the_same_of_each_state() -> None:
    play = cast()
    text_draft(play)
    desk.submitted(play, text_draft(play))
    desk.countersigned(play, text_draft(play))
    approved(play, text_draft(play))
    published(play, text_draft(play))
    said = dict(Edition.objects.annotate(waited_for=step_waited_for()).values_list("pk", "waited_for"))
    assert said == {edition.pk: waits_for(edition) for edition in with_notice(Edition.objects.all())}


def test_rows_take_as_many_queries_for_one_as_for_three() -> None:
    play = cast()
    counts: list[int] = []
    for _number in range(2):
        desk.countersigned(play, money_draft(play) if not counts else text_draft(play))
        with CaptureQueriesContext(connection) as captured:
            _queue(play.reviewer)
        counts.append(len(captured))
        desk.countersigned(play, text_draft(play))
    assert counts[0] == counts[1]


def test_notices_are_in_everybody_s_menu_and_ledgers_in_that_of_clerks() -> None:
    play = cast()
    for person, expected in ((play.clerk, {"ledgers", "notices"}), (play.reviewer, {"notices"})):
        keys = {item.key for part in menu(person, "/desk/", at=LATER) for item in part.items}
        assert keys & {"ledgers", "notices"} == expected
    assert "edition" in WORKFLOWS
