"""How Chinese offices write: full-width characters, spaces inside words, small and capital numerals."""

import re
import unicodedata
from functools import lru_cache

_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "―": "-", "﹣": "-", "─": "-", "‐": "-", "‑": "-"})
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SPACE = re.compile(r"\s+")

# Control characters, marks of direction, lone surrogates: no database and no paper wants them.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def narrow(text: str) -> str:
    """Turn full-width forms into ordinary ones and every dash into a hyphen; trim the ends."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


@lru_cache(maxsize=4096)
def squash(text: str) -> str:
    """Narrow a text and take out all white space: offices space out `合   计` to fill a cell."""
    return _SPACE.sub("", narrow(text))


def tidy(text: str) -> str:
    """Keep what people wrote, in NFC, on one line, without control characters or spaces at the ends."""
    return _UNPRINTABLE.sub("", _SPACE.sub(" ", unicodedata.normalize("NFC", text))).strip()


def small_number(text: str) -> int | None:
    """Read a number under 100 in figures or small Chinese numerals (7, 07, 七, 十二, 廿一, 三十)."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 else None
    text = text.replace("廿", "二十").replace("卅", "三十").removeprefix("初")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def year_number(text: str) -> int | None:
    """Read a year written digit by digit: 2026, 二〇二六, 二零二六."""
    if text.isascii() and text.isdigit():
        return int(text)
    digits = [_DIGITS.get(character) for character in text]
    if len(digits) != 4 or None in digits:
        return None
    return int("".join(map(str, digits)))
