"""A share over some periods, as columns of per cent; large, or as a small row beside figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from portal.core.charts.paint import FONT_SIZE, FONTS, INK, INK_2, PINE, RULE, SEAL, joined, picture, sentence

_WIDTH, _TOP, _DEEP = 360.0, 20.0, 110.0
_SPARK_HIGH, _SPARK_ROOM = 24.0, 10.0


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its label, below it a second line such as the year, and the share in per cent.

    `percent` is 0 to 100, or None where there was nothing to divide by.
    """

    label: str
    percent: int | None
    sub: str = ""
    current: bool = False


def trend(points: Sequence[Point], *, title: str, ids: str) -> SafeString:
    """Draw a share over some periods, from 0 to 100 per cent, the figure above each column.

    Args:
        points: The periods, oldest first.
        title: What it shows; the figures are added to it.
        ids: Prefix of the ids.
    """
    room = (_WIDTH - 4) / max(len(points), 1)
    body = [
        _line(_TOP, RULE),
        _line(_TOP + _DEEP / 2, RULE),
        *(_column(point, 2 + room * n, room) for n, point in enumerate(points)),
        _line(_TOP + _DEEP, INK),
    ]
    height = _TOP + _DEEP + (44 if any(point.sub for point in points) else 26)
    return picture(
        (_WIDTH, height),
        ids=ids,
        title=sentence(title, [_in_words(point) for point in points]),
        body=body,
        font_family=FONTS,
        font_size=f"{FONT_SIZE:g}",
        fill=INK_2,
    )


def spark(points: Sequence[Point]) -> SafeString:
    """Draw the same as a row of small columns, for the line of a table that holds the figures.

    It says nothing of its own, so it is hidden from those who listen. A share of zero is a red foot.
    """
    bars = [_small(point, _SPARK_ROOM * n) for n, point in enumerate(points)]
    width = _SPARK_ROOM * max(len(points), 1)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>',
        f"{width:g}",
        f"{_SPARK_HIGH:g}",
        f"{width:g}",
        f"{_SPARK_HIGH:g}",
        joined(bars),
    )


def _in_words(point: Point) -> str:
    label = " ".join(filter(None, (point.sub, point.label)))
    return f"{label} {_figure(point)}"


def _figure(point: Point) -> str:
    return pgettext("no share, nothing to divide by", "—") if point.percent is None else f"{point.percent}%"


def _line(y: float, colour: str) -> SafeString:
    return format_html('<path d="M0 {}H{}" stroke="{}" stroke-width="1"/>', f"{y:g}", f"{_WIDTH:g}", colour)


def _column(point: Point, x: float, room: float) -> SafeString:
    """Draw one period: its column, the figure at its end, and what it is called below."""
    high = _DEEP * (point.percent or 0) / 100
    top, middle = _TOP + _DEEP - high, x + room / 2
    bar = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        f"{x + room * 0.18:.1f}",
        f"{top:.1f}",
        f"{room * 0.64:.1f}",
        f"{high:.1f}",
        PINE,
    )
    base, weight = _TOP + _DEEP + 17, SafeString(' font-weight="700"') if point.current else ""
    sub = (
        format_html('<text x="{}" y="{}">{}</text>', f"{middle:.1f}", f"{base + 17:.1f}", point.sub)
        if point.sub
        else ""
    )
    return format_html(
        '<g text-anchor="middle">{}<text x="{}" y="{}" fill="{}"{}>{}</text><text x="{}" y="{}"{}>{}</text>{}</g>',
        bar if high else "",
        f"{middle:.1f}",
        f"{top - 5:.1f}",
        INK,
        weight,
        _figure(point),
        f"{middle:.1f}",
        f"{base:.1f}",
        weight,
        point.label,
        sub,
    )


def _small(point: Point, x: float) -> SafeString:
    if point.percent is None:
        return format_html(
            '<path d="M{} {}h7" stroke="{}" stroke-width="1"/>', f"{x + 1:g}", f"{_SPARK_HIGH - 0.5:g}", INK_2
        )
    high = max(1.5, _SPARK_HIGH * point.percent / 100)
    return format_html(
        '<rect x="{}" y="{}" width="7" height="{}" fill="{}"/>',
        f"{x + 1:g}",
        f"{_SPARK_HIGH - high:.1f}",
        f"{high:.1f}",
        PINE if point.percent else SEAL,
    )
