"""What is found, in which order, and what is counted beside it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.core import search
from portal.core.models import SearchDocument
from portal.core.search import Asked, Line, Order, finding
from tests.core.search.test_index import document

pytestmark = pytest.mark.django_db


def put(*documents: SearchDocument) -> None:
    search.put(*documents)


def found(typed: str, order: Order = Order.FIT, **narrowed: str) -> list[int]:
    """Return the keys of what is found."""
    keys = search.find(Asked(search.words_of(typed), narrowed, order)).keys
    return [one.key for one in search.documents(keys)]


def lined(key: int, *summaries: str, **fields: Any) -> SearchDocument:
    lines = "\n".join(
        Line(at, "07-01", one, "2,115.34", "记-07005 王秀英").written() for at, one in enumerate(summaries, 1)
    )
    return document(key, lines=lines, **fields)


CHINESE = ["柳树", "树村", "收支", "水渠", "清运", "合同", "秀英", "财政", "王"]


@pytest.mark.parametrize("typed", [*CHINESE, "pdf", "07-01", "2115.34", "N-1", "Liushu", "payments"])
def test_any_word_of_any_part_finds_it(typed: str) -> None:
    fields = {
        "title_zh": "柳树村财务收支公开", "title_en": "Receipts and payments", "unit_zh": "柳树村", "unit_en": "Liushu",
        "entry_zh": "财政", "body": "水渠已修", "files": "采购合同.pdf",
    }  # fmt: skip
    put(lined(1, "垃圾清运费", **fields), document(2))
    assert found(typed) == [1]


def test_the_number_comes_first_then_titles_then_the_newest() -> None:
    put(
        document(1, title_zh="水渠清淤"),
        document(2, body="水渠清淤，见 N-1"),
        document(3, title_zh="水渠", body="清淤"),
        document(4, body="水渠 清淤"),
    )
    assert found("水渠 清淤") == [1, 3, 4, 2]
    assert found("水渠 清淤", Order.NEWEST) == [4, 3, 2, 1]
    assert found("N-1")[0] == 1


def test_it_is_narrowed_and_counted_by_field() -> None:
    put(
        document(1, body="清运", unit="LS", stream="money", period="2026Q3"),
        document(2, body="清运", unit="LS", stream="party"),
        document(3, body="清运", unit="SQ", stream="money"),
        document(4, body="别的", unit="SQ", stream="money"),
    )
    counts = search.find(Asked(["清运"])).counts
    assert (dict(counts["unit"]), dict(counts["stream"])) == ({"LS": 2, "SQ": 1}, {"money": 2, "party": 1})
    assert dict(counts["period"]) == {"2026Q3": 1}
    assert found("清运", unit="LS") == [2, 1]
    assert found("清运", unit="LS", stream="money") == [1]
    assert found("清运", unit="' | '清运") == []


def test_labels_are_found_by_no_word() -> None:
    put(document(1, unit="LS", stream="money"))
    assert found("money") == found("unit") == found("=unit:LS") == []


def test_of_more_than_can_be_counted_titles_and_the_newest_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CAP", 4), ("SHOWN", 3), ("WALKED", 5)):
        monkeypatch.setattr(finding, name, value)
    put(document(1, title_zh="清运"), *(document(key, body="清运") for key in range(2, 9)))
    result = search.find(Asked(["清运"]))
    assert (result.count, result.is_more) == (4, True)
    assert found("清运") == [1, 8, 7]
    assert found("清运", Order.NEWEST) == [8, 7, 6]
    put(*(document(key, body="别的") for key in range(20, 30)))
    assert len(found("清运", Order.NEWEST)) == 3


def test_an_edition_and_its_taking_out_are_followed_at_once() -> None:
    put(document(1, body="第一版"))
    put(document(1, body="另一版"))
    assert found("第一") == []
    assert found("另一") == [1]
    search.remove(1, kind="example")
    assert found("另一") == []


def test_a_search_costs_as_much_for_one_as_for_three() -> None:
    costs = []
    for keys in ((1,), (2, 3)):
        put(*(lined(key, "垃圾清运费", "保洁员工资费", title_zh="清运") for key in keys))
        with CaptureQueriesContext(connection) as queries:
            assert found("清运")
            assert search.near("垃圾")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_is_near_completes_the_last_word_and_names_nobody() -> None:
    put(lined(1, "垃圾清运费", "王秀英"), lined(2, "垃圾清运费", "村里垃圾处理", entry_zh="垃圾分类"))
    assert search.near("垃圾") == ["垃圾清运费", "垃圾分类", "村里垃圾处理"]
    assert search.near("王秀 垃圾清")[0] == "王秀 垃圾清运费"
    assert search.near("王") == []
    assert search.near("没有") == search.near("") == []


def test_what_was_meant_differs_in_one_character_and_is_there() -> None:
    put(lined(1, "垃圾清运费"), document(2, title_en="Rubbish collection"))
    assert search.closest(["垃圾轻运"]) == "垃圾清运"
    assert search.closest(["清远费"]) == "清运费"
    assert search.closest(["垃圾清运费", "垃圾轻运费"]) == "垃圾清运费 垃圾清运费"
    with translation.override("en"):
        assert search.closest(["rubish"]) == "rubbish"
    assert search.closest(["完全不同"]) == search.closest(["轻运"]) == ""


def test_lines_are_found_by_the_words_their_document_is_not_headed_by() -> None:
    one = lined(1, "垃圾清运费", "保洁员工资", title_zh="柳树村收支")
    assert [line.number for line in search.lines_found(one, ["清运"])] == [1]
    assert [line.number for line in search.lines_found(one, ["柳树", "工资"])] == [2]
    assert [line.number for line in search.lines_found(one, ["2115.34"])] == [1, 2]
    assert search.lines_found(one, ["柳树"]) == []


def test_it_is_known_whether_every_document_can_be_found() -> None:
    put(document(1))
    assert search.is_whole()
    document(2).save()
    assert not search.is_whole()
