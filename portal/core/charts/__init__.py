"""Pictures of figures as SVG, the same on a page and on paper; each says its figures in its title.

Presentation attributes only, since the content security policy forbids styles. Every id begins with the caller's
`ids`, unique on the page. Payments and late items are hatched, so that pictures read in black and white.
"""

from portal.core.charts.bars import Bar, RulerDay, Share, bars, length, period_ruler, share_bar, strip
from portal.core.charts.columns import Point, Quarter, Stack, columns, spark, stacks, trend
from portal.core.charts.svg import hatch_defs, qr_svg
from portal.core.money import Scale, scale_for

__all__ = [
    "Bar",
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
    "period_ruler",
    "qr_svg",
    "scale_for",
    "share_bar",
    "spark",
    "stacks",
    "strip",
    "trend",
]
