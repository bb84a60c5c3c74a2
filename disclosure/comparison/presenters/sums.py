"""The months of a quarter and the year to date, beside a statement: each figure with the notice it stands in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.sums import Books, books_of_one, periods_beside
from disclosure.comparison.rules.sums import Figures, added, parts_of, quarter_of, year_so_far
from disclosure.content.statement.presenters.page import StatementPage
from disclosure.notices.registry import Link, NoticePage
from portal.core.components import Tag
from portal.core.texts import joint


@dataclass(frozen=True, slots=True)
class PartRow:
    """A month, a quarter or a sum, in yuan; without figures it is not published, or not over yet.

    `links` lead to the statements the figures are from, except that of the page itself.
    """

    name: str
    figures: Figures | None
    links: Sequence[Link] = ()
    is_here: bool = False
    is_over: bool = True


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
    parts = _Parts(books, period, timezone.localdate(page.at))
    tables = [one for one in (parts.quarter_table(), parts.year_table()) if one]
    return SumsShown(tables) if tables else None


def links_to(books: Books, period: Period, *, here: Period | None = None) -> list[Link]:
    """Return links to the statements a period's figures are from; that of the page itself is left out."""
    return [
        Link(name_of(one.period, short=True), reverse("disclosure:notice", args=[one.number]))
        for one in books.sources(period)
        if one.period != here
    ]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is published of a unit, seen from the statement of a period on a day."""

    books: Books
    here: Period
    today: date

    def quarter_table(self) -> PartTable | None:
        """Return the months of the quarter; for a quarter's own statement only where a month is published."""
        books, quarter = self.books, quarter_of(self.here)
        months = parts_of(quarter)
        if not any(one in books.published for one in months):
            return None
        heading = _("The months of the %(quarter)s") % {"quarter": name_of(quarter)}
        found = [books.known.get(one) for one in months]
        if not all(found):
            return self._without_sum(heading, months)
        total = added(one for one in found if one)
        stated = books.known.get(quarter)
        if stated is None:
            said = Tag(_("The quarter is the sum of its months"), "done")
        elif (stated.receipts, stated.payments) == (total.receipts, total.payments):
            said = Tag(_("The statement of the quarter is the sum of its months"), "done")
        else:
            said = Tag(_("The statement of the quarter is not the sum of its months"), "owed")
        return PartTable(heading, self._rows(months), PartRow(_("Sum of the months"), total), said)

    def year_table(self) -> PartTable | None:
        """Return the year up to the period, unless the year began with it; the months of a first quarter are above."""
        parts = year_so_far(self.here)
        if len(parts) < 2 or all(one.cadence == Cadence.MONTHLY for one in parts):
            return None
        heading = _("The year up to %(period)s") % {"period": name_of(self.here)}
        found = [self.books.figures(one) for one in parts]
        if not all(found):
            return self._without_sum(heading, parts)
        total = PartRow(_("Year to date"), added(one for one in found if one))
        said = Tag(_("The year to date is the sum of what is published"), "done")
        return PartTable(heading, self._rows(parts), total, said)

    def _without_sum(self, heading: str, parts: Sequence[Period]) -> PartTable:
        rows = self._rows(parts)
        missing = joint().join(row.name for row in rows if row.figures is None and row.is_over)
        if missing:
            said = Tag(_("Not published, so there is no sum: %(periods)s") % {"periods": missing}, "warn")
        else:
            said = Tag(_("The quarter is not over, so there is no sum yet"))
        return PartTable(heading, rows, None, said)

    def _rows(self, parts: Iterable[Period]) -> list[PartRow]:
        return [
            PartRow(
                name=name_of(one, short=True),
                figures=self.books.figures(one),
                links=links_to(self.books, one, here=self.here),
                is_here=one == self.here,
                is_over=one.last < self.today,
            )
            for one in parts
        ]
