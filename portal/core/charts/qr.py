"""The code that leads home."""

from __future__ import annotations

from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

_QUIET = 4
"""Modules of white that a QR code needs around it."""


def qr_svg(text: str, *, title: str) -> SafeString:
    """Draw a QR code with its quiet zone, one unit a module; a sixth of it may be dirty.

    Args:
        text: What it holds, an address.
        title: What it is for, read aloud in its place.

    Raises:
        segno.DataOverflowError: The text is too long for any QR code.
    """
    matrix = segno.make_qr(text, error="m").matrix
    dark: list[str] = []
    for y, line in enumerate(matrix, start=_QUIET):
        x = _QUIET
        for is_dark, run in groupby(line):
            length = len(list(run))
            if is_dark:
                dark.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    side = len(matrix) + 2 * _QUIET
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' shape-rendering="crispEdges"><rect width="{}" height="{}" fill="#fff"/><path d="{}"/></svg>',
        side,
        side,
        title,
        side,
        side,
        "".join(dark),
    )
