"""A notice period as a ruler of days."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from portal.core.charts.svg import INDIGO, INK, TEXT, element, joined, picture

_WIDTH = 280.0
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
    room = _WIDTH / max(len(days), 1)
    cells = [_day_cell(day, n * room, room) for n, day in enumerate(days)]
    labels = [_day_label(days[n], *_label_place(n, len(days), room)) for n in _labelled(days, room)]
    return picture((_WIDTH, 66), *cells, *labels, ids=ids, title=title, **TEXT)


def _day_cell(day: RulerDay, x: float, room: float) -> SafeString:
    is_gone = day.state != "coming"
    gap = 1.5 if room >= 12 else 0.75
    paint = {"fill": INDIGO if is_gone else "#ffffff", "stroke": INDIGO, "stroke_width": gap}
    cell = element("rect", x=x + gap / 2, y=1, width=room - gap, height=22, **paint)
    if not is_gone or room < 18:
        return cell
    tick = f"M{x + room / 2 - 6:.1f} 12l4 4 8-8"
    return joined([cell, element("path", d=tick, fill="none", stroke="#fff", stroke_width=2)])


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
    return (0.0, "start") if n == 0 else (_WIDTH, "end")


def _day_label(day: RulerDay, x: float, anchor: str) -> SafeString:
    bold = {"font_weight": 700, "fill": INK} if day.state == "today" else {}
    label = element("text", day.label, x=x, y=41, **bold)
    return element("g", label, element("text", day.sub, x=x, y=59), text_anchor=anchor)
