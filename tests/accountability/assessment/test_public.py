"""Published results for everybody: the page of a unit, of a year, files, and both editions after an objection."""

import hashlib

import pytest
from django.test import Client

from accountability.assessment.actions import steps
from accountability.assessment.enums import RESULT, RuleKind
from accountability.assessment.queries.search import documents
from portal.core import search
from portal.core.models import SearchDocument
from portal.core.search import Asked
from tests.accountability.assessment.making import JANUARY, Assessed, assessed, decided, entered, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessed:
    return assessed()


def test_a_result_is_read_once_it_is_published(made: Assessed) -> None:
    entered(made, RuleKind.VETO, 1)
    url = f"/accountability/assessments/2025/{made.village.code}/"
    decided(made)
    assert Client().get(url).status_code == 404
    assert Client().get("/accountability/assessments/2025/").status_code == 404
    published(made, made.another)
    assert Client().get(url).status_code == 404
    other = Client().get(f"/accountability/assessments/2025/{made.other.code}/")
    assert other.status_code == 200
    assert not other.cookies
    page = Client().get("/accountability/assessments/2025/").content.decode()
    assert made.other.name_zh in page
    assert made.village.name_zh not in page


def test_the_document_has_the_hash_of_the_log(made: Assessed) -> None:
    edition = published(made).editions.get()
    url = f"/accountability/assessments/2025/{made.village.code}/1.json"
    assert hashlib.sha256(Client().get(url).getvalue()).hexdigest() == edition.content_sha256
    assert Client().get(url.replace("/1.json", "/2.json")).status_code == 404


def test_results_are_read_in_english_and_taken_away(made: Assessed) -> None:
    published(made)
    base = "/accountability/assessments/2025"
    assert Client().get(f"/en{base}/{made.village.code}/").status_code == 200
    assert Client().get(f"{base}.csv").status_code == 200
    assert Client().get(f"{base}.pdf").status_code == 200
    assert Client().get(f"{base}/{made.village.code}/2/").status_code == 404


def test_the_search_finds_a_result_and_what_is_made_anew_is_the_same(made: Assessed) -> None:
    entered(made, RuleKind.DEDUCTION, 1)
    row = decided(made)
    assert search.find(Asked(search.words_of("入户核对"))).count == 0
    steps.publish(actor=made.secretary, assessment=row, at=JANUARY)
    assert search.find(Asked(search.words_of("入户核对"))).count == 1
    kept = SearchDocument.objects.filter(kind=RESULT).values("number", "title_zh", "title_en", "url", "body")
    [anew] = documents(0)
    assert list(kept) == [{name: getattr(anew, name) for name in ("number", "title_zh", "title_en", "url", "body")}]
