"""Pictures: what is drawn, what is said, and that nothing breaks out of them."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
import segno
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given, strategies as st

from portal.core.charts import (
    Bar,
    Quarter,
    RulerDay,
    Share,
    bars,
    columns,
    period_ruler,
    qr_svg,
    scale_for,
    share_bar,
    strip,
)

INDIGO = "#1f4e79"
QUARTERS = [
    Quarter("四季度", Decimal("98316.75"), Decimal("115152.00"), sub="2025"),
    Quarter("一季度", Decimal("121480.00"), Decimal("77114.62"), sub="2026"),
    Quarter("二季度", Decimal("184386.64"), Decimal("74294.95"), sub="2026"),
    Quarter("三季度", Decimal("276312.82"), Decimal("96304.36"), sub="2026", current=True),
]
AMOUNTS = st.decimals(min_value="-99999999.99", max_value="99999999.99", places=2)


def tree(markup: str) -> ET.Element:
    """Parse a picture; XML is stricter than HTML, so what passes is sound in both."""
    return ET.fromstring(markup)  # noqa: S314 - our own markup


def floats(picture: ET.Element, tag: str, name: str) -> list[float]:
    return [float(part.get(name, "nan")) for part in picture.iter(tag)]


def solid(picture: ET.Element) -> list[ET.Element]:
    return [part for part in picture.findall("rect") if part.get("fill") == INDIGO]


def hatched(picture: ET.Element) -> list[ET.Element]:
    return [part for part in picture.findall("rect") if str(part.get("fill")).startswith("url(")]


def days(count: int, today: int) -> list[RulerDay]:
    past = [RulerDay(f"10-{n + 1:02d}", "周二", "past") for n in range(today)]
    coming = [RulerDay(f"10-{n + 1:02d}", "周二", "coming") for n in range(today + 1, count)]
    return [*past, RulerDay(f"10-{today + 1:02d}", "周二", "today"), *coming]


EACH: dict[str, Callable[[str], SafeString]] = {
    "bars": lambda bad: bars([Bar(bad, Decimal(1), bad)], scale_max=Decimal(1), hatch=True, ids="p"),
    "columns": lambda bad: columns(
        [Quarter(bad, Decimal(1), Decimal(2), bad)], title=bad, scale=scale_for("en"), ids="p"
    ),
    "ruler": lambda bad: period_ruler([RulerDay(bad, bad, "today")], title=bad, ids="p"),
    "share": lambda bad: share_bar([Share(bad, 1, "late")], title=bad, ids="p"),
    "qr": lambda bad: qr_svg("https://gongkai.example/", title=bad),
}


@pytest.mark.parametrize("draw", EACH.values(), ids=EACH.keys())
def test_words_are_escaped_and_nothing_is_styled(draw: Callable[[str], SafeString]) -> None:
    markup = draw('</title><script>"x"</script>')
    tree(markup)
    assert "<script" not in markup
    assert not re.search(r"\sstyle=|<style|\son\w+=", markup)


@pytest.mark.parametrize("draw", EACH.values(), ids=EACH.keys())
def test_every_id_begins_with_the_prefix_and_every_reference_is_met(draw: Callable[[str], SafeString]) -> None:
    markup = draw("x")
    ids = re.findall(r'\sid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("p") for name in ids)
    referred = re.findall(r'url\(#([^)]+)\)|aria-labelledby="([^"]+)"', markup)
    assert {one or other for one, other in referred} <= set(ids)


# --- bars


def test_receipts_and_payments_share_one_scale() -> None:
    receipts = tree(
        bars([Bar("a", Decimal(200)), Bar("b", Decimal(100))], scale_max=Decimal(200), hatch=False, ids="r")
    )
    payments = tree(bars([Bar("c", Decimal(50))], scale_max=Decimal(200), hatch=True, ids="p"))
    assert [rect.get("width") for rect in receipts.iter("rect")] == ["99.6%", "49.8%"]
    assert [rect.get("width") for rect in payments.findall(".//svg/rect")] == ["24.9%"]
    assert {rect.get("fill") for rect in receipts.iter("rect")} == {INDIGO}
    assert payments.findall(".//svg/rect")[0].get("fill") == "url(#p-0)"


def test_the_words_of_a_bar_are_html_with_code_and_amount() -> None:
    text = [
        "".join(part.itertext())
        for part in tree(
            bars([Bar("补助收入", Decimal("55515.25"), "503")], scale_max=Decimal(1), hatch=False, ids="r")
        ).iter("span")
    ]
    assert text == ["503 补助收入", "503", "55,515.25"]


@pytest.mark.parametrize(("amount", "drawn"), [("0", 0), ("-12.00", 0), ("0.01", 1)])
def test_only_what_is_above_zero_has_a_bar_however_small(amount: str, drawn: int) -> None:
    markup = bars([Bar("a", Decimal(amount))], scale_max=Decimal(1_000_000), hatch=False, ids="r")
    assert markup.count("<rect") == drawn
    assert amount.replace("-", "−").split(".")[0] in markup


def test_no_scale_draws_no_bar() -> None:
    assert "<rect" not in bars([Bar("a", Decimal(5))], scale_max=Decimal(0), hatch=False, ids="r")


# --- columns


def test_four_quarters_as_the_statement_shows_them() -> None:
    picture = tree(columns(QUARTERS, title="收入与支出", scale=scale_for("zh-hans"), ids="q"))
    texts = [part.text for part in picture.iter("text")]
    assert texts[:4] == ["0", "10", "20", "30"]
    assert texts[4:12] == ["9.8", "11.5", "12.1", "7.7", "18.4", "7.4", "27.6", "9.6"]
    assert [part.text for part in picture.iter("text") if part.get("font-weight") == "700"] == ["三季度"]
    assert (len(solid(picture)), len(hatched(picture))) == (4, 4)


def test_the_height_of_a_column_is_its_amount() -> None:
    picture = tree(columns(QUARTERS, title="t", scale=scale_for("en"), ids="q"))
    heights = [float(part.get("height", 0)) for part in solid(picture)]
    for height, quarter in zip(heights, QUARTERS, strict=True):
        assert height / heights[-1] == pytest.approx(float(quarter.receipts / QUARTERS[-1].receipts), abs=0.002)


def test_a_quarter_with_an_address_is_a_link_that_says_its_figures() -> None:
    linked = [replace(one, url=f"/notices/{number}/") for number, one in enumerate(QUARTERS[:3])]
    picture = tree(columns([*linked, QUARTERS[3]], title="t", scale=scale_for("en"), ids="q"))
    assert [part.get("href") for part in picture.iter("a")] == ["/notices/0/", "/notices/1/", "/notices/2/"]
    assert all("98" in str(part.get("aria-label")) for part in [*picture.iter("a")][:1])
    assert picture.get("role") == "group"
    assert tree(columns(QUARTERS, title="t", scale=scale_for("en"), ids="q")).get("role") == "img"


def test_pictures_beside_each_other_have_one_axis() -> None:
    alone = tree(columns(QUARTERS[:2], title="t", scale=scale_for("zh-hans"), ids="q"))
    beside = tree(columns(QUARTERS[:2], title="t", scale=scale_for("zh-hans"), ids="q", beside=QUARTERS))
    whole = tree(columns(QUARTERS, title="t", scale=scale_for("zh-hans"), ids="q"))
    heights = [[part.get("height") for part in solid(one)][:2] for one in (alone, beside, whole)]
    assert heights[1] == heights[2] != heights[0]


def test_a_strip_has_a_bar_and_a_mark_where_there_is_something_to_compare() -> None:
    picture = tree(strip(Decimal(50), Decimal(100), longest=Decimal(100)))
    assert [(part.get("width"), part.get("x")) for part in picture.iter("rect")] == [("49.2%", "0"), ("3", "98.5%")]
    assert len(list(tree(strip(Decimal(0), None, longest=Decimal(0))).iter("rect"))) == 0
    assert "url(#h)" in strip(Decimal(1), None, longest=Decimal(1), pattern="h")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "T: Q4 receipts 98, payments 115"),
        ("zh-hans", "T：Q4 收入 9.8，支出 11.5"),
    ],
)
def test_the_title_says_the_figures(language: str, said: str) -> None:
    with translation.override(language):
        picture = tree(
            columns(
                [Quarter("Q4", Decimal("98316.75"), Decimal(115152))], title="T", scale=scale_for(language), ids="q"
            )
        )
    assert picture.findtext("title") == said


def test_a_negative_amount_hangs_from_the_baseline() -> None:
    picture = tree(columns([Quarter("a", Decimal(-5000), Decimal(10000))], title="t", scale=scale_for("en"), ids="q"))
    (down,), (up,) = solid(picture), hatched(picture)
    baseline = float(up.get("y", 0)) + float(up.get("height", 0))
    assert float(down.get("y", 0)) == pytest.approx(baseline, abs=0.11)
    assert float(down.get("height", 0)) == pytest.approx(float(up.get("height", 0)) / 2, abs=0.11)
    assert "−5" in [part.text for part in picture.iter("text")]


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=4), st.sampled_from(["zh-hans", "en"]))
def test_any_amounts_stay_inside_the_picture(pairs: list[tuple[Decimal, Decimal]], language: str) -> None:
    quarters = [Quarter("x", receipts, payments) for receipts, payments in pairs]
    picture = tree(columns(quarters, title="t", scale=scale_for(language), ids="q"))
    _, _, width, height = map(float, str(picture.get("viewBox")).split())
    drawn = [*solid(picture), *hatched(picture)]
    assert len(drawn) == 2 * len(pairs)
    for part in drawn:
        x, y, w, h = (float(part.get(name, "nan")) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 17.9
        assert h >= 0
        assert x + w <= width + 0.1
        assert y + h <= height
    assert all(0 <= y <= height for y in floats(picture, "text", "y"))
    assert len(picture.findall("path")) <= 8


def test_no_figures_lie_on_each_other() -> None:
    close = [Quarter("x", Decimal(1_214_800 + n), Decimal(1_171_146)) for n in range(4)]
    figures = next(group for group in tree(columns(close, title="t", scale=scale_for("en"), ids="q")).iter("g"))
    size = float(figures.get("font-size", 0))
    places = [(float(t.get("x", 0)), float(t.get("y", 0)), len(str(t.text))) for t in figures]
    for (x, y, n), (x2, y2, n2) in pairwise(places):
        assert x2 - x >= (n + n2) / 2 * size * 0.5 or abs(y - y2) >= size * 0.9


# --- the ruler


def test_days_that_are_gone_are_filled_and_ticked_and_today_is_bold() -> None:
    picture = tree(period_ruler(days(5, 1), title="五个工作日，今天是第二天", ids="p"))
    assert [rect.get("fill") for rect in picture.iter("rect")] == [INDIGO, INDIGO, "#ffffff", "#ffffff", "#ffffff"]
    assert len(list(picture.iter("path"))) == 2
    assert [t.text for t in picture.iter("text") if t.get("font-weight")] == ["10-02"]
    assert picture.findtext("title") == "五个工作日，今天是第二天"


@pytest.mark.parametrize(
    ("count", "today", "labels"),
    [(7, 0, 7), (30, 15, 3), (30, 1, 2), (30, 29, 2), (1, 0, 1)],
)
def test_a_crowded_ruler_labels_its_ends_and_today_where_there_is_room(count: int, today: int, labels: int) -> None:
    picture = tree(period_ruler(days(count, today), title="t", ids="p"))
    assert len(list(picture.iter("rect"))) == count
    assert len(list(picture.iter("g"))) == labels
    ends = [float(r.get("x", 0)) + float(r.get("width", 0)) for r in picture.iter("rect")]
    assert max(ends) <= 280


# --- shares


def test_parts_of_the_bar_are_as_wide_as_they_are_many() -> None:
    picture = tree(
        share_bar(
            [Share("按时", 104, "ok"), Share("迟", 5, "late"), Share("缺", 5, "miss")], title="应公开 114 项", ids="s"
        )
    )
    widths = [float(rect.get("width", 0)) for rect in picture.findall("rect")]
    assert widths[0] / widths[1] == pytest.approx(104 / 5, rel=0.01)
    assert picture.findtext("title") == "应公开 114 项：按时 104；迟 5；缺 5"


@pytest.mark.parametrize(("counts", "drawn"), [((3, 0, 0), 1), ((0, 0, 0), 0), ((1, 1, 1), 3)])
def test_a_state_with_nothing_in_it_is_not_drawn(counts: tuple[int, int, int], drawn: int) -> None:
    kinds: list[Any] = ["ok", "late", "miss"]
    parts = [Share(kind, count, kind) for kind, count in zip(kinds, counts, strict=True)]
    assert len(tree(share_bar(parts, title="t", ids="s")).findall("rect")) == drawn


# --- the code


def test_the_code_holds_the_address_with_its_quiet_zone() -> None:
    address = "https://gongkai.example/verify/7K3MQ9TX/"
    picture = tree(qr_svg(address, title="核验本版"))
    matrix = segno.make_qr(address, error="m").matrix
    side = len(matrix) + 8
    assert picture.get("viewBox") == f"0 0 {side} {side}"
    assert picture.get("aria-label") == "核验本版"
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", next(picture.iter("path")).get("d", "")):
        dark |= {(int(x) + n, int(y)) for n in range(int(length))}
    expected = {(x + 4, y + 4) for y, line in enumerate(matrix) for x, module in enumerate(line) if module}
    assert dark == expected
