"""Other words to look for: what begins like what is typed, and what was meant where nothing is found.

They are read off the public documents that are at hand, so that none names what is not public any more. Names of people
are not proposed: short phrases out of lines are left out, and so is everything a line has beside its summary.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches

from django.db.models.functions import Left

from portal.core.language import is_chinese
from portal.core.search.finding import Asked, Order, find, some
from portal.core.search.index import documents
from portal.core.search.words import folded, near_misses_of, words_of

PROPOSED = 6
"""Phrases proposed at most."""
READ_NEAR, READ_CLOSEST = 40, 150
"""Documents that are read for what is near, and for what was meant."""
TEXT_READ = 6000
"""Characters read of a text, and of the lines."""
SHORTEST_IN_LINES = 5
"""Characters of a phrase out of lines. Names of people have fewer."""
LONGEST_NEAR = 9
"""Characters of a phrase that is proposed while somebody types."""
_PHRASE = re.compile(r"(?<![\d㐀-鿿])[㐀-鿿]{2,40}(?![㐀-鿿])")
"""What stands between signs and digits, and is no rest of a date."""
_LETTERS = re.compile(r"[a-z]{4,}")


def near(typed: str) -> list[str]:
    """Return searches that say more than what was typed: its last word as part of a phrase that public texts have."""
    words = words_of(typed)
    if not words:
        return []
    *before, last = words
    keys = find(Asked(words, order=Order.NEWEST)).keys[:READ_NEAR]
    wanted, found = folded(last), Counter[str]()
    for phrases in _phrases(keys):
        found.update(one for one in phrases if wanted in one and one != wanted and len(one) <= LONGEST_NEAR)
    ranked = sorted(found, key=lambda one: (not one.startswith(wanted), -found[one], len(one), one))
    return [" ".join([*before, one]) for one in ranked[:PROPOSED]]


def closest(words: Sequence[str]) -> str:
    """Return what was probably meant by words of which nothing is found; empty where that cannot be told."""
    meant = [word if find(Asked([word])).count else _closest(word) for word in words]
    return " ".join(meant) if all(meant) and meant != list(words) and find(Asked(meant)).count else ""


def _closest(word: str) -> str:
    wanted, query = folded(word), near_misses_of(word)
    if not query:
        return ""
    found = Counter(one for phrases in _phrases(some(query, READ_CLOSEST)) for one in phrases)
    if _LETTERS.fullmatch(wanted):
        return next(iter(get_close_matches(wanted, found, n=1, cutoff=0.75)), "")
    likely = Counter[str]()
    for phrase, count in found.items():
        for one in set(_windows(phrase, len(wanted))):
            if _differs_by_one(one, wanted):
                likely[one] += count
    return max(likely, key=lambda one: (len(one) == len(wanted), likely[one], one), default="")


def _windows(phrase: str, length: int) -> Iterator[str]:
    for size in (length - 1, length, length + 1):
        for at in range(len(phrase) - size + 1):
            yield phrase[at : at + size]


def _differs_by_one(one: str, wanted: str) -> bool:
    if len(set(one) & set(wanted)) < len(set(wanted)) - 1:
        return False
    return SequenceMatcher(None, one, wanted).ratio() >= (len(wanted) - 1) / len(wanted)


def _phrases(keys: Sequence[int]) -> Iterator[set[str]]:
    """Yield the phrases of documents, a set each."""
    names = ["title_zh", "unit_zh", "entry_zh", "files"]
    if not is_chinese():
        names += ["title_en", "unit_en", "entry_en"]
    rows = documents(keys).values_list(Left("lines", TEXT_READ), Left("body", TEXT_READ), *names)
    for lines, *texts in rows.order_by():
        summaries = " ".join(line.split("\t")[2] for line in lines.splitlines() if line.count("\t") > 1)
        yield {*_parts(texts), *(one for one in _parts([summaries]) if len(one) >= SHORTEST_IN_LINES)}


def _parts(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        plain = folded(text)
        yield from _PHRASE.findall(plain)
        yield from _LETTERS.findall(plain)
