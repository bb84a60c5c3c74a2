"""The months of a quarter and the year to date, beside a statement: each figure with the notice it stands in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.sums import Books, books_of_one, periods_beside
from disclosure.comparison.rules.sums import Figures, added, known_figures, parts_of, quarter_of, year_so_far
from disclosure.content.statement.presenters.page import StatementPage
from disclosure.notices.registry import Link, NoticePage
from portal.core.components import Tag
from portal.core.texts import joint


@dataclass(frozen=True, slots=True)
class PartRow:
    """A month, a quarter or a sum, in yuan; without figures it is not published.

    `links` lead to the statements the figures are from, except that of the page itself.
    """

    name: str
    figures: Figures | None
    links: Sequence[Link] = ()
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class PartTable:
    """Periods with their sum; where one is missing there is no sum, and `said` says so."""

    heading: str
    rows: Sequence[PartRow]
    total: PartRow | None
    said: Tag


@dataclass(frozen=True, slots=True)
class SumsShown:
    """What `disclosure/comparison/_sums.html` shows."""

    tables: Sequence[PartTable]


def sums_section(page: NoticePage) -> SumsShown | None:
    """Return the parts a live statement is the sum of, and the year up to it; None where there is neither."""
    notice = page.edition.notice
    if not page.edition.is_live or not isinstance(page.content, StatementPage):
        return None
    period = Period.parse(notice.period)
    if period.cadence not in (Cadence.MONTHLY, Cadence.QUARTERLY):
        return None
    books = books_of_one(notice.unit, notice.entry, periods_beside(period))
    tables = [one for one in (_quarter_table(books, period), _year_table(books, period)) if one]
    return SumsShown(tables) if tables else None


def links_to(books: Books, period: Period, *, here: Period | None = None) -> list[Link]:
    """Return links to the statements a period's figures are from; that of the page itself is left out."""
    return [
        Link(name_of(one.period, short=True), reverse("disclosure:notice", args=[one.number]))
        for one in books.sources(period)
        if one.period != here
    ]


def _quarter_table(books: Books, period: Period) -> PartTable | None:
    """Return the months of the quarter; for a quarter's own statement only where a month is published."""
    quarter = quarter_of(period)
    months = parts_of(quarter)
    if not any(one in books.published for one in months):
        return None
    heading = _("The months of %(quarter)s") % {"quarter": name_of(quarter)}
    found = [books.known.get(one) for one in months]
    if not all(found):
        return _without_sum(heading, books, months, period)
    total = added(one for one in found if one)
    stated = books.known.get(quarter)
    if stated is None:
        said = Tag(_("The quarter is the sum of its months"), "done")
    elif (stated.receipts, stated.payments) == (total.receipts, total.payments):
        said = Tag(_("The statement of the quarter is the sum of its months"), "done")
    else:
        said = Tag(_("The statement of the quarter is not the sum of its months"), "owed")
    name = _("Sum of the months")
    return PartTable(heading, _rows(books, months, period), PartRow(name, total), said)


def _year_table(books: Books, period: Period) -> PartTable | None:
    """Return the year up to a period, unless it began with it."""
    parts = year_so_far(period)
    if len(parts) < 2 or (period.cadence == Cadence.MONTHLY and all(one.cadence == Cadence.MONTHLY for one in parts)):
        return None  # the months of the first quarter stand above
    heading = _("%(year)d up to %(period)s") % {"year": period.first.year, "period": name_of(period)}
    found = [known_figures(one, books.known) for one in parts]
    if not all(found):
        return _without_sum(heading, books, parts, period)
    total = PartRow(_("Year to date"), added(one for one in found if one))
    said = Tag(_("The year to date is the sum of what is published"), "done")
    return PartTable(heading, _rows(books, parts, period), total, said)


def _without_sum(heading: str, books: Books, parts: Sequence[Period], here: Period) -> PartTable:
    missing = joint().join(name_of(one) for one in parts if books.figures(one) is None)
    said = Tag(_("Not published, so there is no sum: %(periods)s") % {"periods": missing}, "warn")
    return PartTable(heading, _rows(books, parts, here), None, said)


def _rows(books: Books, parts: Iterable[Period], here: Period) -> list[PartRow]:
    return [
        PartRow(name_of(one, short=True), books.figures(one), links_to(books, one, here=here), is_here=one == here)
        for one in parts
    ]
