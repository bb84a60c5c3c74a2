"""Notices in the search index: there from publication to withdrawal, as the edition in force says."""

from datetime import timedelta

import pytest

from disclosure.notices.actions import drafts, publishing
from disclosure.notices.queries.sources import documents, search_document
from portal.core import search
from portal.core.models import SearchDocument
from tests.factories import NOON, Cast, cast, published, text_draft

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
FIELDS = [field.name for field in SearchDocument._meta.fields if field.name != "id"]


@pytest.fixture
def people() -> Cast:
    return cast()


def stored() -> list[list[object]]:
    return [[getattr(one, name) for name in FIELDS] for one in SearchDocument.objects.order_by("key")]


def test_it_is_found_in_both_languages_once_it_is_published(people: Cast) -> None:
    draft = text_draft(people)
    assert stored() == []
    edition = published(people, draft)
    (found,) = search.newest()
    assert (found.number, found.edition, found.url) == (edition.notice.number, 1, f"/notices/{edition.notice.number}/")
    assert found.title_zh.startswith(people.village.name_zh)
    assert people.village.name_en in found.title_en
    assert "无新增事项" in found.body


def test_a_correction_takes_its_place_and_a_withdrawal_takes_it_out(people: Cast) -> None:
    first = published(people, text_draft(people))
    draft = publishing.start_correction(actor=people.clerk, edition=first, at=LATER)
    draft = drafts.save_text(actor=people.clerk, edition=draft, title="", body="改过。", at=LATER, reason="原文有误。")
    second = published(people, draft, at=LATER)
    (found,) = search.newest()
    assert (found.edition, found.body) == (2, "改过。")
    publishing.withdraw(actor=people.publisher, edition=second, reason="误发。", at=LATER)
    assert stored() == []


def test_built_anew_the_index_says_the_same(people: Cast) -> None:
    for _each in range(3):
        published(people, text_draft(people))
    text_draft(people)
    before = stored()
    list(search.rebuild())
    assert stored() == before
    keys = [one.key for one in documents(0)]
    assert keys == sorted(keys)
    assert [one.key for one in documents(keys[0])] == keys[1:]


def test_what_was_never_published_has_no_document(people: Cast) -> None:
    with pytest.raises(ValueError, match="never been published"):
        search_document(text_draft(people))
