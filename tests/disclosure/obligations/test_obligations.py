"""What is owed and its status; what is stored of it; who exempts; what is owed for an event or by month."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from disclosure.catalogue.actions import end_monthly, load_catalogue, mark_monthly, save_entry
from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry, MonthlyReporting
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import queries
from disclosure.notices.actions import publishing
from disclosure.notices.actions.drafts import start_notice
from disclosure.notices.presenters.lists import queue_rows
from disclosure.obligations.actions import events, exemptions, sync
from disclosure.obligations.enums import ExemptionState, Origin, Status
from disclosure.obligations.models import CountedUntil, Obligation
from disclosure.obligations.presenters.awaited import rows_to_begin
from disclosure.obligations.presenters.units import columns
from disclosure.obligations.queries import awaited, owed as obligations
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import ObligationStatus
from disclosure.obligations.rules import Share, share
from portal.accounts.queries import system_actor
from portal.core.audit import lines_of
from portal.core.calendar import table as calendar_table
from portal.core.calendar.table import Day
from portal.core.reference import BadRows
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.site.calendar import actions as working_calendar
from portal.site.registry import UnitPage
from tests.disclosure import desk
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    VillageFactory,
    cast,
    ledger,
    money_draft,
    money_entry,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

Q3 = Period.parse("2026Q3")
DUE = date(2026, 10, 20)
DAY = timedelta(days=1)


@pytest.fixture
def people() -> Cast:
    return cast()


def day(text: str, hour: int = 4) -> datetime:
    """Return noon in Shanghai of a day, or another hour of UTC."""
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=UTC)


def statuses(people: Cast, at: datetime) -> list[Status]:
    return [row.status for row in obligations.owed_for(Q3, units=[people.village], at=at)]


def rows_stored() -> set[tuple[str, str, str, date, bool, bool]]:
    rows = Obligation.objects.select_related("unit", "entry")
    return {
        (row.unit.code, row.entry.code, row.period, row.due_on, row.is_provisional, row.voided_at is None)
        for row in rows
    }


def synchronise(at: datetime = NOON) -> int:
    return sync.synchronise(actor=system_actor(), at=at)


def forget() -> None:
    """Forget everything that was counted."""
    Obligation.objects.all().delete()
    CountedUntil.objects.all().delete()


def verbs(row: Model) -> list[str]:
    return [line.verb for line in lines_of(row)]


class TestStatus:
    """The status of an item, counted when it is asked for."""

    @pytest.mark.parametrize(
        ("on", "quarter"), [("2026-10-05", "2026Q2"), ("2026-10-06", "2026Q3"), ("2026-12-31", "2026Q3")]
    )
    def test_a_quarter_is_the_current_one_from_a_fortnight_before_its_day(self, on: str, quarter: str) -> None:
        CatalogueEntryFactory()
        assert str(read_basis(at=day(on)).current_quarter()) == quarter

    def test_before_the_period_is_over_it_is_not_due_then_due_and_afterwards_missing(self, people: Cast) -> None:
        CatalogueEntryFactory()
        assert statuses(people, day("2026-09-30")) == [Status.NOT_DUE]
        assert statuses(people, day("2026-10-01")) == [Status.DUE]
        assert statuses(people, day("2026-10-20", hour=15)) == [Status.DUE]
        assert statuses(people, day("2026-10-20", hour=16)) == [Status.MISSING]

    def test_what_is_published_by_its_day_is_on_time_even_if_corrected_later(self, people: Cast) -> None:
        edition = published(people, text_draft(people))
        at = day("2026-10-26")
        draft = publishing.start_correction(actor=people.clerk, edition=edition, at=at)
        draft.correction_reason = "改字"
        draft.save()
        published(people, draft, at=at)
        assert statuses(people, at + DAY) == [Status.ON_TIME]

    def test_what_is_published_afterwards_is_late_by_so_many_days(self, people: Cast) -> None:
        published(people, text_draft(people), at=day("2026-10-23"))
        (row,) = obligations.owed_for(Q3, units=[people.village], at=day("2026-10-30"))
        assert (row.status, row.due_on, row.days_late) == (Status.LATE, DUE, 3)
        assert (row.published_on, row.notice) == (date(2026, 10, 23), row.number)

    def test_the_past_stands_as_it_was(self, people: Cast) -> None:
        edition = published(people, text_draft(people), at=day("2026-10-23"))
        publishing.withdraw(actor=people.publisher, edition=edition, reason="有误", at=day("2026-10-28"))
        assert statuses(people, day("2026-10-22")) == [Status.MISSING]
        assert statuses(people, day("2026-10-25")) == [Status.LATE]
        assert statuses(people, day("2026-10-29")) == [Status.MISSING]

    def test_what_is_only_approved_does_not_count(self, people: Cast) -> None:
        text_draft(people)
        assert statuses(people, day("2026-10-21")) == [Status.MISSING]

    def test_only_items_in_use_of_units_in_use_are_owed(self, people: Cast) -> None:
        CatalogueEntryFactory(cadence=Cadence.YEARLY)
        CatalogueEntryFactory(cadence=Cadence.EVENT)
        CatalogueEntryFactory(is_active=False)
        wanted = CatalogueEntryFactory()
        VillageFactory(parent=people.town, is_active=False)
        rows = obligations.owed_for(Q3, at=NOON)
        assert {row.entry for row in rows} == {wanted}
        assert {row.unit.code for row in rows} == {people.village.code, people.outsider.posts.get().unit.code}

    def test_shares_count_each_status_and_leave_out_what_is_exempt(self, people: Cast) -> None:
        published(people, text_draft(people))
        CatalogueEntryFactory()
        at = day("2026-10-21")
        rows = obligations.owed_for(Q3, units=[people.village], at=at)
        counted = share(row.status for row in rows)
        assert counted == Share(total=2, on_time=1, late=0, missing=1, due=0, exempt=0)
        assert counted.percent == 50
        missing = next(row for row in rows if row.status == Status.MISSING)
        exemptions.excuse(actor=people.approver, obligation=missing, reason="停电", at=at)
        assert share(row.status for row in obligations.owed_for(Q3, units=[people.village], at=at)).percent == 100
        assert share([]).percent is None

    @pytest.mark.parametrize(("on_time", "of", "percent"), [(11, 12, 92), (1, 3, 33), (2, 3, 67), (299, 300, 99)])
    def test_a_share_is_rounded_to_the_nearest_but_never_up_to_all(self, on_time: int, of: int, percent: int) -> None:
        assert share([*[Status.ON_TIME] * on_time, *[Status.LATE] * (of - on_time)]).percent == percent

    def test_a_board_shows_streams_and_what_is_missing(self, people: Cast) -> None:
        published(people, money_draft(people))
        missing = CatalogueEntryFactory()
        page = UnitPage(people.village, day("2026-10-21"))
        cards = {column.id: column.notices for column in columns(page)}
        assert [(card.title, [tag.kind for tag in card.tags]) for card in cards["village"]] == [
            (missing.name, ["owed"])
        ]
        (statement,) = cards["finance"]
        assert "F02" in statement.url

    def test_a_gap_is_remembered_but_not_the_time_before_the_first_notice(self, people: Cast) -> None:
        published(people, text_draft(people, period="2026Q1"))
        sync.synchronise(system_actor(), day("2026-11-02"))
        rows = awaited.to_begin(people.clerk, at=day("2026-11-02"))
        assert [row.period for row in rows] == ["2026Q2", "2026Q3"]
        assert [str(period) for period in read_basis(at=NOON).quarters()] == ["2026Q3", "2026Q2", "2026Q1"]

    def test_a_draft_of_an_old_period_makes_nobody_late(self, people: Cast) -> None:
        text_draft(people, period="2025Q1")
        assert [str(row.period) for row in awaited.open_items(at=NOON) if row.unit == people.village] == ["2026Q3"]

    def test_periods_that_ended_before_an_item_was_owed_are_not_owed(self, people: Cast) -> None:
        published(people, text_draft(people, period="2026Q1"))
        CatalogueEntry.objects.update(owed_since=date(2026, 7, 1))
        assert [str(row.period) for row in awaited.open_items(at=NOON) if row.unit == people.village] == ["2026Q3"]

    def test_as_many_queries_for_one_as_for_three(self, people: Cast) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as taken:
                obligations.owed_for(Q3, at=NOON)
                awaited.open_items(at=NOON)
            return len(taken)

        published(people, text_draft(people))
        synchronise()
        one = count()
        for _again in range(2):
            VillageFactory(parent=people.town)
            published(people, text_draft(people))
        synchronise()
        assert count() == one


class TestDays:
    """By which day, and whether that is certain."""

    def test_an_item_may_have_its_own_day_and_a_day_off_moves_to_the_next_working_day(self, people: Cast) -> None:
        CatalogueEntryFactory(code="A1", publication_day=8)
        CatalogueEntryFactory(code="A2", publication_day=24)  # a Saturday
        CatalogueEntryFactory(code="A3", working_days=10)
        rows = obligations.owed_for(Q3, units=[people.village], at=NOON)
        days = {row.entry.code: row.due_on for row in rows}
        # The first eight days of October are off in 2026 but for the Saturday made up for, the tenth.
        assert days == {"A1": date(2026, 10, 8), "A2": date(2026, 10, 26), "A3": date(2026, 10, 20)}

    def test_a_day_in_a_year_that_is_not_known_is_provisional_and_counted_again(self, people: Cast) -> None:
        CatalogueEntryFactory(publication_day=4)
        synchronise(day("2026-12-30"))
        row = Obligation.objects.get(unit=people.village, period="2026Q4")
        assert (row.due_on, row.is_provisional) == (date(2027, 1, 4), True)
        year = [Day(date(2027, 1, one), is_working=False) for one in (1, 4)]
        working_calendar.import_notice(actor=people.administrator, year=2027, days=year, at=day("2027-01-10"))
        row.refresh_from_db()
        assert (row.due_on, row.is_provisional) == (date(2027, 1, 5), False)
        line = lines_of(row).get(verb="move")
        assert (line.actor, line.source, line.target) == (people.administrator, "2027-01-04?", "2027-01-05")

    def test_a_holiday_added_late_moves_the_open_ones_and_leaves_a_trace(self, people: Cast) -> None:
        entry, early = CatalogueEntryFactory(), CatalogueEntryFactory()
        published(people, text_draft(people, entry=early), at=day("2026-10-12"))
        synchronise()
        working_calendar.set_local_day(
            actor=people.administrator, day=Day(DUE, is_working=False, name_zh="防汛"), at=NOON
        )
        kept = Obligation.objects.get(unit=people.village, entry=early, period="2026Q3")
        assert (kept.due_on, verbs(kept)) == (DUE, [])
        moved = Obligation.objects.get(unit=people.village, entry=entry, period="2026Q3")
        assert moved.due_on == DUE + DAY
        line = lines_of(moved).get()
        assert (line.verb, line.actor, line.source, line.target) == (
            "move",
            people.administrator,
            "2026-10-20",
            "2026-10-21",
        )

    def test_a_day_that_has_passed_no_longer_changes(self, people: Cast) -> None:
        CatalogueEntryFactory()
        synchronise()
        later = day("2026-10-21")
        calendar_table.set_day(actor=people.administrator, day=Day(DUE, is_working=False), at=later)
        synchronise(later)
        row = Obligation.objects.get(unit=people.village, period="2026Q3")
        assert row.due_on == DUE
        assert statuses(people, later) == [Status.MISSING]

    def test_reading_needs_no_counting_before(self, people: Cast) -> None:
        CatalogueEntryFactory()
        calendar_table.set_day(actor=people.administrator, day=Day(DUE, is_working=False), at=NOON)
        (row,) = obligations.owed_for(Q3, units=[people.village], at=NOON)
        assert (row.due_on, row.obligation_id) == (DUE + DAY, None)


class TestSynchronising:
    """What is stored."""

    def test_it_is_stored_once_however_often_it_is_synchronised(self, people: Cast) -> None:
        published(people, text_draft(people))
        assert synchronise() == 4  # two villages, the quarter that ended and the one that runs
        before = rows_stored()
        assert not synchronise()
        assert rows_stored() == before

    def test_the_order_of_days_makes_no_difference(self, people: Cast) -> None:
        entry = CatalogueEntryFactory()
        CatalogueEntryFactory(cadence=Cadence.MONTHLY)
        CatalogueEntryFactory(cadence=Cadence.YEARLY)
        MonthlyReporting.objects.create(unit=people.village, starts_on=date(2026, 7, 1), reason="多")
        money_entry()
        days = [day("2026-03-02"), day("2026-10-30"), day("2027-02-01")]
        found = []
        for order in permutations(days):
            forget()
            for at in [*order, order[0]]:
                synchronise(at)
            found.append(rows_stored())
        assert all(one == found[0] for one in found)
        assert {row[2] for row in found[0] if row[1] == entry.code} == {
            *("2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1")
        }

    def test_an_item_taken_out_of_use_is_void_and_revives_with_it(self, people: Cast) -> None:
        kept, gone = CatalogueEntryFactory(), CatalogueEntryFactory()
        published(people, text_draft(people, entry=kept))
        synchronise()
        save_entry(actor=people.administrator, entry=gone, fields={"is_active": False}, at=NOON)
        row = Obligation.objects.get(unit=people.village, entry=gone, period="2026Q4")
        assert row.voided_at == NOON
        assert {one.entry for one in obligations.owed_for(Q3, at=NOON)} == {kept}
        later = day("2026-11-02")
        save_entry(actor=people.administrator, entry=gone, fields={"is_active": True}, at=later)
        assert not Obligation.objects.get(pk=row.pk).voided_at
        assert verbs(row) == ["void", "revive"]
        # What ended while it was out of use is not owed.
        assert Obligation.objects.get(unit=people.village, entry=gone, period="2026Q3").voided_at is not None

    def test_what_is_published_stays_in_its_matrix_though_the_item_is_out_of_use(self, people: Cast) -> None:
        entry = CatalogueEntryFactory()
        published(people, text_draft(people, entry=entry))
        synchronise()
        save_entry(actor=people.administrator, entry=entry, fields={"is_active": False}, at=NOON)
        later = NOON + DAY
        rows = obligations.owed_for(Q3, at=later)
        assert [(row.unit, row.status) for row in rows] == [(people.village, Status.ON_TIME)]

    def test_a_changed_cadence_moves_what_is_to_come_and_keeps_what_ended(self, people: Cast) -> None:
        entry = CatalogueEntryFactory()
        published(people, text_draft(people, entry=entry, period="2026Q2"))
        synchronise()
        save_entry(actor=people.administrator, entry=entry, fields={"cadence": Cadence.MONTHLY}, at=NOON)
        rows = Obligation.objects.filter(unit=people.village, voided_at__isnull=True)
        assert set(rows.values_list("period", flat=True)) == {"2026Q2", "2026Q3", "2026-10"}
        gone = Obligation.objects.get(unit=people.village, period="2026Q4")
        line = lines_of(gone).get()
        assert (line.verb, line.actor) == ("void", people.administrator)
        entry.refresh_from_db()
        # The quarter that had ended can still be published.
        assert start_notice(actor=people.clerk, unit=people.village, entry=entry, period="2026Q3", at=NOON)
        with pytest.raises(Refused, match="another kind"):
            start_notice(actor=people.clerk, unit=people.village, entry=entry, period="2026Q4", at=NOON)

    def test_a_changed_publication_day_moves_only_what_is_open(self, people: Cast) -> None:
        entry = CatalogueEntryFactory()
        published(people, text_draft(people, entry=entry, period="2026Q2"))
        synchronise()
        save_entry(actor=people.administrator, entry=entry, fields={"publication_day": 28}, at=NOON)
        days = dict(Obligation.objects.filter(unit=people.village).values_list("period", "due_on"))
        assert days["2026Q3"] == date(2026, 10, 28)
        assert days["2026Q2"] == date(2026, 7, 20)

    def test_what_a_later_catalogue_adds_is_owed_from_the_period_that_runs(self, people: Cast) -> None:
        published(people, text_draft(people, period="2026Q2"))
        head = "code,stream,name_zh,name_en,cadence,form,notice_days,notice_unit,publisher,basis_zh"
        load_catalogue(
            f"{head}\nN1,village,新事项,New item,quarterly,text,0,,village,\n".encode(), actor=system_actor(), at=NOON
        )
        rows = Obligation.objects.filter(unit=people.village, entry__code="N1")
        assert [row.period for row in rows] == ["2026Q4"]

    def test_a_later_catalogue_refuses_what_the_page_refuses(self, people: Cast) -> None:
        entry = published(people, text_draft(people, period="2026Q2")).notice.entry
        head = "code,stream,name_zh,name_en,cadence,form,notice_days,notice_unit,publisher,basis_zh"
        table = f"{head}\n{entry.code},{entry.stream},某,Some,quarterly,text,0,,town,\n"
        with pytest.raises(BadRows, match=r"Row 2: There are notices of this item"):
            load_catalogue(table.encode(), actor=system_actor(), at=NOON)


class TestExemptions:
    """Who claims that an item need not be published, who checks it, and what is refused."""

    @pytest.fixture
    def owed(self, people: Cast) -> ObligationStatus:
        CatalogueEntryFactory()
        (row,) = obligations.owed_for(Q3, units=[people.village], at=NOON)
        return row

    def test_the_approver_excuses_and_ends_it(self, people: Cast, owed: ObligationStatus) -> None:
        exemption = exemptions.excuse(actor=people.approver, obligation=owed, reason="会计住院", at=NOON)
        (row,) = obligations.owed_for(Q3, units=[people.village], at=day("2026-11-02"))
        assert (row.status, row.exemption, row.days_late) == (Status.EXCUSED, exemption, 0)
        assert awaited.open_items(units=[people.village], at=day("2026-11-02")) == []
        exemptions.end_exemption(actor=people.approver, exemption=exemption, reason="已上班", at=day("2026-11-02"))
        assert statuses(people, day("2026-11-02")) == [Status.MISSING]
        assert verbs(exemption) == ["excuse", "end"]

    def test_nobody_else_excuses(self, people: Cast, owed: ObligationStatus) -> None:
        for actor in (people.clerk, people.publisher, people.reviewer, people.lay, people.administrator):
            with pytest.raises(NotAllowed):
                exemptions.excuse(actor=actor, obligation=owed, reason="x", at=NOON)
        assert not Obligation.objects.exists()

    def test_the_unit_claims_and_the_office_checks_it(self, people: Cast, owed: ObligationStatus) -> None:
        claim = exemptions.claim_not_applicable(actor=people.clerk, obligation=owed, reason="本季无此事项", at=NOON)
        assert statuses(people, NOON) == [Status.DUE]
        for actor in (people.clerk, people.approver, people.outsider, people.supervisor):
            with pytest.raises(NotAllowed):
                exemptions.check_claim(actor=actor, exemption=claim, accept=True, at=NOON)
        exemptions.check_claim(actor=people.publisher, exemption=claim, accept=True, is_public=True, at=NOON)
        (row,) = obligations.owed_for(Q3, units=[people.village], at=NOON)
        assert row.status == Status.NOT_APPLICABLE
        assert row.exemption is not None
        assert row.exemption.is_public
        with pytest.raises(WrongState):
            exemptions.check_claim(actor=people.reviewer, exemption=claim, accept=False, reason="x", at=NOON)

    def test_a_claim_is_refused_with_a_reason_and_can_be_made_again(self, people: Cast, owed: ObligationStatus) -> None:
        claim = exemptions.claim_not_applicable(actor=people.clerk, obligation=owed, reason="无", at=NOON)
        with pytest.raises(Refused, match="reason"):
            exemptions.check_claim(actor=people.reviewer, exemption=claim, accept=False, at=NOON)
        done = exemptions.check_claim(actor=people.reviewer, exemption=claim, accept=False, reason="有一笔", at=NOON)
        assert done.state == ExemptionState.REFUSED
        assert statuses(people, NOON) == [Status.DUE]
        assert exemptions.claim_not_applicable(actor=people.clerk, obligation=owed, reason="已退回", at=NOON)

    def test_only_the_units_clerk_claims_and_only_once_the_period_is_over(
        self, people: Cast, owed: ObligationStatus
    ) -> None:
        for actor in (people.outsider, people.publisher, people.approver):
            with pytest.raises(NotAllowed):
                exemptions.claim_not_applicable(actor=actor, obligation=owed, reason="无", at=NOON)
        (running,) = obligations.owed_for(Q3.next, units=[people.village], at=NOON)
        with pytest.raises(Refused, match="not ended"):
            exemptions.claim_not_applicable(actor=people.clerk, obligation=running, reason="无", at=NOON)

    def test_what_is_published_is_not_exempted_and_what_is_exempted_may_be_published(self, people: Cast) -> None:
        entry = CatalogueEntryFactory()
        (row,) = obligations.owed_for(Q3, units=[people.village], at=NOON)
        exemptions.excuse(actor=people.approver, obligation=row, reason="停电", at=NOON)
        published(people, text_draft(people, entry=entry))
        later = NOON + DAY
        (row,) = obligations.owed_for(Q3, units=[people.village], at=later)
        assert (row.status, row.exemption) == (Status.ON_TIME, None)
        other = CatalogueEntryFactory()
        published(people, text_draft(people, entry=other))
        row = next(one for one in obligations.owed_for(Q3, units=[people.village], at=later) if one.entry == other)
        with pytest.raises(Refused, match="published"):
            exemptions.excuse(actor=people.approver, obligation=row, reason="停电", at=later)

    def test_a_second_exemption_finds_the_first(self, people: Cast, owed: ObligationStatus) -> None:
        claim = exemptions.claim_not_applicable(actor=people.clerk, obligation=owed, reason="无", at=NOON)
        with pytest.raises(Conflict, match="checked first"):
            exemptions.excuse(actor=people.approver, obligation=owed, reason="停电", at=NOON)
        exemptions.check_claim(actor=people.publisher, exemption=claim, accept=True, at=NOON)
        with pytest.raises(Conflict, match="already"):
            exemptions.excuse(actor=people.approver, obligation=owed, reason="停电", at=NOON)

    def test_a_reason_is_asked_for_and_carries_no_number_of_a_person(
        self, people: Cast, owed: ObligationStatus
    ) -> None:
        with pytest.raises(Refused, match="reason"):
            exemptions.excuse(actor=people.approver, obligation=owed, reason="  ", at=NOON)
        reason = "身份证 11010519491231002X 的会计住院"
        with pytest.raises(Refused, match="identity card"):
            exemptions.excuse(actor=people.approver, obligation=owed, reason=reason, is_public=True, at=NOON)
        assert exemptions.excuse(actor=people.approver, obligation=owed, reason=reason, at=NOON)


class TestEvents:
    """What happened and is to be published."""

    @pytest.fixture
    def entry(self) -> CatalogueEntry:
        made: CatalogueEntry = CatalogueEntryFactory(cadence=Cadence.EVENT)
        return made

    def record(self, people: Cast, entry: CatalogueEntry, **fields: object) -> Obligation:
        given = {"actor": people.clerk, "subject": "村道抢修", "happened_on": date(2026, 9, 28)} | fields
        return events.record_event(unit=people.village, entry=entry, at=NOON, **given)  # type: ignore[arg-type]

    def test_it_is_due_twenty_working_days_later_and_met_by_its_notice(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        row = self.record(people, entry)
        # Seven days off from 1 October, with the tenth worked.
        assert (row.due_on, row.period) == (date(2026, 10, 30), "2026")
        (owed,) = awaited.open_items(units=[people.village], at=day("2026-11-04"))
        assert (owed.status, owed.days_late, owed.origin, owed.subject) == (
            *(Status.MISSING, 5),
            *(Origin.EVENT, "村道抢修"),
        )
        draft = text_draft(people, entry=entry, period="2026", title="村道抢修公告")
        events.link(actor=people.clerk, obligation=row, notice=draft.notice, at=NOON)
        assert not awaited.to_begin(people.clerk, at=day("2026-11-04"))
        edition = published(people, draft)
        (owed,) = obligations.owed_for(Period.parse("2026"), at=day("2026-11-04"))
        assert (owed.status, owed.notice) == (Status.ON_TIME, draft.notice.number)
        publishing.withdraw(actor=people.publisher, edition=edition, reason="有误", at=day("2026-11-05"))
        assert [one.status for one in awaited.open_items(at=day("2026-11-06"))] == [Status.MISSING]

    def test_the_entry_may_say_how_many_working_days(self, people: Cast, entry: CatalogueEntry) -> None:
        entry.working_days = 5
        entry.save()
        row = self.record(people, entry, actor=people.publisher, happened_on=date(2026, 10, 12))
        assert row.due_on == date(2026, 10, 19)

    def test_who_writes_it_down_and_what_is_refused(self, people: Cast, entry: CatalogueEntry) -> None:
        for actor in (people.outsider, people.reviewer, people.supervisor):
            with pytest.raises(NotAllowed):
                self.record(people, entry, actor=actor)
        with pytest.raises(Refused, match="few words"):
            self.record(people, entry, subject=" ")
        with pytest.raises(Refused, match="still to come"):
            self.record(people, entry, happened_on=date(2026, 10, 15))
        with pytest.raises(Refused, match="two years back"):
            self.record(people, entry, happened_on=date(26, 10, 12))
        with pytest.raises(Refused, match="does not come"):
            self.record(people, CatalogueEntryFactory())
        self.record(people, entry)
        with pytest.raises(Conflict):
            self.record(people, entry)

    def test_only_a_notice_of_the_same_item_meets_it_and_only_the_publisher_drops_it(
        self, people: Cast, entry: CatalogueEntry
    ) -> None:
        row = self.record(people, entry)
        other = text_draft(people)
        with pytest.raises(Refused, match="something else"):
            events.link(actor=people.clerk, obligation=row, notice=other.notice, at=NOON)
        with pytest.raises(NotAllowed):
            events.link(actor=people.outsider, obligation=row, notice=other.notice, at=NOON)
        with pytest.raises(NotAllowed):
            events.drop_event(actor=people.clerk, obligation=row, reason="记错", at=NOON)
        events.drop_event(actor=people.publisher, obligation=row, reason="记错", at=NOON)
        assert all(one.origin == Origin.CALENDAR for one in awaited.open_items(at=day("2026-11-06")))

    def test_its_day_moves_with_the_calendar(self, people: Cast, entry: CatalogueEntry) -> None:
        row = self.record(people, entry)
        working_calendar.set_local_day(
            actor=people.administrator, day=Day(date(2026, 10, 29), is_working=False), at=NOON
        )
        row.refresh_from_db()
        assert row.due_on == date(2026, 11, 2)
        assert verbs(row) == ["record event", "move"]


class TestMonthlyBooks:
    """A unit with many movements owes its money statements monthly."""

    def mark(self, people: Cast, starts_on: date = date(2026, 10, 1), at: datetime = NOON) -> MonthlyReporting:
        return mark_monthly(
            actor=people.publisher, unit=people.village, starts_on=starts_on, reason="征地款往来多", at=at
        )

    def test_months_take_the_place_of_the_quarter(self, people: Cast) -> None:
        money_entry()
        CatalogueEntryFactory(code="A1")
        synchronise()
        self.mark(people)
        at = day("2026-11-10")
        rows = obligations.owed_for(Period.parse("2026Q4"), units=[people.village], at=at)
        assert [(row.entry.code, str(row.period), row.status) for row in rows] == [
            ("A1", "2026Q4", Status.NOT_DUE),
            ("F02", "2026-10", Status.DUE),
            ("F02", "2026-11", Status.NOT_DUE),
            ("F02", "2026-12", Status.NOT_DUE),
        ]
        (month,) = obligations.owed_for(Period.parse("2026-10"), units=[people.village], at=at)
        assert month.due_on == date(2026, 11, 20)
        quarter = Obligation.objects.get(unit=people.village, entry__code="F02", period="2026Q4")
        assert quarter.voided_at == NOON
        assert lines_of(quarter).get().actor == people.publisher

    def test_the_month_is_begun_and_the_quarter_refused(self, people: Cast) -> None:
        entry = money_entry()
        self.mark(people)
        at = day("2027-01-05")
        assert money_draft(people, period="2026-10", at=at).notice.number.endswith("F02-2026-10")
        with pytest.raises(Refused, match="another kind"):
            start_notice(actor=people.clerk, unit=people.village, entry=entry, period="2026Q4", at=at)
        with pytest.raises(Refused, match="another kind"):
            start_notice(actor=people.clerk, unit=people.village, entry=entry, period="2026-09", at=at)

    def test_balances_follow_from_quarter_to_month_and_back(self, people: Cast) -> None:
        entry = money_entry()
        first = published(people, money_draft(people))
        self.mark(people, at=day("2026-10-15"))
        october = Period.parse("2026-10")
        assert queries.previous_closing(people.village, entry, october) == first.statement.closing
        at = day("2026-11-05")
        published(
            people,
            money_draft(people, period="2026-10", statement=ledger(period="2026-10", opening="1050.00"), at=at),
            at=at,
        )
        assert queries.previous_closing(people.village, entry, Period.parse("2026-11")) is not None
        assert queries.previous_closing(people.village, entry, Period.parse("2026-12")) is None
        assert not queries.openings_that_no_longer_follow(first.statement).exists()
        first.statement.closing += 1
        assert queries.openings_that_no_longer_follow(first.statement).exists()
        latest = queries.latest_reading(people.village)
        assert latest is not None
        assert latest.period == october
        assert latest.before == first.statement

    def test_they_begin_and_end_with_a_quarter_and_never_make_a_month_overdue(self, people: Cast) -> None:
        money_entry()
        with pytest.raises(Refused, match="first day of a quarter"):
            self.mark(people, date(2026, 11, 1))
        with pytest.raises(Refused, match="overdue already"):
            self.mark(people, date(2026, 7, 1))
        with pytest.raises(NotAllowed):
            mark_monthly(actor=people.clerk, unit=people.village, starts_on=date(2026, 10, 1), reason="多", at=NOON)
        books = self.mark(people)
        with pytest.raises(Conflict):
            self.mark(people, date(2027, 1, 1))
        with pytest.raises(Refused, match="last day of a quarter"):
            end_monthly(actor=people.publisher, books=books, ends_on=date(2026, 11, 30), at=NOON)
        end_monthly(actor=people.publisher, books=books, ends_on=date(2026, 12, 31), at=NOON)
        rows = obligations.owed_for(Period.parse("2027Q1"), units=[people.village], at=NOON)
        assert [str(row.period) for row in rows] == ["2027Q1"]


class TestDesk:
    """What the desk makes of it."""

    def test_a_day_that_may_still_change_is_marked(self, people: Cast) -> None:
        entry = CatalogueEntryFactory(cadence=Cadence.YEARLY)
        draft = text_draft(people, entry=entry, period="2026", at=day("2026-12-01"))
        (row,) = queue_rows([draft.pk], people.clerk, day("2026-12-20"))
        assert row.due.note.endswith("(provisional)")
        year = [Day(date(2027, 1, 1), is_working=False)]
        working_calendar.import_notice(actor=people.administrator, year=2027, days=year, at=day("2026-12-20"))
        (row,) = queue_rows([draft.pk], people.clerk, day("2026-12-20"))
        assert "provisional" not in row.due.note

    def test_what_happened_is_begun_from_the_desk_and_met_by_its_notice(self, people: Cast) -> None:
        entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
        row = events.record_event(
            actor=people.clerk,
            unit=people.village,
            entry=entry,
            subject="村道抢修",
            happened_on=date(2026, 9, 28),
            at=NOON,
        )
        (item,) = rows_to_begin([row.pk], people.clerk, NOON)
        assert "村道抢修" in str(item.title)
        client = desk.signed_in(people.clerk)
        page = client.get(item.url)
        assert page.context["form"].initial["title"] == "村道抢修"
        done = client.post(item.url, {"period": "2026", "title": "村道抢修"})
        assert done.status_code == 303
        row.refresh_from_db()
        assert row.notice is not None
        assert row.notice.entry == entry
        assert row.notice.due_on == row.due_on
        assert rows_to_begin([row.pk], people.clerk, NOON) == []
        # It has its notice; another's does not exist for this person.
        assert client.get(item.url).status_code == 404
        assert desk.get(people.outsider, "disclosure_desk:begin_notice", row.pk).status_code == 404


@contextmanager
def own_world() -> Iterator[None]:
    """Undo what an example of a property has written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31)), min_size=1, max_size=4))
def test_any_order_and_number_of_countings_stores_the_same(days: list[date]) -> None:
    with own_world():
        CatalogueEntryFactory(code="P1", cadence=Cadence.MONTHLY)
        CatalogueEntryFactory(code="P2", cadence=Cadence.QUARTERLY, working_days=15)
        CatalogueEntryFactory(code="P3", cadence=Cadence.HALF_YEARLY, owed_since=date(2026, 7, 1))
        VillageFactory(code="W1")
        found = []
        for order in (days, sorted(days), [*sorted(days, reverse=True), *days]):
            forget()
            for one in order:
                synchronise(day(one.isoformat()))
            found.append(rows_stored())
        assert found[0] == found[1] == found[2]
