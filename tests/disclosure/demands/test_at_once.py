"""Two people counting one demand at the same moment, on two real connections: it is owed once."""

import time
from datetime import timedelta

import pytest

from disclosure.demands import actions as demands
from disclosure.demands.enums import Capacity, DemandState
from disclosure.demands.models import Demand
from disclosure.demands.queries import same_subject
from disclosure.notices.actions import publishing
from disclosure.obligations.actions import events
from disclosure.obligations.models import Obligation
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.queries import system_actor
from portal.core.refusals import Conflict, Refused, WrongState
from tests.disclosure.demands.test_demands import asked_for, opened, sheet, voters
from tests.disclosure.notices.test_at_once import at_once
from tests.factories import NOON, approved, cast, person, text_draft

pytestmark = pytest.mark.usefixtures("own_database")


def test_two_who_confirm_at_once_make_one_obligation() -> None:
    people = cast()
    asked_for()
    voters(people, 100, 15)
    demand = opened(people)
    first, second = sheet(people, demand, 6), sheet(people, demand, 6)
    other = person(Role.PUBLISHER, people.town)
    done = at_once(
        lambda: demands.confirm_support(actor=people.publisher, support=first, at=NOON),
        lambda: demands.confirm_support(actor=other, support=second, at=NOON),
    )
    assert not [one for one in done if isinstance(one, Refused)]
    demand.refresh_from_db()
    assert demand.state == DemandState.REACHED
    assert Obligation.objects.count() == 1


def test_of_two_confirmations_that_each_suffice_the_second_is_refused() -> None:
    people = cast()
    asked_for()
    voters(people, 100, 15)
    demand = opened(people)
    first, second = sheet(people, demand, 10), sheet(people, demand, 10)
    done = at_once(
        lambda: demands.confirm_support(actor=people.publisher, support=first, at=NOON),
        lambda: demands.confirm_support(actor=people.publisher, support=second, at=NOON),
    )
    assert [type(one) for one in done if isinstance(one, Refused)] == [WrongState]
    assert Obligation.objects.count() == 1


def test_of_two_pages_that_were_shown_at_once_the_second_confirmation_is_refused() -> None:
    people = cast()
    voters(people, 100, 15)
    demand = opened(people)
    support = sheet(people, demand, 1)
    other = person(Role.PUBLISHER, people.town)
    done = at_once(
        lambda: demands.confirm_support(actor=people.publisher, support=support, seen=demand.version, at=NOON),
        lambda: demands.end(actor=other, demand=demand, reason="已公开", seen=demand.version, at=NOON),
    )
    assert [type(one) for one in done if isinstance(one, Refused)] == [Conflict]


def test_a_notice_that_is_linked_while_it_is_published_meets_the_demand_or_is_refused() -> None:
    people = cast()
    entry = asked_for()
    voters(people, 100, 15)
    support = sheet(people, opened(people), 10)
    demand = demands.confirm_support(actor=people.publisher, support=support, at=NOON)
    edition, owed = (
        approved(people, text_draft(people, entry=entry, period="2026", title="发包合同")),
        demand.obligation,
    )
    assert owed is not None
    done = at_once(
        lambda: events.link(actor=people.clerk, obligation=owed, notice=edition.notice, at=NOON),
        lambda: publishing.publish(actor=people.publisher, edition=edition, at=NOON + timedelta(days=1)),
    )
    demand.refresh_from_db()
    was_refused = any(isinstance(one, Refused) for one in done)
    assert demand.state == (DemandState.REACHED if was_refused else DemandState.MET)


def test_two_who_open_the_same_demand_at_once_join_one(monkeypatch: pytest.MonkeyPatch) -> None:
    village = cast().village

    def look_slowly(unit: Unit, words: str) -> Demand | None:
        found = same_subject(unit, words)
        time.sleep(0.5)  # so that both would look before either opens it
        return found

    monkeypatch.setattr(demands, "same_subject", look_slowly)

    def join(name: str) -> object:
        return demands.join_on_web(
            actor=system_actor(),
            unit=village,
            demand=None,
            subject="机动地发包合同",
            capacity=Capacity.VILLAGER,
            name=name,
            residence="三组",
            at=NOON,
        )

    at_once(lambda: join("王桂英"), lambda: join("李建国"))
    assert Demand.objects.get().supports.count() == 2
