"""Retention: what is older is forgotten in batches, up to a limit."""

from datetime import datetime, timedelta

import pytest

from portal.core import retention
from portal.core.retention import BATCH, MAX_BATCHES, RETENTIONS, Retention, forget_expired
from tests.example import actions
from tests.example.making import cast
from tests.example.models import Ticket
from tests.factories import NOON


@pytest.mark.django_db
@pytest.mark.parametrize(("stored", "forgotten"), [(0, 0), (BATCH - 1, BATCH - 1), (2 * BATCH, 2 * BATCH)])
def test_batches_go_on_until_nothing_is_left(stored: int, forgotten: int) -> None:
    left, asked = [stored], []

    def forget(before: datetime, limit: int) -> int:
        asked.append(before)
        gone = min(left[0], limit)
        left[0] -= gone
        return gone

    with RETENTIONS.also(Retention("example", lambda: 30, forget)):
        assert forget_expired(at=NOON)["example"] == forgotten
    assert left == [0]
    assert set(asked) == {NOON - timedelta(days=30)}


@pytest.mark.django_db
def test_a_run_has_an_end() -> None:
    with RETENTIONS.also(Retention("example", lambda: 30, lambda _before, limit: limit)):
        assert forget_expired(at=NOON)["example"] == BATCH * MAX_BATCHES


@pytest.mark.django_db
def test_what_a_room_registered_is_forgotten_and_nothing_younger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)
    people = cast()
    for days in (40, 35, 10):
        ticket = people.ticket()
        at = NOON - timedelta(days=days)
        actions.drop(actor=people.keeper, ticket=ticket, reason="Old", seen=1, at=at)
    assert forget_expired(at=NOON)["example.ticket"] == 2
    assert Ticket.objects.count() == 1
