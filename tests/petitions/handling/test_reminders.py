"""Who is reminded and told of a petition, until its matter is settled, and what messages never say."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from petitions.handling.actions import bars, ending, handling, oversight, routing
from petitions.handling.enums import Barring, Category, PetitionState
from petitions.handling.models import Petition
from petitions.handling.presenters.home import overdue_petitions
from petitions.handling.queries.reminders import settled
from petitions.handling.tasks import conclude_due
from portal.accounts.queries import system_actor
from portal.desk.registry import DeskHomePage
from portal.messaging.actions.reminders import send_reminders
from portal.messaging.models import Message
from tests.petitions.handling.making import (
    CAME,
    NAME,
    SUBJECT,
    TEXT,
    TOLD_BY,
    People,
    accepted,
    begun,
    drafted,
    people,
    received,
    registered,
    served,
    signed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DECIDED_BY = date(2026, 11, 13)
"""The 60th day after the 14th of September, on which petitions are accepted here."""


@pytest.fixture
def them() -> People:
    return people()


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def reminded(them: People, day: date) -> dict[str, str]:
    """Return the kinds of messages about petitions written on a day, by who got them."""
    before = set(Message.objects.values_list("pk", flat=True))
    send_reminders(at=at_noon(day))
    rows = Message.objects.exclude(pk__in=before).filter(cause__startswith="petition:")
    names = {
        getattr(them, name).pk: name
        for name in ("publisher", "handler", "colleague", "other_handler", "head", "leader", "secretary", "clerk")
    }
    return {names[one.person_id]: one.kind for one in rows.order_by("pk")}


def test_the_office_is_reminded_of_what_is_to_be_told(them: People) -> None:
    received(them)
    assert reminded(them, TOLD_BY - timedelta(days=3)) == {"publisher": "petition_due"}
    assert reminded(them, TOLD_BY - timedelta(days=3)) == {}
    assert reminded(them, TOLD_BY) == {"publisher": "petition_due"}


def test_the_handler_is_reminded_and_after_the_day_office_leaders_and_secretary(them: People) -> None:
    begun(them)
    assert reminded(them, DECIDED_BY - timedelta(days=7)) == {"handler": "petition_due"}
    assert reminded(them, DECIDED_BY) == {"handler": "petition_due"}
    assert reminded(them, DECIDED_BY + timedelta(days=1)) == {"handler": "petition_overdue"}
    assert reminded(them, DECIDED_BY + timedelta(days=3)) == {"publisher": "petition_escalation"}
    late = reminded(them, DECIDED_BY + timedelta(days=10))
    assert {"head", "leader", "secretary"} <= set(late)
    assert "colleague" not in late


def test_who_decides_is_reminded_of_what_is_to_be_signed(them: People) -> None:
    handling.check(actor=them.publisher, petition=drafted(them), at=CAME)
    assert set(reminded(them, DECIDED_BY)) == {"head", "leader"}


def test_assignment_and_objection_warn_by_their_own_days(them: People) -> None:
    routing.assign(actor=them.publisher, petition=registered(them), unit=them.station, at=CAME)
    objection = date(2026, 9, 21)
    assert set(reminded(them, objection - timedelta(days=1))) == {"handler", "colleague"}
    assert Message.objects.filter(kind="petition_due", person=them.handler).count() >= 1


def test_supervision_warns_whoever_has_it(them: People) -> None:
    due = date(2026, 9, 25)
    oversight.supervise(actor=them.secretary, petition=begun(them), words="请查清。", due=due, at=CAME)
    assert reminded(them, due) == {"handler": "petition_due"}
    assert "petition_watched" in {one.kind for one in Message.objects.filter(person=them.handler)}


def test_what_is_done_is_reminded_of_no_more_and_settled(them: People) -> None:
    petition = begun(them)
    reminded(them, DECIDED_BY)
    cause = Message.objects.filter(kind="petition_due").latest("pk").cause
    assert cause not in settled([cause])
    drafted(them, Petition.objects.get(pk=petition.pk), at=at_noon(DECIDED_BY))
    assert cause in settled([cause])
    assert "handler" not in reminded(them, DECIDED_BY + timedelta(days=1))


def test_news_goes_to_whose_turn_it_is_and_says_nothing_of_content(them: People) -> None:
    petition = served(them)
    ending.rate(
        actor=system_actor(), petition=petition, result="dissatisfied", service="satisfied", words="没解决", at=CAME
    )
    told = {(one.person_id, one.kind) for one in Message.objects.all()}
    assert {
        (them.publisher.pk, "petition_new"),
        (them.handler.pk, "petition_given"),
        (them.publisher.pk, "petition_to_check"),
        (them.leader.pk, "petition_to_decide"),
        (them.publisher.pk, "petition_to_serve"),
        (them.handler.pk, "petition_moved"),
        (them.secretary.pk, "petition_dissatisfied"),
    } <= told
    assert not [one for one in Message.objects.all() if _says(one, NAME, SUBJECT, TEXT, "没解决")]


def _says(message: Message, *words: str) -> bool:
    return any(word in f"{message.subject}{message.body}" for word in words)


def test_who_is_kept_out_is_told_nothing(them: People) -> None:
    petition = received(them, is_against_place=True)
    registered(them, petition)
    petition = accepted(them, Petition.objects.get(pk=petition.pk))
    bars.bar(them.publisher, petition, units=(), people=[them.leader], why=Barring.COMPLAINED_ABOUT, at=CAME)
    for day in (DECIDED_BY, DECIDED_BY + timedelta(days=3), DECIDED_BY + timedelta(days=10)):
        reminded(them, day)
    told = set(Message.objects.filter(cause__contains=petition.number).values_list("person", flat=True))
    assert not {them.clerk.pk, them.leader.pk} & told
    assert {them.handler.pk, them.head.pk} <= told


def test_of_an_accusation_only_who_keeps_it_is_told(them: People) -> None:
    petition = registered(them, category=Category.ACCUSATION)
    for day in range(40):
        send_reminders(at=at_noon(TOLD_BY + timedelta(days=day)))
    rows = Message.objects.filter(kind__startswith="petition")
    assert set(rows.values_list("person", flat=True)) == {them.secretary.pk}
    assert petition.number.startswith(f"{them.play.town.code}-JJ-")


def test_what_is_overdue_stands_on_the_first_page_of_those_who_see_to_it(them: People) -> None:
    petition = begun(them)
    at = at_noon(DECIDED_BY + timedelta(days=2))
    for who in (them.publisher, them.leader, them.secretary):
        section = overdue_petitions(DeskHomePage(who, at))
        assert section is not None
        assert [row.number for row, _bar in section.rows] == [petition.number]
    for who in (them.handler, them.clerk):
        assert overdue_petitions(DeskHomePage(who, at)) is None


@pytest.mark.parametrize(("days", "state"), [(29, PetitionState.CLOSED), (31, PetitionState.CONCLUDED)])
def test_the_portal_concludes_what_is_due(them: People, days: int, state: str, time_machine: Any) -> None:
    petition = ending.close(actor=them.publisher, petition=served(them), at=CAME)
    time_machine.move_to(CAME + timedelta(days=days), tick=False)
    conclude_due()
    conclude_due()
    petition.refresh_from_db()
    assert petition.state == state


def test_nothing_that_waits_for_us_is_concluded(them: People, time_machine: Any) -> None:
    petition = signed(them)
    time_machine.move_to(CAME + timedelta(days=100), tick=False)
    conclude_due()
    petition.refresh_from_db()
    assert petition.state == PetitionState.DECIDED
