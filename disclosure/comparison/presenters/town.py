"""The villages of a town beside each other in one quarter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.presenters.sums import links_to
from disclosure.comparison.queries.money import TownBooks
from disclosure.comparison.rules.marks import FEWEST_VILLAGES, middle
from disclosure.comparison.rules.sums import Figures
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS
from disclosure.ledger.types import ZERO
from disclosure.notices.registry import Link, NoticePage
from portal.accounts.models import Unit
from portal.accounts.queries import villages
from portal.site.registry import UnitPage, UnitsPage


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village of the list; without figures it has not published the quarter. `url` is its own page."""

    name: str
    url: str
    figures: Figures | None
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class TownPage:
    """What `disclosure/comparison/town.html` shows; without medians too few villages have published."""

    town: Unit
    quarter: str
    rows: Sequence[VillageRow]
    known: int
    median: Figures | None


@dataclass(frozen=True, slots=True)
class CompareLink:
    """Where the money of villages is compared, for the board of a village and for the home page."""

    url: str


def town_page(town: Unit, quarter: Period, books: TownBooks) -> TownPage:
    """Return the villages of a town in a quarter, with the medians of their totals."""

    def row(unit: Unit) -> VillageRow:
        url = f"{_url(unit)}?until={quarter}"
        return VillageRow(unit.name, url, books.figures(unit, quarter), links_to(books.books[unit.pk], quarter))

    known = books.known(quarter)
    medians = _medians(known) if len(known) >= FEWEST_VILLAGES else None
    return TownPage(town, name_of(quarter), [row(unit) for unit in books.units], len(known), medians)


def link_on_board(page: UnitPage) -> CompareLink | None:
    """Return where the money of a village is compared, for its board."""
    return CompareLink(_url(page.unit)) if page.unit.is_village else None


def link_on_home(_page: UnitsPage) -> CompareLink:
    """Return where the money of villages is compared."""
    return CompareLink(reverse("disclosure:compare"))


def compare_beside(page: NoticePage) -> Iterable[Link]:
    """Yield where the money of a village is compared, beside its statements."""
    notice = page.edition.notice
    if notice.unit.is_village and notice.entry.code == RECEIPTS_AND_PAYMENTS:
        yield Link(_("Over time and beside the town"), _url(notice.unit))


def compare_paths(_at: datetime) -> list[str]:
    """Return the addresses of the comparison, for the sitemap."""
    return [reverse("disclosure:compare"), *(_url(unit) for unit in villages().order_by("code"))]


def _url(unit: Unit) -> str:
    return reverse("disclosure:compare_village", args=[unit.code])


def _medians(known: Sequence[Figures]) -> Figures:
    return Figures(
        ZERO,
        middle(one.receipts for one in known),
        middle(one.payments for one in known),
        middle(one.closing for one in known),
    )
