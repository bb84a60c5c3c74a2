"""What the search found, with its words marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.accounts.models import in_language
from portal.core import search
from portal.core.language import localized_path
from portal.core.models import SearchDocument
from portal.core.texts import language_of

LINES_SHOWN = 5
_SETTING = re.compile(r"\|[\s|:-]*|[*#`>]+")
"""How Markdown sets text out: tables, headings, bold, quotations."""
EXTRACT, BEFORE = 120, 30
"""Characters shown of a text that has a word, and how many of them stand before it."""


@dataclass(frozen=True, slots=True)
class HitLine:
    """A line that was found, and where it stands."""

    number: int
    url: str
    summary: SafeString
    amount: SafeString
    details: SafeString


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; `more` is how many of its lines were found beside those that are shown."""

    url: str
    title: SafeString
    date: date
    unit: str
    item: str
    extract: SafeString | str
    lines: list[HitLine]
    more: int


def hits(documents: Iterable[SearchDocument], words: Sequence[str]) -> list[Hit]:
    """Return what was found as a page shows it."""
    return [_hit(one, words) for one in documents]


def _hit(document: SearchDocument, words: Sequence[str]) -> Hit:
    url, found = localized_path(document.url), search.lines_found(document, words)
    return Hit(
        url=url,
        title=marked(in_language(document.title_zh, document.title_en), words),
        date=timezone.localdate(document.published_at),
        unit=in_language(document.unit_zh, document.unit_en),
        item=in_language(document.entry_zh, document.entry_en),
        extract=_extract(document.body, words),
        lines=[_line(one, url, words) for one in found[:LINES_SHOWN]],
        more=max(0, len(found) - LINES_SHOWN),
    )


def _line(line: search.Line, url: str, words: Sequence[str]) -> HitLine:
    details = " ".join(filter(None, (line.day, line.details)))
    return HitLine(
        number=line.number,
        url=f"{url}#line-{line.number}",
        summary=marked(line.summary, words),
        amount=marked(line.amount, words),
        details=marked(details, words),
    )


def _extract(text: str, words: Sequence[str]) -> SafeString | str:
    """Return what stands around the first of the words in a text; nothing where none does."""
    plain = " ".join(_SETTING.sub(" ", text).split())
    place = _pattern(words).search(plain)
    if place is None:
        return ""
    start = max(0, place.start() - BEFORE)
    end = start + EXTRACT
    shown = f"{'…' if start else ''}{plain[start:end]}{'…' if end < len(plain) else ''}"
    return marked(shown, words)


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text with the words in it marked, and its language where that is not the page's."""
    # A pattern with one group leaves what it found at the odd places of the list.
    parts = enumerate(_pattern(words).split(text))
    found = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if at % 2 else part,) for at, part in parts)
    )
    language = language_of(text)
    return format_html('<span lang="{}">{}</span>', language, found) if language else found


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})", re.IGNORECASE)
