"""The figures of the yearly report: each knows how it is counted, where that is listed and what it is called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accountability.reports.enums import Measure
from portal.accounts.models import Unit
from portal.core.registry import Registry
from portal.core.sections import SharedReads
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class OfYear(SharedReads):
    """A year of a township as it stands at a time. Figures share through `once` what they read."""

    town: Unit
    year: int
    at: datetime

    @property
    def before(self) -> "OfYear":
        """The year before, as it stands at the same time."""
        return OfYear(self.town, self.year - 1, self.at)


Address = Callable[[OfYear], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One of the things a figure counts, as the page of what is counted lists it; `url` may be empty."""

    text: str
    unit: str = ""
    day: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the report. It is counted by `count`, or else from `rows`.

    Attributes:
        key: What templates of paragraphs call it.
        source: Where it was counted, such as a list of the desk.
        count: Returns the figure; None where it is too small to be published.
        rows: Returns what is counted, a row each; `line` says how one is listed.
        url: The page that lists what is counted. Without one, the report has a page of its own for `rows`.
        public_url: The page where everybody finds it; None where there is none.
        names: Returns whom or what it counts, where the text names them.
    """

    key: str
    label: Words
    source: Words
    count: Callable[[OfYear], int | Decimal | None] | None = None
    rows: Callable[[OfYear], QuerySet[Any] | Sequence[Any]] | None = None
    line: Callable[[Any], Line] | None = None
    url: Address | None = None
    public_url: Address | None = None
    measure: Measure = Measure.COUNT
    names: Callable[[OfYear], Sequence[str]] | None = None

    def value(self, of: OfYear) -> Decimal | None:
        """Return what is counted in a year."""
        if self.count is not None:
            found = self.count(of)
        else:
            rows = self.listed(of)
            found = rows.count() if isinstance(rows, QuerySet) else len(rows)
        return None if found is None else Decimal(found)

    def listed(self, of: OfYear) -> QuerySet[Any] | Sequence[Any]:
        """Return what is counted, a row each; nothing where another page lists it."""
        return self.rows(of) if self.rows is not None else ()


FIGURES: Registry[Figure] = Registry("figure of the yearly report")
