"""The matrix as everybody sees it: page, CSV and JSON agree, and none knows of unpublished work."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import MonthlyReporting
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions import publishing
from disclosure.obligations.actions import events, exemptions, sync
from disclosure.obligations.documents import matrix as documents
from disclosure.obligations.enums import Status
from disclosure.obligations.presenters.matrix import Table, matrix_of
from disclosure.obligations.presenters.units import trend_of
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import owed_for, trend_up_to
from portal.accounts.enums import UnitKind
from portal.accounts.queries import system_actor
from portal.core import pages
from tests.disclosure.notices.test_views import counted
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    VillageFactory,
    approved,
    cast,
    money_entry,
    published,
    text_draft,
)

pytestmark = pytest.mark.django_db

Q3 = Period.parse("2026Q3")
AFTER = datetime(2026, 10, 30, 4, tzinfo=UTC)
"""Ten days after the items of the third quarter were due."""


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def refresh(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], None]:
    def renew() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            pages.bump()

    return renew


@pytest.fixture(autouse=True)
def _fresh(refresh: Callable[[], None]) -> None:
    refresh()


def look(address: str, at: datetime = AFTER) -> Any:
    with time_machine.travel(at, tick=False):
        return Client().get(address)


def text(address: str, at: datetime = AFTER) -> str:
    response = look(address, at)
    assert response.status_code == 200, address
    return str(response.content.decode("utf-8-sig"))


def tables() -> list[Table]:
    return matrix_of(Q3, owed_for(Q3, at=AFTER), read_basis(at=AFTER), url_name="disclosure:matrix").tables


def a_bit_of_everything(people: Cast) -> None:
    """Publish one item on time and one late; leave one to be missing, excuse one, and one did not happen."""
    entries = [CatalogueEntryFactory(code=f"X{n}") for n in range(1, 6)]
    published(people, text_draft(people, entry=entries[0]))
    published(people, text_draft(people, entry=entries[1]), at=datetime(2026, 10, 23, tzinfo=UTC))
    rows = {row.entry.code: row for row in owed_for(Q3, at=AFTER) if row.unit == people.village}
    exemptions.excuse(actor=people.approver, obligation=rows["X4"], reason="合同在仲裁中", is_public=True, at=AFTER)
    claim = exemptions.claim_not_applicable(actor=people.clerk, obligation=rows["X5"], reason="本季无人申请", at=AFTER)
    exemptions.check_claim(actor=people.publisher, exemption=claim, accept=True, at=AFTER)


class TestAgreement:
    def test_page_csv_json_and_query_agree(self, people: Cast) -> None:
        a_bit_of_everything(people)
        with time_machine.travel(AFTER, tick=False):
            rows = owed_for(Q3, at=AFTER)
        assert {row.status for row in rows} == {
            Status.ON_TIME,
            Status.LATE,
            Status.MISSING,
            Status.EXCUSED,
            Status.NOT_APPLICABLE,
        }
        assert json.loads(text("/matrix/2026Q3/data.json")) == documents.lines(rows)
        table = list(csv.DictReader(io.StringIO(text("/matrix/2026Q3/data.csv"))))
        assert [
            (one["单位编码"], one["事项编码"], one["state"], int(one["迟天数"]), one["公开编号"]) for one in table
        ] == [(row.unit.code, row.entry.code, row.status, row.days_late, row.notice) for row in rows]
        page = text("/en/matrix/2026Q3/")
        assert len(re.findall(r'class="mk"', page)) == len(rows)
        assert page.count("Late by 3 days") == sum(row.status == Status.LATE for row in rows) == 1
        assert page.count("Missing, 10 days overdue") == sum(row.status == Status.MISSING for row in rows)

    @pytest.mark.parametrize("period", ["2026Q3", "2026"])
    def test_the_data_are_the_rows_of_the_command(self, people: Cast, period: str) -> None:
        a_bit_of_everything(people)
        CatalogueEntryFactory(code="Y1", cadence=Cadence.YEARLY)
        printed = io.StringIO()
        with time_machine.travel(AFTER, tick=False):
            call_command("obligations", period=Period.parse(period), as_json=True, stdout=printed)
        assert json.loads(text(f"/matrix/{period}/data.json")) == json.loads(printed.getvalue()) != []

    def test_each_published_cell_leads_to_its_notice(self, people: Cast) -> None:
        a_bit_of_everything(people)
        page = text("/matrix/2026Q3/")
        cells = re.findall(r'<a class="mk" href="([^"]+)"', page)
        assert cells == [f"/notices/{people.village.code}-{code}-2026Q3/" for code in ("X1", "X2")]
        assert all(look(address).status_code == 200 for address in cells)

    def test_the_csv_is_for_office_programs(self, people: Cast) -> None:
        a_bit_of_everything(people)
        content = look("/matrix/2026Q3/data.csv").content
        assert content.startswith(b"\xef\xbb\xbf")
        assert "合同在仲裁中" in content.decode("utf-8-sig")

    def test_the_share_counts_what_was_due(self, people: Cast) -> None:
        a_bit_of_everything(people)
        with time_machine.travel(AFTER, tick=False):
            (table,) = tables()
        (mine,) = [line for line in table.lines if line.unit == people.village]
        assert (mine.share.on_time, mine.share.late, mine.share.missing, mine.share.exempt) == (1, 1, 1, 2)
        assert mine.share.percent == 33
        assert '<td class="sum">33%<span class="hid"> 1 of 3 on time</span></td>' in text("/en/matrix/2026Q3/")


class TestWhatThePublicDoesNotSee:
    ADDRESSES = (
        "/matrix/",
        "/matrix/2026Q3/",
        "/en/matrix/2026Q3/",
        "/matrix/2026Q3/data.csv",
        "/matrix/2026Q3/data.json",
    )

    def test_no_step_of_unpublished_work_changes_anything(self, people: Cast, refresh: Callable[[], None]) -> None:
        entry = CatalogueEntryFactory(code="X1")
        published(people, text_draft(people, entry=CatalogueEntryFactory(code="X2")))
        before = [text(address) for address in self.ADDRESSES]
        draft = text_draft(people, entry=entry)
        refresh()
        assert [text(address) for address in self.ADDRESSES] == before
        publishing.schedule(
            actor=people.publisher,
            edition=approved(people, draft),
            due=AFTER + timedelta(days=9),
            at=NOON + timedelta(days=1),
        )
        refresh()
        assert [text(address) for address in self.ADDRESSES] == before

    def test_a_reason_is_read_only_where_it_is_published(self, people: Cast) -> None:
        a_bit_of_everything(people)
        for address in self.ADDRESSES:
            assert "本季无人申请" not in text(address)
        assert "合同在仲裁中" in text("/matrix/2026Q3/")

    def test_a_claim_nobody_has_checked_does_not_show(self, people: Cast, refresh: Callable[[], None]) -> None:
        CatalogueEntryFactory(code="X1")
        published(people, text_draft(people, entry=CatalogueEntryFactory(code="X2")))
        before = [text(address) for address in self.ADDRESSES]
        (row,) = [row for row in owed_for(Q3, at=AFTER) if row.entry.code == "X1" and row.unit == people.village]
        exemptions.claim_not_applicable(actor=people.clerk, obligation=row, reason="没有", at=AFTER, is_public=True)
        refresh()
        assert [text(address) for address in self.ADDRESSES] == before

    def test_what_happened_is_not_named(self, people: Cast) -> None:
        entry = CatalogueEntryFactory(code="X9", cadence=Cadence.EVENT)
        published(people, text_draft(people))
        events.record_event(
            actor=people.publisher,
            unit=people.village,
            entry=entry,
            subject="处分一名委员",
            happened_on=AFTER.date(),
            at=AFTER,
        )
        page = text("/matrix/2026/")
        assert "X9" in page
        assert "处分" not in page + text("/matrix/2026/data.csv") + text("/matrix/2026/data.json")


class TestPeriods:
    @pytest.mark.parametrize("period", ["2026Q3", "2026H2", "2026", "2026-09"])
    def test_every_kind_of_period_has_a_page(self, people: Cast, period: str) -> None:
        published(people, text_draft(people))
        assert look(f"/matrix/{period}/").status_code == 200
        assert look(f"/matrix/{period}/data.json").status_code == 200

    @pytest.mark.parametrize("period", ["2026Q4", "2027", "2026-10", "2026Q2", "2019Q1", "2026Q5", "now", "2026q3"])
    def test_what_is_no_period_or_was_before_or_is_to_come_is_not_there(self, people: Cast, period: str) -> None:
        published(people, text_draft(people))
        for address in (f"/matrix/{period}/", f"/en/matrix/{period}/", f"/matrix/{period}/data.csv"):
            assert look(address).status_code == 404, address

    def test_without_a_period_it_is_the_current_quarter(self, people: Cast) -> None:
        published(people, text_draft(people))
        assert f'<link rel="canonical" href="{settings.SITE_URL}/matrix/2026Q3/">' in text("/matrix/")

    def test_a_portal_with_nothing_in_it_says_so(self) -> None:
        assert "Nothing is owed for this period." in text("/en/matrix/")

    def test_one_leads_to_the_periods_around_it(self, people: Cast) -> None:
        CatalogueEntryFactory(cadence=Cadence.YEARLY)
        published(people, text_draft(people, period="2026Q2"))
        page = text("/matrix/2026Q3/")
        assert 'href="/matrix/2026Q2/"' in page
        assert 'href="/matrix/2026/"' in page
        assert 'href="/matrix/2026Q4/"' not in page

    def test_months_stand_in_the_quarters_cell(self, people: Cast) -> None:
        money_entry()
        MonthlyReporting.objects.create(unit=people.village, starts_on=Q3.first, reason="笔数多")
        published(people, text_draft(people, period="2026Q2"))
        with time_machine.travel(AFTER, tick=False):
            (table,) = tables()
        (mine,) = [line for line in table.lines if line.unit == people.village]
        assert [str(mark.row.period) for mark in mine.cells[0]] == ["2026-07", "2026-08", "2026-09"]
        page = text("/matrix/2026Q3/")
        assert [month in page for month in ("7月 </small>", "8月 </small>", "9月 </small>")] == [True] * 3


class TestTheKeptPage:
    def test_it_is_public_and_sets_no_cookie(self, people: Cast) -> None:
        published(people, text_draft(people))
        response = look("/matrix/2026Q3/")
        assert not response.cookies
        assert "s-maxage" in response["Cache-Control"]
        assert response["ETag"]

    def test_it_goes_stale_with_a_publication(
        self, people: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        entry = CatalogueEntryFactory(code="X1")
        published(people, text_draft(people, entry=CatalogueEntryFactory(code="X2")))
        data = "/matrix/2026Q3/data.json"
        assert f"{people.village.code}-X1-2026Q3" not in text("/matrix/2026Q3/") + text(data)
        with django_capture_on_commit_callbacks(execute=True):
            published(people, text_draft(people, entry=entry))
        assert f"{people.village.code}-X1-2026Q3" in text("/matrix/2026Q3/")
        assert f"{people.village.code}-X1-2026Q3" in text(data)

    def test_it_goes_stale_at_midnight(self, people: Cast) -> None:
        CatalogueEntryFactory(code="X1")
        published(people, text_draft(people, entry=CatalogueEntryFactory(code="X2")))
        page, data = "/en/matrix/2026Q3/", "/matrix/2026Q3/data.json"
        last_minute = datetime(2026, 10, 20, 15, 59, tzinfo=UTC)
        assert "Due by 20 October" in text(page, last_minute)
        assert '"missing"' not in text(data, last_minute)
        assert "Missing, 1 day overdue" in text(page, last_minute + timedelta(minutes=2))
        assert '"missing"' in text(data, last_minute + timedelta(minutes=2))

    def test_it_is_made_in_as_many_queries_for_many_units_as_for_one(
        self, people: Cast, refresh: Callable[[], None]
    ) -> None:
        published(people, text_draft(people, period="2026Q2"))
        text("/matrix/2026Q3/")
        refresh()
        with counted() as few:
            text("/matrix/2026Q3/")
        for _more in range(3):
            VillageFactory(parent=people.town)
            CatalogueEntryFactory()
        published(people, text_draft(people))
        sync.synchronise(actor=system_actor(), at=AFTER)
        row = next(one for one in owed_for(Q3, at=AFTER) if one.unit == people.village and one.is_open)
        exemptions.excuse(actor=people.approver, obligation=row, reason="合同在仲裁中", at=AFTER)
        refresh()
        with counted() as many:
            text("/matrix/2026Q3/")
        assert few == many
        assert few[0] <= 10

    def test_twelve_villages_weigh_little(self, people: Cast) -> None:
        for _count in range(12):
            VillageFactory(parent=people.town)
            CatalogueEntryFactory()
        published(people, text_draft(people))
        with time_machine.travel(AFTER, tick=False):
            response = Client().get("/matrix/2026Q3/", headers={"accept-encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert len(response.content) < 30_000


def test_the_trend_goes_as_far_back_as_the_portal(people: Cast) -> None:
    entry = CatalogueEntryFactory(code="X1")
    first = datetime(2026, 7, 10, 4, tzinfo=UTC)
    published(people, text_draft(people, entry=entry, period="2026Q2", at=first), at=first)
    published(people, text_draft(people, entry=entry))
    basis = read_basis(at=AFTER)
    owed = trend_up_to(Q3, basis=basis)
    found = trend_of(owed, matrix_of(Q3, owed[Q3], basis, url_name="disclosure:matrix"))
    assert found is not None
    assert [str(period) for period in owed] == ["2026Q2", "2026Q3"]
    assert [[share.percent for share in line.shares] for line in found.lines if line.unit == people.village] == [
        [100, 100]
    ]
    assert [share.percent for share in found.overall] == [50, 50]
    page = text("/en/matrix/2026Q3/")
    assert "2026 Q2 50%; Q3 50%" in page
    assert page.count('class="spark"') == 2


def test_where_nothing_was_ever_owed_there_is_no_trend(people: Cast) -> None:
    first = datetime(2026, 7, 10, 4, tzinfo=UTC)
    published(people, text_draft(people, entry=CatalogueEntryFactory(code="X1"), period="2026Q2", at=first), at=first)
    with time_machine.travel(AFTER, tick=False):
        page = text("/en/matrix/2026-09/")
    assert "Nothing is owed for this period." in page
    assert "How it went" not in page


def test_the_town_and_the_villages_have_a_table_each(people: Cast) -> None:
    CatalogueEntryFactory(code="G1", publisher=UnitKind.TOWN)
    published(people, text_draft(people))
    with time_machine.travel(AFTER, tick=False):
        kinds = [table.kind for table in tables()]
    assert kinds == [UnitKind.VILLAGE, UnitKind.TOWN]
    page = text("/en/matrix/2026Q3/")
    assert [f'href="#past-{kind}"' in page and f'id="past-{kind}"' in page for kind in kinds] == [True, True]
