"""What the villages owe for a quarter, and how it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from disclosure.actions import publishing
from disclosure.enums import Cadence
from disclosure.periods import Period
from disclosure.queries import due
from disclosure.queries.board import board
from disclosure.queries.due import Standing
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, money_draft, published, text_draft

pytestmark = pytest.mark.django_db

Q3 = Period.parse("2026Q3")
DUE = date(2026, 10, 20)


@pytest.fixture
def people() -> Cast:
    return cast()


def standing(people: Cast, at: datetime) -> list[Standing]:
    rows = due.owed_for(Q3, units=[people.village], entries=due.quarterly_entries(), at=at)
    return [row.standing for row in rows]


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2026, 10, 5), "2026Q2"), (date(2026, 10, 6), "2026Q3"), (date(2026, 12, 31), "2026Q3")],
)
def test_a_quarter_is_spoken_of_from_a_fortnight_before_its_day(day: date, quarter: str) -> None:
    entries = [CatalogueEntryFactory()]
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    assert str(due.quarter_spoken_of(entries, at=at)) == quarter


def test_until_its_day_an_item_is_due_and_afterwards_missing(people: Cast) -> None:
    CatalogueEntryFactory()
    assert standing(people, datetime(2026, 10, 20, 15, tzinfo=UTC)) == [Standing.DUE]
    assert standing(people, datetime(2026, 10, 20, 16, tzinfo=UTC)) == [Standing.MISSING]


def test_what_is_published_by_its_day_is_on_time_even_if_corrected_later(people: Cast) -> None:
    edition = published(people, text_draft(people))
    at = datetime(2026, 10, 26, tzinfo=UTC)
    draft = publishing.start_correction(actor=people.clerk, edition=edition, at=at)
    draft.correction_reason = "改字"
    draft.save()
    published(people, draft, at=at)
    assert standing(people, at + timedelta(days=1)) == [Standing.ON_TIME]


def test_what_is_published_afterwards_is_late_by_so_many_days(people: Cast) -> None:
    published(people, text_draft(people), at=datetime(2026, 10, 23, tzinfo=UTC))
    (row,) = due.owed_for(
        Q3, units=[people.village], entries=due.quarterly_entries(), at=datetime(2026, 10, 30, tzinfo=UTC)
    )
    assert (row.standing, row.due_on, row.days_late) == (Standing.LATE, DUE, 3)


def test_what_was_withdrawn_is_missing(people: Cast) -> None:
    edition = published(people, text_draft(people))
    publishing.withdraw(actor=people.publisher, edition=edition, reason="有误", at=NOON + timedelta(days=1))
    assert standing(people, datetime(2026, 10, 21, tzinfo=UTC)) == [Standing.MISSING]


def test_what_is_only_approved_does_not_count(people: Cast) -> None:
    text_draft(people)
    assert standing(people, datetime(2026, 10, 21, tzinfo=UTC)) == [Standing.MISSING]


def test_only_quarterly_items_in_use_are_owed(people: Cast) -> None:
    CatalogueEntryFactory(cadence=Cadence.YEARLY)
    CatalogueEntryFactory(is_active=False)
    wanted = CatalogueEntryFactory()
    assert due.quarterly_entries() == [wanted]


def test_a_tally_counts_each_standing(people: Cast) -> None:
    published(people, text_draft(people))
    CatalogueEntryFactory()
    rows = due.owed_for(
        Q3, units=[people.village], entries=due.quarterly_entries(), at=datetime(2026, 10, 21, tzinfo=UTC)
    )
    assert due.tally(rows) == due.Tally(total=2, on_time=1, late=0, missing=1, due=0)


def test_a_board_shows_streams_money_and_what_is_missing(people: Cast) -> None:
    published(people, money_draft(people))
    missing = CatalogueEntryFactory()
    shown = board(people.village, at=datetime(2026, 10, 21, tzinfo=UTC))
    assert shown.money is not None
    assert shown.money.edition.notice.period == "2026Q3"
    streams = {column.stream.value: column for column in shown.columns}
    assert [row.entry for row in streams["village"].missing] == [missing]
    assert [edition.notice.entry.code for edition in streams["finance"].editions] == ["F02"]
    assert not streams["finance"].missing
