"""Notices in the search index: there from publication to withdrawal, as the edition in force says."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from disclosure.notices.actions import drafts, publishing
from disclosure.notices.models import Attachment, Notice
from disclosure.notices.queries.sources import documents, search_document
from portal.core import search
from portal.core.models import SearchDocument
from tests.factories import NOON, Cast, cast, ledger, money_draft, published, text_draft

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
CHINESE = re.compile(r"[㐀-鿿]{2}")
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
    Notice.objects.filter(pk=Notice.objects.earliest("pk").pk).update(number="ZZ-99-V01-2026Q3", period="2027Q1")
    list(search.rebuild())
    before = stored()
    list(search.rebuild())
    assert stored() == before
    keys = [one.key for one in documents(0)]
    assert keys == sorted(keys)
    assert [one.key for one in documents(keys[0])] == keys[1:]


def test_what_was_never_published_has_no_document(people: Cast) -> None:
    with pytest.raises(ValueError, match="never been published"):
        search_document(text_draft(people))


def test_it_is_found_by_any_two_characters_of_it_until_it_is_withdrawn(people: Cast) -> None:
    movements = (("垃圾清运费", "", "1772.93"), ("土地承包费", "20000.00", ""))
    draft = money_draft(people, statement=ledger(opening="5000.00", movements=movements))
    stored = {"sha256": "0" * 64, "stored_as": "x", "size": 1, "content_type": "application/pdf"}
    Attachment.objects.create(edition=draft, name="采购合同.pdf", **stored)
    edition = published(people, draft)
    (document,) = SearchDocument.objects.all()
    texts = (document.title_zh, document.body, document.entry_zh, "采购合同", *(one for one, *_amounts in movements))
    pairs = {"".join(both) for text in texts for both in pairwise(text) if CHINESE.match("".join(both))}
    words = [*pairs, people.village.name_zh, edition.notice.number, "1772.93", "1,772.93", "20000"]
    assert len(pairs) > 15
    assert [word for word in words if search.find(search.Asked([word])).keys != [document.pk]] == []
    publishing.withdraw(actor=people.publisher, edition=edition, reason="误发。", at=LATER)
    assert [word for word in words if search.find(search.Asked([word])).count] == []
