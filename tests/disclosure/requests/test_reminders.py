"""Who is reminded and told of a request, until its matter is settled, and what messages never say."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from disclosure.requests.actions import steps
from disclosure.requests.models import Request
from disclosure.requests.presenters.home import overdue_replies
from portal.accounts.queries import system_actor
from portal.desk.registry import DeskHomePage
from portal.messaging.actions.reminders import send_reminders
from portal.messaging.models import Message
from tests.disclosure.requests.making import (
    CAME,
    DUE,
    NAME,
    SUBJECT,
    People,
    accepted,
    answered,
    drafted,
    people,
    received,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def them() -> People:
    return people()


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def reminded(them: People, day: date) -> dict[str, str]:
    """Return the kinds of messages about requests written on a day, by who got them."""
    before = set(Message.objects.values_list("pk", flat=True))
    send_reminders(at=at_noon(day))
    rows = Message.objects.exclude(pk__in=before).filter(cause__startswith="request:")
    names = {getattr(them, name).pk: name for name in ("publisher", "clerk", "handler", "approver", "leader")}
    return {names[one.person_id]: one.kind for one in rows.order_by("pk")}


def test_the_clerk_is_reminded_before_and_on_the_day_and_others_after_it(them: People) -> None:
    accepted(them)
    assert reminded(them, DUE - timedelta(days=3)) == {"clerk": "request_due"}
    assert reminded(them, DUE - timedelta(days=3)) == {}
    assert reminded(them, DUE) == {"clerk": "request_due"}
    assert reminded(them, DUE + timedelta(days=1)) == {"clerk": "request_overdue"}
    late = reminded(them, DUE + timedelta(days=3))
    assert late == {"publisher": "request_escalation"}
    assert reminded(them, DUE + timedelta(days=10))["leader"] == "request_escalation"


def test_what_waits_to_be_registered_reminds_the_office(them: People) -> None:
    received(them)
    assert reminded(them, date(2026, 10, 13)) == {"publisher": "request_due"}


def test_who_decides_is_reminded_of_a_draft(them: People) -> None:
    drafted(them)
    assert reminded(them, DUE) == {"approver": "request_due", "leader": "request_due"}


def test_what_is_done_is_reminded_of_no_more_and_settled(them: People) -> None:
    request = accepted(them)
    reminded(them, DUE)
    answered(them, drafted(them, request, at=at_noon(DUE)), at=at_noon(DUE))
    assert reminded(them, DUE + timedelta(days=10)) == {}
    send_reminders(at=at_noon(DUE + timedelta(days=11)))
    sent = Message.objects.filter(kind="request_due")
    assert sent.exists()


def test_news_goes_to_whose_turn_it_is_and_names_no_applicant(them: People) -> None:
    answered(them)
    told = {(one.person_id, one.kind) for one in Message.objects.all()}
    assert (them.publisher.pk, "request_new") in told
    assert (them.clerk.pk, "request_given") in told
    assert (them.leader.pk, "request_to_decide") in told
    assert (them.clerk.pk, "request_decided") in told
    assert not [one for one in Message.objects.all() if NAME in f"{one.subject}{one.body}"]
    assert not [one for one in Message.objects.all() if SUBJECT in f"{one.subject}{one.body}"]


def test_what_is_overdue_stands_on_the_first_page_of_those_who_see_to_it(them: People) -> None:
    request = accepted(them)
    at = at_noon(DUE + timedelta(days=2))
    for who in (them.publisher, them.leader):
        section = overdue_replies(DeskHomePage(who, at))
        assert section is not None
        assert [row.number for row, _bar in section.rows] == [request.number]
    assert overdue_replies(DeskHomePage(them.clerk, at)) is None
    steps.withdraw(actor=system_actor(), request=Request.objects.get(pk=request.pk), at=CAME)
    assert overdue_replies(DeskHomePage(them.publisher, at)) is None
