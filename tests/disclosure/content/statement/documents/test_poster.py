"""What the poster of a correction marks."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from disclosure.content.statement import actions
from disclosure.content.statement.documents.poster import _corrected_lines
from disclosure.ledger.types import Statement as Ledger
from disclosure.notices.actions import publishing
from tests.factories import NOON, cast, ledger, money_draft, published

pytestmark = pytest.mark.django_db

RECEIPTS = tuple(("土地承包费", amount, "") for amount in ("120.00", "200.00", "300.00"))


def entries(*places: int, opening: str = "1000.00", **fields: Any) -> Ledger:
    """Return a sound ledger of some of three receipts, which keep voucher and day; `fields` change the last one."""
    balance, lines = Decimal(opening), []
    for number, line in enumerate((ledger(movements=RECEIPTS).lines[place] for place in places), start=1):
        balance += line.movement
        lines.append(replace(line, number=number, row=number + 4, balance=balance))
    lines[-1] = replace(lines[-1], **fields)
    return replace(ledger(opening=opening), lines=tuple(lines), stated_closing=balance)


@pytest.mark.parametrize(
    ("now", "marked"),
    [
        (entries(1, 2), set()),
        (entries(0, 1, 2), {1}),
        (entries(1, 2, summary="道路承包费"), {2}),
        (entries(2), set()),
    ],
    ids=["the same", "inserted in front", "one changed", "one removed"],
)
def test_only_lines_that_read_otherwise_are_marked(now: Ledger, marked: set[int]) -> None:
    people = cast()
    edition = published(people, money_draft(people, statement=entries(1, 2)))
    draft = publishing.start_correction(actor=people.clerk, edition=edition, at=NOON)
    draft = actions.save_statement(actor=people.clerk, edition=draft, ledger=now, at=NOON)
    assert _corrected_lines(draft, draft.statement) == marked


def test_a_first_edition_marks_nothing() -> None:
    draft = money_draft(cast())
    assert _corrected_lines(draft, draft.statement) == frozenset()
