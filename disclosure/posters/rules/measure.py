"""How wide text is and how large a title may be, without asking the paper engine.

An em is the width of a Chinese character. The fonts are Noto CJK, whose figures are all equally
wide, so an estimate good to a few per cent is enough to choose columns and sizes.
"""

import unicodedata
from collections.abc import Iterable

MM_PER_PT = 25.4 / 72

_NARROW = frozenset(",.:;'!|()[]-·iljIt ")
_AFTER = frozenset("年季度月于的和与及、（）")
_TITLE_SPACING = 1.03  # letters of titles stand a little apart
_NEAR = 4  # characters around the middle in which a title may be broken


def em(text: str) -> float:
    """Return the width of ``text`` in em."""
    return sum(_character(character) for character in text)


def points_for(text: str, *, width: float, largest: float, smallest: float) -> float:
    """Return the largest size in points at which ``text`` fits ``width`` mm, within limits."""
    if not text:
        return largest
    fitting = width / MM_PER_PT / (em(text) * _TITLE_SPACING)
    return round(max(smallest, min(largest, fitting)), 1)


def title_lines(title: str, *, width: float, largest: float, smallest: float) -> tuple[tuple[str, ...], float]:
    """Break a title into as few lines as it needs and return them with their size in points.

    One line at a size not under ``smallest``, else two, and so on; at the smallest size the
    last resort is as many lines as it takes.
    """
    for count in range(1, max(2, len(title))):
        lines = _split(title, count)
        widest = max(lines, key=em)
        if em(widest) * _TITLE_SPACING * smallest * MM_PER_PT <= width:
            return lines, points_for(widest, width=width, largest=largest, smallest=smallest)
    return (title,), smallest


def _split(title: str, count: int) -> tuple[str, ...]:
    """Split ``title`` into ``count`` pieces of about the same width at good places."""
    lines: list[str] = []
    rest = title
    for left in range(count, 1, -1):
        cut = _good_cut(rest, round(len(rest) / left))
        lines.append(rest[:cut])
        rest = rest[cut:]
    return (*lines, rest)


def _good_cut(text: str, ideal: int) -> int:
    """Return where to break near ``ideal``: after a phrase, never inside a number or a word."""

    def cost(cut: int) -> int:
        before, after = text[cut - 1], text[cut]
        inside = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        dangling = unicodedata.category(after) in ("Pe", "Po") or before.isdigit()
        return abs(cut - ideal) + 50 * inside + 20 * dangling - 3 * (before in _AFTER)

    places = range(max(1, ideal - _NEAR), min(len(text) - 1, ideal + _NEAR) + 1)
    return min(places, key=cost, default=ideal)


def _character(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA" and character not in "−·":
        return 1.0
    if character in _NARROW:
        return 0.34
    return 0.8 if character in "MWQmw" else 0.65 if character.isalpha() else 0.595


def widest(texts: Iterable[str]) -> float:
    """Return the width in em of the widest text, 0 where there is none."""
    return max((em(text) for text in texts), default=0.0)
