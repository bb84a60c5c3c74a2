"""Pictures of figures, as SVG made on the server: the same on a page and on paper.

Pure functions. Presentation attributes only, since the content security policy forbids styles; every id
begins with the caller's `ids`, which must be unique on the page; colours read in black and white, because
payments and late items are hatched. Each picture says its figures in its title.
"""

from portal.core.charts.bars import Bar, RulerDay, Share, bars, period_ruler, share_bar
from portal.core.charts.columns import Point, Quarter, columns, spark, trend
from portal.core.charts.svg import qr_svg
from portal.core.money import Scale, scale_for

__all__ = [
    "Bar",
    "Point",
    "Quarter",
    "RulerDay",
    "Scale",
    "Share",
    "bars",
    "columns",
    "period_ruler",
    "qr_svg",
    "scale_for",
    "share_bar",
    "spark",
    "trend",
]
