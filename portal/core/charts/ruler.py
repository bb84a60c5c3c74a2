"""A notice period as a ruler of days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.charts.paint import FONT_SIZE, FONTS, INDIGO, INK, INK_2, picture

_RULER = 280.0
_LABEL_WIDTH = 38.0


@dataclass(frozen=True, slots=True)
class RulerDay:
    """One day of a notice period: `10-20` over `周二`."""

    label: str
    sub: str
    state: Literal["past", "today", "coming"]


def period_ruler(days: Sequence[RulerDay], *, title: str, ids: str) -> SafeString:
    """Draw the days of a notice period; those gone are filled and ticked, today is bold.

    Up to seven days each have their label; of a longer period the first, the last and, where there is room
    between them, today.

    Args:
        days: The days that count, in order.
        title: The period in words, such as “five working days, today is the second”.
        ids: Prefix of the ids.
    """
    room = _RULER / max(len(days), 1)
    cells = [_day_cell(day, n * room, room) for n, day in enumerate(days)]
    labels = [_day_label(days[n], *_label_place(n, len(days), room)) for n in _labelled(days, room)]
    return picture(
        (_RULER, 66),
        ids=ids,
        title=title,
        body=[*cells, *labels],
        font_family=FONTS,
        font_size=f"{FONT_SIZE:g}",
        fill=INK_2,
    )


def _day_cell(day: RulerDay, x: float, room: float) -> SafeString:
    gone = day.state != "coming"
    gap = 1.5 if room >= 12 else 0.75
    tick = ""
    if gone and room >= 18:
        tick = format_html(
            '<path d="M{} 12l4 4 8-8" fill="none" stroke="#fff" stroke-width="2"/>', f"{x + room / 2 - 6:.1f}"
        )
    return format_html(
        '<rect x="{}" y="1" width="{}" height="22" fill="{}" stroke="{}" stroke-width="{}"/>{}',
        f"{x + gap / 2:.1f}",
        f"{room - gap:.1f}",
        INDIGO if gone else "#ffffff",
        INDIGO,
        f"{gap:g}",
        tick,
    )


def _labelled(days: Sequence[RulerDay], room: float) -> list[int]:
    if room >= _LABEL_WIDTH + 2:
        return list(range(len(days)))
    last = len(days) - 1
    clear = math.ceil((_LABEL_WIDTH * 1.5 + 4) / room)
    today = [n for n, day in enumerate(days) if day.state == "today" and clear <= n <= last - clear]
    return [0, *today, last]


def _label_place(n: int, count: int, room: float) -> tuple[float, str]:
    """Return where a label is and how it is set: the ends of a crowded ruler are set inwards."""
    if room >= _LABEL_WIDTH + 2 or 0 < n < count - 1:
        return (n + 0.5) * room, "middle"
    return (0.0, "start") if n == 0 else (_RULER, "end")


def _day_label(day: RulerDay, x: float, anchor: str) -> SafeString:
    strong = format_html(' font-weight="700" fill="{}"', INK) if day.state == "today" else ""
    return format_html(
        '<g text-anchor="{}"><text x="{}" y="41"{}>{}</text><text x="{}" y="59">{}</text></g>',
        anchor,
        f"{x:.1f}",
        strong,
        day.label,
        f"{x:.1f}",
        day.sub,
    )
