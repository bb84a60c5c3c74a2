"""Home, boards, catalogue, proof, log, and what machines read."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import rfc8785
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from disclosure.notices.actions import drafts as notices, publishing
from disclosure.notices.models import Edition
from portal.accounts.models import StaffMember
from portal.core import pages, publication_log
from tests.factories import NOON, Cast, CatalogueEntryFactory, VillageFactory, cast, money_draft, published, text_draft

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)
HOME_QUERIES, BOARD_QUERIES = 13, 20
"""Most queries of the home page and of a unit's board. Nine of each count what is owed, one reads the opinions, and of
the home page one the visit days."""
AFTER_DUE = datetime(2026, 10, 22, 4, tzinfo=UTC)
PAGES = ("/", "/units/", "/catalogue/", "/accessibility/", "/verify/", "/log/", "/notices/")


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def refresh(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], None]:
    """Make kept pages stale, as the commit of a publication would."""

    def renew() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            pages.bump()

    return renew


@pytest.fixture(autouse=True)
def _fresh_pages(refresh: Callable[[], None]) -> None:
    refresh()


def corrected(people: Cast, edition: Edition) -> Edition:
    draft = publishing.start_correction(actor=people.clerk, edition=edition, at=LATER)
    draft = notices.save_text(actor=people.clerk, edition=draft, title="", body="改过。", at=LATER, reason="原文有误。")
    return published(people, draft, at=LATER)


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_on_an_empty_portal(client: Client, root: str, page: str) -> None:
    response = client.get(root + page)
    assert response.status_code == 200
    assert not response.cookies


def test_the_boards_of_the_town_and_its_stations_can_be_found(client: Client, people: Cast) -> None:
    content = client.get("/units/").content.decode()
    stations = content.partition('id="stations"')[2]
    assert f'href="/units/{people.town.code}/"' in stations
    assert "<h1>公开栏</h1>" in content


def test_a_page_there_is_not_answers_404_that_nobody_keeps(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


class TestHome:
    def test_it_counts_what_each_village_owes(self, client: Client, people: Cast) -> None:
        published(people, text_draft(people))
        CatalogueEntryFactory()
        with time_machine.travel(AFTER_DUE):
            said = client.get("/en/").content.decode()
        assert "2 items" in said
        assert "1 missing" in said
        assert "<b>1</b> on time, <b>0</b> late, <b>3</b> missing" in said

    @pytest.mark.usefixtures("people")
    def test_before_the_day_nothing_is_missing(self, client: Client) -> None:
        CatalogueEntryFactory()
        with time_machine.travel(NOON):
            said = client.get("/en/").content.decode()
        assert "1 item, 0 published so far" in said
        assert "Not due yet 2" not in said

    def test_what_was_just_published_leads_to_its_page(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        assert f'href="/notices/{edition.notice.number}/"' in client.get("/").content.decode()
        assert f'href="/en/notices/{edition.notice.number}/"' in client.get("/en/").content.decode()

    def test_more_villages_and_notices_take_no_more_queries(
        self,
        client: Client,
        people: Cast,
        refresh: Callable[[], None],
        django_assert_num_queries: Callable[..., CaptureQueriesContext],
    ) -> None:
        published(people, text_draft(people))
        refresh()
        with CaptureQueriesContext(connection) as caught:
            client.get("/")
        assert len(caught) <= HOME_QUERIES
        for _more in range(2):
            other = cast()
            published(other, text_draft(other))
        refresh()
        with django_assert_num_queries(len(caught)):
            client.get("/")


class TestBoard:
    def test_it_shows_money_notices_people_and_telephone(self, client: Client, people: Cast) -> None:
        published(people, money_draft(people))
        StaffMember.objects.create(unit=people.village, name="刘守义", title_zh="村支书", phone="139****2107")
        said = client.get(f"/units/{people.village.code}/").content.decode()
        for shown in ("1,050", "刘守义", "139****2107", people.village.supervision_phone):
            assert shown in said
        assert 'href="tel:139' not in said

    def test_who_answers_the_telephone_is_named_in_the_language_of_the_page(self, client: Client) -> None:
        village = VillageFactory(supervision_contact_zh="周明远", supervision_contact_en="Zhou Mingyuan")
        other = VillageFactory(supervision_contact_zh="周明远")
        chinese, english, as_written = (
            client.get(address).content.decode()
            for address in (f"/units/{village.code}/", f"/en/units/{village.code}/", f"/en/units/{other.code}/")
        )
        assert "周明远" in chinese
        assert "Zhou Mingyuan answers." in english
        assert '<span lang="zh-CN">周明远</span> answers.' in as_written

    def test_what_is_overdue_is_named(self, client: Client, people: Cast) -> None:
        entry = CatalogueEntryFactory()
        with time_machine.travel(AFTER_DUE):
            said = client.get(f"/en/units/{people.village.code}/").content.decode()
        assert entry.name_en in said
        assert "2 days late" in said

    @pytest.mark.parametrize("code", ["NOWHERE", "%00"])
    def test_a_unit_there_is_not_is_404(self, client: Client, code: str) -> None:
        assert client.get(f"/units/{code}/").status_code == 404

    def test_a_unit_out_of_use_is_404(self, client: Client) -> None:
        village = VillageFactory(is_active=False)
        assert client.get(f"/units/{village.code}/").status_code == 404

    def test_three_notices_take_as_many_queries_as_one(
        self,
        client: Client,
        people: Cast,
        refresh: Callable[[], None],
        django_assert_num_queries: Callable[..., CaptureQueriesContext],
    ) -> None:
        published(people, text_draft(people))
        published(people, money_draft(people))
        refresh()
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/units/{people.village.code}/")
        assert len(caught) <= BOARD_QUERIES
        for _more in range(2):
            published(people, text_draft(people))
        refresh()
        with django_assert_num_queries(len(caught)):
            client.get(f"/units/{people.village.code}/")


class TestVerify:
    @pytest.mark.parametrize("write", [str, str.lower, lambda code: f"{code[:4]}-{code[4:]}"])
    def test_a_code_is_read_however_it_is_written(
        self, client: Client, people: Cast, write: Callable[[str], str]
    ) -> None:
        edition = published(people, text_draft(people))
        response = client.get(f"/en/verify/{write(edition.code)}/")
        said = response.content.decode()
        assert response.status_code == 200
        assert "This is the edition in force" in said
        assert f'href="/en/notices/{edition.notice.number}/"' in said

    def test_the_form_leads_to_the_answer(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        response = client.get(f"/verify/?code={edition.code.lower()}")
        assert response.status_code == 302
        assert response["Location"] == f"/verify/{edition.shown_code}/"

    def test_too_few_letters_are_refused_and_kept(self, client: Client) -> None:
        said = client.get("/en/verify/?code=7K3M").content.decode()
        assert "You gave 4 letters and digits" in said
        assert 'value="7K3M"' in said

    def test_a_replaced_edition_names_the_one_in_force(self, client: Client, people: Cast) -> None:
        first = published(people, text_draft(people))
        corrected(people, first)
        said = client.get(f"/en/verify/{first.code}/").content.decode()
        assert "replaced by edition 2" in said

    def test_a_withdrawn_one_gives_the_reason_and_no_more(self, client: Client, people: Cast) -> None:
        draft = text_draft(people, title="不该公开的题目")
        edition = published(people, draft)
        publishing.withdraw(actor=people.publisher, edition=edition, reason="误发。", at=LATER)
        said = client.get(f"/en/verify/{edition.code}/").content.decode()
        assert "误发。" in said
        assert "不该公开的题目" not in said

    @pytest.mark.parametrize("code", ["ABCDEFGH", "x", "%00%00%00%00%00%00%00%00", "a" * 60])
    def test_an_unknown_code_is_404_and_not_kept(self, client: Client, code: str) -> None:
        response = client.get(f"/verify/{code}/")
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store"

    def test_the_code_of_a_draft_is_unknown(self, client: Client, people: Cast) -> None:
        draft = text_draft(people)
        assert client.get(f"/verify/{draft.code}/").status_code == 404


class TestLog:
    def test_it_shows_each_entry_with_its_notice(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        publishing.withdraw(actor=people.publisher, edition=edition, reason="误发。", at=LATER)
        said = client.get("/en/log/").content.decode()
        assert said.count(f'href="/en/notices/{edition.notice.number}/"') == 2
        assert "Withdrawal" in said

    def test_it_says_what_each_entry_is_about(self, client: Client, people: Cast, refresh: Callable[[], None]) -> None:
        draft = text_draft(people, period="2026Q2")
        entry, title = draft.notice.entry, "水费收缴情况说明"
        draft = notices.save_text(actor=people.clerk, edition=draft, title=title, body="是。", at=NOON)
        edition = published(people, draft)
        row = client.get("/log/").content.decode().split('id="e1"')[1].split("</tr>")[0]
        assert title in row
        assert people.village.name_zh in row
        publishing.withdraw(actor=people.publisher, edition=edition, reason="误发。", at=LATER)
        refresh()
        gone = client.get("/log/").content.decode()
        assert title not in gone, "what was withdrawn keeps its neutral title"
        assert entry.name_zh in gone

    def test_it_is_narrowed_by_unit_step_and_days(self, client: Client, people: Cast) -> None:
        first = published(people, text_draft(people, period="2026Q2"))
        elsewhere = cast()
        published(elsewhere, text_draft(elsewhere))
        publishing.withdraw(actor=people.publisher, edition=first, reason="误发。", at=LATER)

        def found(**asked: str) -> list[int]:
            return [entry.sequence for entry, _title in client.get("/log/", asked).context["rows"]]

        day, later = (timezone.localdate(at).isoformat() for at in (NOON, LATER))
        assert found() == [3, 2, 1]
        assert found(unit=people.village.code) == [3, 1]
        assert found(unit=elsewhere.village.code) == [2]
        assert found(kind="withdrawal") == [3]
        assert found(unit=people.village.code, kind="publication") == [1]
        assert found(since=later) == [3]
        assert found(until=day) == [2, 1]
        assert found(since=day, until=later) == [3, 2, 1]
        assert found(since="0001-01-01", until="9999-12-31") == [3, 2, 1]
        assert found(unit="nowhere", kind="x", since="2026-13-01") == [3, 2, 1], "what is no choice is ignored"

    def test_older_entries_keep_what_it_is_narrowed_to(
        self, client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.site.views.verification.LOG_PAGE", 1)
        for period in ("2026Q1", "2026Q2"):
            published(people, text_draft(people, period=period))
        older = client.get("/log/", {"unit": people.village.code}).context["older_url"]
        assert older == f"/log/?unit={people.village.code}&before=2"
        assert client.get(older).context["newest_url"] == f"/log/?unit={people.village.code}"

    def test_older_entries_are_on_the_next_page(
        self, client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.site.views.verification.LOG_PAGE", 2)
        for _each in range(3):
            published(people, text_draft(people))
        first = client.get("/log/")
        assert [entry.sequence for entry, _title in first.context["rows"]] == [3, 2]
        second = client.get(first.context["older_url"])
        assert [entry.sequence for entry, _title in second.context["rows"]] == [1]
        assert not second.context["older_url"]

    @pytest.mark.parametrize("before", ["x", "-1", "9" * 40])
    def test_what_is_no_number_is_ignored(self, client: Client, before: str) -> None:
        assert client.get(f"/log/?before={before}").status_code == 200


class TestLogJson:
    def test_anyone_can_compute_it_again(self, client: Client, people: Cast) -> None:
        first = published(people, text_draft(people))
        corrected(people, first)
        said = json.loads(client.get("/log.json").content)
        previous = publication_log.NO_ENTRY
        for entry in said["entries"]:
            given = entry.pop("hash")
            assert hashlib.sha256(rfc8785.dumps(entry)).hexdigest() == given
            assert entry["previous_hash"] == previous
            previous = given
        assert said["head"] == {"sequence": 2, "hash": previous}

    def test_it_is_handed_out_in_pages(self, client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portal.site.views.verification.JSON_PAGE", 2)
        for _each in range(3):
            published(people, text_draft(people))
        first = json.loads(client.get("/log.json").content)
        assert [entry["sequence"] for entry in first["entries"]] == [1, 2]
        assert first["next"] == f"{settings.SITE_URL}/log.json?after=2"
        second = json.loads(client.get("/log.json?after=2").content)
        assert [entry["sequence"] for entry in second["entries"]] == [3]
        assert second["next"] is None


class TestCatalogue:
    def test_each_item_stands_with_its_basis(self, client: Client) -> None:
        entry = CatalogueEntryFactory(basis_zh="土地管理法第四十七条")
        hidden = CatalogueEntryFactory(is_active=False)
        said = client.get("/en/catalogue/").content.decode()
        assert entry.name_en in said
        assert '<span lang="zh-CN">土地管理法第四十七条</span>' in said
        assert hidden.name_en not in said


class TestMachines:
    def test_the_sitemap_lists_live_notices_in_both_languages(self, client: Client, people: Cast) -> None:
        edition = published(people, text_draft(people))
        tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
        found = {node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
        for root in ("", "/en"):
            assert f"{settings.SITE_URL}{root}/notices/{edition.notice.number}/" in found
            assert f"{settings.SITE_URL}{root}/units/{people.village.code}/" in found

    def test_search_engines_stay_out_of_the_desk(self, client: Client) -> None:
        said = client.get("/robots.txt").content.decode()
        assert "Disallow: /desk/" in said
        assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in said

    def test_they_stand_at_the_root_only(self, client: Client) -> None:
        assert client.get("/en/sitemap.xml").status_code == 404
        assert client.get("/en/log.json").status_code == 404
