"""What all pictures share: colours, type, the hatching, the frame with its title."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

INK, INK_2, RULE = "#1b1d1f", "#4a4e52", "#d9d5c8"
INDIGO, OCHRE, PINE, SEAL = "#1f4e79", "#7a5200", "#2c6148", "#a8301f"
FONTS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
FONT_SIZE = 13.0


def hatching(name: str, colour: str) -> SafeString:
    """Define the pattern `name`, for a fill of `url(#name)`; each picture needs its own, on paper at least."""
    return format_html(
        '<defs><pattern id="{}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="5" height="5" fill="#fff"/><rect width="2.2" height="5" fill="{}"/></pattern></defs>',
        name,
        colour,
    )


def sentence(title: str, figures: Sequence[str]) -> str:
    """Say what a picture shows, and its figures."""
    between = pgettext("between figures of a picture", "; ")
    return gettext("%(title)s: %(figures)s") % {"title": title, "figures": between.join(figures)}


def picture(size: tuple[float, float], *, ids: str, title: str, body: Sequence[SafeString], **attrs: str) -> SafeString:
    """Frame a picture: what it shows is in its title, and type is of the page's size unless told otherwise."""
    more = format_html_join("", ' {}="{}"', ((name.replace("_", "-"), value) for name, value in attrs.items()))
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t"{}><title id="{}-t">{}</title>{}</svg>',
        f"{size[0]:g}",
        f"{size[1]:g}",
        ids,
        more,
        ids,
        title,
        joined(body),
    )


def joined(parts: Sequence[SafeString]) -> SafeString:
    """Put parts together that are safe already."""
    return format_html_join("", "{}", ((part,) for part in parts))
