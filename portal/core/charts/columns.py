"""Receipts and payments of some periods as pairs of columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.core.charts.paint import FONT_SIZE, FONTS, INDIGO, INK, INK_2, OCHRE, RULE, hatching, picture, sentence
from portal.core.money import Scale, format_number, format_scaled

_WIDTH = 300.0
_TOP, _DEEP = 18.0, 172.0
"""Where the plot begins, leaving room for a figure above the tallest column, and how high it is."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One period: receipts and payments in yuan; `sub` is a second line below the label, such as the year."""

    label: str
    receipts: Decimal
    payments: Decimal
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
        return _TOP + (self.high - float(value)) / (self.high - self.low) * _DEEP


@dataclass(frozen=True, slots=True)
class _Column:
    """One column with its figure."""

    x: float
    width: float
    value: Decimal
    text: str
    pattern: str


def columns(quarters: Sequence[Quarter], *, title: str, scale: Scale, ids: str) -> SafeString:
    """Draw receipts (solid) and payments (hatched) of some periods, usually four, side by side.

    The baseline is zero; an amount below it hangs down from there. Figures stand at the columns' ends.

    Args:
        quarters: The periods, oldest first, with amounts in yuan.
        title: What it shows and in which unit; the figures are added to it.
        scale: The unit, from `money.scale_for`.
        ids: Prefix of the ids.
    """
    drawn = [(item.receipts / scale.divisor, item.payments / scale.divisor) for item in quarters]
    axis = _Axis.over([value for pair in drawn for value in pair])
    room = (_WIDTH - axis.left - 4) / max(len(quarters), 1)
    stand = [
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
    feet = [_foot(item, axis.left + 4 + room * (n + 0.5)) for n, item in enumerate(quarters)]
    height = _TOP + _DEEP + (46 if any(item.sub for item in quarters) else 28)
    return picture(
        (_WIDTH, height),
        ids=ids,
        title=sentence(title, [_quarter_in_words(item, scale) for item in quarters]),
        body=[hatching(ids, OCHRE), *_lines(axis), *(_column(axis, it) for it in stand), _figures(axis, stand), *feet],
        font_family=FONTS,
        font_size=f"{FONT_SIZE:g}",
        fill=INK_2,
    )


def _quarter_in_words(quarter: Quarter, scale: Scale) -> str:
    return gettext("%(label)s receipts %(receipts)s, payments %(payments)s") % {
        "label": " ".join(filter(None, (quarter.sub, quarter.label))),
        "receipts": format_scaled(quarter.receipts, scale),
        "payments": format_scaled(quarter.payments, scale),
    }


def _lines(axis: _Axis) -> list[SafeString]:
    """Draw a line and its figure for each step, the one at zero in ink."""
    return [
        format_html(
            '<path d="M{} {}H{}" stroke="{}" stroke-width="1"/><text x="{}" y="{}" text-anchor="end">{}</text>',
            f"{axis.left:g}",
            f"{axis.y(value):.1f}",
            f"{_WIDTH:g}",
            RULE if value else INK,
            f"{axis.left - 6:g}",
            f"{axis.y(value) + 4:.1f}",
            format_number(Decimal(value), 0),
        )
        for value in range(axis.low, axis.high + 1, axis.step)
    ]


def _column(axis: _Axis, column: _Column) -> SafeString:
    zero, end = axis.y(0), axis.y(column.value)
    paint = format_html('fill="url(#{})" stroke="{}" stroke-width="1"', column.pattern, OCHRE)
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" {}/>',
        f"{column.x:.1f}",
        f"{min(zero, end):.1f}",
        f"{column.width:.1f}",
        f"{abs(zero - end):.1f}",
        paint if column.pattern else format_html('fill="{}"', INDIGO),
    )


def _figures(axis: _Axis, stand: Sequence[_Column]) -> SafeString:
    """Write the figure at the end of each column, smaller where they are long, higher where two would touch."""
    longest = max((len(column.text) for column in stand), default=0)
    size = FONT_SIZE if longest <= 4 else 11.5 if longest <= 5 else 10.0
    places = [(c.x + c.width / 2, axis.y(c.value) + (size if c.value < 0 else -5)) for c in stand]
    for n, (one, two) in enumerate(pairwise(stand), start=1):
        apart = places[n][0] - places[n - 1][0]
        needed = (len(one.text) + len(two.text)) / 2 * size * 0.58
        if apart < needed and abs(places[n][1] - places[n - 1][1]) < size:
            places[n] = (places[n][0], places[n - 1][1] + (size if two.value < 0 else -size))
    texts = format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        ((f"{x:.1f}", f"{y:.1f}", c.text) for (x, y), c in zip(places, stand, strict=True)),
    )
    return format_html('<g fill="{}" font-size="{}" text-anchor="middle">{}</g>', INK, f"{size:g}", texts)


def _foot(quarter: Quarter, x: float) -> SafeString:
    """Write what a pair of columns is, below the plot; the period of the notice is bold."""
    at = _TOP + _DEEP + 18
    weight = SafeString(' font-weight="700"') if quarter.current else ""
    second = (
        format_html('<text x="{}" y="{}">{}</text>', f"{x:.1f}", f"{at + 18:.1f}", quarter.sub) if quarter.sub else ""
    )
    return format_html(
        '<g text-anchor="middle"><text x="{}" y="{}" fill="{}"{}>{}</text>{}</g>',
        f"{x:.1f}",
        f"{at:.1f}",
        INK,
        weight,
        quarter.label,
        second,
    )
