"""What rooms hand to the site's own pages: home, the board of a unit, the check of a code, the sitemap."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import Metric

from portal.accounts.models import Unit
from portal.core.log_subjects import Verification
from portal.core.registry import Registry
from portal.core.sections import Section, SharedReads
from portal.core.workflow import Words

SEARCH = "search"
"""A place of the home page besides the main one: below the search."""
HEAD, FACTS, PEOPLE = "head", "facts", "people"
"""Places of a unit's board besides the main one: below its heading, in the list of facts there, and where its people
stand, in place of those who hold its posts."""


@dataclass(frozen=True, slots=True)
class UnitsPage(SharedReads):
    """A page that names the villages."""

    villages: tuple[Unit, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitPage(SharedReads):
    """The board of one unit."""

    unit: Unit
    at: datetime


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """The page of the short code of a paper."""

    found: Verification
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitNote:
    """A note on a unit in a list of units: a few words, and in red what it owes."""

    text: str
    owed: str = ""


@dataclass(frozen=True, slots=True)
class NotedUnits:
    """Notes on the units of a page."""

    about: str = ""
    notes: Mapping[int, UnitNote] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitNotes:
    """A source of notes on the units in a list."""

    key: str
    load: Callable[[UnitsPage], NotedUnits]


@dataclass(frozen=True, slots=True)
class Way:
    """Something residents can do on line, for the home page and the boards of units.

    Attributes:
        title: What they do.
        text: How, in a sentence.
        url: Called with the unit of a board, or None on the home page; returns where, or nothing where it cannot be.
    """

    key: str
    order: int
    title: Words
    text: Words
    url: Callable[[Unit | None], str]


@dataclass(frozen=True, slots=True)
class ShownWay:
    """A way as a page shows it, for `components/ways.html`."""

    title: str
    text: str
    url: str


def ways_of(unit: Unit | None = None) -> list[ShownWay]:
    """Return what residents can do on line about a unit, or about any."""
    found = ((one, one.url(unit)) for one in WAYS)
    return [ShownWay(str(one.title), str(one.text), url) for one, url in found if url]


@dataclass(frozen=True, slots=True)
class SitemapPages:
    """Public pages of a room that are not in the search index.

    Attributes:
        paths: Called with the time, returns their addresses at the Chinese root.
    """

    key: str
    order: int
    paths: Callable[[datetime], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures for `/metrics`, read when they are asked for.

    Attributes:
        collect: Returns them in the form of the Prometheus library.
    """

    key: str
    collect: Callable[[], Iterable[Metric]]


@dataclass(frozen=True, slots=True)
class Facet:
    """Something by which what is public can be narrowed, such as its stream.

    Attributes:
        key: The field of the search index, one of `portal.core.search.NARROWED_BY`.
        title: What it is called above its values.
        names: Called with values as the index has them, returns those it knows with what they are called.
        url: Called with a value, returns the page that shows what has it, at the root of the active language. None
            where there is no such page, and so no feed of it.
    """

    key: str
    order: int
    title: Words
    names: Callable[[Collection[str]], Mapping[str, Words]]
    url: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A yearly report that the command `annual_report` writes.

    Attributes:
        make: Called with the year, the code of a town or nothing, and `json`, `pdf` or `docx`; returns what the report
            is called and the file. It raises `Refused` where there is none.
    """

    key: str
    make: Callable[[int, str, str], tuple[str, bytes]]


ANNUAL_REPORTS: Registry[AnnualReport] = Registry("yearly report")
FIGURES: Registry[Figures] = Registry("figures for /metrics")
FACETS: Registry[Facet] = Registry("facet of what is public")
HOME_SECTIONS: Registry[Section[UnitsPage]] = Registry("section of the home page")
UNIT_SECTIONS: Registry[Section[UnitPage]] = Registry("section of a unit's board")
VERIFY_SECTIONS: Registry[Section[VerifyPage]] = Registry("section of the page of a code")
UNIT_NOTES: Registry[UnitNotes] = Registry("source of notes on units")
WAYS: Registry[Way] = Registry("way to do something on line")
SITEMAP: Registry[SitemapPages] = Registry("source of pages for the sitemap")
