"""The QR code as a path, drawn on the server."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

_QUIET = 4  # modules of white around the code, as its standard asks


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: its side in modules with the quiet zone, and the dark ones as an SVG path."""

    side: int
    path: str


def code_of(address: str) -> Code:
    """Return the code that holds ``address``; a quarter of it may be torn or dirty."""
    matrix = segno.make_qr(address, error="q").matrix
    path = []
    for y, line in enumerate(matrix, start=_QUIET):
        x = _QUIET
        for dark, run in groupby(line):
            length = len(list(run))
            if dark:
                path.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return Code(side=len(matrix) + 2 * _QUIET, path="".join(path))
