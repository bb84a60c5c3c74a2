"""Recounts: all of them, in their order."""

from contextlib import ExitStack
from datetime import datetime
from typing import Any

import pytest

from portal.accounts.queries import system_actor
from portal.core.recounts import RECOUNTS, Recount, recount, recounted
from tests.factories import NOON


@pytest.mark.django_db
def test_recounts_run_in_order_and_say_how_many_rows_changed() -> None:
    ran: list[str] = []

    def counting(key: str, order: int, count: int) -> Recount:
        def run(actor: Any, at: datetime) -> int:
            ran.append(f"{key} {actor} {at:%H}")
            return count

        return Recount(key, order, run)

    with ExitStack() as stack:
        for record in (counting("days", 2, 5), counting("owed", 1, 3)):
            stack.enter_context(RECOUNTS.also(record))
        found = recount(actor="system", at=NOON)
    assert ran == ["owed system 04", "days system 04"]
    assert (found["owed"], found["days"]) == (3, 5)


@pytest.mark.django_db
def test_of_changes_within_one_another_the_outermost_counts_before_and_after() -> None:
    done: list[str] = []

    def count(actor: Any, at: datetime) -> int:
        done.append("counted")
        return 0

    with RECOUNTS.also(Recount("units", 1, count)):
        with recounted(actor=system_actor(), at=NOON):
            for name in ("one", "two"):
                with recounted(actor=system_actor(), at=NOON):
                    done.append(name)
        with pytest.raises(ZeroDivisionError), recounted(actor=system_actor(), at=NOON):
            raise ZeroDivisionError
        with recounted(actor=system_actor(), at=NOON):
            done.append("three")
    assert done == ["counted", "one", "two", "counted", "counted", "counted", "three", "counted"]
