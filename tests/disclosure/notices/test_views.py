"""What anybody reads: the list of notices, a notice, its editions. And what nobody reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from disclosure.catalogue.enums import Cadence, NoticeUnit, Stream
from disclosure.content.statement import actions
from disclosure.ledger.types import Statement
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.models import Edition
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.actions.corrections import start_correction_because_of
from disclosure.opinions.enums import OpinionKind
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role, UnitKind
from portal.accounts.queries import system_actor
from portal.cases.enums import Visibility
from portal.core import calendar, pages
from tests.disclosure.allocating import allocation_draft, line, published_allocation
from tests.disclosure.pictures import picture
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    StationFactory,
    approved,
    cast,
    ledger,
    money_draft,
    person,
    published,
    text_draft,
)

pytestmark = pytest.mark.django_db

FIVE_DAYS = {"notice_days": 5, "notice_unit": NoticeUnit.WORKING}
LATER = NOON + timedelta(days=1)


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture(autouse=True)
def _fresh_pages(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pages.bump()


@pytest.fixture
def refresh(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], None]:
    """Make kept pages stale, as the commit of a publication would."""

    def renew() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            pages.bump()

    return renew


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the queries of a block; the number stands in the list afterwards."""
    found: list[int] = []
    with CaptureQueriesContext(connection) as caught:
        yield found
    found.append(len(caught))


def corrected(people: Cast, edition: Edition, *, body: str = "", at: datetime = LATER) -> Edition:
    """Publish a correction of an edition: another text, or a statement that is 45.00 lower."""
    draft = publishing.start_correction(actor=people.clerk, edition=edition, at=at)
    draft = notices.save_text(
        actor=people.clerk, edition=draft, title=draft.title, body=body, at=at, reason="第 2 笔少记 45.00 元。"
    )
    if not body:
        other = ledger(movements=(("土地承包费", "200.00", ""), ("保洁员工资", "", "195.00")))
        actions.save_statement(actor=people.clerk, edition=draft, ledger=other, at=at)
    return published(people, draft, at=at)


def addresses(edition: Edition) -> list[str]:
    """Return every public address of an edition."""
    number, n = edition.notice.number, edition.number
    below = [f"/notices/{number}/editions/{n}/{name}" for name in ("", "canonical.json", "data.csv", "poster.pdf")]
    files = [f"/notices/{number}/files/{file.pk}/{file.name}" for file in edition.attachments.all()]
    page = [f"/notices/{number}/{name}" for name in ("", "data.csv", "data.xlsx", "data.json", "poster.pdf")]
    english = [f"/en/notices/{number}/", f"/en/notices/{number}/editions/{n}/"]
    return [*page, *below, *files, *english, f"/verify/{edition.code}/"]


class TestWhatIsNotPublic:
    def draft(self, people: Cast) -> Edition:
        draft = text_draft(people)
        notices.attach_file(actor=people.clerk, edition=draft, name="现场.png", content=picture(), at=NOON)
        return draft

    @pytest.mark.parametrize("steps_taken", range(6))
    def test_an_unpublished_edition_is_at_no_address(self, client: Client, people: Cast, steps_taken: int) -> None:
        edition = self.draft(people)
        walk: tuple[Callable[[Edition], Edition], ...] = (
            lambda one: steps.submit(actor=people.clerk, edition=one, at=NOON),
            lambda one: steps.countersign(actor=people.supervisor, edition=one, at=NOON),
            lambda one: steps.review(actor=people.reviewer, edition=one, at=NOON),
            lambda one: steps.approve(actor=people.approver, edition=one, at=NOON),
            lambda one: publishing.schedule(actor=people.publisher, edition=one, due=LATER, at=NOON),
        )
        for take in walk[:steps_taken]:
            edition = take(edition)
        for address in addresses(edition):
            assert client.get(address).status_code == 404, address

    def test_it_is_in_no_list(self, client: Client, people: Cast) -> None:
        edition = approved(people, self.draft(people))
        for address in ("/", "/notices/", f"/units/{people.village.code}/", "/log/", "/log.json", "/sitemap.xml"):
            assert edition.notice.number not in client.get(address).content.decode(), address

    def test_lists_say_the_year_and_that_it_is_published(self, client: Client, people: Cast) -> None:
        published(people, text_draft(people, entry=CatalogueEntryFactory(notice_days=0, notice_unit=NoticeUnit.NONE)))
        for address in ("/", "/notices/", f"/units/{people.village.code}/"):
            page = client.get(address).content.decode()
            assert ">2026年10月14日<" in page, address
            assert '<span class="tag">已公开</span>' in page, address

    def test_being_signed_in_makes_no_difference(self, client: Client, people: Cast) -> None:
        edition = approved(people, self.draft(people))
        client.force_login(people.publisher)
        assert client.get(f"/notices/{edition.notice.number}/").status_code == 404

    def test_a_correction_in_preparation_does_not_show(self, client: Client, people: Cast) -> None:
        first = published(people, text_draft(people))
        draft = publishing.start_correction(actor=people.clerk, edition=first, at=LATER)
        notices.save_text(actor=people.clerk, edition=draft, title="", body="还没有公开的字", at=LATER, reason="改字")
        number = first.notice.number
        assert client.get(f"/notices/{number}/editions/2/").status_code == 404
        assert client.get(f"/notices/{number}/editions/2/data.json").status_code == 404
        assert "还没有公开的字" not in client.get(f"/notices/{number}/").content.decode()

    @pytest.mark.parametrize(
        "address",
        ["/notices/NO-SUCH-2026/", "/notices/%00/", "/notices/a%20b/", "/notices/X/files/1/x", "/notices/X/data.exe"],
    )
    def test_what_is_no_notice_is_404(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_an_edition_number_beyond_every_bound_is_404(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        address = f"/notices/{edition.notice.number}/editions/{10**30}"
        assert client.get(f"{address}/").status_code == 404
        assert client.get(f"{address}/data.csv").status_code == 404


class TestText:
    def test_a_published_notice_shows_text_number_and_people(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        page = client.get(f"/notices/{edition.notice.number}/")
        said = page.content.decode()
        assert "本季度无新增事项。" in said
        assert edition.notice.number in said
        for signer in (people.clerk, people.supervisor, people.reviewer, people.approver, people.publisher):
            assert signer.name_zh in said

    def test_it_is_for_everybody_and_can_be_kept(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        page = client.get(f"/notices/{edition.notice.number}/")
        assert not page.cookies
        assert page["Cache-Control"].startswith("public")
        again = client.get(f"/notices/{edition.notice.number}/", headers={"If-None-Match": page["ETag"]})
        assert again.status_code == 304

    def test_what_was_written_cannot_become_a_script(self, client: Client, people: Cast) -> None:
        draft = notices.save_text(
            actor=people.clerk,
            edition=text_draft(people),
            title="<b>题</b>",
            body="**重点** <script>alert(1)</script> [链接](javascript:alert(1))",
            at=NOON,
        )
        edition = published(people, draft)
        said = client.get(f"/notices/{edition.notice.number}/").content.decode()
        assert "<strong>重点</strong>" in said
        assert "<script>alert" not in said
        assert 'href="javascript' not in said
        assert "<b>题</b>" not in said

    def test_an_english_page_marks_what_is_chinese(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people, title="关于修路的公示"))
        said = client.get(f"/en/notices/{edition.notice.number}/").content.decode()
        assert '<h1 lang="zh-CN">关于修路的公示</h1>' in said
        assert '<div class="said" lang="zh-CN">' in said
        assert "Who answers for it" in said
        assert people.clerk.name_en in said

    def test_large_print_works_without_a_script(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        address = f"/notices/{edition.notice.number}/"
        assert 'class="elder"' in client.get(f"{address}?view=elder").content.decode()
        assert 'class="elder"' not in client.get(address).content.decode()


class TestNoticePeriod:
    """Published on Wednesday 14 October 2026 at 17:00; day 1 is the 15th, day 5 Wednesday the 21st."""

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (14, "On notice from 15 October"),
            (15, "On notice, day 1"),
            (18, "On notice, day 2"),
            (21, "On notice, day 5"),
        ],
    )
    def test_the_tag_counts_working_days(self, client: Client, people: Cast, day: int, said: str) -> None:
        edition = published(people, text_draft(people, entry=CatalogueEntryFactory(**FIVE_DAYS)))
        with time_machine.travel(datetime(2026, 10, day, 10, 0, tzinfo=UTC)):
            assert said in client.get(f"/en/notices/{edition.notice.number}/").content.decode()

    def test_afterwards_it_says_so(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people, entry=CatalogueEntryFactory(**FIVE_DAYS)))
        with time_machine.travel(datetime(2026, 10, 22, 10, 0, tzinfo=UTC)):
            said = client.get(f"/en/notices/{edition.notice.number}/").content.decode()
        assert "Notice period over" in said
        assert "The notice period ended on 21 October 2026" in said


class TestStatement:
    def test_it_says_how_much_of_the_receipts_is_income(self, client: Client, people: Cast) -> None:
        edition = published(people, money_draft(people))
        said = client.get(f"/en/notices/{edition.notice.number}/").content.decode()
        # The chart of accounts is empty here, so no entry has an account, and nothing may be guessed.
        assert "it is not known how much" in said
        assert "not classified" in said

    def test_the_four_pillars_and_every_entry_are_there(self, client: Client, people: Cast) -> None:
        edition = published(people, money_draft(people))
        said = client.get(f"/notices/{edition.notice.number}/").content.decode()
        for figure in ("200.00", "150.00", "1,200.00", "1,050.00", "土地承包费", "保洁员工资", "李经手", "周证明"):
            assert figure in said
        assert 'id="m7"' in said

    def test_answers_to_warnings_stand_with_it(self, client: Client, people: Cast) -> None:
        edition = published(people, money_draft(people))
        assert edition.statement.answers.exists()
        assert "已核对，情况属实。" in client.get(f"/notices/{edition.notice.number}/").content.decode()

    def test_the_period_before_is_compared(self, client: Client, people: Cast) -> None:
        published(people, money_draft(people, period="2026Q2", at=NOON, statement=second_quarter()))
        edition = published(people, money_draft(people, statement=ledger(opening="1050.00")), at=LATER)
        said = client.get(f"/en/notices/{edition.notice.number}/").content.decode()
        assert "equals the closing balance of Q2" in said
        assert "Quarters compared" in said

    def test_many_entries_take_no_more_queries(self, client: Client, people: Cast, refresh: Callable[[], None]) -> None:
        one = published(people, money_draft(people))
        other = cast()
        movements = tuple((f"收入{n}", "10.00", "") for n in range(30))
        many = published(other, money_draft(other, statement=ledger(movements=movements)))
        numbers = []
        for edition in (one, many):
            refresh()
            with counted() as found:
                assert client.get(f"/notices/{edition.notice.number}/").status_code == 200
            numbers.append(found[0])
        assert numbers[0] == numbers[1]


def asked(people: Cast, edition: Edition, text: str) -> Opinion:
    """Return an opinion about an edition that the public reads."""
    at = edition.published_at or NOON
    opinion = opinions.receive(actor=system_actor(), edition=edition, kind=OpinionKind.QUESTION, text=text, at=at)
    return opinions.route(
        actor=people.publisher,
        opinion=opinion,
        unit=people.village,
        visibility=Visibility.PUBLIC,
        shown_text=text,
        shown_name="",
        at=at,
    )


class TestQueriesOfAPage:
    """A page is made anew with so many queries, frame included, however much stands on it."""

    @pytest.fixture(autouse=True)
    def _calendar(self) -> None:
        calendar.load()  # whichever process loads it first builds it

    def test_a_text_takes_six(
        self,
        client: Client,
        people: Cast,
        refresh: Callable[[], None],
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        draft = text_draft(people, entry=CatalogueEntryFactory(**FIVE_DAYS))
        notices.attach_file(actor=people.clerk, edition=draft, name="现场.png", content=picture(), at=NOON)
        edition = published(people, draft)
        for round_ in range(3):
            opinion = asked(people, edition, text=f"第{round_}个问题：垃圾清运费是怎么算的？")
            refresh()
            with django_assert_max_num_queries(6):
                page = client.get(f"/notices/{edition.notice.number}/").content.decode()
            assert opinion.screening is not None
            assert opinion.screening.shown_text in page
            draft = start_correction_because_of(actor=people.clerk, opinion=opinion, at=LATER)
            draft = notices.save_text(
                actor=people.clerk, edition=draft, title="", body=f"第{round_}次。", reason="补记。", at=LATER
            )
            edition = published(people, draft, at=LATER + timedelta(days=round_))

    def test_a_statement_takes_nine(
        self,
        client: Client,
        people: Cast,
        refresh: Callable[[], None],
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        before = ledger(period="2026Q2", opening="950.00")
        published(people, money_draft(people, period="2026Q2", statement=before))
        edition = published(people, money_draft(people))
        for round_ in range(3):
            published_allocation(people, allocation_draft(people, [line(people.village), line(None, recipient="甲")]))
            refresh()
            with django_assert_max_num_queries(9):
                page = client.get(f"/notices/{edition.notice.number}/").content.decode()
            assert 'id="h-linked"' in page
            assert 'id="h-quarters"' in page
            edition = corrected(people, edition, at=LATER + timedelta(days=round_))


def second_quarter() -> Statement:
    """Return a ledger of the second quarter."""
    whole = ledger(period="2026Q2")
    return replace(whole, lines=tuple(replace(line, date=date(2026, 4, line.number)) for line in whole.lines))


class TestEditions:
    def test_an_earlier_one_stays_readable_and_says_that_it_was_replaced(
        self, client: Client, people: Cast, refresh: Callable[[], None]
    ) -> None:
        first = published(people, text_draft(people))
        corrected(people, first, body="本季度新增一项。")
        refresh()
        number = first.notice.number
        old = client.get(f"/en/notices/{number}/editions/1/").content.decode()
        assert "本季度无新增事项。" in old
        assert "it has been replaced" in old
        new = client.get(f"/en/notices/{number}/").content.decode()
        assert "本季度新增一项。" in new
        assert "it has been replaced" not in new

    def test_the_difference_is_shown_with_every_figure_that_followed(self, client: Client, people: Cast) -> None:
        first = published(people, money_draft(people))
        corrected(people, first)
        said = client.get(f"/en/notices/{first.notice.number}/").content.decode()
        assert "This edition corrects edition 1" in said
        assert "<del>150.00</del>" in said
        assert "<ins>195.00</ins>" in said
        assert "<del>1,050.00</del>" in said
        assert "<ins>1,005.00</ins>" in said

    def test_an_edition_there_is_not_is_404(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        assert client.get(f"/notices/{edition.notice.number}/editions/2/").status_code == 404


class TestWithdrawn:
    @pytest.fixture
    def withdrawn(self, people: Cast) -> Edition:
        first = published(people, text_draft(people, title="不该公开的题目"))
        second = corrected(people, first, body="不该公开的内容。")
        return publishing.withdraw(
            actor=people.publisher, edition=second, reason="误将他人信息公开。", at=LATER + timedelta(days=1)
        )

    def test_only_the_reason_is_shown(self, client: Client, withdrawn: Edition) -> None:
        for address in ("", "editions/1/", "editions/2/"):
            said = client.get(f"/notices/{withdrawn.notice.number}/{address}").content.decode()
            assert "误将他人信息公开。" in said
            for secret in ("不该公开的内容", "不该公开的题目", "本季度无新增事项"):
                assert secret not in said, address

    def test_its_files_are_gone_and_those_of_the_editions_before(self, client: Client, withdrawn: Edition) -> None:
        number = withdrawn.notice.number
        names = ["data.csv", "data.json", "poster.pdf"]
        for edition in (1, 2):
            names += [f"editions/{edition}/{name}" for name in ("data.csv", "canonical.json", "poster.pdf")]
        for name in names:
            assert client.get(f"/notices/{number}/{name}").status_code == 404, name

    def test_it_is_in_no_list_but_in_the_log(self, client: Client, withdrawn: Edition) -> None:
        for address in ("/", "/notices/", f"/units/{withdrawn.notice.unit.code}/", "/sitemap.xml"):
            assert withdrawn.notice.number not in client.get(address).content.decode(), address
        assert withdrawn.notice.number in client.get("/log/").content.decode()

    def test_a_new_edition_makes_it_readable_again(
        self, client: Client, people: Cast, withdrawn: Edition, refresh: Callable[[], None]
    ) -> None:
        corrected(people, withdrawn, body="可以公开的内容。", at=LATER + timedelta(days=2))
        refresh()
        number = withdrawn.notice.number
        assert "可以公开的内容。" in client.get(f"/notices/{number}/").content.decode()
        gone = client.get(f"/notices/{number}/editions/2/").content.decode()
        assert "不该公开的内容" not in gone
        assert client.get(f"/notices/{number}/editions/2/canonical.json").status_code == 404


class TestList:
    def publish(self, people: Cast, count: int = 1, **fields: object) -> list[Edition]:
        entry = CatalogueEntryFactory(cadence=Cadence.EVENT, **fields)
        return [
            published(
                people,
                text_draft(people, entry=entry, period="2026", title=f"事项{entry.code}第{n}号"),
                at=NOON + timedelta(minutes=n),
            )
            for n in range(count)
        ]

    def test_it_narrows_by_unit_stream_period_and_words(self, client: Client, people: Cast) -> None:
        (party,) = self.publish(people, stream=Stream.PARTY)
        (village,) = self.publish(people)
        quarterly = published(people, text_draft(people))
        for query, shown in (
            ("stream=party", {party}),
            ("stream=village", {village, quarterly}),
            ("period=2026Q3", {quarterly}),
            (f"unit={people.village.code}", {party, village, quarterly}),
            (f"unit={people.town.code}", set()),
            (f"q={party.title}", {party}),
            ("q=%00", {party, village, quarterly}),
            ("q=没有这个词", set()),
        ):
            said = client.get(f"/notices/?{query}").content.decode()
            found = {one for one in (party, village, quarterly) if f"/notices/{one.notice.number}/" in said}
            assert found == shown, query

    @pytest.mark.parametrize("query", ["unit=NOWHERE", "stream=gossip", "period=next"])
    def test_what_cannot_be_chosen_is_404(self, client: Client, query: str) -> None:
        assert client.get(f"/notices/?{query}").status_code == 404

    def test_nothing_found_says_what_to_do(self, client: Client) -> None:
        assert "Try fewer words" in client.get("/en/notices/?q=xyzzy").content.decode()

    def test_pages_lead_on_and_back_without_losing_a_notice(
        self, client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("disclosure.notices.views.PAGE_SIZE", 2)
        wanted = [edition.notice.number for edition in self.publish(people, 5)][::-1]
        seen, address, back = [], "/notices/", []
        while address:
            response = client.get(address)
            seen.append([card.url.split("/")[-2] for card in response.context["notices"]])
            back.append(response.context["newer_url"])
            address = response.context["older_url"]
        assert [number for page in seen for number in page] == wanted
        assert [len(page) for page in seen] == [2, 2, 1]
        assert back[0] == ""
        before_last = client.get(back[2])
        assert [card.url.split("/")[-2] for card in before_last.context["notices"]] == seen[1]

    def test_three_rows_take_as_many_queries_as_one(
        self,
        client: Client,
        people: Cast,
        refresh: Callable[[], None],
        django_assert_num_queries: Callable[..., CaptureQueriesContext],
    ) -> None:
        self.publish(people)
        refresh()
        with counted() as found:
            client.get("/notices/")
        other = cast()
        self.publish(other, 2)
        refresh()
        with django_assert_num_queries(found[0]):
            client.get("/notices/")

    def test_parameters_nobody_declared_are_not_carried_into_links(self, client: Client, people: Cast) -> None:
        self.publish(people)
        assert "evil" not in client.get("/notices/?evil=1&q=事项").content.decode()


def test_a_station_that_prepared_it_is_named(client: Client, people: Cast) -> None:
    station = StationFactory(parent=people.town, name_zh="农业农村服务中心")
    entry = CatalogueEntryFactory(publisher=UnitKind.TOWN, stream=Stream.GOVERNMENT)
    clerk = person(Role.CLERK, station)
    draft = notices.start_notice(actor=clerk, unit=people.town, entry=entry, period="2026Q3", at=NOON, station=station)
    draft = notices.save_text(actor=clerk, edition=draft, title="", body="补贴标准。", at=NOON)
    edition = steps.submit(actor=clerk, edition=draft, at=NOON)
    edition = steps.review(actor=people.reviewer, edition=edition, at=NOON)
    edition = steps.approve(actor=people.approver, edition=edition, at=NOON)
    edition = publishing.publish(actor=people.publisher, edition=edition, at=NOON, enqueue=False)
    said = client.get(f"/notices/{edition.notice.number}/").content.decode()
    assert "农业农村服务中心" in said
