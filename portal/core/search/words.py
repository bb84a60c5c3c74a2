"""What a text is found by: its characters and words, and each pair of them that stand side by side.

A unit is a Chinese character, a number or a word of letters. A text is indexed under its units and under the pairs of
neighbours; a word is looked for by its pairs, or by its one unit. So every word of two characters or more is found,
in any dictionary or in none: names of people, villages and companies are no exception. See
`docs/decisions/0012-search-by-pairs.md`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

MAX_WORDS = 6
"""Words of a search that are looked for; further ones are not."""
MAX_UNIT = 40
"""Characters of a number or a word of letters that count; two that begin with the same forty are one."""
MAX_BYTES = 700_000
"""Bytes of lexemes kept of one document. PostgreSQL refuses a `tsvector` of a mebibyte, and with it the publication."""
BEGINNING = 3
"""Letters from which on a word is also found by how it begins."""
SHORTEST_MISSED, LONGEST_MISSED = 3, 12
"""Characters of a word for which another one is proposed that differs in one."""
_HAN = "㐀-䶿一-鿿豈-﫿𠀀-𱍊〇"
_UNIT = re.compile(rf"(?P<han>[{_HAN}])|\d+(?:\.\d+)?|[^\W\d_{_HAN}]+")
_JOINTS = frozenset({"", "-", "_", "/", ".", "·", "−", "–", "—", "'", "’"})
"""What may stand between neighbours: 记-07005, 07-01, 阿不都·热合曼."""
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{1,2}")
_IN_YUAN = re.compile(r"[¥￥]?([\d,]+(?:\.\d{1,2})?)(?:元|块钱?)?")
_TRAILING = str.maketrans("", "", "'\\")


def folded(text: str) -> str:
    """Return a text as it is compared: full-width signs and capitals made plain, amounts without commas."""
    return _GROUPS.sub("", unicodedata.normalize("NFKC", text).casefold())


def words_of(typed: str) -> list[str]:
    """Return the words that are looked for: the first six that have a character, a letter or a digit, each once.

    Of an amount with its unit, such as 12,600元, that is the number: tables have the unit above the column.
    """
    found = dict.fromkeys(_without_unit(word) for word in typed.split() if _UNIT.search(folded(word)))
    return list(found)[:MAX_WORDS]


def _without_unit(word: str) -> str:
    amount = _IN_YUAN.fullmatch(word)
    return amount[1] if amount else word


def amount_in(words: Iterable[str]) -> Decimal | None:
    """Return the amount in yuan that is looked for, where it is all that is."""
    only = [unicodedata.normalize("NFKC", word) for word in words]
    is_amount = len(only) == 1 and _AMOUNT.fullmatch(only[0])
    return Decimal(only[0].replace(",", "")) if is_amount else None


def lexemes(*texts: str) -> list[str]:
    """Return what texts are found by, each once and in their order, up to `MAX_BYTES`."""
    kept: dict[str, None] = {}
    size = 0
    for one in (lexeme for text in texts for stretch in _stretches(text) for lexeme in _indexed(stretch)):
        if one not in kept:
            size += len(one.encode()) + 8  # the entry itself and its alignment
            if size > MAX_BYTES:
                break
            kept[one] = None
    return list(kept)


def label(field: str, value: str) -> str:
    """Return the lexeme by which documents are narrowed to one value of a field; no text has such a one."""
    return f"={field}:{value}".translate(_TRAILING)


def query_of(words: Iterable[str], labels: Iterable[str] = ()) -> str:
    """Return what must be found, as a `tsquery` is written: every word, and every label."""
    wanted = dict.fromkeys([*map(_quoted, labels), *(one for word in words for one in _wanted(word))])
    return " & ".join(wanted)


def near_misses_of(word: str) -> str:
    """Return the query for what has all characters of a word but one, or begins like it; for a word that nothing has.

    It is empty where too little would be left of the word, or where it is so long that it can be cut.
    """
    units = [unit for stretch in _stretches(word) for unit in stretch]
    if len(units) == 1 and _may_begin(units[0], BEGINNING):
        return _quoted(units[0][:BEGINNING], begins=True)
    if not SHORTEST_MISSED <= len(units) <= LONGEST_MISSED:
        return ""
    quoted = [_quoted(unit) for unit in units]
    rests = (" & ".join(quoted[:at] + quoted[at + 1 :]) for at in range(len(quoted)))
    return " | ".join(f"({rest})" for rest in rests)


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of words in a text as it was written; what it finds is its one group.

    A number is found whole, with commas or without, and the whole yuan of an amount as well.
    """
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(_written, longest_first)) or '(?!)'})", re.IGNORECASE)


def _stretches(text: str) -> Iterator[list[str]]:
    """Yield the units that stand side by side."""
    plain, stretch, end = folded(text), list[str](), 0
    for match in _UNIT.finditer(plain):
        if stretch and plain[end : match.start()] not in _JOINTS:
            yield stretch
            stretch = []
        stretch.append(_unit(match[0]))
        end = match.end()
    if stretch:
        yield stretch


def _unit(found: str) -> str:
    whole, point, rest = found.partition(".")
    return f"{whole}.{rest:0<2}"[:MAX_UNIT] if point else found[:MAX_UNIT]


def _indexed(stretch: list[str]) -> Iterator[str]:
    for at, unit in enumerate(stretch):
        yield unit
        if "." in unit:
            yield unit.partition(".")[0]
        if at:
            yield _pair(stretch[at - 1], unit)


def _pair(first: str, second: str) -> str:
    """Join two neighbours; what are no Chinese characters are kept apart, or 07-01 would be 0701."""
    return f"{first}{second}" if first >= "㐀" or second >= "㐀" else f"{first}-{second}"


def _wanted(word: str) -> Iterator[str]:
    for stretch in _stretches(word):
        yield from _pairs(stretch) or [_quoted(stretch[0], begins=_may_begin(stretch[0], BEGINNING))]


def _pairs(stretch: list[str]) -> list[str]:
    pairs = [_pair(*both) for both in pairwise(stretch)]
    quoted = [_quoted(one) for one in pairs]
    if pairs and _may_begin(stretch[-1], 1):
        quoted[-1] = _quoted(pairs[-1], begins=True)
    return quoted


def _may_begin(unit: str, letters: int) -> bool:
    return len(unit) >= letters and unit.isalpha() and unit < "㐀"


def _quoted(lexeme: str, *, begins: bool = False) -> str:
    return f"'{lexeme.translate(_TRAILING)}'{':*' if begins else ''}"


def _written(word: str) -> str:
    plain = folded(word)
    signs = (re.escape(one) + (",?" if f"{one}{after}".isdigit() else "") for one, after in pairwise(f"{plain} "))
    before, behind = (r"(?<![\d.,])" if plain[0].isdigit() else ""), (r"(?!\d)" if plain[-1].isdigit() else "")
    tenths = "0?" if re.fullmatch(r"\d+\.\d", plain) else ""
    return f"{before}{''.join(signs)}{tenths}{behind}"
