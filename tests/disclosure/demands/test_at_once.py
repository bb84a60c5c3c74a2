"""Two people counting one demand at the same moment, on two real connections: it is owed once."""

from __future__ import annotations

import pytest

from disclosure.demands import actions as demands
from disclosure.demands.enums import DemandState
from disclosure.obligations.models import Obligation
from portal.accounts.enums import Role
from portal.core.refusals import Refused, WrongState
from tests.disclosure.demands.test_demands import asked_for, opened, sheet, voters
from tests.disclosure.notices.test_at_once import at_once
from tests.factories import NOON, cast, person

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


def test_of_two_confirmations_that_each_suffice_the_second_is_told() -> None:
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
