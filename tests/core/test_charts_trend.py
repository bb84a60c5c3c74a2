"""The picture of a share over some periods."""

import xml.etree.ElementTree as ET

from django.utils import translation

from portal.core.charts import Point, spark, trend

POINTS = [
    Point("四季度", None, sub="2025"),
    Point("一季度", 100, sub="2026"),
    Point("二季度", 50),
    Point("三季度", 0, current=True),
]


def _rects(markup: str) -> list[float]:
    picture = ET.fromstring(markup)  # noqa: S314 - our own markup
    return [float(part.get("height", "nan")) for part in picture.iter("rect")]


def test_columns_are_as_high_as_their_share() -> None:
    whole, half = _rects(trend(POINTS, title="按时公开", ids="t"))
    assert whole == 2 * half


def test_its_title_says_every_figure_and_a_dash_where_there_is_none() -> None:
    with translation.override("zh-hans"):
        picture = ET.fromstring(trend(POINTS, title="按时公开", ids="t"))  # noqa: S314 - our own markup
    title = picture.findtext("title") or ""
    assert [part in title for part in ("2025 四季度 —", "2026 一季度 100%", "二季度 50%", "三季度 0%")] == [True] * 4
    assert picture.get("aria-labelledby") == "t-t"


def test_the_period_that_is_shown_is_bold() -> None:
    picture = ET.fromstring(trend(POINTS, title="按时公开", ids="t"))  # noqa: S314 - our own markup
    assert [part.text for part in picture.iter("text") if part.get("font-weight")] == ["0%", "三季度"]


def test_labels_cannot_break_out() -> None:
    assert "<b>" not in trend([Point("<b>", 1, sub="<b>")], title="<b>", ids="t")


def test_the_small_row_is_hidden_and_shows_a_share_of_zero() -> None:
    picture = ET.fromstring(spark(POINTS))  # noqa: S314 - our own markup
    assert picture.get("aria-hidden") == "true"
    heights = _rects(spark(POINTS))
    assert heights[0] == 2 * heights[1]
    assert 0 < heights[2] < heights[1]
    assert len(list(picture.iter("path"))) == 1


def test_nothing_to_show_breaks_nothing() -> None:
    assert _rects(trend([], title="", ids="t")) == [] == _rects(spark([]))
