"""Whatever is sent, the answer is a page or a refusal: never a fault, never a script, never a formula."""

import csv
import io
import re
import zipfile
from contextlib import suppress
from datetime import timedelta
from typing import Any

import openpyxl
import pikepdf
import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.content.statement import actions
from disclosure.content.statement.models import LedgerImport
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.models import Edition
from disclosure.notices.policies import STEPS
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import pages, uploads
from portal.core.markdown import body_html
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.desk.tokens import seen_token
from tests.factories import (
    NOON,
    Cast,
    PostFactory,
    approved,
    cast,
    ledger,
    money_draft,
    money_entry,
    person,
    published,
    text_draft,
)

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)
SCRIPT = "<script>alert(1)</script>"
ODD = (
    "\x00",
    "9" * 30,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "٣",
    "²",
    "2026Q9",
    "0000Q1",
    "99999-01-01",
    SCRIPT,
    "a" * 3000,
    "\u202e\ufeff",
    "a\r\nX-Sent: 1",
)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture(autouse=True)
def _clock(django_capture_on_commit_callbacks: Any) -> Any:
    with time_machine.travel(LATER, tick=False), django_capture_on_commit_callbacks(execute=True):
        pages.bump()
    with time_machine.travel(LATER, tick=False):
        yield


def is_answered(response: Any) -> bool:
    """Return whether an answer is one that was meant: no fault, no header that was sent along."""
    if response.streaming:
        response.close()
    return response.status_code < 500 and "X-Sent" not in response.headers


class TestOddValues:
    """Client's `raise_request_exception` raises what a server would answer with 500."""

    @pytest.mark.parametrize("odd", ODD)
    def test_in_the_query_of_public_pages(self, client: Client, odd: str) -> None:
        for address in ("/", "/notices/", "/compare/", "/log/", "/log.json", "/verify/", "/units/", "/sitemap.xml"):
            for name in ("q", "unit", "stream", "period", "newer", "older", "before", "after", "code", "view"):
                assert is_answered(client.get(address, {name: odd})), (address, name)

    @pytest.mark.parametrize("odd", ODD)
    def test_in_the_query_of_the_desk(self, odd: str) -> None:
        play = cast()
        money_entry()
        clerk, administrator = signed_in(play.clerk), signed_in(play.administrator)
        for name in ("q", "unit", "stream", "state", "order", "page", "entry", "period", "from", "step", "due"):
            for address in ("desk:home", "disclosure_desk:notices", "disclosure_desk:new_notice"):
                assert is_answered(clerk.get(reverse(address), {name: odd})), (address, name)
            assert is_answered(clerk.get(reverse("disclosure_desk:ledger_template"), {name: odd})), name
            assert is_answered(administrator.get(reverse("people_desk:people"), {name: odd})), name

    @pytest.mark.parametrize(
        "odd", ["%00", "9" * 30, "9" * 5000, "%D9%A3", "%C2%B2", "%0d%0aX-Sent:1", "%ff", "a" * 3000]
    )
    def test_in_the_path(self, odd: str) -> None:
        play = cast()
        clerk, administrator = signed_in(play.clerk), signed_in(play.administrator)
        for address in (
            "/units/{}/",
            "/notices/{}/",
            "/notices/{}/data.csv",
            "/notices/X/editions/{}/",
            "/notices/X/files/{}/a",
            "/notices/X/files/1/{}",
            "/verify/{}/",
            "/en/verify/{}/",
            "/desk/editions/{}/",
            "/desk/editions/1/steps/{}/",
            "/desk/ledgers/{}/",
            "/desk/catalogue/{}/",
            "/desk/units/{}/",
            "/desk/people/{}/",
            "/desk/sample-ledger/{}",
        ):
            for client in (clerk, administrator):
                answer = client.get(address.format(odd))
                assert is_answered(answer), address
                assert answer.status_code in (404, 405), address

    @pytest.mark.parametrize("odd", ODD)
    def test_in_forms(self, odd: str) -> None:
        play = cast()
        draft, entry = text_draft(play), money_entry()
        clerk, publisher, administrator = (signed_in(who) for who in (play.clerk, play.publisher, play.administrator))
        edition = approved(play, text_draft(play))
        seen = seen_token(play.publisher, edition, "schedule")
        posts: list[tuple[Client, str, dict[str, str]]] = [
            (clerk, reverse("disclosure_desk:edit", args=[draft.pk]), {"title": "", "body": "", "reason": ""}),
            (clerk, reverse("disclosure_desk:preview"), {"body": ""}),
            (clerk, reverse("disclosure_desk:new_ledger"), {"unit": "", "period": ""}),
            (clerk, reverse("desk:at_once"), {"verb": "review", "chosen": ""}),
            (publisher, reverse("disclosure_desk:editions_schedule", args=[edition.pk]), {"due": "", "seen": seen}),
            (administrator, reverse("disclosure_desk:catalogue_entry", args=[entry.code]), {"publication_day": ""}),
            (administrator, reverse("people_desk:person", args=[play.clerk.pk]), {"seen": "1", "name_zh": ""}),
            (administrator, reverse("people_desk:set_password", args=[play.clerk.pk]), {"password-password": ""}),
            (administrator, reverse("people_desk:unit", args=[play.village.code]), {"seen": "1", "name_zh": ""}),
            (administrator, reverse("people_desk:give_deputy", args=[play.village.code]), {"deputy-person": ""}),
            (administrator, reverse("people_desk:new_person"), {"username": "", "name_zh": ""}),
        ]
        for client, address, fields in posts:
            for name in fields:
                assert is_answered(client.post(address, {**fields, name: odd})), (address, name)

    @pytest.mark.parametrize("odd", ODD)
    def test_in_the_grid_of_a_statement(self, odd: str) -> None:
        play = cast()
        client, draft = signed_in(play.clerk), money_draft(play)
        address = reverse("disclosure_desk:statement", args=[draft.pk])
        page = client.get(address).content.decode()
        fields = dict.fromkeys(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page), "")
        fields.pop("csrfmiddlewaretoken", None)
        assert len(fields) > 20
        for name in list(fields)[:24]:
            assert is_answered(client.post(address, {**fields, name: odd})), name


class TestOddLedgers:
    @pytest.mark.parametrize(
        "odd", ["9" * 5000, "9" * 5000 + "元", "1e99", "²", "٣", "=cmd|'/c calc'!A1", SCRIPT, "9" * 30]
    )
    def test_whatever_stands_in_a_cell_the_ledger_is_read_or_refused(self, odd: str) -> None:
        play = cast()
        money_entry()
        text = (settings.BASE_DIR / "data" / "ledgers" / "beigou-2026Q3-gb18030.csv").read_bytes().decode("gb18030")
        rows = list(csv.reader(io.StringIO(text)))
        line = max(range(len(rows) // 2), key=lambda at: sum(bool(cell) for cell in rows[at]))
        for column in range(len(rows[line])):
            changed = [
                *rows[:line],
                [odd if at == column else cell for at, cell in enumerate(rows[line])],
                *rows[line + 1 :],
            ]
            made = io.StringIO()
            csv.writer(made).writerows(changed)
            row = actions.upload_ledger(
                actor=play.clerk,
                unit=play.village,
                period="2026Q3",
                name="账.csv",
                content=made.getvalue().encode(),
                at=NOON,
            )
            assert actions.read_upload(ledger_import=row, at=NOON).state in ("checked", "refused"), column
        client = signed_in(play.clerk)
        for address in ("ledger", "ledger_annotated"):
            answer = client.get(reverse(f"disclosure_desk:{address}", args=[row.pk]))
            assert is_answered(answer)
            if not answer.streaming:
                assert "<script>alert" not in answer.content.decode()

    @pytest.mark.parametrize(
        "cell", ["cell-s-subtotals.².receipts", "cell-s-subtotals.٣.receipts", "cell-999999-summary"]
    )
    def test_a_press_on_no_cell_is_refused(self, cell: str) -> None:
        play = cast()
        money_entry()
        content = (settings.BASE_DIR / "data" / "ledgers" / "liushu-2026Q3.xlsx").read_bytes()
        row = actions.upload_ledger(
            actor=play.clerk, unit=play.village, period="2026Q3", name="账.xlsx", content=content, at=NOON
        )
        actions.read_upload(ledger_import=row, at=NOON)
        client = signed_in(play.clerk)
        for press in (f"{cell}=1", f"{cell}={'9' * 400}"):
            assert is_answered(client.post(reverse("disclosure_desk:ledger", args=[row.pk]), {"press": press}))


class TestText:
    @pytest.mark.parametrize(
        "typed",
        [
            SCRIPT,
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,x)",
            "<javascript:alert(1)>",
            "![x](https://elsewhere.example/x.png)",
            "|a|\n|-|\n|<svg onload=alert(1)>|",
            "```\n</pre><script>\n```",
            '[x](https://a.example/"onmouseover="alert(1))',
        ],
    )
    def test_markdown_makes_nothing_that_acts(self, typed: str) -> None:
        drawn = body_html(typed)
        assert not re.search(
            r"<(script|img|svg|iframe|style)|<[^>]*\son\w+=|href=\"(?!https?:|mailto:|tel:)", drawn, re.IGNORECASE
        )

    def test_what_people_write_is_shown_as_they_wrote_it(self, client: Client) -> None:
        play = cast()
        movements = ((f"{SCRIPT}摘要", "200.00", ""), ("=1+1", "", "150.00"))
        edition = published(play, money_draft(play, statement=ledger(movements=movements)))
        again = publishing.start_correction(actor=play.clerk, edition=edition, at=LATER)
        again = notices.save_text(
            actor=play.clerk, edition=again, title=f"{SCRIPT}标题", body=SCRIPT, reason=f"{SCRIPT}更正", at=LATER
        )
        again = published(play, again, at=LATER)
        number = again.notice.number
        for address in (f"/notices/{number}/", f"/en/notices/{number}/", f"/notices/{number}/editions/1/", "/notices/"):
            said = client.get(address).content.decode()
            assert "alert(1)" in said, address
            assert "<script>alert" not in said, address
        assert "<script>alert" not in str(
            signed_in(play.clerk).get(reverse("disclosure_desk:edition", args=[again.pk])).content
        )

    def test_no_cell_of_an_export_is_a_formula(self, client: Client) -> None:
        play = cast()
        movements = (
            ('=HYPERLINK("http://a")', "200.00", ""),
            ("@SUM(1)", "", "150.00"),
            ("+1", "1.00", ""),
            ("-1", "1.00", ""),
        )
        edition = published(play, money_draft(play, statement=ledger(movements=movements)))
        number = edition.notice.number
        table = client.get(f"/notices/{number}/data.csv").getvalue().decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=@+\t\r]|-\D", cell)]
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/notices/{number}/data.xlsx").getvalue()))
        kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
        assert "f" not in kinds


class TestMarkup:
    """The policy for contents forbids inline scripts and styles; then there must be none."""

    def test_no_page_has_anything_inline_or_from_elsewhere(self, client: Client) -> None:
        play = cast()
        edition = published(play, money_draft(play))
        submitted = steps.submit(actor=play.clerk, edition=text_draft(play), at=NOON)
        number = edition.notice.number
        public = [
            "/",
            "/units/",
            f"/units/{play.village.code}/",
            "/notices/",
            f"/notices/{number}/",
            "/log/",
            "/nowhere/",
        ]
        public += ["/verify/", f"/verify/{edition.shown_code}/", "/catalogue/", "/accessibility/", "/accounts/login/"]
        desk = [reverse("desk:home"), reverse("disclosure_desk:edition", args=[submitted.pk])]
        clerk = signed_in(play.clerk)
        for asked, addresses in ((client, public), (clerk, desk)):
            for address in addresses:
                response = asked.get(address)
                said = response.content.decode()
                policy = response["Content-Security-Policy"]
                assert "unsafe" not in policy, address
                assert "data:" not in policy, address
                assert "camera=(), " in response["Permissions-Policy"], address
                assert "publickey" not in response["Permissions-Policy"], "passkeys are signed in with"
                assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", said), address
                for tag in re.findall(r"<script[^>]*>", said):
                    assert "src=" in tag or 'type="application/json"' in tag, address
                # What names the page to search engines is loaded by nobody, and leads to this portal alone.
                names = re.findall(r'<link rel="(?:canonical|alternate)"[^>]*href="([^"]+)"', said)
                assert all(name.startswith(f"{settings.SITE_URL}/") for name in names), (address, names)
                said = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", said)
                for source in re.findall(r"(?:src|srcset)=\"([^\"]+)\"|<link[^>]*href=\"([^\"]+)\"", said):
                    assert re.match(r"/(?!/)", "".join(source)), (address, source)

    @pytest.mark.parametrize(
        "path", ["//evil.example/", "/en//evil.example/", "/en//evil.example", "//evil.example/units"]
    )
    def test_no_address_makes_a_link_or_a_way_to_another_host(self, client: Client, path: str) -> None:
        response = client.request(PATH_INFO=path)  # `get` would take it for another host itself
        assert response.status_code == 404
        assert not re.search(r"(?:href|src|action)=\"(?:https?:)?//evil", response.content.decode())

    @pytest.mark.parametrize(
        "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_signing_in_leads_nowhere_else(self, client: Client, target: str) -> None:
        play = cast()
        form = {"login": play.clerk.username, "password": "correct horse battery", "next": target}
        response = client.post("/accounts/login/", form)
        assert response.status_code == 302
        assert "evil" not in response["Location"]
        assert "javascript" not in response["Location"]


class TestForgedForms:
    def test_no_form_is_taken_without_its_token(self) -> None:
        play = cast()
        edition = steps.submit(actor=play.clerk, edition=text_draft(play), at=NOON)
        seen = seen_token(play.supervisor, edition, "countersign")
        client = Client(enforce_csrf_checks=True)
        client.force_login(play.supervisor)
        for name, args in (
            ("disclosure_desk:editions_countersign", [edition.pk]),
            ("desk:at_once", []),
            ("disclosure_desk:correct", [edition.pk]),
            ("disclosure_desk:preview", []),
            ("account_logout", []),
        ):
            assert client.post(reverse(name, args=args), {"seen": seen}).status_code == 403, name
        edition.refresh_from_db()
        assert edition.state == "submitted"

    @pytest.mark.parametrize(
        ("name", "args"),
        [
            ("disclosure_desk:correct", [1]),
            ("disclosure_desk:preview", []),
            ("disclosure_desk:remove_file", [1, 1]),
            ("desk:at_once", []),
        ],
    )
    def test_asking_changes_nothing(self, name: str, args: list[Any]) -> None:
        client = signed_in(cast().clerk)
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            assert client.generic(method, reverse(name, args=args)).status_code == 405


class TestHands:
    """Nobody reviews or approves what they had a hand in, by whichever way it got there."""

    def _clerk_and_reviewer(self, play: Cast) -> User:
        both = person(Role.CLERK, play.village)
        PostFactory(person=both, role=Role.REVIEWER, unit=play.town)
        PostFactory(person=both, role=Role.APPROVER, unit=play.town)
        return both

    def _brought_in(self, actor: User, play: Cast) -> LedgerImport:
        money_entry()
        content = (settings.BASE_DIR / "data" / "ledgers" / "liushu-2026Q3.xlsx").read_bytes()
        row = actions.upload_ledger(
            actor=actor, unit=play.village, period="2026Q3", name="账.xlsx", content=content, at=NOON
        )
        return actions.read_upload(ledger_import=row, at=NOON)

    def test_whoever_brought_the_ledger_in_does_not_review_the_draft_a_colleague_made_of_it(self) -> None:
        play = cast()
        both = self._clerk_and_reviewer(play)
        row = self._brought_in(both, play)
        draft = actions.make_draft(actor=play.clerk, ledger_import=row, at=NOON)
        for who in ("reviews", "approves", "countersigns"):
            assert not STEPS[who].allows(both, draft, at=NOON)
        assert STEPS["reviews"].allows(play.reviewer, draft, at=NOON)

    def test_nor_does_whoever_mended_it_or_the_one_before(self) -> None:
        play = cast()
        both = self._clerk_and_reviewer(play)
        row = self._brought_in(play.clerk, play)
        actions.mend_import(actor=both, ledger_import=row, at=NOON, fixes={}, answers={"x": "说明"})
        again = self._brought_in(play.clerk, play)
        draft = actions.make_draft(actor=play.clerk, ledger_import=again, at=NOON)
        assert not STEPS["reviews"].allows(both, draft, at=NOON)

    def test_whoever_wrote_an_edition_does_not_review_the_correction_that_takes_it_over(self) -> None:
        play = cast()
        edition = published(play, text_draft(play))
        other = person(Role.CLERK, play.village)
        draft = publishing.start_correction(actor=other, edition=edition, at=LATER)
        PostFactory(person=play.clerk, role=Role.REVIEWER, unit=play.town)
        assert not STEPS["reviews"].allows(play.clerk, draft, at=LATER)

    def test_a_list_that_has_grown_old_decides_nothing(self) -> None:
        play = cast()
        edition = steps.submit(actor=play.clerk, edition=text_draft(play), at=NOON)
        edition = steps.countersign(actor=play.supervisor, edition=edition, at=NOON)
        reviewer = signed_in(play.reviewer)
        offered = re.findall(r'name="chosen" value="([^"]+)"', reviewer.get(reverse("desk:home")).content.decode())
        assert offered == [seen_token(play.reviewer, edition, "review")]
        back = steps.send_back(actor=play.reviewer, edition=edition, reason="改", at=NOON)
        back = notices.save_text(actor=play.clerk, edition=back, title="", body="换了内容。", at=NOON)
        again = steps.submit(actor=play.clerk, edition=back, at=NOON)
        steps.countersign(actor=play.supervisor, edition=again, at=NOON)
        reviewer.post(reverse("desk:at_once"), {"verb": "review", "chosen": offered})
        assert Edition.objects.get(pk=edition.pk).state == "countersigned"
        fresh = re.findall(r'name="chosen" value="([^"]+)"', reviewer.get(reverse("desk:home")).content.decode())
        reviewer.post(reverse("desk:at_once"), {"verb": "review", "chosen": fresh})
        assert Edition.objects.get(pk=edition.pk).state == "reviewed"

    def test_a_decision_on_another_document_or_made_twice_is_refused(self) -> None:
        play = cast()
        edition = steps.submit(actor=play.clerk, edition=text_draft(play), at=NOON)
        with pytest.raises(Conflict):
            steps.countersign(actor=play.supervisor, edition=edition, seen=edition.version - 1, at=NOON)
        steps.countersign(actor=play.supervisor, edition=edition, at=NOON)
        with pytest.raises(Refused):
            steps.countersign(actor=play.supervisor, edition=edition, at=NOON)
        with pytest.raises(NotAllowed):
            steps.review(actor=play.clerk, edition=edition, at=NOON)


class TestFiles:
    @pytest.mark.parametrize(
        "name",
        [
            "../../x.csv",
            "..\\x.csv",
            "a\r\nX-Sent: 1.csv",
            'a";x="b.csv',
            "\u202efdp.csv",
            "长" * 400 + ".csv",
            "<b>.csv",
        ],
    )
    def test_a_name_stays_a_name(self, client: Client, name: str) -> None:
        play = cast()
        draft = text_draft(play)
        notices.attach_file(actor=play.clerk, edition=draft, name=name, content=b"a,b\n1,2\n", at=NOON)
        edition = published(play, draft)
        file = edition.attachments.get()
        assert not re.search(r"[\x00-\x1f\x7f/\\<>\"\u202e]", file.name)
        assert len(file.name) <= 150
        address = reverse("disclosure_files:attachment", args=[edition.notice.number, file.pk, file.name])
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "X-Sent" not in answer.headers
        answer.close()

    @pytest.mark.parametrize(
        "content",
        [b"<html><script>1</script></html>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ" + b"\0" * 99],
    )
    def test_what_only_calls_itself_pdf_is_refused_in_a_sentence(self, content: bytes) -> None:
        play = cast()
        draft = text_draft(play)
        sent = SimpleUploadedFile("通知.pdf", content, content_type="application/pdf")
        answer = signed_in(play.clerk).post(
            reverse("disclosure_desk:edit", args=[draft.pk]), {"body": "留下的字", "attach": sent}
        )
        assert answer.status_code in (200, 422)
        assert "留下的字" in answer.content.decode()
        assert not draft.attachments.exists()

    def test_a_broken_archive_is_refused_wherever_it_is_broken(self) -> None:
        for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", method) as archive:
                archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml" * 40)
            for place in range(4, len(made.getvalue())):
                broken = bytearray(made.getvalue())
                broken[place] ^= 0xFF
                with suppress(Refused):
                    uploads.clean(bytes(broken), name="账.xlsx")

    def test_macros_are_found_however_their_part_is_spelt(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
            archive.writestr("xl/VBAPROJECT.BIN", "x")
        with pytest.raises(Refused):
            uploads.clean(made.getvalue(), name="账.xlsx")

    @pytest.mark.parametrize(
        "address", ["javascript:app.alert(1)", " JavaScript:1", "file:///etc/passwd", "data:text/html,x"]
    )
    def test_a_link_of_a_pdf_leads_to_pages_only(self, address: str) -> None:
        made = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
            kept = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.gov.cn/")
            links = [
                pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=each)
                for each in (action, kept)
            ]
            pdf.pages[0].obj["/Annots"] = pikepdf.Array(links)
            pdf.save(made)
        clean = uploads.clean(made.getvalue(), name="a.pdf")
        with pikepdf.open(io.BytesIO(clean.content)) as pdf:
            addresses = [str(link["/A"]["/URI"]) for link in pdf.pages[0].obj["/Annots"] if "/A" in link]
        assert addresses == ["https://www.gov.cn/"]
