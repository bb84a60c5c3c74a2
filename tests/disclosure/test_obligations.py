"""What is owed is counted and stored: once each, moved while open, void when owed no longer."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure.actions import obligations as actions
from disclosure.periods import Period
from portal.accounts.queries import system_actor
from tests.factories import NOON, Cast, cast, published, text_draft

pytestmark = pytest.mark.django_db

Q3 = Period.parse("2026Q3")
DUE = date(2026, 10, 20)


@pytest.fixture
def people() -> Cast:
    return cast()


def test_it_is_stored_once_however_often_it_is_made(people: Cast) -> None:
    published(people, text_draft(people))
    first = actions.make(actor=system_actor(), at=NOON)
    assert first.created
    assert not actions.make(actor=system_actor(), at=NOON)
