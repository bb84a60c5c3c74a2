"""What public pages show of boards."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from disclosure.boards.queries.postings import boards_of, hanging
from portal.core import dates
from portal.core.texts import as_written
from portal.site.registry import UnitPage, VerifyPage


@dataclass(frozen=True, slots=True)
class Places:
    """Places in words, each with a semicolon before the next."""

    text: str


def boards_of_unit(page: UnitPage) -> Places | None:
    """Return where a unit's boards are: those on the register, or else what its own table says."""
    places = [board.place for board in boards_of(page.unit)]
    said = _joined(places) or page.unit.boards
    return Places(as_written(said)) if said else None


def hanging_where(page: VerifyPage) -> Places | None:
    """Say on which boards an edition hangs and since when; nobody's name, no photograph. None where on none."""
    found = page.found
    if found.is_hidden:
        return None
    rows = hanging().filter(edition__notice__number=found.number, edition__number=found.edition)
    said = [
        _("%(place)s, since %(day)s") % {"place": row.board.place, "day": dates.full_date(row.posted_at)}
        for row in rows
    ]
    return Places(as_written(_joined(said))) if said else None


def _joined(places: list[str]) -> str:
    return pgettext("between places", "; ").join(places)
