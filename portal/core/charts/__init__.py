"""Pictures of figures as SVG, the same on a page and on paper; each says its figures in its title.

Presentation attributes only, since the content security policy forbids styles. Every id begins with the caller's
`ids`, unique on the page. Payments and late items are hatched, so that pictures read in black and white.
"""

from portal.core.charts.bars import Bar, RulerDay, Share, bars, length, period_ruler, share_bar, strip
from portal.core.charts.columns import Pair, Point, Quarter, Stack, columns, pairs, spark, stacks, trend
from portal.core.charts.svg import hatch_defs, qr_svg
from portal.core.money import Scale, scale_for

__all__ = [
    "Bar",
    "Pair",
    "Point",
    "Quarter",
    "RulerDay",
    "Scale",
    "Share",
    "Stack",
    "bars",
    "columns",
    "hatch_defs",
    "length",
    "pairs",
    "period_ruler",
    "qr_svg",
    "scale_for",
    "share_bar",
    "spark",
    "stacks",
    "strip",
    "trend",
]
