"""What all pictures share: elements, colours, type, the hatching, the frame with its title; and QR codes."""

from collections.abc import Iterable, Sequence

import segno
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from segno.utils import matrix_to_lines  # type: ignore[attr-defined]  # its stubs leave it out

INK, INK_2, RULE = "#1b1d1f", "#4a4e52", "#d9d5c8"
INDIGO, OCHRE, PINE, SEAL = "#1f4e79", "#7a5200", "#2c6148", "#a8301f"
FONT_SIZE = 13.0
TEXT = {
    "font_family": "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
    "font_size": FONT_SIZE,
    "fill": INK_2,
}
"""Attributes of a picture with text in it."""


def element(name: str, *content: object, **attributes: object) -> SafeString:
    """Return an element; text is escaped.

    Args:
        attributes: `font_size` stands for `font-size`; numbers are rounded, and None leaves an attribute out.
    """
    pairs = [(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None]
    written = format_html_join("", ' {}="{}"', ((key, _rounded(value)) for key, value in pairs))
    if not content:
        return format_html("<{}{}/>", name, written)
    return format_html("<{0}{1}>{2}</{0}>", name, written, joined(content))


def line(start: float, y: float, end: float, colour: str) -> SafeString:
    """Return a horizontal line."""
    return element("path", d=f"M{start:g} {y:.1f}H{end:g}", stroke=colour, stroke_width=1)


def hatching(name: str, colour: str) -> SafeString:
    """Define the pattern `name`, for a fill of `url(#name)`; each picture needs its own, on paper at least."""
    white = element("rect", width=5, height=5, fill="#fff")
    stripe = element("rect", width=2.2, height=5, fill=colour)
    pattern = {"width": 5, "height": 5, "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    return element("defs", element("pattern", white, stripe, id=name, **pattern))


def hatch_defs(name: str) -> SafeString:
    """Define the hatching of payments under a name, for the strips of a table."""
    return element("svg", hatching(name, OCHRE), width=0, height=0, aria_hidden="true", focusable="false")


def title_with_figures(title: str, figures: Sequence[str]) -> str:
    """Return what a picture shows, with its figures."""
    between = pgettext("between figures of a picture", "; ")
    return gettext("%(title)s: %(figures)s") % {"title": title, "figures": between.join(figures)}


def picture(size: tuple[float, float], *body: SafeString, ids: str, title: str, **attributes: object) -> SafeString:
    """Frame a picture; its title says what it shows."""
    name = f"{ids}-t"
    frame = {"viewBox": f"0 0 {size[0]:g} {size[1]:g}", "role": "img", "aria_labelledby": name}
    return element("svg", element("title", title, id=name), *body, **(frame | attributes))


def joined(parts: Iterable[object]) -> SafeString:
    """Put parts together; what is not safe yet is escaped."""
    return format_html_join("", "{}", ((part,) for part in parts))


def _rounded(value: object) -> object:
    return f"{round(value, 2):g}" if isinstance(value, int | float) else value


_QUIET = 4
"""Modules of white that a QR code needs around it."""


def qr_svg(text: str, *, title: str) -> SafeString:
    """Draw a QR code with its quiet zone, one unit a module; a sixth of it may be dirty. Its title is read aloud.

    Raises:
        segno.DataOverflowError: The text is too long for any QR code.
    """
    matrix = segno.make_qr(text, error="m").matrix
    runs = matrix_to_lines(matrix, _QUIET, _QUIET)
    dark = "".join(f"M{x} {y}h{end - x}v1h-{end - x}z" for (x, y), (end, _y) in runs)
    side = len(matrix) + 2 * _QUIET
    frame = {"viewBox": f"0 0 {side} {side}", "role": "img", "aria_label": title, "shape_rendering": "crispEdges"}
    return element("svg", element("rect", width=side, height=side, fill="#fff"), element("path", d=dark), **frame)
