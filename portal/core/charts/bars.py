"""Amounts by account as bars, states of items as parts of one bar, and a notice period as a ruler of days."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.charts import svg
from portal.core.money import format_money

_SHARE_WIDTH = 340


@dataclass(frozen=True, slots=True)
class Bar:
    """One account: its name, its amount in yuan and, where it has one, its code.

    `text` is shown in place of the amount where the figure is no money.
    """

    label: str
    amount: Decimal
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many items are in one state."""

    label: str
    count: int
    kind: Literal["ok", "late", "miss"]


def bars(items: Sequence[Bar], *, scale_max: Decimal, hatch: bool, ids: str) -> SafeString:
    """Draw amounts by account; the words are HTML and grow with the reader, only the bar is drawn.

    Args:
        items: The accounts, in the order they are shown. Zero and below has a figure and no bar.
        scale_max: The amount in yuan that fills the width; one for receipts and payments, so that they compare.
        hatch: Payments are hatched, receipts solid.
    """
    rows = [_row(item, scale_max, f"{ids}-{n}" if hatch else "") for n, item in enumerate(items)]
    return format_html('<ul class="bars">{}</ul>', svg.joined(rows))


def share_bar(parts: Sequence[Share], *, title: str, ids: str) -> SafeString:
    """Draw how many of some items are on time (solid), late (hatched) or missing (red), as parts of one bar.

    Args:
        parts: The states; those with nothing in them are left out.
        title: What it shows, such as “due 114”; the figures are added to it.
    """
    shown = [part for part in parts if part.count > 0]
    room = _SHARE_WIDTH - len(shown)
    total = sum(part.count for part in shown)
    fills = {"ok": svg.PINE, "late": f"url(#{ids})", "miss": svg.SEAL}
    body, x = [svg.hatching(ids, svg.OCHRE)], 0.5
    for part in shown:
        width = room * part.count / total
        outline = {"stroke": svg.INK, "stroke_width": 0.75}
        body.append(svg.element("rect", x=x, y=2, width=width, height=26, fill=fills[part.kind], **outline))
        x += width + 1
    words = svg.title_with_figures(title, [f"{part.label} {part.count:,}" for part in parts])
    return svg.picture((_SHARE_WIDTH, 30), *body, ids=ids, title=words)


def length(value: int, longest: int) -> SafeString:
    """Draw a number as a bar beside its figure, compared with the longest. It adds nothing to that for who listens."""
    share = 100 * value / longest if longest > 0 else 0
    bar = svg.element("rect", width=f"{max(share, 1):.1f}%", height="100%", fill=svg.INK_2) if value > 0 else ""
    return svg.element("svg", bar, aria_hidden="true", focusable="false")


def strip(amount: Decimal, mark: Decimal | None, *, longest: Decimal, pattern: str = "") -> SafeString:
    """Draw an amount as a bar beside its figure, with a black mark at what it is compared with.

    It adds nothing to the figures for who listens.

    Args:
        longest: The amount in yuan that fills the width.
        pattern: The name of a hatching defined elsewhere on the page; solid without one.
    """
    paint = {"fill": f"url(#{pattern})", "stroke": svg.OCHRE, "stroke_width": 1} if pattern else {"fill": svg.INDIGO}

    def share(value: Decimal) -> float:
        return max(0.0, min(98.5, float(value / longest) * 98.5)) if longest > 0 else 0.0

    drawn = [svg.element("rect", x=0, y=5, width=f"{share(amount):.1f}%", height=12, **paint)] if amount > 0 else []
    if mark is not None:
        edge = {"fill": svg.INK, "stroke": "#fff", "stroke_width": 1}
        drawn.append(svg.element("rect", x=f"{share(mark):.1f}%", y=0, width=3, height=22, **edge))
    return svg.element("svg", *drawn, width="100%", height=22, aria_hidden="true", focusable="false")


def _row(item: Bar, scale_max: Decimal, pattern: str) -> SafeString:
    code = format_html('<span class="code-s">{}</span> ', item.code) if item.code else ""
    drawn = []
    if item.amount > 0 and scale_max > 0:
        # A sliver at least, and room for the edge.
        share = max(0.4, min(99.6, float(item.amount / scale_max) * 99.6))
        paint = (
            {"fill": f"url(#{pattern})", "stroke": svg.OCHRE, "stroke_width": 1} if pattern else {"fill": svg.INDIGO}
        )
        drawn = [svg.hatching(pattern, svg.OCHRE)] if pattern else []
        drawn.append(svg.element("rect", x=0, y=1, width=f"{share:.1f}%", height=12, **paint))
    return svg.element(
        "li",
        svg.element("span", code, item.label),
        svg.element("span", item.text or format_money(item.amount), class_="money"),
        svg.element("svg", *drawn, width="100%", height=14, aria_hidden="true"),
    )


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
        title: The period in words, such as “five working days, today is the second”.
    """
    room = _WIDTH / max(len(days), 1)
    cells = [_day_cell(day, n * room, room) for n, day in enumerate(days)]
    labels = [_day_label(days[n], *_label_place(n, len(days), room)) for n in _labelled(days, room)]
    return svg.picture((_WIDTH, 66), *cells, *labels, ids=ids, title=title, **svg.TEXT)


def _day_cell(day: RulerDay, x: float, room: float) -> SafeString:
    is_gone = day.state != "coming"
    gap = 1.5 if room >= 12 else 0.75
    paint = {"fill": svg.INDIGO if is_gone else "#ffffff", "stroke": svg.INDIGO, "stroke_width": gap}
    cell = svg.element("rect", x=x + gap / 2, y=1, width=room - gap, height=22, **paint)
    if not is_gone or room < 18:
        return cell
    tick = f"M{x + room / 2 - 6:.1f} 12l4 4 8-8"
    return svg.joined([cell, svg.element("path", d=tick, fill="none", stroke="#fff", stroke_width=2)])


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
    bold = {"font_weight": 700, "fill": svg.INK} if day.state == "today" else {}
    label = svg.element("text", day.label, x=x, y=41, **bold)
    return svg.element("g", label, svg.element("text", day.sub, x=x, y=59), text_anchor=anchor)
