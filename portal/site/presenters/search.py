"""What the search found, with its words marked, and what it can be narrowed to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from portal.accounts.models import in_language
from portal.core import search
from portal.core.components import Tag
from portal.core.dates import day
from portal.core.language import localized_path
from portal.core.markdown import unbroken
from portal.core.models import SearchDocument
from portal.core.money import format_money
from portal.core.texts import language_of
from portal.core.workflow import Words
from portal.site.registry import FACETS, Facet, ShownWay, ways_of

LINES_SHOWN = 5
TO_NARROW = 2
"""Values of a facet from which on it narrows anything."""
VALUES_SHOWN = 5
"""Values of a facet that stand there at once."""
_SETTING = re.compile(r"\|[\s|:-]*|[*#`>]+")
"""How Markdown sets text out: tables, headings, bold, quotations."""
EXTRACT, BEFORE = 120, 30
"""Characters shown of a text that has a word, and how many of them stand before it."""
SHORTER = 2
"""Characters that are left of a word, where it is proposed to look for less."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a search, from which those beside it are made."""

    params: Mapping[str, str]

    def __str__(self) -> str:
        return f"{reverse('site:search')}?{urlencode({name: value for name, value in self.params.items() if value})}"

    def but(self, **other: str) -> str:
        """Return the address with other values; an empty one is left out."""
        return str(Address({**self.params, **other}))


@dataclass(frozen=True, slots=True)
class Choice:
    """Another search, such as one value of a facet; `count` is how many documents it has, None where not counted."""

    label: str
    url: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet beside the results: the value chosen with a way back, or the first values and the rest."""

    key: str
    title: str
    first: Sequence[Choice]
    rest: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Facets:
    """What a search can be narrowed to: kinds of documents above the results, everything else beside them."""

    kinds: Sequence[Choice]
    beside: Sequence[ShownFacet]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in the results a page stands."""

    text: str
    newer_url: str
    older_url: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """What to do where nothing was found."""

    meant: Choice | None
    wider: Choice | None
    fewer: Sequence[Choice]
    ways: Sequence[ShownWay]


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
    tags: Sequence[Tag]
    extract: SafeString | str
    files: Sequence[SafeString]
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
        tags=_tags(document),
        extract=_extract(document.body, words),
        files=[marked(one, words) for one in document.files.splitlines() if search.pattern(words).search(one)],
        lines=[_line(one, url, words) for one in found[:LINES_SHOWN]],
        more=max(0, len(found) - LINES_SHOWN),
    )


def _line(line: search.Line, url: str, words: Sequence[str]) -> HitLine:
    details = " ".join(filter(None, (line.day, line.details)))
    return HitLine(
        number=line.number,
        url=f"{url}#line-{line.number}",
        summary=unbroken(marked(line.summary, words)),
        amount=marked(line.amount, words),
        details=unbroken(marked(details, words)),
    )


def _extract(text: str, words: Sequence[str]) -> SafeString | str:
    """Return what stands around the first of the words in a text; nothing where none does."""
    plain = " ".join(_SETTING.sub(" ", text).split())
    place = search.pattern(words).search(plain)
    if place is None:
        return ""
    start = max(0, place.start() - BEFORE)
    end = start + EXTRACT
    shown = f"{'…' if start else ''}{plain[start:end]}{'…' if end < len(plain) else ''}"
    return unbroken(marked(shown, words))


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text with the words in it marked, and its language where that is not the page's."""
    # A pattern with one group leaves what it found at the odd places of the list.
    parts = enumerate(search.pattern(words).split(text))
    found = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if at % 2 else part,) for at, part in parts)
    )
    language = language_of(text)
    return format_html('<span lang="{}">{}</span>', language, found) if language else found


def summary(found: search.Found, words: Sequence[str]) -> str:
    """Return how much was found."""
    if found.is_more:
        return _("More than %(count)s are found. Add a word or narrow it down.") % {"count": f"{found.count:,}"}
    counted = {"count": found.count}
    if amount := search.amount_in(words):
        said = ngettext(
            "This looks like an amount. %(count)d result has exactly %(amount)s yuan.",
            "This looks like an amount. %(count)d results have exactly %(amount)s yuan.",
            found.count,
        )
        return said % {**counted, "amount": format_money(amount)}
    return ngettext("%(count)d result", "%(count)d results", found.count) % counted


def orders(chosen: search.Order, address: Address) -> list[Choice]:
    """Return the orders results can stand in."""
    labels = {search.Order.FIT: _("Best fit"), search.Order.NEWEST: _("Newest")}
    return [
        Choice(label, address.but(order="" if one == search.Order.FIT else one), is_chosen=one == chosen)
        for one, label in labels.items()
    ]


def facets(found: search.Found, narrowed: Mapping[str, str], address: Address) -> Facets:
    """Return what the search can be narrowed to; one value alone narrows nothing, and is left out unless chosen."""
    shown = _Narrowing(found, narrowed, address)
    return Facets(shown.kinds(), [one for facet in FACETS if (one := shown.facet(facet))])


def near(typed: str) -> list[Choice]:
    """Return searches that say more than what is typed."""
    return [Choice(one, str(Address({"q": one}))) for one in search.near(typed)]


def pages(first: int, size: int, found: search.Found, address: Address) -> Pages:
    """Return where the page stands that begins with a result."""
    number, listed = first // size + 1, len(found.keys)
    told = {"first": first + 1, "last": min(first + size, listed), "count": found.count}
    text = (
        pgettext("results of a search", "%(first)d to %(last)d of the first %(listed)d")
        if found.is_more
        else pgettext("results of a search", "%(first)d to %(last)d of %(count)d")
    )
    return Pages(
        text=text % {**told, "listed": listed} if listed > size else "",
        newer_url=address.but(page=str(number - 1) if number > 2 else "") if first else "",
        older_url=address.but(page=str(number + 1)) if first + size < listed else "",
    )


def nothing(words: Sequence[str], address: Address, narrowed: Mapping[str, str]) -> Nothing:
    """Return what to do where nothing was found: what was meant, the same without narrowing, and fewer words."""
    here = search.find(search.Asked(words)).count if narrowed else 0
    meant = "" if here else search.closest(words)
    return Nothing(
        meant=_counted(meant) if meant else None,
        wider=Choice(" ".join(words), str(Address({"q": " ".join(words)})), here) if here else None,
        fewer=[one for word in _fewer(words) if (one := _counted(word)).count],
        ways=ways_of(),
    )


def _fewer(words: Sequence[str]) -> list[str]:
    """Return single words of several; of one word its beginning, unless that is half a number."""
    if len(words) > 1:
        return list(words)
    return [word[:SHORTER] for word in words if len(word) > SHORTER and not word[:SHORTER][-1].isdecimal()]


def _counted(typed: str) -> Choice:
    return Choice(typed, str(Address({"q": typed})), search.find(search.Asked(search.words_of(typed))).count)


@dataclass(frozen=True, slots=True)
class _Narrowing:
    found: search.Found
    narrowed: Mapping[str, str]
    address: Address

    def kinds(self) -> list[Choice]:
        """Return the kinds of documents that were found, after all of them; nothing where there is one kind only."""
        counts, chosen = self.found.counts["kind"], self.narrowed.get("kind")
        if len(counts) < TO_NARROW and not chosen:
            return []
        count = None if self.found.is_more or chosen else self.found.count
        every = Choice(_("All"), self.address.but(kind=""), count, is_chosen=not chosen)
        return [
            every,
            *(self._choice("kind", one.kind, one.label) for one in search.SEARCH_SOURCES if counts[one.kind]),
        ]

    def facet(self, facet: Facet) -> ShownFacet | None:
        """Return a facet with the values that were found, the most frequent first; periods, the last first."""
        counts, chosen = self.found.counts[facet.key], self.narrowed.get(facet.key)
        if len(counts) < TO_NARROW and not chosen:
            return None
        frequent = sorted(counts, key=lambda one: (-counts[one], one))
        values = sorted(counts, reverse=True) if facet.key == "period" else frequent
        names = facet.names(values)
        shown = [self._choice(facet.key, one, names[one]) for one in values if one in names]
        if chosen:
            shown.append(Choice(_("All of them again"), self.address.but(**{facet.key: ""})))
        return ShownFacet(facet.key, str(facet.title), shown[:VALUES_SHOWN], shown[VALUES_SHOWN:])

    def _choice(self, key: str, value: str, label: Words) -> Choice:
        count = None if self.found.is_more else self.found.counts[key][value]
        return Choice(str(label), self.address.but(**{key: value}), count, is_chosen=self.narrowed.get(key) == value)


def _tags(document: SearchDocument) -> list[Tag]:
    """Return the kind of a document where there are several, and whether it is on notice."""
    if document.until and document.until >= timezone.localdate():
        return [Tag(_("On notice until %(day)s") % {"day": day(document.until)}, "live")]
    return []
