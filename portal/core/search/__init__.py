"""The search for what is public: an index that rooms push their documents into, and what is found in it.

`words` takes texts apart and knows no database, `index` writes, `finding` reads, `hints` proposes other words.
"""

from portal.core.search.finding import CAP, NARROWED_BY, Asked, Found, Order, find, keys_of, lines_found
from portal.core.search.hints import closest, near
from portal.core.search.index import (
    SEARCH_SOURCES,
    Line,
    Progress,
    SearchSource,
    documents,
    is_whole,
    newest,
    put,
    rebuild,
    remove,
)
from portal.core.search.words import MAX_WORDS, amount_in, pattern, words_of

__all__ = [
    "CAP",
    "MAX_WORDS",
    "NARROWED_BY",
    "SEARCH_SOURCES",
    "Asked",
    "Found",
    "Line",
    "Order",
    "Progress",
    "SearchSource",
    "amount_in",
    "closest",
    "documents",
    "find",
    "is_whole",
    "keys_of",
    "lines_found",
    "near",
    "newest",
    "pattern",
    "put",
    "rebuild",
    "remove",
    "words_of",
]
