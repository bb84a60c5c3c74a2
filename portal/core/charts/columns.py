"""Columns over some periods: receipts and payments in pairs, a share in per cent, and what was late or missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from portal.core.charts import svg
from portal.core.money import Scale, format_number, format_scaled

_WIDTH = 300.0
_TOP, _HEIGHT = 18.0, 172.0
"""Where the plot begins, leaving room for a figure above the tallest column, and how high it is."""
_TREND_WIDTH, _TREND_TOP, _TREND_HEIGHT = 360.0, 20.0, 110.0
_SPARK_HEIGHT, _SPARK_ROOM = 24.0, 10.0
_PAIRS_WIDTH = 400.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """One period: receipts and payments in yuan; `sub` is a second line below the label, such as the year.

    `url` is where the figures of the period stand.
    """

    label: str
    receipts: Decimal
    payments: Decimal
    sub: str = ""
    current: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One period and its share in per cent, from 0 to 100, or None where there was nothing to divide by."""

    label: str
    percent: int | None
    sub: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """One period, and how many items were late and how many are missing."""

    label: str
    late: int
    missing: int
    sub: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class _Axis:
    """The scale of a plot: its ends and the step between its lines, in the unit shown."""

    low: int
    high: int
    step: int
    left: float

    @classmethod
    def over(cls, values: Sequence[Decimal]) -> _Axis:
        """Return an axis from zero with three to five whole steps of 1, 2 or 5 that holds all values."""
        top, bottom = max([*values, Decimal(0)]), min([*values, Decimal(0)])
        wanted = max(float(top - bottom) / 4, 0.25)
        size = 10.0 ** math.floor(math.log10(wanted))
        step = max(1, round(next(size * n for n in (1, 2, 5, 10) if size * n >= wanted)))
        low, high = math.floor(bottom / step) * step, max(math.ceil(top / step), 1 if bottom == 0 else 0) * step
        widest = max(len(format_number(Decimal(end), 0)) for end in (low, high))
        return cls(low, high, step, max(30.0, widest * 7.5 + 10))

    def y(self, value: Decimal | int) -> float:
        """Return how far down a value lies."""
        return _TOP + (self.high - float(value)) / (self.high - self.low) * _HEIGHT


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float
    value: Decimal
    text: str
    pattern: str


def columns(
    quarters: Sequence[Quarter], *, title: str, scale: Scale, ids: str, beside: Sequence[Quarter] = ()
) -> SafeString:
    """Draw receipts (solid) and payments (hatched) of some periods, usually four, side by side.

    The baseline is zero; an amount below it hangs down from there. Figures are at the columns' ends. A period with an
    address is a link.

    Args:
        title: What it shows and in which unit; the figures are added to it.
        scale: The unit, from `money.scale_for`.
        beside: Periods of a picture beside this one, which is drawn on the same axis.
    """
    drawn = [(item.receipts / scale.divisor, item.payments / scale.divisor) for item in quarters]
    others = [amount / scale.divisor for item in beside for amount in (item.receipts, item.payments)]
    axis = _Axis.over([*(value for pair in drawn for value in pair), *others])
    room = (_WIDTH - axis.left - 4) / max(len(quarters), 1)
    pairs = [
        _Column(
            x=axis.left + 4 + room * (n + 0.07 + 0.455 * side),
            width=room * 0.41,
            value=drawn[n][side],
            text=format_scaled((item.receipts, item.payments)[side], scale),
            pattern=ids if side else "",
        )
        for n, item in enumerate(quarters)
        for side in (0, 1)
    ]
    base = _TOP + _HEIGHT + 18
    height = _TOP + _HEIGHT + (46 if any(item.sub for item in quarters) else 28)
    linked = [(n, item) for n, item in enumerate(quarters) if item.url]
    return svg.picture(
        (_WIDTH, height),
        svg.hatching(ids, svg.OCHRE),
        *_lines(axis),
        *(_column(axis, column) for column in pairs),
        _figures(axis, pairs),
        *(_label(item, axis.left + 4 + room * (n + 0.5), base) for n, item in enumerate(quarters)),
        *(_link(item, axis.left + 4 + room * n, room, height, _quarter_in_words(item, scale)) for n, item in linked),
        ids=ids,
        title=svg.title_with_figures(title, [_quarter_in_words(item, scale) for item in quarters]),
        # The parts of an image are not read; those of a group are.
        **({**svg.TEXT, "role": "group"} if linked else svg.TEXT),
    )


def _link(item: Quarter, x: float, room: float, height: float, words: str) -> SafeString:
    """Lay a link over the columns of a period."""
    hit = {"x": x + 1, "y": 1, "width": room - 2, "height": height - 2, "fill": "#fff", "fill_opacity": 0}
    return svg.element("a", svg.element("rect", class_="hit", **hit), href=item.url, aria_label=words)


def trend(points: Sequence[Point], *, title: str, ids: str) -> SafeString:
    """Draw a share over some periods, from 0 to 100 per cent, the figure above each column."""
    room = (_TREND_WIDTH - 4) / max(len(points), 1)
    bottom = _TREND_TOP + _TREND_HEIGHT
    return svg.picture(
        (_TREND_WIDTH, bottom + (44 if any(point.sub for point in points) else 26)),
        svg.line(0, _TREND_TOP, _TREND_WIDTH, svg.RULE),
        svg.line(0, _TREND_TOP + _TREND_HEIGHT / 2, _TREND_WIDTH, svg.RULE),
        *(_trend_column(point, 2 + room * n, room) for n, point in enumerate(points)),
        svg.line(0, bottom, _TREND_WIDTH, svg.INK),
        ids=ids,
        title=svg.title_with_figures(title, [f"{_full_label(point)} {_percent(point)}" for point in points]),
        **svg.TEXT,
    )


def stacks(points: Sequence[Stack], *, title: str, ids: str) -> SafeString:
    """Draw how many items were late (hatched) or are missing (solid) over some periods, one upon the other.

    Args:
        title: What it shows; the figures are added to it.
    """
    axis = _Axis.over([Decimal(point.late + point.missing) for point in points])
    room = (_WIDTH - axis.left - 4) / max(len(points), 1)
    base = _TOP + _HEIGHT + 18
    return svg.picture(
        (_WIDTH, _TOP + _HEIGHT + (46 if any(point.sub for point in points) else 28)),
        svg.hatching(ids, svg.OCHRE),
        *_lines(axis),
        *(_stack(point, axis, axis.left + 4 + room * n, room, ids) for n, point in enumerate(points)),
        *(_label(point, axis.left + 4 + room * (n + 0.5), base) for n, point in enumerate(points)),
        ids=ids,
        title=svg.title_with_figures(title, [_stack_in_words(point) for point in points]),
        **svg.TEXT,
    )


def _stack(point: Stack, axis: _Axis, x: float, room: float, pattern: str) -> SafeString:
    zero, middle, top = (axis.y(value) for value in (0, point.missing, point.missing + point.late))
    place = {"x": x + room * 0.18, "width": room * 0.64}
    late = {"fill": f"url(#{pattern})", "stroke": svg.OCHRE, "stroke_width": 1}
    weight = 700 if point.current else None
    return svg.element(
        "g",
        svg.element("rect", y=middle, height=zero - middle, fill=svg.SEAL, **place) if point.missing else "",
        svg.element("rect", y=top, height=middle - top, **late, **place) if point.late else "",
        svg.element("text", point.late + point.missing, x=x + room / 2, y=top - 5, fill=svg.INK, font_weight=weight),
        text_anchor="middle",
    )


def _stack_in_words(point: Stack) -> str:
    words = {"label": _full_label(point), "late": point.late, "missing": point.missing}
    return gettext("%(label)s late %(late)d, missing %(missing)d") % words


@dataclass(frozen=True, slots=True)
class Pair:
    """One period with two counts beside each other; None where one is not published."""

    label: str
    first: int | None
    second: int | None


def pairs(points: Sequence[Pair], *, title: str, names: tuple[str, str], ids: str) -> SafeString:
    """Draw two counts of some periods side by side, the first solid, the second hatched.

    What is not published has no column, and a dash in its place.

    Args:
        title: What it shows; the figures are added to it.
        names: What the two counts are called.
    """
    axis = _Axis.over([Decimal(count or 0) for point in points for count in (point.first, point.second)])
    room = (_PAIRS_WIDTH - axis.left - 4) / max(len(points), 1)
    base = _TOP + _HEIGHT + 18
    return svg.picture(
        (_PAIRS_WIDTH, _TOP + _HEIGHT + 28),
        svg.hatching(ids, svg.PINE),
        *_lines(axis, _PAIRS_WIDTH),
        *(_pair(point, axis, axis.left + 4 + room * n, room, ids) for n, point in enumerate(points)),
        *(
            svg.element("text", point.label, x=axis.left + 4 + room * (n + 0.5), y=base, text_anchor="middle")
            for n, point in enumerate(points)
        ),
        ids=ids,
        title=svg.title_with_figures(title, [_pair_in_words(point, names) for point in points]),
        **svg.TEXT,
    )


def _pair(point: Pair, axis: _Axis, x: float, room: float, pattern: str) -> SafeString:
    solid: dict[str, object] = {"fill": svg.INDIGO}
    hatched: dict[str, object] = {"fill": f"url(#{pattern})", "stroke": svg.PINE, "stroke_width": 1}
    drawn = []
    for side, (count, paint) in enumerate(((point.first, solid), (point.second, hatched))):
        left, width = x + room * (0.07 + 0.455 * side), room * 0.41
        top = axis.y(count or 0)
        if count:
            drawn.append(svg.element("rect", x=left, y=top, width=width, height=axis.y(0) - top, **paint))
        figure = pgettext("no share, nothing to divide by", "—") if count is None else count
        size = 11 if room < 34 else svg.FONT_SIZE
        drawn.append(svg.element("text", figure, x=left + width / 2, y=top - 5, fill=svg.INK, font_size=size))
    return svg.element("g", *drawn, text_anchor="middle")


def _pair_in_words(point: Pair, names: tuple[str, str]) -> str:
    known = zip(names, (point.first, point.second), strict=True)
    return " ".join([point.label, *(f"{name} {count}" for name, count in known if count is not None)])


def spark(points: Sequence[Point]) -> SafeString:
    """Draw the same as a row of small columns, for the line of a table that holds the figures.

    It adds nothing to them, so screen readers pass over it. A share of zero is a red foot.
    """
    width, height = _SPARK_ROOM * max(len(points), 1), _SPARK_HEIGHT
    size = {"viewBox": f"0 0 {width:g} {height:g}", "width": width, "height": height}
    small = [_small_column(point, _SPARK_ROOM * n + 1) for n, point in enumerate(points)]
    return svg.element("svg", *small, class_="spark", **size, aria_hidden="true")


def _full_label(period: Quarter | Point | Stack) -> str:
    return " ".join(filter(None, (period.sub, period.label)))


def _quarter_in_words(quarter: Quarter, scale: Scale) -> str:
    return gettext("%(label)s receipts %(receipts)s, payments %(payments)s") % {
        "label": _full_label(quarter),
        "receipts": format_scaled(quarter.receipts, scale),
        "payments": format_scaled(quarter.payments, scale),
    }


def _percent(point: Point) -> str:
    return pgettext("no share, nothing to divide by", "—") if point.percent is None else f"{point.percent}%"


def _lines(axis: _Axis, width: float = _WIDTH) -> list[SafeString]:
    drawn = []
    for value in range(axis.low, axis.high + 1, axis.step):
        figure = format_number(Decimal(value), 0)
        drawn.append(svg.line(axis.left, axis.y(value), width, svg.RULE if value else svg.INK))
        drawn.append(svg.element("text", figure, x=axis.left - 6, y=axis.y(value) + 4, text_anchor="end"))
    return drawn


def _column(axis: _Axis, column: _Column) -> SafeString:
    zero, end = axis.y(0), axis.y(column.value)
    hatched = {"fill": f"url(#{column.pattern})", "stroke": svg.OCHRE, "stroke_width": 1}
    paint = hatched if column.pattern else {"fill": svg.INDIGO}
    return svg.element("rect", x=column.x, y=min(zero, end), width=column.width, height=abs(zero - end), **paint)


def _figures(axis: _Axis, pairs: Sequence[_Column]) -> SafeString:
    """Write the figure at the end of each column, smaller where they are long, higher where two would touch."""
    longest = max((len(column.text) for column in pairs), default=0)
    size = svg.FONT_SIZE if longest <= 4 else 11.5 if longest <= 5 else 10.0
    places = [(c.x + c.width / 2, axis.y(c.value) + (size if c.value < 0 else -5)) for c in pairs]
    for n, (one, two) in enumerate(pairwise(pairs), start=1):
        distance = places[n][0] - places[n - 1][0]
        needed = (len(one.text) + len(two.text)) / 2 * size * 0.58
        if distance < needed and abs(places[n][1] - places[n - 1][1]) < size:
            places[n] = (places[n][0], places[n - 1][1] + (size if two.value < 0 else -size))
    texts = [svg.element("text", column.text, x=x, y=y) for (x, y), column in zip(places, pairs, strict=True)]
    return svg.element("g", *texts, fill=svg.INK, font_size=size, text_anchor="middle")


def _label(period: Quarter | Point | Stack, x: float, y: float) -> SafeString:
    """Write which period a column is of, below the plot; the one the page is about is bold."""
    label = svg.element("text", period.label, x=x, y=y, fill=svg.INK, font_weight=700 if period.current else None)
    sub = svg.element("text", period.sub, x=x, y=y + 18) if period.sub else ""
    return svg.element("g", label, sub, text_anchor="middle")


def _trend_column(point: Point, x: float, room: float) -> SafeString:
    height = _TREND_HEIGHT * (point.percent or 0) / 100
    bottom, middle = _TREND_TOP + _TREND_HEIGHT, x + room / 2
    bar = svg.element("rect", x=x + room * 0.18, y=bottom - height, width=room * 0.64, height=height, fill=svg.PINE)
    weight = 700 if point.current else None
    figure = svg.element("text", _percent(point), x=middle, y=bottom - height - 5, fill=svg.INK, font_weight=weight)
    return svg.element("g", bar if height else "", figure, _label(point, middle, bottom + 17), text_anchor="middle")


def _small_column(point: Point, x: float) -> SafeString:
    if point.percent is None:
        return svg.line(x, _SPARK_HEIGHT - 0.5, x + 7, svg.INK_2)
    height = max(1.5, _SPARK_HEIGHT * point.percent / 100)
    return svg.element(
        "rect", x=x, y=_SPARK_HEIGHT - height, width=7, height=height, fill=svg.PINE if point.percent else svg.SEAL
    )
