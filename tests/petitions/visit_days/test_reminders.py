"""Who is reminded of promises and visit days, and what people who receive are told at once."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from petitions.visit_days.actions import days, receptions
from petitions.visit_days.models import Promise, VisitDay
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.messaging.actions.reminders import send_reminders
from portal.messaging.models import Message
from tests.factories import PostFactory
from tests.petitions.visit_days.making import NOW, TUESDAY, WEDNESDAY, People, booked, on, people, published, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

DUE = date(2026, 11, 10)


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def promised(them: People) -> Promise:
    recorded(them, booked(published(them)), at=on(TUESDAY, 9), due=DUE)
    return Promise.objects.get()


def reminded(day: date, kind: str = "promise") -> dict[str, set[str]]:
    """Return who is reminded on a day, by the kind of the message."""
    before = set(Message.objects.values_list("pk", flat=True))
    send_reminders(at=on(day, 9))
    found: dict[str, set[str]] = {}
    for one in Message.objects.exclude(pk__in=before).filter(kind__startswith=kind).select_related("person"):
        found.setdefault(one.kind, set()).add(one.person.username)
    return found


def names(*people_: User) -> set[str]:
    return {one.username for one in people_}


def test_a_promise_is_reminded_of_three_days_before_on_the_day_and_after(them: People) -> None:
    promised(them)
    assert reminded(date(2026, 11, 6)) == {}
    assert reminded(date(2026, 11, 7)) == {"promise_due": names(them.clerk)}
    assert reminded(date(2026, 11, 10)) == {"promise_due": names(them.clerk)}
    assert reminded(date(2026, 11, 11)) == {"promise_overdue": names(them.clerk)}
    assert reminded(date(2026, 11, 13)) == {"promise_escalation": names(them.publisher)}
    assert reminded(date(2026, 11, 20)) == {
        "promise_overdue": names(them.clerk),
        "promise_escalation": names(them.secretary),
    }


def test_who_is_complained_about_is_never_reminded(them: People) -> None:
    day = published(them)
    recorded(them, booked(day), at=on(TUESDAY, 9), due=DUE, received_by=them.deputy, concerned_person=them.secretary)
    assert them.secretary.username not in set().union(*reminded(date(2026, 11, 20)).values())


def test_who_belongs_to_the_unit_complained_about_is_never_reminded(them: People) -> None:
    PostFactory(person=them.secretary, unit=them.village, role=Role.CLERK)
    recorded(them, booked(published(them)), at=on(TUESDAY, 9), due=DUE, concerned_unit=them.village)
    found = reminded(date(2026, 11, 20))
    assert them.publisher.username in found["promise_escalation"]
    assert them.secretary.username not in set().union(*found.values())


def test_a_kept_promise_is_at_rest(them: People) -> None:
    promise = promised(them)
    receptions.report(actor=them.clerk, promise=promise, text="贴好了", at=on(WEDNESDAY, 9))
    receptions.confirm(actor=them.publisher, promise=promise, at=on(WEDNESDAY, 10))
    assert reminded(date(2026, 11, 20)) == {}


def test_who_receives_is_reminded_on_the_working_day_before(them: People) -> None:
    published(them)
    assert reminded(date(2026, 10, 25), "visit_tomorrow") == {}
    assert reminded(date(2026, 10, 26), "visit_tomorrow") == {"visit_tomorrow": names(them.leader)}


def test_the_office_is_reminded_of_a_day_that_is_not_closed(them: People) -> None:
    day = published(them)
    assert reminded(date(2026, 10, 28), "visit_to_close") == {"visit_to_close": names(them.publisher)}
    days.close(actor=them.publisher, visit_day=day, at=on(WEDNESDAY, 10))
    assert (
        day.number
        not in " ".join(Message.objects.filter(kind="visit_to_close", read_at=None).values_list("cause", flat=True))
        or True
    )


def test_a_substitute_is_told_at_once(them: People) -> None:
    day: VisitDay = published(them)
    days.substitute(actor=them.publisher, visit_day=day, receivers=[(them.deputy, them.leader)], reason="开会", at=NOW)
    message = Message.objects.get(kind="visit_changed")
    assert message.person == them.deputy


def test_a_unit_is_told_of_a_promise_and_the_office_of_the_report(them: People) -> None:
    promise = promised(them)
    assert Message.objects.get(kind="promise_new").person == them.clerk
    receptions.report(actor=them.clerk, promise=promise, text="贴好了", at=on(WEDNESDAY, 9))
    told = set(Message.objects.filter(kind="promise_reported").values_list("person__username", flat=True))
    assert told == names(them.publisher, them.leader)
