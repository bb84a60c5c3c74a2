"""Amounts by account as bars beside their words, and the states of items as parts of one bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.charts.svg import (
    INDIGO,
    INK,
    OCHRE,
    PINE,
    SEAL,
    element,
    hatching,
    joined,
    picture,
    title_with_figures,
)
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
        ids: Prefix of the ids.
    """
    rows = [_row(item, scale_max, f"{ids}-{n}" if hatch else "") for n, item in enumerate(items)]
    return format_html('<ul class="bars">{}</ul>', joined(rows))


def share_bar(parts: Sequence[Share], *, title: str, ids: str) -> SafeString:
    """Draw how many of some items are on time (solid), late (hatched) or missing (red), as parts of one bar.

    Args:
        parts: The states; those with nothing in them are left out.
        title: What it shows, such as “due 114”; the figures are added to it.
        ids: Prefix of the ids.
    """
    shown = [part for part in parts if part.count > 0]
    room = _SHARE_WIDTH - len(shown)
    total = sum(part.count for part in shown)
    fills = {"ok": PINE, "late": f"url(#{ids})", "miss": SEAL}
    body, x = [hatching(ids, OCHRE)], 0.5
    for part in shown:
        width = room * part.count / total
        outline = {"stroke": INK, "stroke_width": 0.75}
        body.append(element("rect", x=x, y=2, width=width, height=26, fill=fills[part.kind], **outline))
        x += width + 1
    words = title_with_figures(title, [f"{part.label} {part.count:,}" for part in parts])
    return picture((_SHARE_WIDTH, 30), *body, ids=ids, title=words)


def _row(item: Bar, scale_max: Decimal, pattern: str) -> SafeString:
    code = format_html('<span class="code-s">{}</span> ', item.code) if item.code else ""
    drawn = []
    if item.amount > 0 and scale_max > 0:
        # A sliver at least, and room for the edge.
        share = max(0.4, min(99.6, float(item.amount / scale_max) * 99.6))
        paint = {"fill": f"url(#{pattern})", "stroke": OCHRE, "stroke_width": 1} if pattern else {"fill": INDIGO}
        drawn = [hatching(pattern, OCHRE)] if pattern else []
        drawn.append(element("rect", x=0, y=1, width=f"{share:.1f}%", height=12, **paint))
    return element(
        "li",
        element("span", code, item.label),
        element("span", item.text or format_money(item.amount), class_="money"),
        element("svg", *drawn, width="100%", height=14, aria_hidden="true"),
    )
