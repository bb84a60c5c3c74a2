"""The search index: what is pushed is found until it is taken out, and it can be built anew."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from portal.core import search
from portal.core.models import SearchDocument
from portal.core.search import SEARCH_SOURCES, SearchSource, index
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def document(key: int, **fields: Any) -> SearchDocument:
    said = {"kind": "example", "number": f"N-{key}", "url": f"/n/{key}/", "title_zh": "题", "title_en": "Title"}
    return SearchDocument(key=key, **{"published_at": NOON + timedelta(hours=key), **said, **fields})


def test_a_document_takes_the_place_of_the_one_of_its_kind_and_key() -> None:
    search.put(document(1, body="第一版"))
    search.put(document(1, body="第二版"))
    search.put(document(1, kind="other", body="另一类"))
    assert [one.body for one in SearchDocument.objects.order_by("kind")] == ["第二版", "另一类"]


def test_what_is_taken_out_is_found_no_more() -> None:
    search.put(document(1))
    search.remove(1, kind="example")
    search.remove(1, kind="example")
    assert not search.newest().exists()


def test_the_newest_comes_first() -> None:
    search.put(document(1))
    search.put(document(2))
    assert [one.key for one in search.newest()] == [2, 1]


def test_built_anew_it_holds_what_its_sources_have_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "BATCH", 2)
    search.put(document(9))
    search.put(document(1, kind="forgotten"))
    with SEARCH_SOURCES.also(SearchSource("example", _three)):
        progress = [(one.count, one.last) for one in search.rebuild() if one.kind == "example"]
    assert progress == [(2, 2), (3, 3)]
    assert sorted(one.key for one in SearchDocument.objects.all()) == [1, 2, 3]


def _three(after: int) -> Iterator[SearchDocument]:
    yield from (document(key) for key in range(after + 1, 4))


def test_a_source_whose_keys_do_not_ascend_is_refused_before_anything_is_left_out() -> None:
    source = SearchSource("example", lambda _after: iter([document(2), document(1)]))
    with SEARCH_SOURCES.also(source), pytest.raises(ValueError, match="order of their keys"):
        list(search.rebuild("example"))


def test_building_it_goes_on_after_a_key_and_leaves_what_is_before_it() -> None:
    search.put(document(1, body="旧"), document(2, body="旧"))
    with SEARCH_SOURCES.also(SearchSource("example", _three)):
        assert [one.count for one in search.rebuild("example", after=1)] == [2]
    assert [one.body for one in SearchDocument.objects.order_by("key")] == ["旧", "", ""]
