"""Reminders whose matter is settled say so, and no digest takes them up."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from disclosure.boards.actions import postings, register
from disclosure.catalogue.enums import Stream
from disclosure.notices.actions import publishing, steps
from disclosure.obligations.actions import exemptions, sync
from disclosure.obligations.queries import awaited
from disclosure.opinions.actions import steps as opinions
from portal.accounts.models import User
from portal.accounts.queries import system_actor
from portal.messaging.actions import reminders
from portal.messaging.models import Delivery, Message
from portal.messaging.queries import settled
from tests.disclosure.test_reminders import asked, handed_in, on, owed, routed, text
from tests.factories import Cast, cast, published, text_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def reminded(day: date, who: User, kind: str) -> Message:
    """Send what is due on a day, and return what one person got of one kind."""
    reminders.send_reminders(at=on(day))
    return Message.objects.get(person=who, kind=kind)


def when(message: Message) -> date | None:
    """Return the day the matter of a message was settled."""
    at = settled([message]).get(message.pk)
    return timezone.localdate(at) if at else None


def test_what_was_owed_is_settled_by_its_publication(people: Cast) -> None:
    entry = owed(people)
    sync.synchronise(system_actor(), on(date(2026, 10, 1)))
    one = reminded(date(2026, 10, 20), people.clerk, "on_the_day")
    assert when(one) is None
    edition = published(people, text_draft(people, entry=entry, at=on(date(2026, 10, 21))), at=on(date(2026, 10, 22)))
    assert when(one) == date(2026, 10, 22)
    publishing.withdraw(actor=people.publisher, edition=edition, reason="重复", at=on(date(2026, 10, 23)))
    assert when(one) is None, "it is owed again"


def test_what_is_excused_is_settled(people: Cast) -> None:
    owed(people)
    sync.synchronise(system_actor(), on(date(2026, 10, 1)))
    one = reminded(date(2026, 10, 20), people.clerk, "on_the_day")
    (row,) = awaited.open_items(units=[people.village], at=on(date(2026, 10, 20)))
    exemptions.excuse(actor=people.approver, obligation=row, reason="洪水", at=on(date(2026, 10, 21)))
    assert when(one) == date(2026, 10, 21)


def test_an_edition_is_settled_when_its_next_step_is_taken(people: Cast) -> None:
    edition = handed_in(people, at=on(date(2026, 11, 2)))
    one = reminded(date(2026, 11, 6), people.supervisor, "waiting")
    assert when(one) is None
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=on(date(2026, 11, 9)))
    steps.review(actor=people.reviewer, edition=edition, at=on(date(2026, 11, 11)))
    assert when(one) == date(2026, 11, 9)


def test_an_opinion_is_settled_once_it_is_screened_and_once_it_is_answered(people: Cast) -> None:
    opinion = asked(people)
    screening = reminded(date(2026, 10, 22), people.publisher, "screening_waiting")
    assert when(screening) is None
    opinion = opinions.route(
        actor=people.publisher,
        opinion=opinion,
        unit=people.village,
        visibility="public",
        shown_text="修路的钱为什么比去年多了这么多？",
        shown_name="",
        at=on(date(2026, 10, 23)),
        due=date(2026, 10, 26),
    )
    assert when(screening) == date(2026, 10, 23)
    answer = reminded(date(2026, 10, 26), people.clerk, "answer_due")
    assert when(answer) is None
    opinions.answer(actor=people.clerk, opinion=opinion, text="路面加厚了五厘米。", at=on(date(2026, 10, 27)))
    assert when(answer) == date(2026, 10, 27)


def test_a_poster_is_settled_when_it_comes_off_its_board_or_is_renewed(people: Cast) -> None:
    edition = text(people)
    fields = {"place_zh": "村委会门口", "paper": "A3", "sheets": 12, "columns": [one.value for one in Stream]}
    posted_at = on(date(2026, 10, 15))
    board = register.add_board(actor=people.publisher, unit=people.village, fields=fields, at=posted_at)
    [row] = postings.post(actor=people.clerk, board=board, editions=[edition], posted_at=posted_at, at=posted_at)
    one = reminded(row.until, people.clerk, "posting_ends")
    assert when(one) is None
    later = on(row.until + timedelta(days=1))
    row = postings.renew(actor=people.clerk, posting=row, until=row.until + timedelta(days=30), seen=None, at=later)
    assert when(one) == timezone.localdate(later)


def test_no_digest_takes_up_what_is_settled(people: Cast) -> None:
    User.objects.filter(pk=people.clerk.pk).update(email="clerk@town.example")
    opinion = routed(people)
    # Told at the desk, and answered before the next digest is made.
    opinions.answer(actor=people.clerk, opinion=opinion, text="路面加厚了五厘米。", at=on(date(2026, 10, 20)))
    reminders.send_reminders(at=on(date(2026, 10, 21)))
    [digest] = Delivery.objects.filter(person=people.clerk)
    assert [one.kind for one in digest.messages.all()] == ["edition_published"]
    assert Message.objects.filter(person=people.clerk, kind="opinion_given", read_at=None).exists()


def test_it_costs_the_same_however_many_messages(
    people: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    handed_in(people, at=on(date(2026, 11, 2)))
    one = reminded(date(2026, 11, 6), people.supervisor, "waiting")
    for messages in ([one], [one, one, one]):
        with django_assert_num_queries(2):
            assert settled(messages) == {}
