"""How many items are in which state, as parts of one bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.charts.paint import INK, OCHRE, PINE, SEAL, hatching, picture, sentence

_SHARE = 340.0


@dataclass(frozen=True, slots=True)
class Share:
    """How many items are in one state."""

    label: str
    count: int
    kind: Literal["ok", "late", "miss"]


def share_bar(parts: Sequence[Share], *, title: str, ids: str) -> SafeString:
    """Draw how many of some items are on time (solid), late (hatched) or missing (red), as parts of one bar.

    Args:
        parts: The states; those with nothing in them are left out.
        title: What it shows, such as “due 114”; the figures are added to it.
        ids: Prefix of the ids.
    """
    shown = [part for part in parts if part.count > 0]
    room = _SHARE - 1 - (len(shown) - 1)
    total = sum(part.count for part in shown)
    fills = {"ok": PINE, "late": f"url(#{ids})", "miss": SEAL}
    body, x = [hatching(ids, OCHRE)], 0.5
    for part in shown:
        width = room * part.count / total
        body.append(
            format_html(
                '<rect x="{}" y="2" width="{}" height="26" fill="{}" stroke="{}" stroke-width=".75"/>',
                f"{x:.1f}",
                f"{width:.1f}",
                fills[part.kind],
                INK,
            )
        )
        x += width + 1
    figures = [f"{part.label} {part.count:,}" for part in parts]
    return picture((_SHARE, 30), ids=ids, title=sentence(title, figures), body=body)
