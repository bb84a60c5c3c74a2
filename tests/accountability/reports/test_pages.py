"""The pages of the yearly report: on the desk, step by step, and for everybody."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accountability.letters.registry import YearPage
from accountability.reports.actions import deciding, drawing, editing
from accountability.reports.models import Report
from accountability.reports.presenters.public import of_the_year
from accountability.reports.registry import FIGURES, OfYear
from portal.core import pages
from tests.accountability.reports import making
from tests.accountability.reports.making import LAY, NOON, YEAR, People, counting
from tests.factories import UnitFactory
from tests.steps import Form, forms_of, offered, signed_in, take

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
LIST = "/desk/yearly-reports/"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """Let it be January."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def cast() -> Iterator[People]:
    with counting():
        yield making.people()


def form_at(client: Client, url: str) -> Form:
    """Return the form of a page that is sent to the page itself."""
    return next(one for one in forms_of(client.get(url)) if one.action == url)


def page(report: Report) -> str:
    return reverse("accountability_desk:yearly_report", args=[report.pk])


class TestDesk:
    def test_the_secretary_drafts_it_on_line(self, cast: People) -> None:
        client = signed_in(cast.secretary)
        assert "new/" in client.get(LIST).content.decode()
        form = form_at(client, f"{LIST}new/")
        answer = client.post(form.action, {**form.fields, "report": f"{cast.town.code}-{YEAR}"}, follow=True)
        assert answer.status_code == 200
        assert Report.objects.get().year == YEAR

    @pytest.mark.parametrize("who", ["clerk", "publisher", "administrator"])
    def test_whom_it_does_not_concern_finds_nothing(self, cast: People, who: str) -> None:
        report = making.submitted(cast)
        client = signed_in(getattr(cast, who))
        for url in (LIST, f"{LIST}new/", page(report), f"{page(report)}report.pdf", f"{page(report)}correct/"):
            assert client.get(url).status_code == 404, url

    def test_a_draft_is_its_writers_alone(self, cast: People) -> None:
        report = making.drafted(cast)
        for who in (cast.approver, cast.leader, cast.elsewhere):
            client = signed_in(who)
            assert client.get(page(report)).status_code == 404
            assert client.get(f"{page(report)}counted/village.late/").status_code == 404
            assert report.number not in client.get(LIST).content.decode()

    def test_every_step_is_taken_on_the_page(self, cast: People) -> None:
        report = making.drafted(cast)
        making.planned(cast, report)
        for who, verb, state in (
            (cast.secretary, "submit", "submitted"),
            (cast.approver, "send_back", "returned"),
            (cast.secretary, "submit", "submitted"),
            (cast.secretary, "take_back", "draft"),
            (cast.secretary, "submit", "submitted"),
            (cast.approver, "approve", "approved"),
            (cast.secretary, "publish", "published"),
        ):
            answer = take(who, page(report), verb, **({"reason": "补写缺口。"} if verb == "send_back" else {}))
            assert answer.status_code == 303, verb
            report.refresh_from_db()
            assert report.state == state
        assert not offered(signed_in(cast.secretary).get(page(report)))

    def test_a_figure_that_disagrees_is_taken_or_kept_on_the_page(self, cast: People) -> None:
        with counting(people__lay=3, people__agents=12) as counts:
            report = making.drafted(cast)
            making.planned(cast, report)
            counts.values |= {LAY: 4, "people.agents": 13}
            client = signed_in(cast.secretary)
            refused = take(cast.secretary, page(report), "submit")
            assert refused.status_code == 422
            agents, lay = (report.figures.get(key=key) for key in ("people.agents", LAY))
            taking = reverse("accountability_desk:take_figure", args=[lay.pk])
            form = next(one for one in forms_of(client.get(page(report))) if one.action == taking)
            assert client.post(form.action, form.fields).status_code == 303
            keeping = reverse("accountability_desk:keep_figure", args=[agents.pk])
            form = form_at(client, keeping)
            assert client.post(keeping, {**form.fields, "reason": ""}).status_code == 422
            assert client.post(keeping, {**form.fields, "reason": "一月才聘。"}).status_code == 303
            assert take(cast.secretary, page(report), "submit").status_code == 303

    def test_paragraphs_are_written_added_and_removed(self, cast: People) -> None:
        report = making.drafted(cast)
        client, paragraph = signed_in(cast.secretary), making.row_of(report, "agents")
        writing = reverse("accountability_desk:write_paragraph", args=[paragraph.pk])
        form = form_at(client, writing)
        assert client.post(writing, {**form.fields, "text": "入户代办。"}).status_code == 303
        stale = client.post(writing, {**form.fields, "text": "再改。"})
        assert stale.status_code == 409
        restoring = reverse("accountability_desk:restore_paragraph", args=[paragraph.pk])
        assert client.post(restoring).status_code == 303
        adding = reverse("accountability_desk:add_paragraph", args=[report.pk, "petitions"])
        form = form_at(client, adding)
        assert client.post(adding, {**form.fields, "text": ""}).status_code == 422
        assert client.post(adding, {**form.fields, "text": "来访少了。"}).status_code == 303
        added = report.paragraphs.get(text="来访少了。")
        removing = reverse("accountability_desk:remove_paragraph", args=[added.pk])
        assert client.post(removing).status_code == 303
        assert client.get(reverse("accountability_desk:add_paragraph", args=[report.pk, "gaps"])).status_code == 404

    def test_a_gap_is_explained(self, cast: People) -> None:
        with counting(visits__open=1):
            report = making.drafted(cast)
            gap = making.row_of(report, "gap-promises")
            url = reverse("accountability_desk:explain_gap", args=[gap.pk])
            client = signed_in(cast.secretary)
            form = form_at(client, url)
            assert client.post(url, {**form.fields, "explanation": "春节前办完。"}).status_code == 303
            assert "春节前办完。" in client.get(page(report)).content.decode()
            assert client.get(reverse("accountability_desk:write_paragraph", args=[gap.pk])).status_code == 404

    def test_it_is_corrected_by_another_edition(self, cast: People) -> None:
        report = making.published(cast)
        client = signed_in(cast.secretary)
        url = f"{page(report)}correct/"
        form = form_at(client, url)
        assert client.post(url, {**form.fields, "reason": ""}).status_code == 422
        assert client.post(url, {**form.fields, "reason": "漏了一次接访。"}).status_code == 303
        assert Report.objects.filter(edition=2, state="draft").exists()
        assert signed_in(cast.approver).get(url).status_code == 404

    def test_what_waits_stands_in_the_queue(self, cast: People) -> None:
        report = making.submitted(cast)
        assert report.number in signed_in(cast.approver).get("/desk/").content.decode()
        assert report.number not in signed_in(cast.clerk).get("/desk/").content.decode()

    def test_what_a_figure_counts_is_listed(self, cast: People) -> None:
        report = making.submitted(cast)
        client = signed_in(cast.approver)
        assert client.get(f"{page(report)}counted/{LAY}/").status_code == 200
        assert client.get(f"{page(report)}counted/petitions.received/").status_code == 404, "another page lists these"
        assert client.get(f"{page(report)}counted/nothing/").status_code == 404


class TestEverybody:
    @pytest.fixture
    def town(self, cast: People, monkeypatch: pytest.MonkeyPatch) -> People:
        """Let this town be the portal's first."""
        monkeypatch.setattr("accountability.reports.views.first_town", lambda: cast.town)
        pages.page_cache.renew()
        return cast

    def test_only_what_is_published_is_read(self, town: People, client: Client) -> None:
        report = making.approved(town)
        addresses = (
            f"/accountability/reports/{YEAR}/",
            f"/accountability/reports/{YEAR}/editions/1/",
            f"/accountability/reports/{YEAR}/report.pdf",
            f"/accountability/reports/{YEAR}/editions/1/canonical.json",
        )
        assert {client.get(url).status_code for url in addresses} == {404}
        assert of_the_year(YearPage(town.town, YEAR, LATER)) is None
        deciding.publish(actor=town.secretary, yearly_report=report, at=LATER)
        pages.page_cache.renew()
        assert {client.get(url).status_code for url in addresses if not url.endswith("pdf")} == {200}
        told = client.get(addresses[0]).content.decode()
        assert "明年每季度公开一次账目。" in told
        assert town.secretary.name_zh not in told
        assert town.approver.name_zh not in told
        section = of_the_year(YearPage(town.town, YEAR, LATER))
        assert section is not None
        assert section.url.endswith(f"/accountability/reports/{YEAR}/")

    def test_the_english_page_marks_the_chinese_text(self, town: People, client: Client) -> None:
        making.published(town)
        told = client.get(f"/en/accountability/reports/{YEAR}/").content.decode()
        assert "What was not done" not in told, "there are no gaps"
        assert '<p lang="zh-CN">' in told

    def test_an_old_edition_says_that_it_was_corrected(self, town: People, client: Client) -> None:
        first = making.published(town)
        second = drawing.correct(actor=town.secretary, report=first, reason="漏了一次接访。", at=LATER)
        for action, who in (
            (deciding.submit, town.secretary),
            (deciding.approve, town.approver),
            (deciding.publish, town.secretary),
        ):
            second = action(actor=who, yearly_report=second, at=LATER)
        assert "漏了一次接访。" in client.get(f"/accountability/reports/{YEAR}/").content.decode()
        old = client.get(f"/accountability/reports/{YEAR}/editions/1/").content.decode()
        assert f'href="/accountability/reports/{YEAR}/"' in old

    def test_figures_that_were_kept_are_told_with_their_reasons(self, town: People, client: Client) -> None:
        with counting(people__lay=3) as counts:
            report = making.drafted(town)
            making.planned(town, report)
            counts.values[LAY] = 4
            figure = report.figures.select_related("report__town").get(key=LAY)
            editing.keep_figure(actor=town.secretary, figure=figure, reason="第四人一月才聘。", at=NOON)
            report = deciding.submit(actor=town.secretary, yearly_report=report, at=NOON)
            report = deciding.approve(actor=town.approver, yearly_report=report, at=NOON)
            deciding.publish(actor=town.secretary, yearly_report=report, at=NOON)
        assert "第四人一月才聘。" in client.get(f"/accountability/reports/{YEAR}/").content.decode()

    def test_the_list_holds_one_report_a_year(self, town: People, client: Client) -> None:
        assert client.get("/accountability/reports/").status_code == 200
        making.published(town)
        pages.page_cache.renew()  # a test commits nothing
        assert f"/accountability/reports/{YEAR}/" in client.get("/accountability/reports/").content.decode()


@pytest.mark.parametrize("key", sorted(one.key for one in FIGURES))
def test_what_is_linked_for_everybody_is_there(key: str) -> None:
    figure, of = FIGURES[key], OfYear(UnitFactory.build(), YEAR, LATER)
    for address in (figure.url, figure.public_url):
        assert address is None or address(of).startswith("/")
