"""What obligations are met by, by when notices are to be public, and that only what is open is read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions import publishing
from disclosure.notices.models import Notice
from disclosure.notices.queries.editions import waiting_for
from disclosure.obligations.actions import events, sync
from disclosure.obligations.models import CountedUntil, Obligation
from disclosure.obligations.queries import awaited
from disclosure.obligations.queries.basis import read_basis
from portal.accounts.queries import system_actor
from portal.core.calendar.table import Day
from portal.site.calendar import actions as working_calendar
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

Q3 = Period.parse("2026Q3")
DUE = date(2026, 10, 20)
DAY = timedelta(days=1)


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def entry() -> CatalogueEntry:
    made: CatalogueEntry = CatalogueEntryFactory()
    return made


def day(text: str) -> datetime:
    """Return noon in Shanghai of a day."""
    return datetime.fromisoformat(text).replace(hour=4, tzinfo=UTC)


def synchronise(at: datetime = NOON) -> int:
    return sync.synchronise(actor=system_actor(), at=at)


def of(people: Cast, entry: CatalogueEntry) -> Obligation:
    return Obligation.objects.get(unit=people.village, entry=entry, period="2026Q3")


class TestMet:
    def test_a_publication_records_by_what_and_when_and_a_withdrawal_takes_it_back(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        synchronise()
        edition = published(people, text_draft(people, entry=entry), at=day("2026-10-23"))
        row = of(people, entry)
        assert (row.met_by, row.met_on) == (edition.notice, date(2026, 10, 23))
        since = row.met_since
        draft = publishing.start_correction(actor=people.clerk, edition=edition, at=day("2026-10-26"))
        draft.correction_reason = "改字"
        draft.save()
        corrected = published(people, draft, at=day("2026-10-26"))
        row = of(people, entry)
        assert (row.met_on, row.met_since) == (date(2026, 10, 23), since)
        publishing.withdraw(actor=people.publisher, edition=corrected, reason="有误", at=day("2026-10-28"))
        row = of(people, entry)
        assert (row.met_by, row.met_on, row.met_since) == (None, None, None)

    def test_what_is_stored_after_its_publication_is_met(self, people: Cast, entry: CatalogueEntry) -> None:
        edition = published(people, text_draft(people, entry=entry))
        synchronise(NOON + DAY)
        assert of(people, entry).met_by == edition.notice

    def test_what_was_withdrawn_in_between_was_open_then(self, people: Cast, entry: CatalogueEntry) -> None:
        synchronise()
        edition = published(people, text_draft(people, entry=entry), at=day("2026-10-14"))
        withdrawn = publishing.withdraw(actor=people.publisher, edition=edition, reason="有误", at=day("2026-10-22"))
        draft = publishing.start_correction(actor=people.clerk, edition=withdrawn, at=day("2026-10-24"))
        draft.correction_reason = "改字"
        draft.save()
        published(people, draft, at=day("2026-10-24"))

        def is_open(on: str) -> bool:
            return any(row.entry == entry for row in awaited.open_items(units=[people.village], at=day(on)))

        assert [is_open(f"2026-10-{number}") for number in (15, 23, 26)] == [False, True, False]


class TestDueDays:
    def test_a_notice_that_is_begun_has_its_day(self, people: Cast, entry: CatalogueEntry) -> None:
        draft = text_draft(people, entry=entry)
        assert (draft.notice.due_on, draft.notice.due_provisional) == (DUE, False)
        event = text_draft(people, entry=CatalogueEntryFactory(cadence=Cadence.EVENT), period="2026", title="抢修")
        assert event.notice.due_on is None

    def test_it_moves_with_the_calendar_until_it_is_public(self, people: Cast, entry: CatalogueEntry) -> None:
        other = CatalogueEntryFactory()
        open_notice = text_draft(people, entry=entry).notice
        public_notice = published(people, text_draft(people, entry=other), at=day("2026-10-12")).notice
        working_calendar.set_local_day(actor=people.administrator, day=Day(DUE, is_working=False), at=NOON)
        days = dict(Notice.objects.values_list("pk", "due_on"))
        assert (days[open_notice.pk], days[public_notice.pk]) == (DUE + DAY, DUE)
        assert open_notice.history.count() == 1

    def test_what_an_event_made_owed_gives_its_notice_its_day(self, people: Cast) -> None:
        entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
        row = events.record_event(
            actor=people.clerk,
            unit=people.village,
            entry=entry,
            subject="村道抢修",
            happened_on=date(2026, 9, 28),
            at=NOON,
        )
        draft = events.begin_notice(actor=people.clerk, obligation=row, period="2026", title="村道抢修", at=NOON)
        assert Notice.objects.get(pk=draft.notice_id).due_on == row.due_on == date(2026, 10, 30)

    def test_what_waits_is_in_order_of_it(self, people: Cast) -> None:
        late, early, never = (
            text_draft(people, entry=CatalogueEntryFactory(publication_day=28)),
            text_draft(people, entry=CatalogueEntryFactory(publication_day=12)),
            text_draft(people, entry=CatalogueEntryFactory(cadence=Cadence.EVENT), period="2026", title="抢修"),
        )
        assert list(waiting_for(people.clerk, at=NOON)) == [early, late, never]


class TestOnlyWhatIsOpen:
    """Neither the hourly counting nor the list of what is open reads what was met long ago."""

    def test_what_is_met_is_not_read_again(self, people: Cast, entry: CatalogueEntry) -> None:
        for period in ("2026Q1", "2026Q2", "2026Q3"):
            published(people, text_draft(people, entry=entry, period=period))
        synchronise(NOON + DAY)
        mine = awaited.unmet(at=NOON + DAY).filter(unit=people.village)
        assert not mine.exists()
        with CaptureQueriesContext(connection) as taken:
            assert not synchronise(NOON + 2 * DAY)
        (sql,) = [
            one["sql"] for one in taken if 'FROM "disclosure_obligation"' in one["sql"] and "met_by" in one["sql"]
        ]
        assert '"met_by_id" IS NULL AND "disclosure_obligation"."voided_at" IS NULL' in sql

    def test_it_is_counted_whole_only_when_what_it_is_counted_from_has_changed(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        published(people, text_draft(people, entry=entry))
        synchronise(NOON + DAY)
        assert read_basis(at=NOON + DAY).counted_until() == (NOON + DAY).date()
        CatalogueEntryFactory()
        assert read_basis(at=NOON + DAY).counted_until() is None
        assert synchronise(NOON + 2 * DAY) == 4
        assert CountedUntil.objects.get().until == (NOON + 2 * DAY).date()

    def test_it_takes_as_many_queries_after_three_periods_as_after_one(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        def queries(at: datetime) -> int:
            synchronise(at)
            with CaptureQueriesContext(connection) as taken:
                synchronise(at)
                awaited.open_items(at=at)
            return len(taken)

        published(people, text_draft(people, entry=entry, period="2025Q4"))
        one = queries(NOON + DAY)
        for period in ("2026Q1", "2026Q2", "2026Q3"):
            published(people, text_draft(people, entry=entry, period=period))
        assert queries(NOON + 2 * DAY) == one

    def test_counted_as_of_an_earlier_day_it_is_open_until_it_was_published(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        edition = published(people, text_draft(people, entry=entry))
        assert edition.published_at is not None
        synchronise(edition.published_at - 3 * DAY)
        assert of(people, entry).met_since == edition.published_at
        before = awaited.open_items(at=edition.published_at - DAY)
        assert edition.notice.number in [one.number for one in before]
        assert edition.notice.number not in [one.number for one in awaited.open_items(at=edition.published_at)]
