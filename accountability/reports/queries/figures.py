"""The figures of a year as their sources have them now, and where a text no longer agrees with its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from accountability.reports.models import Paragraph, ReportFigure
from accountability.reports.registry import FIGURES, Figure, Line, OfYear
from accountability.reports.rules.chapters import CHAPTERS, Row, Sentence
from accountability.reports.rules.text import Drawn, figures_in, written
from portal.accounts.models import Unit
from portal.core.publication_log import entries

LINES_SHOWN = 50
"""Lines of the page of what is counted."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of a year and of the year before; None where it is not published."""

    figure: Figure
    value: Decimal | None
    before: Decimal | None
    names: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """How it stands in the text."""
        return written(self.value, self.figure.measure)

    @property
    def written_before(self) -> str:
        """The same of the year before."""
        return written(self.before, self.figure.measure)


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure of which the text says something else than its source.

    Attributes:
        said: What the text says.
        now: What the source says.
        reason: Why the text stays as it is; empty where nobody has decided yet.
    """

    paragraph: Paragraph
    figure: ReportFigure
    said: str
    now: str
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether it must still be settled."""
        return not self.reason


def sentences_of(row: Row) -> list[Sentence]:
    """Return the sentences of a row whose figures some room tells; others are not drafted."""
    return [one for one in row.sentences if all(key in FIGURES for key in one.keys)]


def keys_of_report() -> list[str]:
    """Return the keys of all figures that the chapters name, in their order."""
    rows = (row for chapter in CHAPTERS for row in chapter.rows)
    return list(dict.fromkeys(key for row in rows for one in sentences_of(row) for key in one.keys))


def counted(town: Unit, year: int, *, at: datetime) -> Mapping[str, Counted]:
    """Return the figures of a year as their sources have them now, in the order of the chapters.

    Of a year before anything was published here nothing is known, so that nothing is compared with it.
    """
    of = OfYear(town, year, at)
    before, begins_on = of.before, log_begins_on()
    is_before = begins_on is not None and begins_on.year < year
    found = {}
    for key in keys_of_report():
        figure = FIGURES[key]
        names = tuple(figure.names(of)) if figure.names else ()
        found[key] = Counted(figure, figure.value(of), figure.value(before) if is_before else None, names)
    return found


def drawn_of(found: Mapping[str, Counted], numbers: Mapping[str, int]) -> dict[str, Drawn]:
    """Return figures as templates of paragraphs are filled with them."""
    return {key: Drawn(numbers[key], one.written, bool(one.value), one.names) for key, one in found.items()}


def as_stored(figures: Iterable[ReportFigure]) -> dict[str, Counted]:
    """Return the figures of an edition as they were counted last."""
    known = ((one, FIGURES.get(one.key)) for one in figures)
    return {one.key: Counted(figure, one.value, one.before) for one, figure in known if figure is not None}


def faults(paragraphs: Iterable[Paragraph], figures: Iterable[ReportFigure], now: Mapping[str, Counted]) -> list[Fault]:
    """Return where texts say something else than their sources do now, one for each figure and paragraph."""
    by_number = {one.number: one for one in figures}
    found = []
    for paragraph in paragraphs:
        for said in {piece.number: piece.text for piece in figures_in(paragraph.text)}.items():
            fault = _fault(paragraph, by_number.get(said[0] or 0), said[1], now)
            if fault is not None:
                found.append(fault)
    return found


def _fault(paragraph: Paragraph, figure: ReportFigure | None, said: str, now: Mapping[str, Counted]) -> Fault | None:
    if figure is None or figure.key not in now:
        return None
    source = now[figure.key].written
    if said == source:
        return None
    is_kept = (figure.kept, figure.kept_against) == (said, source)
    return Fault(paragraph, figure, said, source, figure.reason if is_kept else "")


def unknown_numbers(text: str, figures: Iterable[ReportFigure]) -> list[int]:
    """Return the numbers in a text that are no source's."""
    known = {one.number for one in figures}
    return [piece.number for piece in figures_in(text) if piece.number is not None and piece.number not in known]


def lines_of(figure: Figure, of: OfYear, page: Any) -> tuple[Page[Any], list[Line]]:
    """Return a page of what a figure counts, and its lines."""
    found = Paginator(figure.listed(of), LINES_SHOWN).get_page(page)
    return found, [figure.line(row) for row in found.object_list] if figure.line else []


def log_begins_on() -> date | None:
    """Return the day of the first publication of all; None while there is none. What was before is not counted."""
    first = entries().values_list("at", flat=True).first()
    return timezone.localdate(first) if first else None
