"""What other rooms of accountability hand to letters: figures that are measured, and sections of the public page."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import pgettext_lazy

from portal.accounts.models import Unit
from portal.core.registry import Registry
from portal.core.sections import Section, SharedReads
from portal.core.workflow import Words
from portal.desk.registry import MenuGroup


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of one unit and year with what it was counted from.

    Attributes:
        numerator: How many of them were done as they should be.
        denominator: How many there were; 0 where there is nothing to divide by.
        url: The page on which they are counted.
    """

    numerator: int
    denominator: int
    url: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure the portal counts by itself, so that nobody reports it.

    Attributes:
        label: What is measured, such as notices published on time.
        base: What is divided by what, in words.
        count: Called with units, a year and today; returns what is known by the key of the unit, with a number of
            queries that does not grow with the units. What is due after today is no part of it.
    """

    key: str
    order: int
    label: Words
    base: Words
    count: Callable[[Collection[Unit], int, date], Mapping[int, Measured]]


MEASURES: Registry[Measure] = Registry("measured figure")
"""Figures that duties and items of a scoring table can name."""


@dataclass(frozen=True, slots=True)
class YearPage(SharedReads):
    """The page `/accountability/YEAR/` of a township."""

    town: Unit
    year: int
    at: datetime


YEAR_SECTIONS: Registry[Section[YearPage]] = Registry("section of the public page of a year")
"""What is public of a year: letters, grades, inspections, talks and reminders, papers."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the page tells it; `is_owed` where it is something that should not be."""

    count: int
    unit: Words
    note: Words = ""
    url: str = ""
    is_owed: bool = False


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One of the figures on top of the public page of a year.

    Attributes:
        load: Returns the figure, its unit and a note, with the address that it leads to, or None.
    """

    key: str
    order: int
    label: Words
    load: Callable[[YearPage], Told | None]


YEAR_FIGURES: Registry[YearFigure] = Registry("figure of the public page of a year")
"""The few figures on top of it."""
ACCOUNTABILITY = MenuGroup("accountability", pgettext_lazy("menu of the desk", "Accountability"), 40)
"""The part of the desk's menu in which every room of accountability stands."""
