"""Amounts by account as bars beside their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.charts.paint import INDIGO, OCHRE, hatching, joined
from portal.core.money import format_money


@dataclass(frozen=True, slots=True)
class Bar:
    """One account: its name, its amount in yuan and, where it has one, its code.

    `text` stands in the place of the amount where the figure is no money.
    """

    label: str
    amount: Decimal
    code: str = ""
    text: str = ""


def bars(items: Sequence[Bar], *, scale_max: Decimal, hatch: bool, ids: str) -> SafeString:
    """Draw amounts by account; the words are HTML and grow with the reader, only the bar is drawn.

    Args:
        items: The accounts, in the order they are shown.
        scale_max: The amount in yuan that fills the width; one for receipts and payments, so that they compare.
        hatch: Payments are hatched, receipts solid.
        ids: Prefix of the ids.

    Returns:
        A list `ul.bars`. An amount of zero or below has no bar; its figure stands there all the same.
    """
    rows = [
        _bar_row(item, share=_share(item.amount, scale_max), pattern=f"{ids}-{n}" if hatch else "")
        for n, item in enumerate(items)
    ]
    return format_html('<ul class="bars">{}</ul>', joined(rows))


def _share(amount: Decimal, scale_max: Decimal) -> float:
    """Return the percentage of the width, a sliver at least for what is above zero, and room for the edge."""
    if amount <= 0 or scale_max <= 0:
        return 0.0
    return max(0.4, min(99.6, float(amount / scale_max) * 99.6))


def _bar_row(item: Bar, *, share: float, pattern: str) -> SafeString:
    code = format_html('<span class="code-s">{}</span> ', item.code) if item.code else ""
    drawn = _bar(share, pattern) if share else ""
    return format_html(
        '<li><span>{}{}</span><span class="money">{}</span>'
        '<svg width="100%" height="14" aria-hidden="true">{}</svg></li>',
        code,
        item.label,
        item.text or format_money(item.amount),
        drawn,
    )


def _bar(share: float, pattern: str) -> SafeString:
    if not pattern:
        return format_html('<rect x="0" y="1" width="{}%" height="12" fill="{}"/>', f"{share:.1f}", INDIGO)
    return format_html(
        '{}<rect x="0" y="1" width="{}%" height="12" fill="url(#{})" stroke="{}" stroke-width="1"/>',
        hatching(pattern, OCHRE),
        f"{share:.1f}",
        pattern,
        OCHRE,
    )
