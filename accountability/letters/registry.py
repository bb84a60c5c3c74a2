"""What other rooms show on the public page of a year, `/accountability/`, and on the page of a letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import Unit
from portal.core.components import File
from portal.core.registry import Registry
from portal.core.sections import Section, SharedReads
from portal.core.workflow import Words

TAGS, ASIDE = "tags", "aside"
"""Places of both pages besides the main one: a list of `Tag`s above the title, and what stands beside it."""


@dataclass(frozen=True, slots=True)
class YearPage(SharedReads):
    """The public page of one year of a township, for its sections."""

    town: Unit
    year: int
    at: datetime


YEAR_SECTIONS: Registry[Section[YearPage]] = Registry("section of a year of accountability")
"""Sections of the public page of a year, between the letters and the papers."""


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A figure in the band on top of the page, as `components/tally.html` draws it.

    Attributes:
        key: Its name in the table of all figures.
        url: Where on the page it comes from, such as `#h-inspections`.
        owed: Whether it is something that should not be.
    """

    key: str
    label: Words
    value: int
    note: Words = ""
    url: str = ""
    owed: bool = False


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Figures of one room for the band on top of the page; the first are the letters' own."""

    key: str
    order: int
    load: Callable[[YearPage], Sequence[YearFigure]]


YEAR_FIGURES: Registry[YearFigures] = Registry("figures of a year of accountability")
"""What stands in the band of figures, and in the table of all figures of the page."""


@dataclass(frozen=True, slots=True)
class YearPapers:
    """Papers of one room at the foot of the page, such as the report of the year."""

    key: str
    order: int
    load: Callable[[YearPage], Sequence[File]]


YEAR_PAPERS: Registry[YearPapers] = Registry("papers of a year of accountability")
"""Papers that can be fetched from the page of a year."""


@dataclass(frozen=True, slots=True)
class LetterPage(SharedReads):
    """The page of one unit's letter, for its sections; `is_public` is whether everybody reads it."""

    unit: Unit
    year: int
    at: datetime
    is_public: bool


LETTER_SECTIONS: Registry[Section[LetterPage]] = Registry("section of a letter")
"""Sections of a unit's letter on its public page and on the desk, such as how it was assessed."""
