"""What is public of a year, as the page tells it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.letters.registry import YEAR_FIGURES, YEAR_SECTIONS, Told, YearPage
from portal.accounts.models import Unit
from portal.core.sections import LoadedSection, load_sections
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class PublicYear:
    """A year of accountability: the few figures on top, and the sections that have something to show."""

    town: Unit
    year: int
    figures: list[tuple[Words, Told]]
    sections: list[LoadedSection]


def year_page(town: Unit, year: int, *, at: datetime) -> PublicYear:
    """Return what is public of a year."""
    page = YearPage(town, year, at)
    loaded = [(one.label, one.load(page)) for one in YEAR_FIGURES]
    figures = [(label, told) for label, told in loaded if told is not None]
    return PublicYear(town, year, figures, load_sections(YEAR_SECTIONS, page))


def way(year: int | None = None) -> list[tuple[str, str]]:
    """Return the way to the pages below a year."""
    first = [(_("Accountability"), reverse("accountability:start"))]
    if year is None:
        return first
    return [*first, (_("%(year)d") % {"year": year}, reverse("accountability:year", args=[year]))]
