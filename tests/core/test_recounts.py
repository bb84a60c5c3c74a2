"""Recounts: all of them, in their order."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from typing import Any

from portal.core.recounts import RECOUNTS, Recount, recount
from tests.factories import NOON


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
