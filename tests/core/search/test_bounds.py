"""No search reads more than a bounded number of rows, whatever is asked and however much is public."""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from portal.core import search
from portal.core.models import SearchDocument
from portal.core.search import Asked, finding, index
from tests.factories import NOON

pytestmark = pytest.mark.django_db
VILLAGES = ("柳树村", "石桥村", "槐花村", "东河村", "小泉村", "大杨村", "北沟村", "南坪村", "青龙山村", "渡口村")
ITEMS = ("财务收支", "会议决议", "惠民补贴", "招标与工程", "公益性岗位", "集体资产", "合同管理", "宅基地审批")
SUMMARIES = ("垃圾清运费", "保洁员工资", "办公用品", "土地承包费", "路灯电费", "水渠清淤", "护林员补贴", "村道维修")
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴", "秀英建国桂兰志强海燕文斌玉梅春生"
USUAL = (
    *VILLAGES, *ITEMS, *SUMMARIES,
    "公开", "青石", "2026", "垃圾", "清运", "工资", "柳树 垃圾", "财务 2026", "柳树村 财务收支 第三季度", "王秀英",
    "李建国", "王", "费", "2115.34", "2,115.34", "100", "记-00017", "合同.pdf", "statement", "village", "N-77",
    "垃圾轻运", "没有的词", "罕见词",
)  # fmt: skip


def made(count: int) -> Iterator[SearchDocument]:
    """Yield documents as villages publish them. One word in a thousand is rare, and one stands in the oldest alone."""
    chance = random.Random(2026)  # noqa: S311 - makes texts, keeps no secret
    for key in range(1, count + 1):
        village, item = chance.choice(VILLAGES), chance.choice(ITEMS)
        yield SearchDocument(
            kind="made", key=key, number=f"N-{key}", url=f"/n/{key}/", unit=f"V-{VILLAGES.index(village)}",
            title_zh=f"{village}{2020 + key * 7 // count}年第三季度{item}公开", title_en="Statement of a village",
            unit_zh=village, entry=f"E-{ITEMS.index(item)}", entry_zh=item, period=f"{2020 + key * 7 // count}Q3",
            body=f"青石镇公开。{'罕见词。' if key % 1000 == 7 else ''}{'早先的话。' if key <= count // 8 else ''}",
            lines="\n".join(_line(number, chance).written() for number in range(1, 13)),
            files="合同.pdf" if key % 10 == 0 else "",
            published_at=NOON + timedelta(minutes=key),
        )  # fmt: skip


def _line(number: int, chance: random.Random) -> search.Line:
    people = " ".join(chance.choice(FAMILY) + "".join(chance.sample(GIVEN, 2)) for _each in range(3))
    amount = f"{chance.randrange(100, 900_000) / 100:,.2f}"
    return search.Line(number, "07-01", chance.choice(SUMMARIES), amount, f"记-{chance.randrange(10**5):05} {people}")


class Reader:
    """Counts the rows that questions read, by what the database says of their plans."""

    def __init__(self) -> None:
        self.rows = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if "core_search" in sql:
            cursor = context["cursor"].cursor
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            self.count(cursor.fetchone()[0][0]["Plan"])
        return execute(sql, params, many, context)

    def count(self, node: Mapping[str, Any]) -> None:
        if "Relation Name" in node:  # a list of places out of an index reads no row
            passed_over = [node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck")]
            self.rows += int((node["Actual Rows"] + sum(passed_over)) * node["Actual Loops"])
        for one in node.get("Plans", ()):
            self.count(one)


def rows_read(words: str, **narrowed: str) -> int:
    reader = Reader()
    with connection.execute_wrapper(reader):
        search.find(Asked(search.words_of(words), narrowed))
    return reader.rows


def bound() -> int:
    """Return the rows of three questions: what is matched with its document and its words, what is titled, the walk."""
    return 3 * (finding.CAP + 1) + finding.SHOWN + 1 + finding.WALKED


def fill(count: int) -> None:
    for batch in _batches(count):
        index._write(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_searchdocument, core_searchwords")


def _batches(count: int) -> Iterator[list[SearchDocument]]:
    batch: list[SearchDocument] = []
    for one in made(count):
        batch.append(one)
        if len(batch) == index.BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def check_bounds() -> None:
    assert len(USUAL) == 50
    read = {words: rows_read(words) for words in USUAL}
    read |= {f"{words} in one unit": rows_read(words, unit="V-3") for words in ("公开", "垃圾", "早先的话")}
    assert max(read.values()) <= bound(), sorted(read.items(), key=lambda one: -one[1])[:5]


def test_the_slowest_of_fifty_usual_searches_reads_a_bounded_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CAP", 50), ("SHOWN", 30), ("WALKED", 100)):
        monkeypatch.setattr(finding, name, value)
    fill(1500)
    assert bound() < 1500 / 4
    check_bounds()


@pytest.mark.drill
def test_so_it_does_among_a_hundred_thousand() -> None:
    fill(100_000)
    check_bounds()
