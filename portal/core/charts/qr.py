"""QR codes, which lead from paper to the portal."""

import segno
from django.utils.safestring import SafeString
from segno.utils import matrix_to_lines  # type: ignore[attr-defined]  # its stubs leave it out

from portal.core.charts.svg import element

_QUIET = 4
"""Modules of white that a QR code needs around it."""


def qr_svg(text: str, *, title: str) -> SafeString:
    """Draw a QR code with its quiet zone, one unit a module; a sixth of it may be dirty.

    Args:
        text: The address it leads to.
        title: What it is for, read aloud in its place.

    Raises:
        segno.DataOverflowError: The text is too long for any QR code.
    """
    matrix = segno.make_qr(text, error="m").matrix
    runs = matrix_to_lines(matrix, _QUIET, _QUIET)
    dark = "".join(f"M{x} {y}h{end - x}v1h-{end - x}z" for (x, y), (end, _y) in runs)
    side = len(matrix) + 2 * _QUIET
    frame = {"viewBox": f"0 0 {side} {side}", "role": "img", "aria_label": title, "shape_rendering": "crispEdges"}
    return element("svg", element("rect", width=side, height=side, fill="#fff"), element("path", d=dark), **frame)
