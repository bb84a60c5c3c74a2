"""The bar of a measured share, with a line at what is asked."""

from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.charts import svg

_TOP, _HEIGHT = 7, 10


def gauge(share: Decimal | None, required: Decimal, *, title: str, ids: str) -> SafeString:
    """Draw a share in percent as a bar on its track.

    One below the line is an empty red frame, so that it is seen in black and white too.
    """
    words = {"title": title, "share": "–" if share is None else f"{share.normalize():f}%", "required": f"{required:f}%"}
    name = f"{ids}-t"
    track = {"x": 0, "y": _TOP, "width": "100%", "height": _HEIGHT, "fill": "#f3f1e9", "stroke": "#8b877a"}
    drawn = [
        svg.element("title", _("%(title)s: %(share)s; %(required)s asked") % words, id=name),
        svg.element("rect", **track),
    ]
    if share is not None:
        is_short = share < required
        paint = {"fill": "#fff", "stroke": svg.SEAL} if is_short else {"fill": svg.INDIGO, "stroke": svg.INDIGO}
        drawn.append(svg.element("rect", x=0, y=_TOP, width=f"{share:f}%", height=_HEIGHT, stroke_width=1.5, **paint))
    drawn.append(svg.element("rect", x=f"{min(required, Decimal(99)):f}%", y=1, width=2.4, height=22, fill=svg.INK))
    return svg.element("svg", *drawn, width="100%", height=24, role="img", aria_labelledby=name)
