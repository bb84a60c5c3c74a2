"""What the public takes away: data, the signed document, attached files, posters."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from disclosure.content.statement.documents.downloads import HEADS
from disclosure.notices.actions import drafts as notices
from disclosure.notices.models import Edition
from disclosure.posters.actions import store_poster
from disclosure.posters.enums import PaperSize
from portal.core.models import Job
from tests.disclosure.pictures import picture
from tests.factories import NOON, Cast, cast, ledger, money_draft, published, text_draft

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://evil.example","点我")'


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def statement(people: Cast) -> Edition:
    return published(people, money_draft(people))


@pytest.fixture
def text(people: Cast) -> Edition:
    draft = text_draft(people)
    notices.attach_file(actor=people.clerk, edition=draft, name="现场照片.png", content=picture(), at=NOON)
    return published(people, draft)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestCsv:
    def test_it_begins_with_a_mark_that_office_programs_know(self, client: Client, statement: Edition) -> None:
        response = client.get(f"/notices/{statement.notice.number}/data.csv")
        content = response.getvalue()
        assert content.startswith(b"\xef\xbb\xbf")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert f'filename="{statement.notice.number}-1.csv"' in response["Content-Disposition"]

    def test_the_rows_add_up(self, client: Client, statement: Edition) -> None:
        head, opening, *lines, total = rows_of(client.get(f"/notices/{statement.notice.number}/data.csv").getvalue())
        assert tuple(head) == HEADS
        assert (opening[3], opening[8]) == ("上期结余", "1000.00")
        assert [line[6:9] for line in lines] == [["200.00", "", "1200.00"], ["", "150.00", "1050.00"]]
        assert total[6:9] == ["200.00", "150.00", "1050.00"]

    @pytest.mark.parametrize("summary", [FORMULA, "+1", "-1", "@cmd", "\t=1", "\n=1", "＝1", "\u200e=1", "\ufeff＋1"])
    def test_what_was_typed_never_becomes_a_formula(self, client: Client, people: Cast, summary: str) -> None:
        sound = ledger()
        typed = replace(sound, lines=(replace(sound.lines[0], summary=summary), *sound.lines[1:]))
        edition = published(people, money_draft(people, statement=typed))
        rows = rows_of(client.get(f"/notices/{edition.notice.number}/data.csv").getvalue())
        assert rows[2][3].startswith("'")

    def test_a_balance_below_zero_stays_a_number(self, client: Client, people: Cast) -> None:
        edition = published(people, money_draft(people, statement=ledger(opening="-500.00")))
        rows = rows_of(client.get(f"/notices/{edition.notice.number}/data.csv").getvalue())
        assert rows[1][8] == "-500.00"

    def test_a_text_is_a_table_of_facts(self, client: Client, text: Edition) -> None:
        facts = dict(rows_of(client.get(f"/notices/{text.notice.number}/data.csv").getvalue()))
        assert facts["编号"] == text.notice.number
        assert facts["正文"] == "本季度无新增事项。"
        assert facts["附件"].startswith("现场照片.png (SHA-256 ")


class TestWorkbook:
    def test_amounts_are_numbers_and_text_is_text(self, client: Client, people: Cast) -> None:
        sound = ledger()
        typed = replace(sound, lines=(replace(sound.lines[0], summary=FORMULA), *sound.lines[1:]))
        edition = published(people, money_draft(people, statement=typed))
        response = client.get(f"/notices/{edition.notice.number}/data.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).worksheets[0]
        assert [cell.value for cell in sheet[1]] == list(HEADS)
        assert sheet["G3"].value == 200
        assert sheet["G3"].number_format == "#,##0.00"
        assert (sheet["D3"].value, sheet["D3"].data_type) == (FORMULA, "s")
        assert sheet["D3"].quotePrefix
        assert not sheet["D4"].quotePrefix

    def test_a_text_is_a_workbook_too(self, client: Client, text: Edition) -> None:
        response = client.get(f"/notices/{text.notice.number}/data.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).worksheets[0]
        assert "本季度无新增事项。" in [row[1] for row in sheet.values]


class TestJson:
    def test_amounts_are_text_with_two_places(self, client: Client, statement: Edition) -> None:
        said = json.loads(client.get(f"/notices/{statement.notice.number}/data.json").getvalue())
        assert said["statement"]["closing"] == "1050.00"
        assert said["statement"]["lines"][1]["payment"] == "150.00"
        assert said["statement"]["lines"][1]["receipt"] is None
        assert said["statement"]["lines"][0]["date"] == "2026-07-01"
        assert said["content_sha256"] == statement.content_sha256
        assert Decimal(said["statement"]["opening"]) == Decimal("1000.00")

    def test_a_text_says_what_it_says(self, client: Client, text: Edition) -> None:
        said = json.loads(client.get(f"/notices/{text.notice.number}/data.json").getvalue())
        assert said["statement"] is None
        assert said["body"] == "本季度无新增事项。"
        assert said["files"][0]["sha256"] == text.attachments.get().sha256


class TestCanonical:
    def test_it_is_served_unchanged_and_gives_its_hash(self, client: Client, statement: Edition) -> None:
        response = client.get(f"/notices/{statement.notice.number}/editions/1/canonical.json")
        assert response.content == bytes(statement.canonical or b"")
        assert hashlib.sha256(response.content).hexdigest() == statement.content_sha256
        assert response["X-Content-SHA256"] == statement.content_sha256
        assert response["Content-Type"] == "application/json"

    def test_who_has_it_is_not_sent_it_again(self, client: Client, statement: Edition) -> None:
        address = f"/notices/{statement.notice.number}/editions/1/canonical.json"
        known = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": known}).status_code == 304


class TestAttachment:
    def test_it_comes_with_its_name_and_type(self, client: Client, text: Edition) -> None:
        file = text.attachments.get()
        response = client.get(f"/notices/{text.notice.number}/files/{file.pk}/{file.name}")
        assert hashlib.sha256(response.getvalue()).hexdigest() == file.sha256
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"].startswith("public")

    def test_under_another_name_or_notice_it_is_not_there(
        self, client: Client, text: Edition, statement: Edition
    ) -> None:
        file = text.attachments.get()
        for address in (
            f"/notices/{text.notice.number}/files/{file.pk}/other.png",
            f"/notices/{statement.notice.number}/files/{file.pk}/{file.name}",
            f"/notices/{text.notice.number}/files/{file.pk + 1}/{file.name}",
        ):
            assert client.get(address).status_code == 404


class TestPoster:
    def test_one_that_is_stored_is_the_file_itself(self, client: Client, statement: Edition) -> None:
        pdf = b"%PDF-1.7 made before"
        store_poster(edition=statement, size=PaperSize.A4, pdf=pdf, pages=1, at=NOON + timedelta(hours=6))
        response = client.get(f"/notices/{statement.notice.number}/poster.pdf?size=A4")
        assert (response.status_code, response.getvalue()) == (200, pdf)
        assert response["Content-Type"] == "application/pdf"
        assert not Job.objects.exists()

    def test_one_that_is_not_made_in_time_says_when_to_come_again(
        self, client: Client, statement: Edition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("disclosure.posters.views.POSTER_WAIT_SECONDS", 0.0)
        response = client.get(f"/notices/{statement.notice.number}/poster.pdf")
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert response["Cache-Control"] == "no-store"
        job = Job.objects.get()
        assert (job.args["edition"], job.args["size"]) == (statement.pk, "A3")
        assert job.created_at <= timezone.now()

    @pytest.mark.parametrize("size", ["A5", "", "A3%00"])
    def test_a_size_there_is_not_is_404(self, client: Client, statement: Edition, size: str) -> None:
        assert client.get(f"/notices/{statement.notice.number}/poster.pdf?size={size}").status_code == 404


@pytest.mark.parametrize("name", ["data.csv", "data.xlsx", "data.json"])
def test_an_earlier_edition_has_its_own_data(client: Client, statement: Edition, name: str) -> None:
    number = statement.notice.number
    first = client.get(f"/notices/{number}/editions/1/{name}")
    assert first.status_code == 200
    assert client.get(f"/notices/{number}/editions/2/{name}").status_code == 404


def test_nothing_is_changed_by_a_post(client: Client, statement: Edition) -> None:
    assert client.post(f"/notices/{statement.notice.number}/data.csv").status_code in (403, 405)


@pytest.mark.parametrize("session", ["short", "x" * 32])
@pytest.mark.parametrize(
    "address", ["data.csv", "data.xlsx", "data.json", "editions/1/data.json", "editions/1/canonical.json"]
)
def test_what_is_for_everybody_sets_nobodys_cookie(
    client: Client, statement: Edition, address: str, session: str
) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    response = client.get(f"/notices/{statement.notice.number}/{address}")
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
