"""Outcomes: proposed, reviewed by another, released with an entry in the log, and taken off line."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from petitions.handling.models import Petition
from petitions.outcomes import actions, documents
from petitions.outcomes.enums import OUTCOME, OutcomeState
from petitions.outcomes.models import Outcome
from petitions.outcomes.queries.outcomes import canonical
from petitions.outcomes.rules import span
from portal.core import pages
from portal.core.models import LogEntry, SearchDocument
from portal.core.refusals import NotAllowed, Refused
from tests.petitions.handling.making import CAME, NAME, PHONE, People, people, served, settled
from tests.steps import signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TEXTS = {"title": "地力补贴少发", "matter": "登记面积少了三亩，补贴少发。", "answer": "属实，已经补登补发。"}
LATER = CAME + timedelta(days=2)


@pytest.fixture
def them() -> People:
    return people()


def read(url: str) -> str:
    """Return a public page as it is now: what is bumped when a test commits never is."""
    pages.page_cache.renew()
    return Client().get(url).content.decode()


def proposed(them: People, petition: Petition | None = None, **fields: Any) -> Outcome:
    texts = {**TEXTS, "is_agreed": True, **fields}
    return actions.propose(actor=them.publisher, petition=petition or served(them), at=LATER, **texts)


def released(them: People) -> Outcome:
    return actions.release(actor=them.secretary, outcome=proposed(them), at=LATER)


def test_what_is_released_is_read_by_everybody_logged_and_found(them: People) -> None:
    outcome = released(them)
    entry = LogEntry.objects.get(subject_kind=OUTCOME)
    assert (entry.subject_number, entry.edition) == (outcome.number, 1)
    assert entry.content_sha256 == hashlib.sha256(canonical(outcome).encode()).hexdigest() == outcome.hashes[0]
    found = SearchDocument.objects.get(kind=OUTCOME)
    assert found.title_zh == TEXTS["title"]
    assert TEXTS["answer"] in read(found.url), "what the search finds is where it leads"
    assert f'href="{found.url}"' in read("/log/")
    assert f'href="{found.url}"' in read("/petitions/outcomes/told/")
    handed_out = Client().get(f"{found.url}canonical.json")
    assert hashlib.sha256(b"".join(handed_out)).hexdigest() == entry.content_sha256
    page = read("/petitions/outcomes/")
    assert TEXTS["answer"] in page
    assert NAME not in page
    assert outcome.petition.number not in page, "by the petition's number it could be followed"
    call_command("verify_log", stdout=io.StringIO())


def test_what_was_taken_off_line_is_gone_and_can_be_released_anew(them: People) -> None:
    outcome = released(them)
    page = SearchDocument.objects.get(kind=OUTCOME).url
    outcome = actions.retract(actor=them.secretary, outcome=outcome, reason="写得不准确。", at=LATER)
    assert outcome.document == ""
    for url in (page, f"{page}canonical.json", "/petitions/outcomes/told/QS-XFJG-x/", f"{page[:-1]}9/"):
        assert Client().get(url).status_code == 404
    assert TEXTS["answer"] not in read("/petitions/outcomes/told/")
    assert not SearchDocument.objects.filter(kind=OUTCOME).exists()
    assert TEXTS["answer"] not in read("/petitions/outcomes/")
    assert TEXTS["title"] not in read("/log/")
    texts: dict[str, Any] = {**TEXTS, "answer": "属实，已经补登三亩。", "is_agreed": True}
    outcome = actions.revise(actor=them.publisher, outcome=outcome, at=LATER, **texts)
    outcome = actions.release(actor=them.secretary, outcome=outcome, at=LATER)
    assert [one.edition for one in LogEntry.objects.filter(subject_kind=OUTCOME).order_by("pk")] == [1, 1, 2]
    assert "补登三亩" in read("/petitions/outcomes/")
    call_command("verify_log", stdout=io.StringIO())


def test_nobody_releases_what_they_proposed_nor_may_others(them: People) -> None:
    outcome = actions.propose(actor=them.secretary, petition=served(them), at=LATER, is_agreed=True, **TEXTS)
    for actor in (them.secretary, them.publisher, them.leader, them.handler, them.play.lay):
        with pytest.raises(NotAllowed):
            actions.release(actor=actor, outcome=outcome, at=LATER)
    assert Outcome.objects.get().state == OutcomeState.PROPOSED


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("is_agreed", {"is_agreed": False}),
        ("title", {"title": " "}),
        ("title", {"title": f"{NAME}的补贴"}),
        ("matter", {"matter": f"电话{PHONE}"}),
        ("answer", {"answer": "补" * 601}),
    ],
)
def test_what_gives_somebody_away_is_refused(them: People, field: str, fields: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        proposed(them, **fields)
    assert caught.value.field == field
    assert not Outcome.objects.exists()


def test_nothing_is_told_of_sealed_petitions(them: People) -> None:
    petition = settled(them)
    for actor in (them.secretary, them.publisher):
        with pytest.raises(NotAllowed):
            actions.propose(actor=actor, petition=petition, at=LATER, is_agreed=True, **TEXTS)


def test_the_desk_leads_from_an_answered_petition_to_its_released_outcome(them: People) -> None:
    petition = served(them, at=timezone.now())
    office = signed_in(them.publisher)
    assert f"/desk/petitions/{petition.pk}/outcome/" in office.get("/en/desk/petitions/outcomes/").content.decode()
    sent = office.post(f"/en/desk/petitions/{petition.pk}/outcome/", {**TEXTS, "is_agreed": "on"})
    assert sent.status_code == 303
    outcome = Outcome.objects.get()
    listed = office.get("/en/desk/petitions/outcomes/").content.decode()
    assert ('scope="col">Date<' in listed, 'scope="col">Due<' in listed) == (True, False)
    assert "Outcome to review" in signed_in(them.secretary).get("/en/desk/").content.decode()
    taken = take(them.secretary, f"/en/desk/outcomes/{outcome.pk}/", "release")
    assert taken.status_code == 303
    assert TEXTS["answer"] in read("/petitions/outcomes/")
    for stranger in (them.handler, them.clerk, them.play.lay, them.play.administrator):
        browser = signed_in(stranger)
        for url in (
            "petitions/outcomes/",
            f"outcomes/{outcome.pk}/",
            "petitions/figures/",
            "petitions/figures/2026/pdf/",
        ):
            assert browser.get(f"/en/desk/{url}").status_code == 404


def test_figures_of_a_month_a_quarter_and_a_year_are_papers_for_the_office(them: People) -> None:
    now = timezone.now()
    served(them, at=now)
    year = timezone.localdate(now).year
    leader = signed_in(them.leader)
    for code in (
        f"{year}",
        f"{year}Q{(timezone.localdate(now).month + 2) // 3}",
        f"{year}-{timezone.localdate(now).month:02}",
    ):
        page = leader.get(f"/en/desk/petitions/figures/{code}/")
        assert page.status_code == 200
        for form, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("csv", "分组,事项".encode("utf-8-sig"))):
            answer = leader.get(f"/en/desk/petitions/figures/{code}/{form}/")
            assert b"".join(answer).startswith(begins), f"{code} {form}"
    for code in ("1999", "2026Q9", f"{year + 1}"):
        assert leader.get(f"/en/desk/petitions/figures/{code}/").status_code == 404


def test_the_paper_of_a_month_has_no_course_over_months_and_each_has_room_for_the_seal(them: People) -> None:
    now = timezone.now()
    served(them, at=now)
    day = timezone.localdate(now)
    for code, last in ((f"{day.year}-{day.month:02}", "四、办理比率"), (f"{day.year}Q1", "五、办理比率")):
        page = documents.for_staff(them.play.town, span(code), person=them.leader, at=now)
        with translation.override("zh-hans"):
            told = documents._context(page)
            paper = render_to_string(documents._TEMPLATE, told)
        assert list(told["heads"].values())[-1] == last
        assert ("每月登记与办结" in paper) == ("实心为登记，斜纹为办结" in paper) == (last[0] == "五")
        assert 'class="sealbox"' in paper


def test_a_paper_on_the_desk_is_called_what_it_is(them: People) -> None:
    now = timezone.now()
    served(them, at=now)
    page = signed_in(them.leader).get(f"/en/desk/petitions/figures/{timezone.localdate(now).year}Q1/").content.decode()
    assert f"{timezone.localdate(now).year}年第一季度信访工作通报</span>" in page


def test_the_docx_holds_the_figures_of_the_page(them: People) -> None:
    now = timezone.now()
    served(them, at=now)
    year = timezone.localdate(now).year
    sent = signed_in(them.leader).get(f"/en/desk/petitions/figures/{year}/docx/")
    paper = docx.Document(io.BytesIO(b"".join(sent)))
    assert paper.paragraphs[0].text.startswith(them.play.town.name_zh)
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == ["0", "1", "1", "0"]
    assert "受理1件，其中查清事实1件，调解化解0件" in "\n".join(one.text for one in paper.paragraphs)


def test_a_list_of_three_costs_as_many_queries_as_of_one(them: People, django_assert_num_queries: Any) -> None:
    released(them)
    with CaptureQueriesContext(connection) as one:
        read("/petitions/outcomes/told/")
    for number in range(2):
        petition = served(them, text=f"第{number}件，也是补贴少发了。")
        actions.release(actor=them.secretary, outcome=proposed(them, petition), at=LATER)
    with django_assert_num_queries(len(one)):
        assert read("/petitions/outcomes/told/").count('class="ans"') == 3
